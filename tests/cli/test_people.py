"""`closeknit people`: proposals with grounds, a human's yes, undone, exported; in an archive and in a file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from closeknit.language import LANGUAGES

Run = Callable[..., Any]
LINE = "2026/3/1 (日)\n20:00\t張小滿\t今晚讀第三章\n20:01\t陳哲明\t好\n20:05\t張小滿\t七點半\n"
HEAD = "[LINE] 與書友會的聊天記錄\n儲存日期：2026/03/02 08:00\n\n"
TELEGRAM = {
    "name": "Readers", "type": "private_group", "id": 7,
    "messages": [
        {"id": i, "type": "message", "date": "2026-03-02T10:00:00", "date_unixtime": str(1_772_445_600 + i * 90),
         "from": name, "from_id": ident, "text": text}
        for i, (name, ident, text) in enumerate(
            [
                ("張小滿", "user11", "早"), ("美玲", "user12", "早"),
                ("滿姐", "user11", "誰"), ("陳哲明", "user13", "我"),
            ],
            1,
        )
    ],
}  # fmt: skip


@pytest.fixture
def club(closeknit: Run, tmp_path: Path) -> Run:
    (tmp_path / "line.txt").write_text(HEAD + LINE, encoding="utf-8")
    (tmp_path / "result.json").write_text(json.dumps(TELEGRAM, ensure_ascii=False), encoding="utf-8")
    assert closeknit("import", "line.txt", "result.json", "--into", "club", "--timezone", "UTC").code == 0
    return closeknit


def pairs(out: str) -> set[frozenset[str]]:
    return {frozenset(one["faces"]) for one in json.loads(out)}


def test_proposed_accepted_and_undone(club: Run) -> None:
    out = club("people", "propose", "club").out
    assert "line:張小滿  telegram:user11" in out
    assert "the same name: 张小满" in out
    both = {frozenset(["line:張小滿", "telegram:user11"]), frozenset(["line:陳哲明", "telegram:user13"])}
    assert pairs(club("people", "propose", "club", "--json").out) == both
    assert "張小滿 is now" in club("people", "accept", "club", "line:張小滿", "telegram:user11").out
    assert club("people", "refuse", "club", "line:陳哲明", "telegram:user13").code == 0
    assert pairs(club("people", "propose", "club", "--json").out) == set()
    assert "no longer" in club("people", "undo", "club", "張小滿").out
    assert len(pairs(club("people", "propose", "club", "--json").out)) == 1
    assert club("archive", "verify", "club").code == 0


def test_shown_with_the_names_over_time(club: Run) -> None:
    club("people", "accept", "club", "line:張小滿", "telegram:user11", "--as", "滿")
    shown = json.loads(club("people", "show", "club", "--json").out)
    assert shown["people"] == {"滿": ["line:張小滿", "telegram:user11"]}
    assert [one["name"] for one in shown["names"]["telegram:user11"]] == ["張小滿", "滿姐"]
    out = club("people", "show", "club").out
    assert "張小滿 (2026-03-02 – 2026-03-02) → 滿姐" in out


def test_exported_in_the_form_that_examine_takes(club: Run, tmp_path: Path) -> None:
    club("people", "accept", "club", "line:張小滿", "telegram:user11")
    assert club("people", "export", "club", "--out", "people.json").code == 0
    assert json.loads((tmp_path / "people.json").read_text()) == {"張小滿": ["line:張小滿", "telegram:user11"]}
    files = ("line.txt", "result.json", "--timezone", "UTC", "--chat", "*", "--json")
    alone = json.loads(club("examine", *files, "--out", "r1").out)
    joined = json.loads(club("examine", *files, "--people", "people.json", "--out", "r2").out)
    kept = json.loads(club("examine", "club", *files[2:], "--out", "r3").out)
    assert joined["people"] == kept["people"] == alone["people"] - 1


def test_in_a_file_beside_plain_exports(club: Run, tmp_path: Path) -> None:
    files = ("line.txt", "result.json", "--timezone", "UTC", "--people", "who.json", "--json")
    (tmp_path / "who.json").write_text("{}")
    assert len(pairs(club("people", "propose", *files).out)) == 2
    assert club("people", "accept", "--people", "who.json", "line:張小滿", "telegram:user11").code == 0
    assert json.loads((tmp_path / "who.json").read_text()) == {"張小滿": ["line:張小滿", "telegram:user11"]}
    assert len(pairs(club("people", "propose", *files).out)) == 1
    assert club("people", "undo", "--people", "who.json", "張小滿").code == 0
    assert json.loads((tmp_path / "who.json").read_text()) == {}


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "club", "line:張小滿"),
        ("accept", "club", "line:張小滿", "line:nobody"),
        ("accept", "nowhere", "line:張小滿", "line:陳哲明"),
        ("refuse", "club", "line:張小滿", "line:陳哲明", "telegram:user11"),
        ("undo", "club"),
        ("undo", "club", "張小滿"),
        ("propose", "nowhere"),
        ("propose", "club", "--people", "nowhere.json"),
        ("export", "club", "--out", "no/such/folder/x.json"),
    ],
)
def test_what_cannot_be_done_is_said(club: Run, words: tuple[str, ...]) -> None:
    ended = club("people", *words)
    assert ended.code == 2
    assert ended.err.strip()
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_three_languages(club: Run, lang: str) -> None:
    out = club("people", "propose", "club", "--lang", lang).out
    assert {"en": "the same name", "zh-Hant": "同一個名字", "zh-Hans": "同一个名字"}[lang] in out
