"""Every sample of WhatsApp's exports gives what is stated for it, and other tools' files are left alone."""

import json
from pathlib import Path

import pytest

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.whatsapp import CARRIER
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.testing.expected import differences, summary

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    [
        "mit/test_[mmddyy]_24hrs.txt",
        "mit/test_ddmmyy_24hrs.txt",
        "mit/test_mmddyy_24hrs.txt",
        "mit/test_mmddyyyy_12hrs.txt",
        "mit/test_yyyymmdd_24hrs.txt",
        "whatsapp/synthetic_android_zh-HK.txt",
        "whatsapp/synthetic_android_zh_12h.txt",
        "whatsapp/synthetic_ios_en_nnbsp.txt",
        "whatsapp/synthetic_ios_zh-Hans_12h.txt",
        "whatsapp/synthetic_mixed_markers.txt",
    ],
)
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    assert differences(summary(CARRIER.read(source, ReadOptions())), expected) == []


@pytest.mark.parametrize(
    ("name", "messages", "system", "first", "last_text"),
    [
        ("synthetic_android_zh-HK.txt", 3, 1, "2023-06-15T17:33:00", "我8月去旅行"),
        ("synthetic_android_zh_12h.txt", 3, 0, "2024-01-05T15:04:00", "ok2"),
        ("synthetic_ios_en_nnbsp.txt", 3, 0, "2024-05-01T15:04:05", "two\nlines"),
        ("synthetic_ios_zh-Hans_12h.txt", 3, 2, "2024-01-05T15:05:10", "@张三 明天几点"),
        ("synthetic_mixed_markers.txt", 5, 1, "2024-01-05T15:05:05", None),
    ],
)
def test_the_invented_samples(name: str, messages: int, system: int, first: str, last_text: str | None) -> None:
    counted = summary(CARRIER.read(open_source(SAMPLES / "whatsapp" / name), ReadOptions()))
    assert [counted[key] for key in ("messages", "system", "first", "last_text")] == [
        messages,
        system,
        first,
        last_text,
    ]


def test_the_encryption_notice_makes_it_certain() -> None:
    assert CARRIER.sniff(open_source(SAMPLES / "whatsapp/synthetic_android_zh-HK.txt")) == CERTAIN


def test_files_of_other_tools_are_not_claimed() -> None:
    others = [path for path in SAMPLES.rglob("*") if "whatsapp" not in path.parts]
    assert others
    assert [path.name for path in others if CARRIER.sniff(open_source(path)) != NO] == []


def test_files_of_other_tools_are_not_claimed_anywhere(shared: Path) -> None:
    samples = shared / "formats/samples"
    others = [path for path in samples.rglob("*") if not {"whatsapp", "mit"} & set(path.parts)]
    assert [path.name for path in others if CARRIER.sniff(open_source(path)) != NO] == []
