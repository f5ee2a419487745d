"""Element's JSON: the sample as stated, and odd ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.matrix import CARRIER
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

ANN, BOB = "@ann:example.org", "@bob:example.org"


def _event(ident: str, content: dict[str, Any], kind: str = "m.room.message", **more: Any) -> dict[str, Any]:
    at = 1_704_438_245_000 + int(ident) * 1000
    return {"type": kind, "sender": ANN, "content": content, "origin_server_ts": at, "event_id": f"${ident}", **more}


def _text(ident: str, body: str, **more: Any) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": body, **more.pop("content", {})}
    return _event(ident, content, **more)


def _edit(ident: str, target: str, body: str, **more: Any) -> dict[str, Any]:
    relation = {"rel_type": "m.replace", "event_id": target}
    new = {"msgtype": "m.text", "body": body}
    return _text(ident, f"* {body}", content={"m.new_content": new, "m.relates_to": relation}, **more)


def _export(*events: Any) -> str:
    head = {"room_name": "Book club", "room_creator": "Ann", "topic": "", "export_date": "x", "exported_by": "Bob"}
    return json.dumps({**head, "messages": events}, indent=2)


def _read(text: str, **options: Any) -> History:
    source = of_bytes("export.json", "export.json", text.encode())
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions(**options))


def _rows(*events: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(_export(*events)).messages.to_pylist()
    return found


@pytest.mark.shared
@pytest.mark.parametrize("path", ["matrix/synthetic_element_export.json"])
def test_the_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    assert differences(summary(CARRIER.read(source, ReadOptions())), expected) == []


def test_the_last_edit_of_the_author_is_folded_in() -> None:
    rows = _rows(_text("1", "a"), _edit("2", "$1", "b"), _edit("3", "$1", "c"), _edit("4", "$1", "evil", sender=BOB))
    assert [(row["id"], row["text"], row["is_edited"]) for row in rows] == [("$1", "c", True), ("$4", "evil", True)]


def test_an_edit_of_a_message_that_is_not_here_stays() -> None:
    (row,) = _rows(_edit("2", "$1", "b"))
    assert (row["id"], row["text"], row["is_edited"], row["is_reply"]) == ("$2", "b", True, False)


def test_reactions_and_deletions_are_folded_in() -> None:
    def like(ident: str, sender: str) -> dict[str, Any]:
        relation = {"rel_type": "m.annotation", "event_id": "$1", "key": "👍"}
        return _event(ident, {"m.relates_to": relation}, "m.reaction", sender=sender)

    gone = _event("5", {}, unsigned={"redacted_because": {}})
    liked, recalled, notice, deleted = _rows(
        _text("1", "a"), like("2", ANN), like("3", BOB), _text("4", "b"),
        _event("6", {}, "m.room.redaction", redacts="$4"), gone,
    )  # fmt: skip
    assert liked["reactions"] == [{"reaction": "👍", "count": 2, "by": [ANN, BOB]}]
    assert (recalled["is_deleted"], notice["kind"], notice["event"]) == (True, "recall", "recall")
    assert (deleted["kind"], deleted["text"], deleted["is_deleted"]) == ("other", None, True)


def test_a_thread_hangs_on_its_root_unless_a_row_in_it_is_answered() -> None:
    def inside(ident: str, answered: str, falls_back: bool) -> dict[str, Any]:
        relation = {"rel_type": "m.thread", "event_id": "$1", "is_falling_back": falls_back}
        return _text(ident, ident, content={"m.relates_to": {**relation, "m.in_reply_to": {"event_id": answered}}})

    rows = _rows(_text("1", "a"), inside("2", "$1", True), inside("3", "$2", True), inside("4", "$2", False))
    assert [row["reply_to"] for row in rows] == [None, "$1", "$1", "$2"]
    assert [row["thread"] for row in rows] == [None, "$1", "$1", "$1"]


@pytest.mark.parametrize(
    ("body", "text", "quoted", "by"),
    [
        ("> <@bob:example.org> who?\n> when?\n\nI do\n\n> not a quote", "I do\n\n> not a quote", "who?\nwhen?", BOB),
        ("> * <@bob:example.org> waves\n\nhi", "hi", "waves", BOB),
        ("> plain\n\nhi", "hi", "plain", None),
        ("no quote", "no quote", None, None),
        (">", ">", None, None),
    ],
)
def test_the_quote_at_the_head_of_a_reply_is_cut(body: str, text: str, quoted: str | None, by: str | None) -> None:
    answer = {"m.relates_to": {"m.in_reply_to": {"event_id": "$1"}}}
    (row,) = _rows(_text("2", body, content=answer))
    assert (row["text"], row["quoted"], row["quoted_author"], row["reply_to"]) == (text, quoted, by, "$1")


def test_without_a_reply_a_quotation_is_the_person_s_own() -> None:
    (row,) = _rows(_text("2", "> said Plato\n\nyes"))
    assert (row["text"], row["is_reply"]) == ("> said Plato\n\nyes", False)


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ({"msgtype": "m.image", "body": "a.png"}, "image", None),
        ({"msgtype": "m.image", "body": "look", "filename": "a.png"}, "image", "look"),
        ({"msgtype": "m.video", "body": "a.mp4", "filename": "a.mp4"}, "video", None),
        ({"msgtype": "m.audio", "body": "Voice message"}, "voice", None),
        ({"msgtype": "m.file", "body": "a.pdf"}, "file", None),
        ({"msgtype": "m.location", "body": "at the shop"}, "location", None),
        ({"msgtype": "m.emote", "body": "waves"}, "text", "waves"),
        ({"msgtype": "m.bad.encrypted", "body": "** Unable to decrypt **"}, "other", None),
        ({"msgtype": "m.text", "body": 3}, "other", None),
        ({}, "other", None),
    ],
)
def test_kinds(content: dict[str, Any], kind: str, text: str | None) -> None:
    (row,) = _rows(_event("1", content))
    assert (row["kind"], row["text"]) == (kind, text)


def test_other_rows_that_somebody_sent() -> None:
    rows = _rows(
        _event("1", {"body": "cat"}, "m.sticker"),
        _event("2", {"ciphertext": "x"}, "m.room.encrypted"),
        _event("3", {}, "org.matrix.msc3381.poll.start"),
        _event("4", {"msgtype": "m.notice", "body": "build failed"}),
    )
    assert [row["kind"] for row in rows] == ["sticker", "other", "poll", "text"]
    assert [row["is_bot"] for row in rows] == [False, False, False, True]


def test_mentions_are_listed_or_linked() -> None:
    link = f'<a href="https://matrix.to/#/{BOB}">Bob</a>: hi'
    old = {"formatted_body": f'<mx-reply><a href="https://matrix.to/#/{ANN}">Ann</a></mx-reply>{link}'}
    listed, linked, marked = _rows(
        _text("1", "hi", content={"m.mentions": {"user_ids": [BOB, 3, BOB]}}),
        _text("2", "Bob: hi", content=old),
        _text("3", f"[@Bob](https://matrix.to/#/{BOB}) hi"),
    )
    assert [row["mentions"] for row in (listed, linked, marked)] == [[BOB], [BOB], None]
    assert marked["text"] == "@Bob hi"


@pytest.mark.parametrize(
    ("content", "more", "kind", "event"),
    [
        ({"membership": "join"}, {}, "join", "join"),
        ({"membership": "join"}, {"unsigned": {"prev_content": {"membership": "join"}}}, "system", "profile"),
        ({"membership": "leave"}, {"sender": BOB}, "leave", "leave"),
        ({"membership": "leave"}, {}, "leave", "kick"),
        ({"membership": "ban"}, {}, "leave", "ban"),
        ({"membership": "invite"}, {}, "system", "invite"),
        ({}, {}, "system", "membership"),
    ],
)
def test_who_came_and_went(content: dict[str, Any], more: dict[str, Any], kind: str, event: str) -> None:
    (row,) = _rows(_event("1", {"displayname": " Bob ", **content}, "m.room.member", state_key=BOB, **more))
    assert (row["kind"], row["event"], row["author_id"], row["author"]) == (kind, event, BOB, "Bob")


def test_other_events_are_called_by_their_type() -> None:
    rows = _rows(
        _event("1", {"name": "Walkers"}, "m.room.name", state_key=""),
        _event("2", {}, "io.element.voice_broadcast_info", state_key=""),
        _event("3", {}, ""),
    )
    assert [(row["event"], row["text"]) for row in rows] == [
        ("rename", "Walkers"), ("voice-broadcast-info", None), ("notice", None),
    ]  # fmt: skip


def test_damage_is_told() -> None:
    history = _read(
        _export(_text("1", "a"), 3, {"type": 4}, _text("2", "b", origin_server_ts="x"), _text("3", "c", sender=None))
    )
    assert dict(history.issues.counts) == {"bad-row": 3, "no-author": 1}
    cut = _export(_text("1", "a"), _text("2", "b"))[:-40]
    with pytest.raises(TruncatedSource):
        _read(cut)
    assert dict(_read(cut, salvage=True).issues.counts) == {"cut-off": 1}
    with pytest.raises(UnreadableSource):
        CARRIER.read(of_bytes("a.json", "a.json", b'{"room_name": "x"}'), ReadOptions())


def test_other_json_is_not_claimed() -> None:
    for text in ("", "{}", '{"room_name": "x"}', '{"room_name": "x", "messages": []}'):
        assert CARRIER.sniff(of_bytes("a.json", "a.json", text.encode())) == NO, text


def test_what_happened_is_not_edited() -> None:
    join = _event("1", {"membership": "join"}, "m.room.member", state_key=ANN)
    rows = _rows(join, _edit("2", "$1", "b"))
    assert [(row["kind"], row["event"], row["text"]) for row in rows] == [("join", "join", None), ("text", None, "b")]
