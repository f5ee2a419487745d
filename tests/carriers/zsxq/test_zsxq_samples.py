"""Every sample of 知識星球 gives what is stated for it."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import CERTAIN
from closeknit.carriers.zsxq import CARRIER
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.shared
@pytest.mark.parametrize("path", ["zsxq/synthetic_topics.json"])
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    history = CARRIER.read(open_source(shared / "formats/samples" / path), ReadOptions(ZONE))
    assert differences(summary(history, ZONE), expected) == []


def test_the_invented_samples_are_told_for_certain() -> None:
    folder = Path(__file__).parents[2] / "samples/zsxq"
    assert {CARRIER.sniff(open_source(path)) for path in folder.iterdir()} == {CERTAIN}
