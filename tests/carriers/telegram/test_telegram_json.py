"""result.json, as Telegram Desktop writes it and as people have it."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.telegram import CARRIER
from closeknit.errors import TruncatedSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes

AN = {"from": "阿岚", "from_id": "user1"}
MAN = {"from": "小滿", "from_id": "user2"}


def row(id: int, text: Any = "x", **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "message",
        "date": "2024-01-05T15:04:05",
        "date_unixtime": str(1704438245 + id),
        **AN,
        "text": text,
        "text_entities": [],
        **more,
    }


def service(id: int, action: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "service",
        "date": "2024-01-05T15:04:05",
        "date_unixtime": str(1704438245 + id),
        "actor": "阿岚",
        "actor_id": "user1",
        "action": action,
        "text": "",
        **more,
    }


def export(*rows: dict[str, Any], **chat: Any) -> bytes:
    head = {"name": "讀書會", "type": "private_supergroup", "id": 1234567890, **chat}
    return json.dumps({**head, "messages": rows}, ensure_ascii=False, indent=1).encode()


def read(data: bytes, **options: Any) -> History:
    return CARRIER.read(of_bytes("result.json", "result.json", data), ReadOptions(**options))


def column(history: History, name: str) -> list[Any]:
    values: list[Any] = history.messages[name].to_pylist()
    return values


def test_a_mixed_text_is_joined_with_nothing_between_and_its_mentions_are_kept() -> None:
    link = {"type": "link", "text": "https://example.org"}
    named = {"type": "mention_name", "text": "王五", "user_id": 1003}
    history = read(export(row(1, ["看 ", link, "，", {"type": "mention", "text": "@lisi"}, " ", named])))
    assert column(history, "text") == ["看 https://example.org，@lisi 王五"]
    assert column(history, "mentions") == [["lisi", "user1003"]]


def test_topics_are_found_by_walking_up_the_replies() -> None:
    history = read(
        export(
            service(1, "create_group", title="讀書會"),
            service(2, "topic_created", title="活動"),
            row(3, reply_to_message_id=2),
            row(4, reply_to_message_id=3),
            row(5),
            row(6, reply_to_message_id=5),
            service(7, "topic_edit", new_title="聚會", reply_to_message_id=2),
            row(8, reply_to_message_id=4),
        )
    )
    assert column(history, "thread") == [None, "活動", "活動", "活動", None, None, "聚會", "聚會"]
    assert column(history, "reply_to") == [None, None, None, "3", None, "5", None, "4"]
    assert column(history, "is_reply") == [False, False, False, True, False, True, False, True]


def test_an_answer_into_another_chat_is_a_reply_without_target() -> None:
    history = read(export(row(1), row(2, reply_to_message_id=1, reply_to_peer_id="channel9")))
    assert column(history, "is_reply") == [False, True]
    assert column(history, "reply_to") == [None, None]


def test_what_happened_and_to_whom() -> None:
    history = read(
        export(
            service(1, "invite_members", members=["小滿"]),
            service(2, "invite_members", members=["阿岚"]),
            service(3, "invite_members", members=["甲", None, "乙"]),
            service(4, "remove_members", members=["小滿"]),
            service(5, "remove_members", members=["阿岚"]),
            service(6, "join_group_by_link", inviter="Group"),
            service(7, "pin_message", message_id=3),
            service(8, "edit_group_title", title="新名"),
            service(9, "set_messages_ttl", period=86400),
            service(10, "Ünknown Action!"),
            row(11, **MAN),
        )
    )
    told = list(zip(*(column(history, name) for name in ("kind", "event", "author", "author_id"))))
    assert told == [
        ("join", "invite", "小滿", "user2"),  # the id from the row she wrote
        ("join", "join", "阿岚", "user1"),
        ("join", "invite", None, None),
        ("leave", "remove", "小滿", "user2"),
        ("leave", "leave", "阿岚", "user1"),
        ("join", "join", "阿岚", "user1"),
        ("system", "pin", "阿岚", "user1"),
        ("system", "rename", "阿岚", "user1"),
        ("system", "set-messages-ttl", "阿岚", "user1"),
        ("system", "other", "阿岚", "user1"),
        ("text", None, "小滿", "user2"),
    ]
    assert column(history, "mentions")[2] == ["甲", "乙"]


def test_two_people_of_one_name_are_not_guessed_apart() -> None:
    history = read(
        export(service(1, "invite_members", members=["小滿"]), row(2, **MAN), row(3, **{**MAN, "from_id": "user3"}))
    )
    assert column(history, "author_id") == [None, "user2", "user3"]


@pytest.mark.parametrize(
    ("carried", "kind"),
    [
        ({"photo": "(File not included. Change data exporting settings to download.)"}, "image"),
        ({"file": "stickers/a.webp", "media_type": "sticker"}, "sticker"),
        ({"file": "voice_messages/a.ogg", "media_type": "voice_message"}, "voice"),
        ({"file": "round_video_messages/a.mp4", "media_type": "video_message"}, "video"),
        ({"file": "video_files/a.mp4", "media_type": "video_file"}, "video"),
        ({"file": "video_files/a.mp4", "media_type": "animation"}, "image"),
        ({"file": "files/song.mp3", "media_type": "audio_file"}, "file"),
        ({"file": "files/a.pdf", "mime_type": "application/pdf"}, "file"),
        ({"file": "files/a", "mime_type": "image/png"}, "image"),
        ({"file": "(File exceeds maximum size.)", "file_name": "clip.MOV"}, "video"),
        ({"poll": {"question": "周六來嗎", "answers": []}}, "poll"),
        ({"location_information": {"latitude": 1.0, "longitude": 2.0}, "place_name": "圖書館"}, "location"),
        ({"contact_information": {"first_name": "甲"}}, "contact"),
        ({}, "other"),
    ],
)
@pytest.mark.parametrize("caption", ["", "看"])
def test_the_kind_is_what_the_row_carries(carried: dict[str, Any], kind: str, caption: str) -> None:
    history = read(export(row(1, caption, **carried)))
    assert column(history, "kind") == ["text" if caption and not carried else kind]
    assert column(history, "text") == [caption or None]


def test_reactions_count_more_than_they_name() -> None:
    given = [
        {"type": "emoji", "count": 3, "emoji": "👍", "recent": [{"from": "x", "from_id": "user2", "date": "…"}]},
        {"type": "custom_emoji", "count": 1, "document_id": "stickers/x.webp"},
        {"type": "paid", "count": 5},
    ]
    assert column(read(export(row(1, reactions=given))), "reactions") == [
        [
            {"reaction": "👍", "count": 3, "by": ["user2"]},
            {"reaction": "stickers/x.webp", "count": 1, "by": []},
            {"reaction": "paid", "count": 5, "by": []},
        ]
    ]


def test_forwards_edits_bots_and_deleted_accounts() -> None:
    history = read(
        export(
            row(1, forwarded_from=None),
            row(2, forwarded_from="某頻道", edited="2024-01-05T15:05:05"),
            row(3, via_bot="@gif"),
            row(4, **{"from": None}),
        )
    )
    assert column(history, "is_forwarded") == [True, True, False, False]
    assert column(history, "forwarded_from") == [None, "某頻道", None, None]
    assert column(history, "is_edited") == [False, True, False, False]
    assert column(history, "author") == ["阿岚", "阿岚", "阿岚", None]
    assert column(history, "author_id") == ["user1"] * 4


def test_rows_that_are_not_exported_are_told() -> None:
    history = read(export(row(1), {"id": 2, "type": "unsupported"}, row(3), row(4, 5), row(5, **{"from": 7})))
    assert column(history, "id") == ["1", "3"]
    assert history.issues.counts == {"unsupported-row": 1, "bad-row": 2}
    assert history.issues.lost == 3
    assert next(issue.detail for issue in history.issues.examples if issue.code == "unsupported-row") == "id 2"


def test_old_exports_have_the_wall_clock_alone() -> None:
    old = row(1) | {"from_id": 4611, "date": "2019-07-01T08:30:00"}
    del old["date_unixtime"]
    history = read(export(old, {**old, "id": 2, "date": "31/02"}), zone=ZoneInfo("Asia/Taipei"))
    assert [str(when) for when in column(history, "sent_at")] == ["2019-07-01 00:30:00+00:00", "None"]
    assert column(history, "zone") == ["assumed", None]
    assert column(history, "time_text") == ["2019-07-01T08:30:00", "31/02"]
    assert column(history, "author_id") == ["4611", "4611"]
    assert history.issues.counts == {"bad-time": 1}


@pytest.mark.parametrize(
    ("stamp", "then"),
    [
        ("1704438245", "2024-01-05 07:04:05+00:00"),
        (1704438245, "2024-01-05 07:04:05+00:00"),
        ("1704438245000", "2024-01-05 07:04:05+00:00"),
        (1704438245.5, "2024-01-05 07:04:05+00:00"),
        (True, "None"),
        ("soon", "None"),
        (None, "None"),
        ([], "None"),
        ("-5", "None"),
        ("9" * 40, "None"),
    ],
)
def test_an_odd_time_never_costs_the_row(stamp: Any, then: str) -> None:
    history = read(export(row(1), row(2, date_unixtime=stamp), row(3)))
    assert str(column(history, "sent_at")[1]) == then
    assert column(history, "id") == ["1", "2", "3"]
    assert history.issues.counts == ({"bad-time": 1} if then == "None" else {})


def test_control_bytes_are_mended_and_typed_backslashes_are_not() -> None:
    data = export(row(1, "a@b"), row(2, "C:\\x0B"), row(3)).replace(b"a@b", rb"a\x0Bb")
    assert column(read(data), "text") == ["a\x0bb", "C:\\x0B", "x"]


def test_a_file_that_breaks_off_is_refused_with_the_rows_that_salvage_keeps() -> None:
    data = export(*(row(n) for n in range(1, 60)))[:-300]
    with pytest.raises(TruncatedSource) as refused:
        read(data)
    history = read(data, salvage=True)
    assert len(history.messages) == refused.value.rows > 50
    assert history.issues.counts == {"cut-off": 1}


def test_a_whole_account_keeps_its_chats_apart() -> None:
    chats = [
        {"name": "甲", "type": "private_group", "id": 1, "messages": [row(1), row(2, reply_to_message_id=1)]},
        {"name": None, "type": "personal_chat", "id": 2, "messages": []},
        {"type": "saved_messages", "id": 3, "messages": [row(1)]},
    ]
    account = {
        "about": "Here is the data you requested.",
        "contacts": {"about": "…", "list": [{"first_name": "messages"}]},
        "chats": {"about": "…", "list": chats},
        "left_chats": {"about": "…", "list": [{"name": "乙", "type": "private_group", "id": 4, "messages": [row(1)]}]},
    }
    data = json.dumps(account, ensure_ascii=False).encode()
    assert CARRIER.sniff(of_bytes("result.json", "result.json", data)) == CERTAIN
    history = read(data)
    assert history.channels() == {"甲": 2, "Saved Messages": 1, "乙": 1}
    assert column(history, "channel_id") == ["1", "1", "3", "4"]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ('{"name": "x", "type": "private_group", "id": 1, "messages": []}', CERTAIN),
        ('{"name": null, "type": "personal_chat", "id": 1}', CERTAIN),
        ('{ "type": "saved_messages", "id": 1}', CERTAIN),
        ('{"about": "…", "personal_information": {"user_id": 1}}', CERTAIN),
        ('{"messages": [{"type": "message", "date_unixtime": "1544006350"}]}', LIKELY),
        ('{"name": "left-pad", "type": "module"}', NO),
        ('{"about": "me"}', NO),
        ("[]", NO),
        ("", NO),
    ],
)
def test_recognition(text: str, score: int) -> None:
    assert CARRIER.sniff(of_bytes("a.json", "a.json", text.encode())) == score


def test_no_chat_at_all_is_an_empty_history() -> None:
    assert len(read(b'{"about": "x", "chats": {"list": []}}').messages) == 0
