"""Rosters, attendance and the rest beside a chat or without one, as a person uses them."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, SAMPLES

Run = Callable[..., Any]


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """A folder with a chat, a roster and an attendance sheet."""
    folder = tmp_path / "club"
    folder.mkdir()
    chat = next((ROOT / "examples/reading-circle").glob("*.txt"))
    shutil.copy(chat, folder)
    (folder / "roster.csv").write_text(
        "姓名,身份,加入日期\n何处暑,發起人,2025-01-01\n周小滿,成員,2025-02-01\n陌生人,成員,\n"
    )
    (folder / "attendance.csv").write_text("姓名,2026/6/4,2026/6/11\n何處暑,✓,✓\n周小滿,✓,\n合計,2,1\n")
    return folder


def test_a_folder_is_one_group_and_names_that_fit_nobody_are_listed(closeknit: Run, club: Path) -> None:
    ended = closeknit("examine", club, "--out", club / "out", "--inference", "quick", "--lang", "en")
    assert ended.code == 0, ended.err
    notes = json.loads((club / "out/examination.json").read_text("utf-8"))["notes"]
    told = "\n".join(notes)
    assert "The roster names 3 people." in told
    assert "Stand on the roster, and never wrote here: 陌生人." in told
    assert "Wrote here, and stand on no roster: " in told
    hidden = closeknit("examine", club, "--out", club / "h", "--inference", "quick", "--lang", "en", "--names", "hide")
    assert hidden.code == 0
    assert "陌生人" not in (club / "h/examination.json").read_text("utf-8")


def test_a_community_without_a_chat_is_examined(closeknit: Run, club: Path, tmp_path: Path) -> None:
    for chat in club.glob("*.txt"):
        chat.unlink()
    ended = closeknit("examine", club, "--out", tmp_path / "out", "--lang", "zh-Hant")
    assert ended.code == 0, ended.err
    assert "看不出" in ended.out


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_a_read_says_what_there_is_and_writes_each_table(closeknit: Run, club: Path, lang: str) -> None:
    ended = closeknit("read", club, "--lang", lang)
    assert ended.code == 0
    assert {"en": "3 people on a roster.", "zh-Hant": "名冊上有 3 人。", "zh-Hans": "名册上有 3 人。"}[
        lang
    ] in ended.out
    for table, column, rows in (("roster", "name", 3), ("exchanges", "source", 3)):
        for suffix in ("csv", "jsonl", "parquet"):
            out = club.parent / f"{table}.{suffix}"
            assert closeknit("read", club, "--table", table, "--out", out, "--lang", lang).code == 0
        with (club.parent / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
            found = list(csv.DictReader(stream))
        lines = (club.parent / f"{table}.jsonl").read_text("utf-8").splitlines()
        assert len(found) == len(lines) == rows
        assert json.loads(lines[0])[column] == found[0][column]


def test_the_lines_inside_a_forward_are_written_alone(closeknit: Run, tmp_path: Path) -> None:
    sample = SAMPLES / "wechat/synthetic_ciphertalk.json"
    out, whole = tmp_path / "inner.jsonl", tmp_path / "all.jsonl"
    assert closeknit("read", sample, "--inner", "all", "--out", out).code == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["text"] for row in rows] == ["茶室可以带点心", "那我带绿豆糕"]
    assert closeknit("read", sample, "--out", whole).code == 0
    ids = [json.loads(line)["id"] for line in whole.read_text("utf-8").splitlines()]
    assert rows[0]["thread"] in ids
    assert closeknit("read", sample, "--inner", rows[0]["thread"], "--out", out).code == 0
    refused = closeknit("read", sample, "--inner", "nothing", "--out", out)
    assert (refused.code, rows[0]["thread"] in refused.err) == (2, True)


def test_what_could_be_two_things_is_refused_with_both_named(
    closeknit: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from closeknit.carriers import registry
    from closeknit.carriers.roster import CARRIER

    monkeypatch.setattr(registry, "load_all", lambda: [CARRIER, replace(CARRIER, name="other")])
    (tmp_path / "r.csv").write_text("name,role\nAnn,member\n")
    ended = closeknit("read", tmp_path / "r.csv")
    assert ended.code == 2
    assert "other, roster" in ended.err
    assert "--carrier" in ended.err
