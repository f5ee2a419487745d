"""Every sample gives what is stated for it, and those that are shipped are recognised."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import SAMPLES, SHARED

from closeknit.carriers.contract import NO
from closeknit.carriers.pasted import CARRIER
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Taipei")


def stated() -> list[dict[str, object]]:
    where = SHARED / "formats/EXPECTED.jsonl"
    lines = map(json.loads, where.read_text("utf-8").splitlines()) if where.is_file() else []
    return [line for line in lines if line["path"].startswith("pasted/") and line["carrier"] == CARRIER.name]


@pytest.mark.shared
@pytest.mark.parametrize("expected", stated(), ids=lambda line: line["path"])
def test_a_sample_gives_what_is_stated(shared: Path, expected: dict[str, object]) -> None:
    source = open_source(shared / "formats/samples" / str(expected["path"]))
    assert CARRIER.sniff(source) > NO
    history = CARRIER.read(source, ReadOptions(ZONE))
    assert differences(summary(history, ZONE), expected) == []


@pytest.mark.parametrize("path", sorted((SAMPLES / "pasted").iterdir()), ids=lambda path: path.name)
def test_a_shipped_sample_is_read_without_loss(path: Path) -> None:
    source = open_source(path)
    if path.name == "synthetic_chain.txt":  # a sign-up list, and no history
        assert CARRIER.sniff(source) == NO
        return
    assert CARRIER.sniff(source) > NO
    history = CARRIER.read(source, ReadOptions(ZONE))
    assert len(history.messages)
    assert history.issues.lost == 0
