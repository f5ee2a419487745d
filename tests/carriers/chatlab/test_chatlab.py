"""The ChatLab format, from several programs."""

import json
from typing import Any

import pytest

from closeknit.carriers.chatlab import CARRIER
from closeknit.carriers.contract import CERTAIN, NO
from closeknit.errors import TruncatedSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes

HEAD = {
    "chatlab": {"version": "0.0.2", "exportedAt": 1704448244},
    "meta": {"name": "讀書會", "platform": "wechat", "type": "group", "groupId": "1@chatroom"},
    "members": [
        {"platformId": "u1", "accountName": "Lan", "groupNickname": "阿岚"},
        {"platformId": "u2", "accountName": "小滿"},
    ],
}


def row(type: int = 0, content: Any = "x", **more: Any) -> dict[str, Any]:
    return {"sender": "u1", "accountName": "Lan", "timestamp": 1704438305, "type": type, "content": content, **more}


def read(data: bytes, **options: Any) -> History:
    return CARRIER.read(of_bytes("chat.json", "chat.json", data), ReadOptions(**options))


def as_json(*rows: dict[str, Any]) -> bytes:
    return json.dumps({**HEAD, "messages": rows}, ensure_ascii=False).encode()


def column(history: History, name: str) -> list[Any]:
    values: list[Any] = history.messages[name].to_pylist()
    return values


@pytest.mark.parametrize(
    ("type", "content", "kind", "text"),
    [
        (0, "早", "text", "早"),
        (0, None, "other", None),
        (1, "[图片]", "image", None),
        (1, "media/2024/a.jpg", "image", None),
        (1, "data:image/png;base64,AAAA", "image", None),
        (2, "[语音] 3″", "voice", None),
        (4, "值班表.xlsx", "file", None),
        (5, None, "sticker", None),
        (7, "https://example.org/a", "link", None),
        (8, "图书馆 東門", "location", "图书馆 東門"),
        (20, "[红包] 恭喜", "redpacket", None),
        (21, "[转账]", "transfer", None),
        (22, "拍了拍", "other", "拍了拍"),
        (23, None, "call", None),
        (26, "[聊天记录]", "merged_forward", None),
        (27, "[名片]", "contact", None),
        (99, "?", "other", "?"),
        (12345, "?", "text", "?"),
    ],
)
def test_the_number_of_the_type_tells_the_kind(type: int, content: str | None, kind: str, text: str | None) -> None:
    history = read(as_json(row(type, content)))
    assert column(history, "kind") == [kind]
    assert column(history, "text") == [text]
    assert history.issues.counts == ({"unknown-value": 1} if type == 12345 else {})


def test_a_reply_names_its_target_or_at_least_says_that_it_is_one() -> None:
    history = read(as_json(row(platformMessageId=7), row(25, replyToMessageId=7), row(25), row(0, replyToMessageId="")))
    assert column(history, "is_reply") == [False, True, True, False]
    assert column(history, "reply_to") == [None, "7", None, None]


def test_notices_are_events_of_the_one_they_name() -> None:
    history = read(
        as_json(
            row(80, '"小滿"加入了群聊', sender="1@chatroom"),
            row(80, "Lan邀请“小滿”加入了群聊"),
            row(80, "你将“甲”移出了群聊"),
            row(80, "群公告已更新"),
            row(81, "撤回了一条消息"),
        )
    )
    told = list(zip(*(column(history, name) for name in ("kind", "event", "author", "author_id"))))
    assert told == [
        ("join", "join", "小滿", "u2"),
        ("join", "join", "小滿", "u2"),
        ("leave", "leave", "甲", None),
        ("system", "notice", None, None),
        ("recall", "recall", "阿岚", "u1"),
    ]


def test_names_come_from_the_row_else_from_the_members() -> None:
    bare = {"sender": "u2", "timestamp": 1704438305, "type": 0, "content": "x"}
    history = read(as_json(row(groupNickname="阿岚"), row(), bare, {**bare, "sender": "u3"}))
    assert column(history, "author") == ["阿岚", "Lan", "小滿", None]


@pytest.mark.parametrize(
    ("stamp", "then"),
    [
        (1704438305, "2024-01-05 07:05:05+00:00"),
        (1704438305000, "2024-01-05 07:05:05+00:00"),
        ("1704438305", "2024-01-05 07:05:05+00:00"),
        (1704438305.5, "2024-01-05 07:05:05.500000+00:00"),
        (0, "None"),
        ("soon", "None"),
        (None, "None"),
    ],
)
def test_the_unit_of_a_time_is_judged_by_its_size(stamp: Any, then: str) -> None:
    assert str(column(read(as_json(row(timestamp=stamp))), "sent_at")[0]) == then


def test_merged_forwards_are_one_message() -> None:
    history = read(as_json(row(7, "[聊天记录] 群聊的聊天记录", chatRecords=[row(), row(), row()])))
    assert column(history, "kind") == ["merged_forward"]
    assert column(history, "inner") == [3]
    assert column(history, "is_forwarded") == [True]


def test_lines_skip_comments_and_number_what_is_bad() -> None:
    lines = [
        "# made by a program",
        json.dumps({"_type": "header", **HEAD}),
        json.dumps({"_type": "member", **HEAD["members"][0]}),  # type: ignore[index, dict-item]
        json.dumps({"_type": "message", **row(accountName=None)}),
        '{"_type": "message", "sender": ',
        "",
        json.dumps({"_type": "message", **row(content="last")}),
    ]
    data = "\n".join(lines).encode()
    assert CARRIER.sniff(of_bytes("x.jsonl", "x.jsonl", data)) == CERTAIN
    history = read(data)
    assert column(history, "text") == ["x", "last"]
    assert column(history, "author") == ["阿岚", "Lan"]
    assert [(i.line, i.code, i.lost) for i in history.issues.examples] == [(5, "bad-json", True)]


def test_a_file_that_breaks_off() -> None:
    data = as_json(row(), row(content="second"), row())[:-40]
    with pytest.raises(TruncatedSource) as refused:
        read(data)
    assert refused.value.rows == 2
    assert column(read(data, salvage=True), "text") == ["x", "second"]


@pytest.mark.parametrize(
    "text", ["", "{}", '{"chatlab": 1}', '{"meta": {}, "messages": []}', '{"_type": "header"}', "# x"]
)
def test_other_files_are_left_alone(text: str) -> None:
    assert CARRIER.sniff(of_bytes("x.json", "x.json", text.encode())) == NO
