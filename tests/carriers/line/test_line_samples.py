"""Every sample of LINE gives what is stated for it, and LINE claims nobody else's files."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.line import CARRIER
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Taipei")
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    [
        "line/synthetic_dot_dates_space.txt",
        "line/synthetic_en_group.txt",
        "line/synthetic_ja_group.txt",
        "line/synthetic_zh-TW_group.txt",
    ],
)
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    history = CARRIER.read(source, ReadOptions(ZONE))
    assert differences(summary(history, ZONE), expected) == []


def test_the_invented_samples_are_told_and_nothing_else_is_claimed() -> None:
    headless = SAMPLES / "line/synthetic_dot_dates_space.txt"
    for folder in SAMPLES.iterdir():
        for sample in folder.iterdir():
            ours = LIKELY if sample == headless else CERTAIN
            assert CARRIER.sniff(open_source(sample)) == (ours if folder.name == "line" else NO), sample
