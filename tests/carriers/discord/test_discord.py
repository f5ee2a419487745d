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
        ("synthetic_dce_text.txt", "週六活動", (5, 1, 3, "local")),
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


def _text(*messages: str) -> bytes:
    rule = "=" * 62
    head = f"{rule}\nGuild: 讀書會\nChannel: 文字頻道 / 城南夜讀\nTopic: 每週一本\n{rule}\n"
    return "\n".join([head, *messages, f"{rule}\nExported {len(messages)} message(s)\n{rule}\n"]).encode()


def test_plain_text() -> None:
    history = _read(
        _text(
            "[25-Jan-24 03:04 PM] 阿嵐\n星期六有空嗎\n\n[不是 15:04] 這是話裡的一行\n\n",
            "[25-Jan-24 03:05 PM] bob#1234 (pinned)\n\n\n{Attachments}\nhttps://cdn.example/a.jpg\n\n"
            "{Reactions}\n👍 (2) 🎉\n\n",
            "[26-Jan-24 09:00 AM] Deleted User\nJoined the server.\n\n",
            "[26-Jan-24 09:01 AM] 阿嵐\n\n\n{Stickers}\nhttps://cdn.example/7.png\n\n",
        ),
        "讀書會 - 文字頻道 - 城南夜讀 [900000000000000001].txt",
    )
    rows = history.messages.to_pylist()
    assert [(row["author"], row["kind"], row["text"]) for row in rows] == [
        ("阿嵐", "text", "星期六有空嗎\n\n[不是 15:04] 這是話裡的一行"),
        ("bob#1234", "image", None),
        (None, "join", "Joined the server."),
        ("阿嵐", "sticker", None),
    ]
    assert [str(row["sent_at"])[:16] for row in rows[::2]] == ["2024-01-25 15:04", "2024-01-26 09:00"]
    assert [(found["reaction"], found["count"]) for found in rows[1]["reactions"]] == [("👍", 2), ("🎉", 1)]
    assert {(row["channel"], row["channel_id"]) for row in rows} == {("城南夜讀", "900000000000000001")}
    assert history.issues.total == 0


@pytest.mark.parametrize(
    ("written", "day", "told"),
    [
        (["1/5/2024 3:04 PM", "1/5/2024 4:04 PM"], "2024-01-05", 1),
        (["1/5/2024 3:04\u202fPM", "1/5/2024 4:04\u202fPM"], "2024-01-05", 1),
        (["05/01/2024 15:04", "05/01/2024 16:04"], "2024-01-05", 1),
        (["05/01/2024 15:04", "25/01/2024 16:04"], "2024-01-05", 0),
        (["2024/1/5 下午 3:04", "2024/1/25 下午 4:04"], "2024-01-05", 0),
    ],
)
def test_dates_of_the_plain_text(written: list[str], day: str, told: int) -> None:
    history = _read(_text(*(f"[{when}] Ann\nhi\n\n" for when in written)), "x.txt")
    assert str(history.messages["sent_at"][0].as_py())[:10] == day
    assert history.issues.total == told


def test_who_deleted_the_account_is_nobody_in_a_csv_too() -> None:
    rows = "AuthorID,Author,Date,Content,Attachments,Reactions\n" + "".join(
        f'"{ident}","{name}","2024-01-05T15:04:05.0000000+08:00","hi","",""\n'
        for ident, name in (("456226577798135808", "Deleted User"), ("1", "ann"))
    )
    assert _read(rows.encode(), "x.csv").messages["author_id"].to_pylist() == [None, "1"]
