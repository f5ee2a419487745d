"""Rocket.Chat's JSON: the sample as stated, and odd ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.rocketchat import CARRIER
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

ANN = {"_id": "u1", "username": "ann", "name": "Ann"}


def _row(ident: str, minute: int = 0, **more: Any) -> dict[str, Any]:
    return {"_id": ident, "rid": "R1", "msg": ident, "ts": f"2026-03-20T10:{minute:02}:00.074Z", "u": ANN, **more}


def _read(text: str, name: str = "general.json", **options: Any) -> History:
    source = of_bytes(name, name, text.encode())
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions(**options))


def _rows(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(json.dumps({"messages": messages, "success": True})).messages.to_pylist()
    return found


@pytest.mark.shared
def test_the_sample_gives_what_is_stated(shared: Path) -> None:
    path = "rocketchat/synthetic_channel_messages.json"
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    assert differences(summary(CARRIER.read(source, ReadOptions())), expected) == []


def test_newest_first_is_turned_round_and_oldest_first_is_not() -> None:
    assert [row["id"] for row in _rows(_row("c", 3), _row("b", 2), _row("a", 1))] == ["a", "b", "c"]
    assert [row["id"] for row in _rows(_row("a", 1), _row("b", 2), _row("c", 3))] == ["a", "b", "c"]


def test_one_room_is_called_by_the_file_and_several_by_their_ids() -> None:
    assert _read(json.dumps([_row("a")])).channels() == {"general": 1}
    assert _read(json.dumps([_row("a"), _row("b", rid="R2")])).channels() == {"R1": 1, "R2": 1}


def test_mongoexport_writes_lines_with_wrapped_values() -> None:
    lines = [
        _row("a", ts={"$date": "2026-03-20T10:00:00.074Z"}),
        _row("b", ts={"$date": 1_774_000_000_000}),
        _row("c", ts={"$date": {"$numberLong": "1774000000000"}}),
        {**_row("d"), "_id": {"$oid": "65a0"}},
    ]
    rows = _read("\n".join(map(json.dumps, lines)), "rocketchat_message.json").messages.to_pylist()
    assert [row["id"] for row in rows] == ["a", "b", "c", "65a0"]
    assert all(row["sent_at"] is not None for row in rows)


@pytest.mark.parametrize(
    ("more", "kind", "event", "author"),
    [
        ({"t": "uj"}, "join", "join", "Ann"),
        ({"t": "au", "msg": "bob"}, "join", "added", "bob"),
        ({"t": "ru", "msg": "bob"}, "leave", "kick", "bob"),
        ({"t": "r", "msg": "new name"}, "system", "rename", "Ann"),
        ({"t": "user-muted"}, "system", "user-muted", "Ann"),
        ({"t": "rm", "msg": ""}, "other", None, "Ann"),
        ({"t": "e2e", "msg": "aGVsbG8="}, "other", None, "Ann"),
        ({"t": "videoconf"}, "call", None, "Ann"),
    ],
)
def test_rows_with_a_type(more: dict[str, Any], kind: str, event: str | None, author: str) -> None:
    (row,) = _rows(_row("a", **more))
    assert (row["kind"], row["event"], row["author"]) == (kind, event, author)
    assert row["is_deleted"] == (more["t"] == "rm")
    assert kind != "other" or row["text"] is None


def test_a_quote_is_a_link_at_the_beginning() -> None:
    link = "https://chat.example.org/channel/general?msg=abc123"
    quoted = {"message_link": link, "text": "who comes?", "author_name": "bob"}
    (row,) = _rows(_row("a", msg=f"[ ]({link}) I do, [see](https://example.org/x)", attachments=[quoted]))
    assert (row["text"], row["kind"], row["is_reply"], row["reply_to"]) == ("I do, see", "text", True, "abc123")
    assert (row["quoted"], row["quoted_author"]) == ("who comes?", "bob")


def test_people_in_reactions_are_given_by_their_ids() -> None:
    bob = {"_id": "u2", "username": "bob", "name": None}
    given = {":joy:": {"usernames": ["ann", "bob", "gone"]}, ":+1:": {"usernames": []}}
    rows = _rows(_row("b", 2, reactions=given), _row("a", 1, u=bob))
    assert rows[1]["reactions"] == [
        {"reaction": ":joy:", "count": 3, "by": ["u1", "u2", "gone"]},
        {"reaction": ":+1:", "count": 0, "by": []},
    ]
    assert rows[0]["author"] == "bob"


@pytest.mark.parametrize(
    ("attachment", "kind"),
    [
        ({"image_url": "/file-upload/1/a"}, "image"),
        ({"video_url": "x"}, "video"),
        ({"audio_url": "x"}, "voice"),
        ({"type": "file", "title": "plan.pdf"}, "file"),
        ({"title": "A card", "text": "of a program"}, "other"),
    ],
)
def test_attachments(attachment: dict[str, Any], kind: str) -> None:
    (row,) = _rows(_row("a", msg="", attachments=[attachment]))
    assert (row["kind"], row["text"]) == (kind, None)


def test_everybody_is_nobody() -> None:
    (row,) = _rows(_row("a", mentions=[{"_id": "all", "username": "all"}, {"_id": "u2", "username": "bob"}]))
    assert row["mentions"] == ["u2"]


def test_damage_is_told() -> None:
    history = _read(json.dumps([_row("a", ts="yesterday"), {"rid": 1}, _row("b", u=None)]))
    assert dict(history.issues.counts) == {"bad-time": 1, "bad-row": 1, "no-author": 1}
    cut = json.dumps({"messages": [_row("a"), _row("b")]})[:-60]
    with pytest.raises(TruncatedSource):
        _read(cut)
    assert dict(_read(cut, salvage=True).issues.counts) == {"cut-off": 1}
    with pytest.raises(UnreadableSource):
        CARRIER.read(of_bytes("a.json", "a.json", b"{}"), ReadOptions())


def test_other_json_is_not_claimed() -> None:
    for text in ("", "[]", '{"messages": []}', '{"messages": [{"_id": 1, "u": 2}]}'):
        assert CARRIER.sniff(of_bytes("a.json", "a.json", text.encode())) == NO, text


def test_the_export_of_a_rooms_own_menu() -> None:
    rows = [
        {"msg": "hi", "username": "ann", "ts": "2024-01-05T15:04:05.000Z", "attachments": []},
        {"msg": "User_joined_the_channel", "username": "cy", "ts": "2024-01-05T15:05:05.000Z", "type": "uj"},
        {"msg": "User_added_to", "username": "ann", "ts": "2024-01-05T15:06:05.000Z", "type": "au"},
    ]
    source = of_bytes("club.json", "club.json", json.dumps(rows).encode())
    assert CARRIER.sniff(source) == LIKELY
    history = CARRIER.read(source, ReadOptions())
    found = [(r["channel"], r["author"], r["kind"], r["event"], r["text"]) for r in history.messages.to_pylist()]
    assert found == [
        ("club", "ann", "text", None, "hi"),
        ("club", "cy", "join", "join", None),
        ("club", None, "join", "added", None),
    ]
    assert not history.issues.total


def test_words_below_a_picture_are_the_senders() -> None:
    (row,) = _rows(_row("a", msg="", attachments=[{"image_url": "x", "description": "our garden"}]))
    assert (row["kind"], row["text"]) == ("image", "our garden")
