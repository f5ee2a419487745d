"""Every sample of the ChatLab format gives what is stated for it."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.chatlab import CARRIER
from closeknit.carriers.contract import CERTAIN, NO
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    [
        "chatlab/synthetic_chatlab.json",
        "chatlab/synthetic_chatlab.jsonl",
        "chatlab/synthetic_chatlab_weflow_api_milliseconds.json",
    ],
)
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    history = CARRIER.read(source, ReadOptions(ZONE))
    assert differences(summary(history, ZONE), expected) == []


def test_the_invented_samples_are_told_for_certain() -> None:
    folder = Path(__file__).parents[2] / "samples/chatlab"
    assert {CARRIER.sniff(open_source(path)) for path in folder.iterdir()} == {CERTAIN}
