"""The lines inside merged forwards, as tools write them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SAMPLES

from closeknit.carriers.registry import read_source
from closeknit.records.identity import with_ids
from closeknit.records.inner import DEEPEST, inner_table, lines_of
from closeknit.records.message import MESSAGE
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source


@pytest.mark.parametrize(
    ("sample", "lines"),
    [
        ("chatlab/synthetic_chatlab.json", [("赵六", "转来的一句话", "text")]),
        ("wechat/synthetic_ciphertalk.json", [("老周", "茶室可以带点心", "text"), ("阿岚", "那我带绿豆糕", "text")]),
        (
            "wechat/synthetic_chatlog_more_kinds.json",
            [("小满", "散文集到货了", "text"), ("程青", "留两本", "text"), ("小满", None, "image")],
        ),
        ("wecom/synthetic_msgaudit_decrypted.jsonl", [(None, "转来的一句话", "text")]),
    ],
)
def test_the_samples_have_lines_that_are_no_rows(sample: str, lines: list[tuple[str | None, str | None, str]]) -> None:
    history = read_source(open_source(SAMPLES / sample), ReadOptions(zone=ZoneInfo("Asia/Taipei")))
    inner = history.inner.to_pylist()
    assert [(row["author"], row["text"], row["kind"]) for row in inner] == lines
    known = with_ids(history.messages)
    (outer,) = known.filter(known["inner"].is_valid()).to_pylist()
    assert {row["thread"] for row in inner} == {outer["id"]}
    assert outer["inner"] == len(lines)
    assert not set(history.messages["text"].to_pylist()) & {row["text"] for row in inner if row["text"]}


def test_shapes_of_other_tools() -> None:
    onebot = [
        {"type": "node", "data": {"user_id": 7, "nickname": "A", "content": [{"type": "text", "data": {"text": "hi"}}]}}
    ]
    exporter = [{"sender": {"uin": "8", "name": "B"}, "timestamp": 1704433245000, "content": {"text": "[图片]"}}]
    deep = {"DataType": "1", "DataDesc": "deep", "SourceName": "C"}
    nested = {"DataType": "17", "DataTitle": "t", "RecordInfo": {"DataList": {"DataItems": [deep]}}}
    wechat = {"recordInfo": {"DataList": {"DataItems": [nested]}}}
    (one,), (two,), (three,) = lines_of(onebot), lines_of(exporter), lines_of(wechat)
    assert (one.author, one.author_id, one.text, one.kind) == ("A", "7", "hi", "text")
    assert (two.author, two.author_id, two.kind, two.text, two.time) == ("B", "8", "image", None, 1704433245 * 10**6)
    assert three.kind == "merged_forward"
    table = inner_table([("x", {"carrier": "wechat", "channel_id": None, "channel": "c"}, (three,))], ReadOptions())
    assert table.schema == MESSAGE
    assert table.select(["id", "thread", "text"]).to_pylist() == [
        {"id": "x/1", "thread": "x", "text": "t"},
        {"id": "x/1/1", "thread": "x/1", "text": "deep"},
    ]


def test_forwards_inside_of_forwards_end_somewhere() -> None:
    raw: object = [{"content": "bottom"}]
    for _level in range(200):
        raw = [{"messages": raw}]
    depth, lines = 0, lines_of(raw)
    while lines:
        depth, lines = depth + 1, lines[0].lines
    assert depth == DEEPEST + 1


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["content", "time", "sender", "data", "type", "DataType", "messages"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(anything)
def test_whatever_stands_there_is_read_or_left(raw: object) -> None:
    lines = lines_of(raw)
    inner_table([("x", {"carrier": "c", "channel_id": None, "channel": None}, lines)], ReadOptions())
