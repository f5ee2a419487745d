"""Importing into an archive and looking after it, as a person does."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SAMPLES

from closeknit.language import LANGUAGES

Run = Callable[..., Any]
CHAT = SAMPLES / "line" / "synthetic_zh-TW_group.txt"
TOPICS = SAMPLES / "telegram" / "synthetic_supergroup_topics.json"


def test_import_twice_then_read_and_examine_it_like_any_file(closeknit: Run) -> None:
    rows = json.loads(closeknit("read", CHAT, "--json").out)["rows"]
    first = closeknit("import", CHAT, "--into", "club", "--json")
    assert first.code == 0
    (done,) = json.loads(first.out)
    assert (done["rows"], done["added"], done["number"]) == (rows, rows, 1)
    assert len(done["files"][0]["sha256"]) == 64
    assert "imported before" in closeknit("import", CHAT, "--into", "club").out
    assert json.loads(closeknit("read", "club", "--json").out)["rows"] == rows
    assert closeknit("read", "club", "--out", "all.csv").code == 0
    assert closeknit("examine", "club", "--out", "r").code == 0
    assert closeknit("examine", "club", CHAT, "--out", "r2").code == 0


def test_the_same_words_in_another_file_add_nothing(closeknit: Run, tmp_path: Path) -> None:
    """The same chat exported again later: another file, hence another hash."""
    (tmp_path / CHAT.name).write_bytes(CHAT.read_bytes() + b"\n")
    closeknit("import", CHAT, "--into", "club")
    (done,) = json.loads(closeknit("import", tmp_path / CHAT.name, "--into", "club", "--json").out)
    assert (done["added"], done["changed"]) == (0, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_roster_and_an_attendance_sheet_beside_a_chat(closeknit: Run, tmp_path: Path, lang: str) -> None:
    (tmp_path / "both").mkdir()
    sheet = next((SAMPLES / "attendance").glob("*.csv"))
    for path in (CHAT, SAMPLES / "roster" / "synthetic_members.csv", sheet):
        (tmp_path / "both" / path.name).write_bytes(path.read_bytes())
    plain = json.loads(closeknit("read", "both", "--json").out)
    said = closeknit("import", "both", "--into", "club", "--lang", lang)
    assert {"en": "members:", "zh-Hant": "名冊上的成員", "zh-Hans": "名册上的成员"}[lang] in said.out
    kept = json.loads(closeknit("read", "club", "--json").out)
    assert (kept["roster"], kept["exchanges"]) == (plain["roster"], plain["exchanges"])
    assert min(kept["roster"], kept["exchanges"]) > 0
    (again,) = json.loads(closeknit("import", "both", "--into", "club", "--me", "x", "--json").out)
    assert [(part.get("added", 0), part.get("changed", 0)) for part in again["beside"].values()] == [(0, 0), (0, 0)]
    for name in ("roster", "exchanges"):
        assert closeknit("read", "club", "--table", name, "--out", f"{name}.csv").code == 0
        assert len((tmp_path / f"{name}.csv").read_text().splitlines()) >= kept[name]
    facts = json.loads(closeknit("archive", "show", "club", "--json").out)
    assert facts["beside"] == {"roster": kept["roster"], "exchanges": kept["exchanges"]}
    assert closeknit("archive", "show", "club", "--lang", lang).code == 0
    assert closeknit("archive", "export", "club", "--out", "all", "--format", "chatlab").code == 0
    assert (tmp_path / "all" / "roster" / "roster.jsonl").is_file()


def test_a_roster_alone_is_examined_from_an_archive(closeknit: Run) -> None:
    closeknit("import", SAMPLES / "roster" / "synthetic_members.csv", "--into", "club")
    assert closeknit("examine", "club", "--out", "r").code == 0


def test_what_stands_inside_forwards_is_kept(closeknit: Run, tmp_path: Path) -> None:
    paths = [path for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
    source, found = next(
        (path, read)
        for path in paths
        if (ended := closeknit("read", path, "--json")).code == 0 and (read := json.loads(ended.out))["inner"]
    )
    for number in range(2):
        closeknit("import", source, "--into", "club", *(["--me", "x"] if number else []))
        assert json.loads(closeknit("read", "club", "--json").out)["inner"] == found["inner"]
    closeknit("read", source, "--inner", "all", "--out", "plain.jsonl")
    closeknit("read", "club", "--inner", "all", "--out", "kept.jsonl")
    texts = [
        [json.loads(line)["text"] for line in (tmp_path / name).read_text().splitlines()]
        for name in ("plain.jsonl", "kept.jsonl")
    ]
    assert sorted(texts[0], key=str) == sorted(texts[1], key=str)
    assert closeknit("archive", "verify", "club").code == 0


def test_what_is_in_it(closeknit: Run) -> None:
    closeknit("import", CHAT, TOPICS, "--into", "club")
    out = closeknit("archive", "show", "club").out
    assert "0001" in out
    assert str(CHAT) in out
    facts = json.loads(closeknit("archive", "show", "club", "--json").out)
    assert [o["op"] for o in facts["operations"]] == ["make", "import", "import"]
    assert sum(chat["states"] for chat in facts["chats"]) == sum(o["rows"] for o in facts["operations"][1:])
    assert "sound" in closeknit("archive", "verify", "club").out


def test_an_assumed_zone_is_told_and_logged(closeknit: Run) -> None:
    assert "Asia/Taipei" in closeknit("import", CHAT, "--into", "a").out
    assert "Asia/Taipei" not in closeknit("import", CHAT, "--into", "b", "--timezone", "Asia/Taipei").out
    log = [json.loads(closeknit("archive", "show", name, "--json").out)["operations"][1] for name in "ab"]
    assert [entry.get("zone_told", False) for entry in log] == [False, True]


def test_an_archive_into_an_archive_and_one_that_lies_among_exports(closeknit: Run, tmp_path: Path) -> None:
    (tmp_path / "phone").mkdir()
    closeknit("import", CHAT, "--into", "phone/club")
    (tmp_path / "phone" / "more.txt").write_bytes(CHAT.read_bytes() + b"\n")
    (done,) = json.loads(closeknit("import", "phone/club", "--into", "all", "--json").out)
    assert done["added"] == done["rows"]
    (done,) = json.loads(closeknit("import", "phone", "--into", "phone/club", "--json").out)
    assert [Path(file["path"]).name for file in done["files"]] == ["more.txt"]
    assert closeknit("archive", "restore", "all", "0").code == 0
    assert closeknit("archive", "verify", "all").code == 0


def test_pasted_text(closeknit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    words = "小滿 2026/3/1 10:00\n早安\n\n阿哲 2026/3/1 10:01\n早\n"
    for _twice in range(2):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words.encode())))
        ended = closeknit("import", "-", "--into", "club")
        assert ended.code == 0
    assert "imported before" in ended.out


def test_forget_export_compact_restore(closeknit: Run, tmp_path: Path) -> None:
    closeknit("import", TOPICS, "--into", "club")
    table = json.loads(closeknit("read", "club", "--json").out)["rows"]
    closeknit("read", "club", "--out", "before.jsonl")
    row = next(
        r
        for line in (tmp_path / "before.jsonl").read_text().splitlines()
        if (r := json.loads(line))["author"] and r["text"]
    )
    assert closeknit("archive", "forget", "club", "nobody at all", "--yes").code == 2
    assert closeknit("archive", "forget", "club", row["author_id"], "--yes").code == 0
    closeknit("read", "club", "--out", "after.jsonl")
    after = (tmp_path / "after.jsonl").read_text()
    assert row["author_id"] not in after
    assert len(after.splitlines()) == table
    assert closeknit("archive", "export", "club", "--out", "all").code == 0
    assert (tmp_path / "all" / "archive.json").is_file()
    assert closeknit("archive", "export", "club", "--out", "all").code == 2
    assert closeknit("archive", "compact", "club").code == 0
    assert closeknit("archive", "restore", "club").code == 2
    assert closeknit("archive", "restore", "club", "99").code == 2
    assert closeknit("archive", "verify", "club").code == 0


def test_forgetting_asks_first(closeknit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    closeknit("import", TOPICS, "--into", "club")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    before = closeknit("archive", "show", "club").out
    assert closeknit("archive", "forget", "club", "u1").code == 130
    assert closeknit("archive", "show", "club").out == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_three_languages(closeknit: Run, lang: str) -> None:
    out = closeknit("import", CHAT, "--into", "club", "--lang", lang).out
    assert {"en": "rows read", "zh-Hant": "讀入", "zh-Hans": "读入"}[lang] in out


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nowhere"),
        ("verify", "."),
        ("compact", "nowhere"),
        ("export", "nowhere", "--out", "x"),
        ("restore", "nowhere"),
        ("forget", "nowhere", "me", "--yes"),
    ],
)
def test_what_is_no_archive(closeknit: Run, words: tuple[str, ...]) -> None:
    ended = closeknit("archive", *words)
    assert ended.code == 2
    assert "archive" in ended.err


def test_a_file_that_cannot_be_read_changes_nothing(closeknit: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("親愛的，今天下雨了。\n" * 30, encoding="utf-8")
    closeknit("import", CHAT, "--into", "club")
    before = closeknit("archive", "show", "club").out
    for words in (["letter.txt"], ["nowhere.txt"], [CHAT, "--chat", "no such chat", "--me", "x"]):
        assert closeknit("import", *words, "--into", "club").code == 2
    assert closeknit("archive", "show", "club").out == before
