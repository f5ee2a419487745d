"""Streaming must give what decoding the whole file gives, wherever the pieces are cut."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.sources import json_reader
from closeknit.sources.json_arrays import json_arrays, json_lines
from closeknit.sources.source import of_bytes

ITEMS = [
    {"id": i, "text": 'x},{"id":' + "é]" * (i % 40), "inside": [{"id": 1}, {"id": 2}] if i % 3 else []}
    for i in range(300)
]


@pytest.fixture(params=[100, 1000, 4 << 20], autouse=True)
def piece(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "PIECE", request.param)


def read(data: bytes, key: str | None = "messages", **options: Any) -> tuple[list[tuple[Any, list[Any]]], list[Any]]:
    bad: list[Any] = []
    arrays = json_arrays(of_bytes("x.json", "x.json", data), key, dict, on_bad=lambda *b: bad.append(b), **options)
    return [(array.outer, [item for piece in array for item in piece]) for array in arrays], bad


@pytest.mark.parametrize("indent", [None, 1, 2])
def test_one_chat_in_an_object(indent: int | None) -> None:
    data = json.dumps({"name": "g", "of": {"a": [1]}, "messages": ITEMS, "members": [1]}, indent=indent).encode()
    assert read(data) == ([({"name": "g", "of": {"a": [1]}}, ITEMS)], [])


@pytest.mark.parametrize("indent", [None, 1])
def test_a_bare_array(indent: int | None) -> None:
    assert read(json.dumps(ITEMS, indent=indent).encode(), None) == ([({}, ITEMS)], [])


@pytest.mark.parametrize("indent", [None, 1])
def test_several_chats_each_with_its_own_name(indent: int | None) -> None:
    chats = [{"name": n, "messages": ITEMS[a:b]} for n, a, b in (("a", 0, 90), ("b", 0, 0), ("c", 7, 9))]
    found, bad = read(json.dumps({"about": "messages", "chats": {"list": chats}}, indent=indent).encode())
    assert [(outer["name"], items) for outer, items in found] == [(c["name"], c["messages"]) for c in chats]
    assert not bad


@pytest.mark.parametrize("indent", [None, 1])
def test_a_file_that_breaks_off_is_refused_with_the_rows_that_salvage_keeps(indent: int | None) -> None:
    data = json.dumps({"messages": ITEMS}, indent=indent).encode()[:-200]
    with pytest.raises(TruncatedSource) as refused:
        read(data)
    ((_outer, kept),), bad = read(data, salvage=True)
    assert kept == ITEMS[: refused.value.rows]
    assert len(kept) > 290
    assert bad == [(0, "")]


def test_an_item_of_another_shape_is_told_and_left_out() -> None:
    assert read(b'{"messages":[{"a":1},7,"x",{"b":2}]}')[0] == [({}, [{"a": 1}, {"b": 2}])]
    assert [ordinal for ordinal, _ in read(b'{"messages":[{"a":1},7,"x",{"b":2}]}')[1]] == [2, 3]


def test_what_follows_the_array_can_be_read() -> None:
    source = of_bytes("x", "x", b'{"messages": [{}], "members": ["a"]}')
    for array in json_arrays(source, "messages", dict, on_bad=lambda *_: None):
        assert [len(piece) for piece in array] == [1]
        assert array.after == b', "members": ["a"]}'


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(max_size=3), json_values, max_size=4), max_size=12),
    st.sampled_from([None, 1]),
    st.booleans(),
)
def test_law_streaming_is_decoding(items: list[Any], indent: int | None, ascii_only: bool) -> None:
    data = json.dumps(items, indent=indent, ensure_ascii=ascii_only).encode()
    assert read(data, None) == ([({}, items)], [])


@given(st.binary(max_size=200), st.sampled_from([None, "messages"]))
def test_law_random_bytes_end_in_rows_or_a_refusal(data: bytes, key: str | None) -> None:
    for prefix in (b"", b'{"messages": [{"a": 1}, ', b'[{"a":1},'):
        try:
            read(prefix + data, key)
        except UnreadableSource as refusal:
            assert refusal.message  # noqa: PT017 - reading may also succeed


def test_json_lines_skips_comments_and_numbers_bad_lines() -> None:
    bad: list[Any] = []
    data = b'\xef\xbb\xbf# made by\n{"a": 1}\n\n{"a": \n{"a": 2}'
    chunks = json_lines(of_bytes("x", "x", data), dict, on_bad=lambda line, _d: bad.append(line))
    assert [item for chunk in chunks for item in chunk] == [{"a": 1}, {"a": 2}]
    assert bad == [4]


@pytest.mark.parametrize("indent", [None, 1])
def test_thousands_of_small_arrays_cost_no_more_than_their_bytes(indent: int | None) -> None:
    chats = [{"name": str(n), "messages": ITEMS[n % 7 : n % 7 + n % 4]} for n in range(500)]
    found, bad = read(json.dumps({"list": chats}, indent=indent).encode())
    assert [(outer["name"], items) for outer, items in found] == [(c["name"], c["messages"]) for c in chats]
    assert not bad


def test_broken_characters_cost_a_character_and_not_the_row() -> None:
    data = rb'[{"a": "x\ud83d"}, {"a": "\ud83d\ude00"}, {"a": "\\ud83d"}, {"a": "?"}]'.replace(b"?", b"\xff")
    assert read(data, None) == ([({}, [{"a": "x\ufffd"}, {"a": "😀"}, {"a": "\\ud83d"}, {"a": "\ufffd"}])], [])


@pytest.mark.parametrize("hostile", [b"[" * 5000, b'{"a":' * 5000])
def test_nesting_without_end_is_refused(hostile: bytes) -> None:
    with pytest.raises(UnreadableSource):
        read(b'{"messages": [' + hostile)


def test_a_file_of_something_else_is_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "_UNLIKE", 50)
    with pytest.raises(UnreadableSource):
        read(b"[" + b"1," * 100 + b"1]", None)


def test_a_forgiving_type_is_tried_before_an_item_is_given_up() -> None:
    class Strict(msgspec.Struct):
        a: int

    class Loose(Strict):
        a: Any

    data = b'[{"a": 1}, {"a": "2"}, {"a": "x"}, {"b": 1}]'
    bad: list[int] = []
    arrays = json_arrays(
        of_bytes("x", "x", data), None, Strict, on_bad=lambda n, _detail: bad.append(n), forgiving=Loose
    )
    assert [item.a for array in arrays for piece in array for item in piece] == [1, 2, "x"]
    assert bad == [4]


def test_a_value_longer_than_any_message_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "PIECE", 100)
    monkeypatch.setattr(json_reader, "LONGEST_ITEM", 1 << 20)
    picture = b"QUJD" * (2 << 20)
    with pytest.raises(UnreadableSource) as refused:
        read(b'{"messages": [{"id": 1, "text": "' + picture + b'"}, {"id": 2}, {"id": 3}]}')
    assert "more than 1 MB" in refused.value.message
    assert "pictures" in (refused.value.hint or "")
