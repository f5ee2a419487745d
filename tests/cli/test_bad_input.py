"""Whatever a user points at ends in rows or in one sentence that says what to do."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SAMPLES

Run = Callable[..., Any]
TELEGRAM = {
    "name": "群",
    "type": "private_group",
    "id": 1,
    "messages": [
        {"id": i, "type": "message", "date": "2026-03-01T10:00:00", "date_unixtime": str(1772330400 + i * 60),
         "from": "甲乙"[i % 2], "from_id": f"user{i % 2}", "text": f"第 {i} 句"}
        for i in range(50)
    ],
}  # fmt: skip


def refused(ended: Any) -> None:
    assert ended.code == 2
    assert ended.err.strip()
    assert len(ended.err.splitlines()) <= 45


@pytest.mark.parametrize("command", ["read", "examine"])
def test_a_path_that_is_not_there(closeknit: Run, command: str) -> None:
    ended = closeknit(command, "nowhere.json")
    refused(ended)
    assert "nowhere.json" in ended.err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("random.bin", os.urandom(5000)),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"),
        ("picture.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + os.urandom(200)),
        ("empty.zip", b"PK\x05\x06" + b"\x00" * 18),
        ("broken.zip", b"PK\x03\x04broken"),
        ("letter.txt", "親愛的，今天下雨了。\n".encode() * 30),
        ("novel.txt", b"It was a dark and stormy night.\n" * 100),
        ("settings.json", b'{"theme": "dark", "size": 3}'),
        ("list.json", b"[1, 2, 3]"),
        ("deep.json", b"[" * 100_000),
    ],
)
def test_what_is_no_chat_export(closeknit: Run, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    refused(closeknit("read", name))


def test_an_empty_folder(closeknit: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    ended = closeknit("examine", "nothing")
    refused(ended)
    assert "empty folder" in ended.err


def test_a_table_whose_columns_nobody_can_guess_says_how_to_name_them(closeknit: Run, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a,b,c\n1,2,3\n")
    ended = closeknit("examine", "list.csv")
    refused(ended)
    assert "--map text=" in ended.err


def test_a_file_that_breaks_off_tells_what_could_be_kept_and_keeps_it(closeknit: Run, tmp_path: Path) -> None:
    whole = json.dumps(TELEGRAM, ensure_ascii=False, indent=1).encode()
    (tmp_path / "result.json").write_bytes(whole[: len(whole) * 3 // 4])
    ended = closeknit("read", "result.json")
    refused(ended)
    assert "--salvage" in ended.err
    kept = int(next(word for word in ended.err.split() if word.isdigit()))
    assert 30 <= kept < 50
    saved = closeknit("read", "result.json", "--salvage", "--json")
    assert saved.code == 0
    assert json.loads(saved.out)["rows"] == kept
    assert json.loads(saved.out)["issues"] == {"cut-off": 1}


def test_an_archive_that_reaches_outside_and_one_that_would_fill_the_disk(closeknit: Run, tmp_path: Path) -> None:
    for name, member, data in (("a.zip", "../_chat.txt", b"x"), ("b.zip", "_chat.txt", b"0" * (150 << 20))):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, data)
        refused(closeknit("read", name))


def test_a_table_whose_columns_fit_two_ways_names_them(closeknit: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("时间,发送人,内容,消息内容\n2026-01-01 10:00,小满,你好,大家好\n", encoding="utf-8")
    ended = closeknit("read", "t.csv")
    refused(ended)
    assert "消息内容" in ended.err
    assert closeknit("read", "t.csv", "--map", "text=消息内容").code == 0


def test_a_time_without_a_date_is_kept_and_named(closeknit: Run) -> None:
    sample = SAMPLES / "irc" / "synthetic_energymech_eggdrop.log"
    ended = closeknit("read", sample, "--json")
    assert ended.code == 0
    assert "no-date" in json.loads(ended.out)["issues"]
    assert "no-date" not in json.loads(closeknit("read", sample, "--date", "2026-03-01", "--json").out)["issues"]


@pytest.mark.parametrize(
    "options",
    [
        ("--timezone", "Mars/Olympus"),
        ("--date", "yesterday"),
        ("--map", "time"),
        ("--carrier", "fax"),
        ("--no-such-option",),
    ],
)
def test_an_option_that_cannot_be_used(closeknit: Run, options: tuple[str, ...]) -> None:
    refused(closeknit("read", SAMPLES / "line" / "synthetic_en_group.txt", *options))


def test_a_time_that_ends_before_it_begins(closeknit: Run) -> None:
    turned = ("--since", "2026-05-01", "--until", "2026-04-01")
    refused(closeknit("examine", SAMPLES / "line" / "synthetic_en_group.txt", *turned))


def test_a_table_is_not_written_over_what_it_was_read_from(closeknit: Run, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    closeknit("read", SAMPLES / "line" / "synthetic_en_group.txt", "--out", table)
    before = table.read_bytes()
    refused(closeknit("read", table, "--out", table))
    assert table.read_bytes() == before


def test_a_table_that_is_not_there_is_not_written(closeknit: Run, tmp_path: Path) -> None:
    table = tmp_path / "r.csv"
    refused(closeknit("read", SAMPLES / "line" / "synthetic_en_group.txt", "--table", "roster", "--out", table))
    assert not table.exists()


def test_an_archive_whose_name_is_no_text(closeknit: Run, tmp_path: Path) -> None:
    odd = tmp_path / "ar\udcffch"
    refused(closeknit("import", SAMPLES / "line" / "synthetic_en_group.txt", "--into", odd))


def test_hostile_words_reach_no_spreadsheet_as_formulas(closeknit: Run, tmp_path: Path) -> None:
    rows = [("=HYPERLINK(1)", "=1+1"), ("\u202egnp.exe", "<script>alert(1)</script>"), ("😀", "+1"), ("", "no name")]
    messages = [
        {"id": i, "type": "message", "date": "2026-03-01T10:00:00", "from": who, "from_id": f"user{i}", "text": text}
        for i, (who, text) in enumerate(rows)
    ]
    (tmp_path / "result.json").write_text(json.dumps(TELEGRAM | {"messages": messages}), encoding="utf-8")
    assert closeknit("read", "result.json", "--out", "out.csv").code == 0
    written = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK" in written
    assert "'=1+1" in written


def test_a_folder_that_cannot_be_written(closeknit: Run) -> None:
    refused(closeknit("read", SAMPLES / "line" / "synthetic_en_group.txt", "--out", "/proc/x.csv"))


@pytest.mark.parametrize(
    "command",
    [
        ("examine", "long.txt", "--out", "notes.txt"),
        ("examine", "long.txt", "--out", "notes.txt/report"),
        ("compare", "long.txt", "long.txt", "--out", "notes.txt"),
        ("read", "long.txt", "--out", "nowhere/table.csv"),
        ("read", "long.txt", "--out", "."),
        ("read", "long.txt", "--out", "table.pages"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(
    closeknit: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Nobody waits for a quarter of an hour to learn that the folder's name was wrong: `long.txt` is not even there."""
    (tmp_path / "notes.txt").write_text("a file, not a folder")
    ended = closeknit(*command)
    refused(ended)
    assert "long.txt" not in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
