"""compare, examine --again and examine --for member, as a person uses them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, SAMPLES

Run = Callable[..., Any]
CIRCLE = ROOT / "examples" / "reading-circle"
SHOP = ROOT / "examples" / "shop"


def test_two_groups_stand_side_by_side(closeknit: Run, tmp_path: Path) -> None:
    ended = closeknit("compare", CIRCLE, SHOP, "--no-inference", "--lang", "zh-Hant", "--out", "c")
    assert ended.code == 0
    assert "雨巷夜讀" in ended.out
    assert sorted(p.name for p in (tmp_path / "c").iterdir()) == ["compare.html", "compare.json"]
    told = json.loads((tmp_path / "c" / "compare.json").read_text(encoding="utf-8"))
    assert [group["title"] for group in told["groups"]] == ["雨巷夜讀", "阿果鲜果福利群③"]


def test_chats_of_one_export_are_compared_and_printed_as_json(closeknit: Run) -> None:
    ended = closeknit("compare", SAMPLES / "slack" / "synthetic_export_dms", "--chat", "*", "--json")
    assert ended.code == 0
    assert len(json.loads(ended.out)["groups"]) >= 2


def test_one_group_is_no_comparison(closeknit: Run) -> None:
    ended = closeknit("compare", CIRCLE)
    assert (ended.code, ended.out) == (2, "")
    assert "a comparison needs two" in ended.err


def test_thirteen_groups_are_too_many(closeknit: Run) -> None:
    assert closeknit("compare", *[SAMPLES / "line" / "synthetic_zh-TW_group.txt"] * 13).code == 2


def test_the_last_time_stands_in_the_next_report(closeknit: Run, tmp_path: Path) -> None:
    zone = ("--timezone", "Asia/Taipei", "--no-inference", "--lang", "en")
    assert closeknit("examine", CIRCLE, *zone, "--until", "2026-05-20", "--out", "may").code == 0
    ended = closeknit("examine", CIRCLE, *zone, "--again", "may", "--out", "june")
    assert ended.code == 0
    assert "Since the last examination" in ended.out
    told = json.loads((tmp_path / "june" / "examination.json").read_text(encoding="utf-8"))["again"]
    assert told["since"].startswith("2026-05-21")
    assert told["new_messages"] > 0


def test_what_is_no_examination_is_refused_before_anything_is_read(closeknit: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    ended = closeknit("examine", CIRCLE, "--again", "x.json")
    assert ended.code == 2
    assert "--again" in ended.err
    assert not (tmp_path / "closeknit-report").exists()


def test_the_members_version_lies_apart_and_is_printed(closeknit: Run, tmp_path: Path) -> None:
    ended = closeknit("examine", CIRCLE, "--for", "member", "--no-inference", "--lang", "en")
    assert ended.code == 0
    assert ended.out.startswith("雨巷夜讀: ")
    folder = tmp_path / "closeknit-report" / "reading-circle-member"
    assert sorted(p.name for p in folder.iterdir()) == ["card.svg", "report.html", "summary.txt"]
    assert closeknit("examine", CIRCLE, "--for", "member", "--json").code == 2
    assert closeknit("examine", CIRCLE, "--for", "member", "--again", "old").code == 2


def test_the_members_version_is_not_put_beside_names(closeknit: Run, tmp_path: Path) -> None:
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "examination.json").write_text("{}")
    ended = closeknit("examine", CIRCLE, "--for", "member", "--out", tmp_path / "named")
    assert ended.code == 2
    assert not (tmp_path / "named" / "report.html").exists()
