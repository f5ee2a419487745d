"""Logs of DingTalk's robots as their programs write them."""

import json
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN
from closeknit.carriers.dingtalk import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes


def message(number: int, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {
        "conversationId": "cid1", "conversationTitle": "读书会", "msgId": f"m{number}", "msgtype": kind,
        "createAt": 1704438245000 + number, "senderId": "$:LWCP_v1:$zhang", "senderNick": "张三",
        "chatbotUserId": "$:LWCP_v1:$bot", "atUsers": [{"dingtalkId": "$:LWCP_v1:$bot"}], **more,
    }  # fmt: skip


def read(*lines: object) -> History:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines)
    source = of_bytes("a.jsonl", "a.jsonl", text.encode())
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions())


def only(item: object) -> dict[str, Any]:
    [row] = read(item).messages.to_pylist()
    found: dict[str, Any] = row
    return found


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (message(1, text={"content": "收到"}), ("text", "收到")),
        (message(1, "picture", content={"downloadCode": "x"}), ("image", None)),
        (message(1, "audio", content={"recognition": "我来"}), ("voice", "我来")),
        (message(1, "file", content={"fileName": "书单.pdf"}), ("file", None)),
        (message(1, "hologram"), ("other", None)),
        (
            message(1, "richText", content={"richText": [{"text": "看"}, {"type": "picture"}, {"text": "图"}]}),
            ("image", "看图"),
        ),
    ],
)
def test_types(item: dict[str, Any], expected: tuple[str, str | None]) -> None:
    row = only(item)
    assert (row["kind"], row["text"]) == expected


def test_people_are_mentioned_and_the_robot_is_not() -> None:
    users = [{"dingtalkId": "$:LWCP_v1:$bot"}, {"dingtalkId": "$:LWCP_v1:$li", "staffId": "s2"}]
    assert only(message(1, text={"content": "x"}, atUsers=users))["mentions"] == ["$:LWCP_v1:$li"]


def test_an_answer_names_what_it_quotes() -> None:
    replied = {"msgId": "m0", "senderId": "$:LWCP_v1:$li", "createdAt": 1704438244000, "content": {"text": "谁\r\n来"}}
    row = only(message(1, text={"content": "我来", "isReplyMsg": True, "repliedMsg": replied}))
    assert (row["is_reply"], row["reply_to"], row["quoted"]) == (True, "m0", "谁\n来")
    assert row["quoted_author"] == "$:LWCP_v1:$li"


def test_the_envelope_of_stream_mode_is_opened_and_heartbeats_are_none_of_ours() -> None:
    envelope = {"type": "CALLBACK", "headers": {}, "data": json.dumps(message(1, text={"content": "好"}))}
    history = read(envelope, {"type": "SYSTEM", "headers": {}, "data": '{"opaque": "x"}'})
    assert history.messages["text"].to_pylist() == ["好"]
    assert history.issues.total == 0


def test_a_chat_has_its_last_name() -> None:
    first = message(1, text={"content": "a"}) | {"conversationTitle": "旧名"}
    assert set(read(first, message(2, text={"content": "b"})).messages["channel"].to_pylist()) == {"读书会"}


def test_what_cannot_be_used_is_told() -> None:
    history = read(message(1, text={"content": "x"}), "{broken", {"msgId": "2"}, {"data": "{"})
    assert (len(history.messages), history.issues.lost) == (1, 3)
