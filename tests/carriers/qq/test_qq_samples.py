"""Every sample of QQ gives what is stated for it, and QQ claims nobody else's files."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.qq import CARRIER
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Shanghai")
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    [
        "qq/synthetic_msgmgr.mht",
        "qq/synthetic_msgmgr.txt",
        "qq/synthetic_msgmgr_12h_enUS.txt",
        "qq/synthetic_onebot11_events.jsonl",
        "qq/synthetic_qce_v5.txt",
        "qq/synthetic_qce_v5_chunked",
        "qq/synthetic_qce_v5_single.json",
    ],
)
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    history = CARRIER.read(source, ReadOptions(ZONE))
    assert differences(summary(history, ZONE), expected) == []


def test_the_invented_samples_are_told_for_certain_and_nothing_else_is_claimed() -> None:
    for path in SAMPLES.iterdir():
        for sample in path.iterdir():
            assert CARRIER.sniff(open_source(sample)) == (CERTAIN if path.name == "qq" else NO), sample


def test_the_message_manager_s_two_forms_and_the_exporter_s_agree_on_who_is_who() -> None:
    history = CARRIER.read(open_source(SAMPLES / "qq/synthetic_qce_v5_single.json"), ReadOptions(ZONE))
    rows = history.messages.to_pylist()
    assert [row["author_id"] for row in rows] == ["10001", "10002", "10002", "10001", "10001", None, "10002"]
    assert rows[1]["reply_to"] == rows[0]["id"]
    assert rows[1]["quoted"] == rows[0]["text"]
    assert rows[1]["quoted_at"] == rows[0]["sent_at"]
    assert rows[2]["mentions"] == ["10001"], "the uid in the file is turned into the number"
    assert (rows[5]["kind"], rows[5]["author"]) == ("recall", "李四")


def test_the_chunks_of_an_export_are_read_in_the_order_of_its_list() -> None:
    whole = CARRIER.read(open_source(SAMPLES / "qq/synthetic_qce_v5_chunked"), ReadOptions(ZONE))
    single = CARRIER.read(open_source(SAMPLES / "qq/synthetic_qce_v5_single.json"), ReadOptions(ZONE))
    assert whole.messages.equals(single.messages)
