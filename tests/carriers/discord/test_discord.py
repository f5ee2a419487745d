"""DiscordChatExporter's files: every sample as stated, and odd ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.discord import CARRIER
from closeknit.errors import CloseknitError, TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

SAMPLES = Path(__file__).parents[2] / "samples"
ANN = {"id": "1", "name": "ann", "nickname": "Ann", "isBot": False}
BOB = {"id": "2", "name": "bob", "nickname": None, "isBot": False}


def _export(*messages: dict[str, Any], **channel: Any) -> bytes:
    times = {"timestamp": "2024-01-05T15:04:05.123+08:00", "author": ANN}
    rows = [{"id": str(n), "type": "Default", **times, **message} for n, message in enumerate(messages, 100)]
    return json.dumps(
        {
            "guild": {"id": "7", "name": "Guild"},
            "channel": {"id": "9", "type": "GuildTextChat", "category": "Text", "name": "general", **channel},
            "dateRange": {"after": None, "before": None},
            "messages": rows,
            "messageCount": len(rows),
        }
    ).encode()


def _read(data: bytes, name: str = "x.json", **options: Any) -> History:
    return CARRIER.read(of_bytes(name, name, data), ReadOptions(**options))


def _rows(*messages: dict[str, Any], **channel: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(_export(*messages, **channel)).messages.to_pylist()
    return found


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    [
        "discord/synthetic_dce_2019_semicolon.csv",
        "discord/synthetic_dce_2026.csv",
        "discord/synthetic_dce_2026_thread.json",
    ],
)
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) == CERTAIN
    assert differences(summary(CARRIER.read(source, ReadOptions())), expected) == []


@pytest.mark.parametrize(
    ("name", "channel", "counted"),
    [
        ("synthetic_dce_2019_semicolon.csv", "synthetic_dce_2019_semicolon", (1, 0, 1, "local")),
        ("synthetic_dce_2026.csv", "synthetic_dce_2026", (2, 0, 2, "absolute")),
        ("synthetic_dce_2026_thread.json", "周六活动", (4, 2, 2, "absolute")),
    ],
)
def test_the_invented_samples(name: str, channel: str, counted: tuple[Any, ...]) -> None:
    source = open_source(SAMPLES / "discord" / name)
    history = CARRIER.read(source, ReadOptions())
    found = summary(history)
    assert tuple(found[key] for key in ("messages", "system", "reactions", "zone")) == counted
    assert list(history.channels()) == [channel]


def test_files_of_other_tools_are_not_claimed() -> None:
    others = [path for path in SAMPLES.rglob("*") if "discord" not in path.parts]
    assert [path.name for path in others if CARRIER.sniff(open_source(path)) != NO] == []


def test_a_reply_names_its_target_and_a_lost_target_is_still_a_reply() -> None:
    rows = _rows(
        {"content": "hi"},
        {"type": "Reply", "content": "yo", "reference": {"messageId": "100"}, "mentions": [ANN], "author": BOB},
        {"type": "19", "content": "gone", "reference": {"messageId": None}, "author": BOB},
    )
    assert [(row["is_reply"], row["reply_to"], row["mentions"]) for row in rows] == [
        (False, None, None),
        (True, "100", ["1"]),
        (True, None, None),
    ]


def test_raw_mark_up_becomes_what_is_shown() -> None:
    rows = _rows(
        {"content": "hi", "author": BOB},
        {
            "content": "<@!2> and <@3> see <#9>, <@&5> <:smile:77> <a:wave:78> 1 < 2",
            "mentions": [{"id": "3", "name": "cy"}],
        },
    )
    assert rows[1]["text"] == "@bob and @cy see #9, @5 :smile: :wave: 1 < 2"
    assert rows[1]["mentions"] == ["3", "2"]


@pytest.mark.parametrize(
    ("message", "kind", "event", "text"),
    [
        ({"type": "GuildMemberJoin", "content": "Joined the server."}, "join", "join", "Joined the server."),
        ({"type": "7", "content": "Joined the server."}, "join", "join", "Joined the server."),
        ({"type": "ChannelPinnedMessage", "content": "Pinned a message."}, "system", "pin", "Pinned a message."),
        ({"type": "ThreadCreated", "content": "Started a thread."}, "system", "thread-created", "Started a thread."),
        ({"type": "8", "content": ""}, "system", "boost", None),
        ({"type": "Call", "content": "Started a call."}, "call", None, None),
        ({"type": "20", "content": "/roll"}, "text", None, "/roll"),
        ({"type": "99", "content": "new kind of words"}, "text", None, "new kind of words"),
        ({"type": "99", "content": ""}, "system", "other", None),
        ({"content": "", "embeds": [{"title": "card"}]}, "other", None, None),
        ({"content": "", "stickers": [{"id": "1"}]}, "sticker", None, None),
        ({"content": "look", "attachments": [{"fileName": "a.PNG"}]}, "image", None, "look"),
        ({"content": "", "attachments": [{"fileName": "voice-message.ogg"}]}, "voice", None, None),
        ({"content": None}, "other", None, None),
    ],
)
def test_kinds(message: dict[str, Any], kind: str, event: str | None, text: str | None) -> None:
    (row,) = _rows(message)
    assert (row["kind"], row["event"], row["text"]) == (kind, event, text)


def test_who_was_added_is_the_one_who_joins() -> None:
    rows = _rows(
        {"type": "RecipientAdd", "content": "Added bob to the group.", "mentions": [BOB]},
        {"type": "RecipientRemove", "content": "Left the group.", "mentions": [BOB], "author": BOB},
    )
    assert [(row["kind"], row["author_id"]) for row in rows] == [("join", "2"), ("leave", "2")]


def test_a_forward_takes_what_it_carries() -> None:
    forward = {"content": "", "attachments": [{"fileName": "b.mp4"}]}
    (row,) = _rows({"content": "", "reference": {"type": "Forward", "messageId": "5"}, "forwardedMessage": forward})
    assert (row["kind"], row["is_forwarded"], row["is_reply"]) == ("video", True, False)


def test_bots_deleted_accounts_and_rows_without_an_author() -> None:
    history = _read(
        _export(
            {"content": "a", "author": {**ANN, "isBot": True}},
            {"content": "b", "author": {"id": "456226577798135808", "name": "Deleted User"}},
            {"content": "c", "author": None},
        )
    )
    rows = history.messages.to_pylist()
    assert [(row["is_bot"], row["author"], row["author_id"]) for row in rows] == [
        (True, "Ann", "1"),
        (False, None, None),
        (False, None, None),
    ]
    assert dict(history.issues.counts) == {"no-author": 1}


def test_bad_times_and_bad_rows_are_told() -> None:
    data = _export(
        {"content": "a", "timestamp": "yesterday"}, {"content": "b"}, {"id": 5, "content": "c"}, {"content": "d"}
    )
    history = _read(data)
    assert history.messages["text"].to_pylist() == ["a", "b", "d"]
    assert history.messages["sent_at"].null_count == 1
    assert dict(history.issues.counts) == {"bad-time": 1, "bad-row": 1}
    assert history.issues.lost == 1


def test_parts_of_one_channel_are_one_chat() -> None:
    parts = [_read(_export({"content": text})) for text in ("one", "two")]
    assert History.joined(parts).channels() == {"general": 2}


def test_an_export_that_was_broken_off() -> None:
    data = _export({"content": "a"}, {"content": "b"}, {"content": "c"})[:-150]
    with pytest.raises(TruncatedSource) as refused:
        _read(data)
    assert refused.value.rows == 2
    assert len(_read(data, salvage=True).messages) == 2


def test_an_export_without_messages_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        _read(b'{"guild": {}, "channel": {}}')


@pytest.mark.parametrize(
    ("date", "time"),
    [
        ("12-Jul-19 08:37 AM", "2019-07-12T08:37:00"),
        ("12-Jul-19 12:05 AM", "2019-07-12T00:05:00"),
        ("7/12/2019 8:37 PM", "2019-07-12T20:37:00"),
        ("12.07.2019 08:37", "2019-07-12T08:37:00"),
        ("2019/7/12 8:37", "2019-07-12T08:37:00"),
        ("2019-07-12T08:37:00.0000000+00:00", "2019-07-12T08:37:00"),
        ("31-Feb-19 08:37 AM", None),
        ("soon", None),
    ],
)
def test_dates_of_the_csvs(date: str, time: str | None) -> None:
    history = _read(
        f'AuthorID,Author,Date,Content,Attachments,Reactions\n"1","Ann","{date}","hi","",""\n'.encode(), "x.csv"
    )
    (row,) = history.messages.to_pylist()
    assert (row["sent_at"] and row["sent_at"].isoformat()[:19]) == time
    assert history.issues.counts["bad-time"] == (time is None)


def test_a_csv_is_called_as_its_channel_and_knows_events_by_their_sentence() -> None:
    text = (
        "AuthorID,Author,Date,Content,Attachments,Reactions\n"
        '"1","Ann","2024-01-05T15:04:05.1230000+08:00","Joined the server.","",""\n'
        '"1","Ann","2024-01-05T15:05:05.1230000+08:00","","https://x.invalid/a.pdf?ex=1,b.png","👍 (2),✅ (1)"\n'
        "broken\n"
    )
    history = _read(text.encode(), "Guild - Text - general [123456] [part 2].csv")
    join, file = history.messages.to_pylist()
    assert (join["kind"], join["channel"], join["channel_id"]) == ("join", "general", "123456")
    assert (file["kind"], [r["count"] for r in file["reactions"]]) == ("file", [2, 1])
    assert [(i.line, i.code) for i in history.issues.examples] == [(4, "bad-row")]


@given(st.binary(max_size=200))
def test_law_no_bytes_end_in_a_traceback(noise: bytes) -> None:
    whole = _export({"content": "a"}, {"content": "b"})
    for data in (whole[:-40] + noise, b"AuthorID,Author,Date,Content\n" + noise):
        source = of_bytes("x", "x", data)
        CARRIER.sniff(source)
        try:
            CARRIER.read(source, ReadOptions())
        except CloseknitError as refused:
            assert refused.message  # noqa: PT017
