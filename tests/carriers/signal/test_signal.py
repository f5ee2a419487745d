"""Signal's chats: the sample as stated, its page alone, and odd ones."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.signal import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Taipei")
SAMPLE = Path(__file__).parents[2] / "samples/signal/sigexport_志愿者群"


def _row(**more: Any) -> dict[str, Any]:
    plain = {"date": "2024-01-05T15:04:05", "sender": "Ann", "body": "hi  ", "quote": "", "sticker": None}
    rest = {"reactions": [], "attachments": [], "deleted": False, "call": False, "missed": False}
    return {**plain, **rest, **more}


def _read(text: str, name: str = "data.json", **options: Any) -> History:
    source = of_bytes(f"Book club/{name}", name, text.encode())
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions(**options))


def _rows(*rows: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read("\n".join(map(json.dumps, rows)), **options).messages.to_pylist()
    return found


@pytest.mark.shared
def test_the_sample_gives_what_is_stated(shared: Path) -> None:
    path = "signal/sigexport_志愿者群"
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    assert differences(summary(CARRIER.read(source, ReadOptions(ZONE)), ZONE), expected) == []


def test_the_page_alone_gives_the_same_rows() -> None:
    columns = ["author", "sent_at", "kind", "text", "is_reply", "quoted", "reactions", "is_deleted", "channel"]
    both = CARRIER.read(open_source(SAMPLE), ReadOptions(ZONE)).messages.select(columns).to_pylist()
    page = of_bytes(str(SAMPLE / "chat.md"), "chat.md", (SAMPLE / "chat.md").read_bytes())
    assert CARRIER.sniff(page) == CERTAIN
    assert CARRIER.read(page, ReadOptions(ZONE)).messages.select(columns).to_pylist() == both


def test_where_the_rows_are_spoilt_the_page_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "Book club"
    folder.mkdir()
    (folder / "data.json").write_text(json.dumps(_row())[:-9], "utf-8")
    (folder / "chat.md").write_text("[2024-01-05 15:04:05] Ann: hi  \n", "utf-8")
    history = CARRIER.read(open_source(folder), ReadOptions())
    assert history.channels() == {"Book club": 1}
    assert history.messages["text"].to_pylist() == ["hi"]


def test_the_page_s_files_and_stickers() -> None:
    page = (
        "[2024-01-05, 15:04] Ann: look  ![a (1).png](./media/a%20(1).png)  \n"
        "[2024-01-05, 15:05] Ann: [list.pdf](./media/list.pdf)  \n"
        "[2024-01-05, 15:06] Ann:   \n(( 🙂 ))\n"
        "[2024-02-31, 15:06] Ann: ?\n"
    )
    history = _read(page, "index.md")
    found = history.messages.select(["kind", "text", "time_precision"]).to_pylist()
    assert [tuple(row.values()) for row in found] == [
        ("image", "look", "minute"), ("file", None, "minute"), ("sticker", None, "minute"), ("text", "?", None),
    ]  # fmt: skip
    assert dict(history.issues.counts) == {"bad-time": 1}


def test_the_owner_is_called_as_told() -> None:
    assert [row["author"] for row in _rows(_row(sender="Me"), _row(sender="Ann"))] == ["Me", "Ann"]
    rows = _rows(_row(sender="Me", reactions=[["Me", "👍"], ["Ann", "👍"]]), me="Bob")
    assert (rows[0]["author"], rows[0]["reactions"]) == ("Bob", [{"reaction": "👍", "count": 2, "by": ["Bob", "Ann"]}])


@pytest.mark.parametrize(
    ("more", "kind", "text"),
    [
        ({"attachments": [{"name": "a.png", "path": "media/a.png"}]}, "image", "hi"),
        ({"sticker": {"emoji": "🙂"}, "body": "  "}, "sticker", None),
        ({"call": True, "body": "Missed voice call  "}, "call", None),
        ({"deleted": True, "body": "hi"}, "other", None),
        ({"body": "  "}, "other", None),
        ({"body": None}, "other", None),
        ({"sender": "No-Sender", "body": "  "}, "system", None),
        ({"sender": "No-Sender"}, "text", "hi"),
    ],
)
def test_kinds(more: dict[str, Any], kind: str, text: str | None) -> None:
    (row,) = _rows(_row(**more))
    assert (row["kind"], row["text"]) == (kind, text)


def test_a_time_with_an_offset_is_an_instant_and_one_without_is_not() -> None:
    rows = _rows(_row(), _row(date="2024-01-05T15:04:05.250000+02:00"), zone=ZONE)
    assert [row["zone"] for row in rows] == ["assumed", "written"]
    assert [row["sent_at"] for row in rows] == [
        datetime(2024, 1, 5, 7, 4, 5, tzinfo=UTC), datetime(2024, 1, 5, 13, 4, 5, 250_000, tzinfo=UTC),
    ]  # fmt: skip


def test_a_sender_behind_an_at_sign_is_a_mention() -> None:
    assert _rows(_row(body="@Bob come"), _row(sender="Bob"))[0]["mentions"] == ["Bob"]


def test_damage_is_told() -> None:
    history = _read("\n".join([json.dumps(_row()), "{", json.dumps(_row(date="soon")), '{"date": 3}']))
    assert dict(history.issues.counts) == {"bad-json": 2, "bad-time": 1}
    assert history.issues.lost == 2


BACKUP = """[Jan 05, 2024 15:04:05] *** Ann added Bob.
[Jan 05, 2024 15:04:06] <Bob> thanks
for having me
[Jan 05, 2024 15:05:00] *** <Ann> sent file "list.pdf"
[Jan 05, 2024 15:05:00] *** <Ann> sent file of type audio/aac
[Jan 05, 2024 15:06:00] <Ann> Poll: When?
                                       [1] Saturday
[Jan 05, 2024 15:07:00] *** Missed voice call
[Jan 05, 2024 15:08:00] *** Bob left the group.
[Jan 05, 2024 15:09:00] *** You joined the group via the group link
[Jan 05, 2024 15:10:00] *** Something that nobody has seen
"""


def test_the_text_of_a_backup() -> None:
    rows = _read(BACKUP, "Book club (_id7).txt").messages.to_pylist()
    assert [(row["author"], row["kind"], row["event"]) for row in rows] == [
        ("Bob", "join", "added"),
        ("Bob", "text", None),
        ("Ann", "file", None),
        ("Ann", "voice", None),
        ("Ann", "poll", None),
        (None, "system", "call"),
        ("Bob", "leave", "leave"),
        (None, "join", "join"),
        (None, "system", "notice"),
    ]
    assert (rows[1]["text"], rows[4]["text"]) == ("thanks\nfor having me", None)
    assert {row["channel"] for row in rows} == {"Book club"}


def test_other_files_are_not_claimed() -> None:
    for name, text in (
        ("data.json", '{"date": "2024-01-05", "value": 3}\n'),
        ("notes.md", "[2024-01-05 15:04:05] Ann: hi\n"),
        ("chat.md", "# Chat\n"),
        ("log.txt", "[15:04:05] <ann> hi\n"),
    ):
        assert CARRIER.sniff(of_bytes(name, name, text.encode())) == NO, name


@given(st.text(st.sampled_from("[]()>-*!: \n/x👍"), max_size=200))
def test_no_page_breaks_the_reader(body: str) -> None:
    assert len(_read(f"[2024-01-05 15:04:05] Ann: {body}", "chat.md").messages) >= 1


def test_former_words_mark_what_was_edited() -> None:
    rows = _rows(_row(edits=[{"date": "2024-01-05T15:04:00", "body": "old"}]), _row(edits=[]), _row())
    assert [row["is_edited"] for row in rows] == [True, False, False]
