"""Odd JSON of qq-chat-exporter, and OneBot logs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import NO
from closeknit.carriers.qq import CARRIER
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes

ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2**70) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "data", "qq", "id"]), inner),
)


def export(*messages: dict[str, Any], version: str = "V5") -> bytes:
    head = {"metadata": {"name": f"QQChatExporter {version}"}, "chatInfo": {"name": "書友會", "type": "group"}}
    return json.dumps({**head, "messages": messages}, ensure_ascii=False).encode()


def message(*elements: tuple[str, dict[str, Any]], **more: Any) -> dict[str, Any]:
    content = {"text": "…", "elements": [{"type": kind, "data": data} for kind, data in elements]}
    sender = {"uid": "u_a", "uin": "10001", "name": "张三"}
    return {"id": "1", "timestamp": 1704438245000, "sender": sender, "type": "type_1", "content": content} | more


def read(data: bytes, name: str = "a.json", **options: Any) -> History:
    return CARRIER.read(of_bytes(name, name, data), ReadOptions(**options))


def rows(history: History, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in history.messages.select(list(columns)).to_pylist()]


@pytest.mark.parametrize(
    ("elements", "kind", "text"),
    [
        ([("text", {"text": "好"}), ("face", {"name": "/微笑"})], "text", "好[微笑]"),
        ([("at", {"name": "全体成员", "uid": "all"}), ("text", {"text": " 开会"})], "text", "@全体成员 开会"),
        ([("image", {"subType": "sticker"})], "sticker", None),
        ([("text", {"text": "名单"}), ("file", {"filename": "a.xlsx"})], "file", "名单"),
        ([("json", {"content": '{"app":"com.tencent.mannounce","prompt":"x"}'})], "announcement", None),
        ([("json", {"content": '{"app":"com.tencent.structmsg"}'})], "link", None),
        ([("markdown", {"content": "**好**"})], "text", "**好**"),
        ([("av_record", {"summary": "语音通话"})], "call", None),
        ([("新的类型", {"summary": "?"})], "other", None),
        ([], "other", None),
    ],
)
def test_elements(elements: list[tuple[str, dict[str, Any]]], kind: str, text: str | None) -> None:
    assert rows(read(export(message(*elements))), "kind", "text", "mentions") == [(kind, text, None)]


def test_a_merged_forward_counts_the_lines_in_it() -> None:
    forward = (
        "forward",
        {"title": "聊天记录", "messages": [{"id": "1", "messages": []}, {"id": "2"}], "messageCount": 9},
    )
    assert rows(read(export(message(forward))), "kind", "inner", "is_forwarded") == [("merged_forward", 2, True)]


def test_version_4_writes_numbers_iso_times_and_the_raw_message() -> None:
    old = {
        "messageId": "7", "timestamp": "2024-01-05T07:04:05.000Z", "messageType": 9, "isRecalled": True,
        "sender": {"uid": "u_a", "name": "张三"}, "rawMessage": {"senderUin": "10001", "sendMemberName": "组长"},
        "content": {"text": "[回复 李四: 好] 收到", "reply": {"messageId": "6", "senderName": "李四", "content": "好"},
                    "mentions": [{"uid": "u_b", "name": "李四", "type": "user"}], "resources": []},
    }  # fmt: skip
    grey = {"messageId": "8", "timestamp": "1704438245", "messageType": 5, "content": {"text": "李四加入了本群"}}
    history = read(export(old, grey, version="V4"))
    assert rows(history, "id", "author", "author_id", "text", "reply_to", "is_deleted", "kind") == [
        ("7", "组长", "10001", "收到", "6", True, "text"),
        ("8", "李四", None, "李四加入了本群", None, False, "join"),
    ]
    assert history.messages["mentions"].to_pylist() == [["u_b"], None], "a uid whose number is nowhere stays a uid"
    assert not history.issues.total


def test_bad_rows_are_told_and_the_rest_is_kept() -> None:
    history = read(export(message(("text", {"text": "一"})), {"id": "2", "sender": 5}, message(timestamp="gestern")))
    assert len(history.messages) == 2
    assert dict(history.issues.counts) == {"bad-row": 1, "bad-time": 1}


def test_a_file_that_breaks_off_is_refused_with_the_number_of_whole_rows_unless_it_is_to_be_salvaged() -> None:
    data = export(*[message(("text", {"text": str(n)})) for n in range(10)])[:-200]
    with pytest.raises(TruncatedSource) as caught:
        read(data)
    assert caught.value.rows >= 8
    history = read(data, salvage=True)
    assert len(history.messages) == caught.value.rows
    assert history.issues.counts["cut-off"] == 1


def test_the_list_of_parts_alone_is_refused_and_a_missing_part_is_told(tmp_path: Path) -> None:
    parts = [{"relativePath": "chunks/c2.jsonl"}, {"relativePath": "chunks/c1.jsonl"}, {"fileName": "c3.jsonl"}]
    metadata = {"name": "QQChatExporter V5", "format": "chunked-jsonl"}
    manifest = {"metadata": metadata, "chatInfo": {"name": "書友會"}, "chunked": {"chunks": parts}}
    (tmp_path / "chunks").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    for part in ("1", "2"):
        line = json.dumps(message(("text", {"text": part}))) + "\nno json\n"
        (tmp_path / f"chunks/c{part}.jsonl").write_text(line, "utf-8")
    source = open_source(tmp_path)
    assert CARRIER.sniff(source) > NO
    history = CARRIER.read(source, ReadOptions())
    assert history.messages["text"].to_pylist() == ["2", "1"]
    assert dict(history.issues.counts) == {"bad-row": 2, "missing-part": 1}
    with pytest.raises(UnreadableSource):
        CARRIER.read(open_source(tmp_path / "manifest.json"), ReadOptions())


def event(**more: Any) -> dict[str, Any]:
    group = {"post_type": "message", "message_type": "group", "group_id": 9}
    sent = {"user_id": 10001, "message_id": 1, "message": "好", "sender": {"nickname": "张三", "card": ""}}
    return {"time": 1704438245, "self_id": 1} | group | sent | more


def log(*events: dict[str, Any]) -> History:
    return read("\n".join(json.dumps(e, ensure_ascii=False) for e in events).encode(), "events.jsonl")


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ("一&#91;二&#93;&amp;", "text", "一[二]&"),
        ("[CQ:image,file=a.png]看", "image", "看"),
        ("[CQ:at,qq=all] 好", "text", "@全体成员 好"),
        ("[CQ:json,data={\"app\":\"com.tencent.map\"&#44;\"x\":1}]", "location", None),
        ("[CQ:share,url=http://a,title=b]", "link", None),
        ([{"type": "text", "data": {"text": "一"}}, {"type": "text", "data": {"text": "二"}}], "text", "一二"),
        ([{"type": "image", "data": {"sub_type": 1}}], "sticker", None),
        ([{"type": "forward", "data": {"id": "x", "content": [{}, {}]}}], "merged_forward", None),
        ({"type": "text", "data": {"text": "一"}}, "text", "一"),
        ([{"type": "text", "data": None}, 7], "other", None),
        (None, "other", None),
    ],
)  # fmt: skip
def test_segments_and_cq_codes(said: Any, kind: str, text: str | None) -> None:
    assert rows(log(event(message=said)), "kind", "text") == [(kind, text)]


def test_chats_that_alternate_keep_their_rows_and_take_their_names_from_any_line() -> None:
    history = log(
        event(post_type="notice", notice_type="group_increase", sub_type="invite"),
        event(group_id=8),
        event(group_name="書友會"),
        event(group_id=None, message_type="private"),
        event(group_id=None, post_type="message_sent", target_id=10001, user_id=1),
    )
    assert history.channels() == {"書友會": 2, "张三": 2, "8": 1}
    joined = history.only("書友會")
    assert rows(joined, "kind", "event", "author_id") == [("join", "invite", "10001"), ("text", None, "10001")]


def test_a_recall_marks_the_row_that_it_names_wherever_it_stands() -> None:
    recall = event(post_type="notice", notice_type="group_recall", message_id=1)
    assert rows(log(recall, event(), event(message_id=2)), "kind", "is_deleted") == [
        ("recall", False), ("text", True), ("text", False),
    ]  # fmt: skip


def test_events_of_no_chat_count_nowhere_and_bad_lines_are_told() -> None:
    history = log(event(post_type="meta_event"), event(post_type="notice", group_id=None, notice_type="friend_add"),
                  event(post_type="request"), {"time": 1}, event(post_type="?"), event(time="?"))  # fmt: skip
    assert len(history.messages) == 1
    assert dict(history.issues.counts) == {"bad-row": 1, "unknown-value": 1, "bad-time": 1}
    assert history.issues.lost == 2


@given(ANY, ANY, ANY)
def test_no_value_breaks_the_readers(one: Any, two: Any, three: Any) -> None:
    joined = event(post_type="notice", notice_type="group_increase", sub_type=one)
    parts = [{"type": "reply", "data": {"id": one}}, {"type": "image", "data": {"sub_type": two}}]
    for data in (
        event(message=one, time=two, user_id=three),
        event(sender=one, anonymous=two, group_id=three),
        event(message=parts),
        joined,
    ):
        line = json.dumps(data).encode()
        assert len(read(line, "a.jsonl").messages) <= 1
    row = message(timestamp=one, sender={"uid": two, "uin": three}) | {"id": three}
    assert len(read(export(row)).messages) <= 1
    assert len(read(export(message(("reply", {"messageId": one, "timestamp": two, "content": three})))).messages) <= 1
