"""Feishu's messages of every type, in both shapes."""

import json
from typing import Any

import pytest

from closeknit.carriers.contract import NO
from closeknit.carriers.feishu import CARRIER
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes


def read(data: object, **options: Any) -> History:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return CARRIER.read(of_bytes("群.json", "群.json", text.encode()), ReadOptions(**options))


def raw(number: int, kind: str, content: object, **more: Any) -> dict[str, Any]:
    return {
        "message_id": f"om_{number}", "msg_type": kind, "create_time": str(1704438245000 + number * 1000),
        "chat_id": "oc_1", "sender": {"id": "ou_1", "sender_type": "user"},
        "body": {"content": json.dumps(content, ensure_ascii=False)}, **more,
    }  # fmt: skip


def shown(number: int, kind: str, content: str, **more: Any) -> dict[str, Any]:
    return {
        "message_id": f"om_{number}", "msg_type": kind, "create_time": f"2024-01-05 15:{number:02}",
        "sender": {"id": "ou_1", "name": "张三", "sender_type": "user"}, "content": content, **more,
    }  # fmt: skip


def rows(*items: dict[str, Any]) -> list[dict[str, Any]]:
    key = "items" if "body" in items[0] else "messages"
    found: list[dict[str, Any]] = read({"data": {key: list(items)}}).messages.to_pylist()
    return found


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("text", {"text": "@_all 大家好"}, ("text", "@all 大家好")),
        ("image", {"image_key": "img"}, ("image", None)),
        ("file", {"file_name": "书单.pdf"}, ("file", None)),
        ("audio", {}, ("voice", None)),
        ("media", {}, ("video", None)),
        ("sticker", {}, ("sticker", None)),
        ("hongbao", {"text": "[红包]"}, ("redpacket", None)),
        ("vote", {"topic": "周六来吗"}, ("poll", None)),
        ("interactive", {"title": "x"}, ("other", None)),
        ("share_user", {}, ("contact", None)),
        ("location", {"name": "图书馆"}, ("location", None)),
        ("video_chat", {}, ("call", None)),
        ("hologram", {}, ("other", None)),
        (
            "post",
            {"title": "通知", "content": [[{"tag": "text", "text": "周六"}, {"tag": "a", "text": "报名", "href": "x"}],
                                        [{"tag": "at", "user_id": "ou_2", "user_name": "李四"}]]},
            ("text", "通知\n周六报名\n@李四"),
        ),
        ("post", {"zh_cn": {"content": [[{"tag": "img", "image_key": "x"}]]}}, ("image", None)),
    ],
)  # fmt: skip
def test_types_of_the_interface(kind: str, content: object, expected: tuple[str, str | None]) -> None:
    [row] = rows(raw(1, kind, content))
    assert (row["kind"], row["text"]) == expected


def test_notices_of_who_came_and_went() -> None:
    found = rows(
        raw(1, "system", {"template": "{from_user} invited {to_chatters} to this chat.", "from_user": ["张三"],
                          "to_chatters": ["李四"]}),
        raw(2, "system", {"template": "{from_user} invited {to_chatters} to this chat.", "from_user": ["张三"],
                          "to_chatters": ["李四", "王五"]}),
        raw(3, "system", {"template": "王五 退出了该群"}),
        raw(4, "system", {"template": "{x"}),
    )  # fmt: skip
    assert [(row["kind"], row["event"], row["author"]) for row in found] == [
        ("join", "invite", "李四"),
        ("join", "invite", None),
        ("leave", "leave", "王五"),
        ("system", "notice", None),
    ]


def test_a_recalled_message_and_an_edited_one() -> None:
    deleted, edited = rows(
        raw(1, "text", {"text": "This message was recalled"}, deleted=True),
        raw(2, "text", {"text": "好"}, updated=True),
    )
    assert (deleted["is_deleted"], deleted["text"], deleted["kind"]) == (True, None, "other")
    assert (edited["is_edited"], edited["text"]) == (True, "好")


def test_lines_inside_a_merged_forward_are_counted_and_are_no_rows() -> None:
    found = rows(
        raw(1, "merge_forward", {}),
        raw(2, "text", {"text": "a"}, upper_message_id="om_1"),
        raw(3, "text", {"text": "b"}, upper_message_id="om_1"),
    )
    assert [(row["kind"], row["inner"], row["is_forwarded"]) for row in found] == [("merged_forward", 2, True)]
    text = (
        "<forwarded_messages>\n[2024-01-05T15:04:05+08:00] 张三:\n    [x] y:\n"
        "[2024-01-05T15:05:05+08:00] 李四:\n    好\n</forwarded_messages>"
    )
    [row] = rows(shown(1, "merge_forward", text))
    assert (row["inner"], row["text"]) == (2, None)


def test_the_newest_first_is_turned_round() -> None:
    found = rows(*(shown(number, "text", str(number)) for number in (3, 2, 1)))
    assert [row["text"] for row in found] == ["1", "2", "3"]


def test_answers_inside_a_thread_are_rows_of_their_own() -> None:
    inside = [shown(1, "text", "谁来"), shown(2, "text", "我来", thread_id="omt_1")]
    found = rows(shown(1, "text", "谁来", thread_id="omt_1", thread_replies=inside))
    assert [(row["id"], row["reply_to"], row["thread"]) for row in found] == [
        ("om_1", None, "omt_1"), ("om_2", "om_1", "omt_1"),
    ]  # fmt: skip


def test_reactions_and_pictures_as_lark_cli_shows_them() -> None:
    counts = {"counts": [{"reaction_type": "SMILE", "count": "3"}, {"reaction_type": "OK", "count": 1}]}
    [row] = rows(shown(1, "post", '<at user_id="ou_2">李四</at> 看\n![Image](img_v3)', reactions=counts))
    assert (row["kind"], row["text"]) == ("image", "@李四 看")
    assert [given["count"] for given in row["reactions"]] == [3, 1]


def test_several_answers_in_one_file() -> None:
    pages = [json.dumps({"data": {"items": [raw(n, "text", {"text": str(n)})]}}) for n in (1, 2)]
    assert len(read("\n".join(pages)).messages) == 2


def test_what_cannot_be_used_is_told() -> None:
    history = read({"data": {"items": [raw(1, "text", {"text": "a"}), {"message_id": "om_2"}, 7]}})
    assert len(history.messages) == 1
    assert history.issues.lost == 2
    assert read({"items": [raw(1, "text", {"text": "a"}, create_time="soon")]}).issues.counts == {"bad-time": 1}


def test_a_file_that_breaks_off() -> None:
    whole = json.dumps({"data": {"items": [raw(n, "text", {"text": "好"}) for n in range(9)]}})
    with pytest.raises(TruncatedSource):
        read(whole[:-300])
    assert len(read(whole[:-300], salvage=True).messages) > 5


def test_nothing_of_feishu() -> None:
    assert CARRIER.sniff(of_bytes("x.json", "x.json", b'{"messages": [{"message_id": 5, "msg_type": "text"}]}')) == NO
    with pytest.raises(UnreadableSource):
        read({"code": 99991663, "msg": "token invalid"})
