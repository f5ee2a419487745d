"""Texts as code points: folded, cut, and hashed span by span."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from closeknit.answers.symbols import DENSE, LETTER, MARK, SIGN, SPACE, symbols

words = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(words, max_size=6), st.data())
def test_equal_spans_have_equal_hashes_wherever_they_stand(before: list[str], data: st.DataObject) -> None:
    span = data.draw(st.text("ab你好1", min_size=1, max_size=8))
    ahead, behind = "".join(before), data.draw(words)
    one, other = symbols(pa.array([*before, ahead + span + behind])), symbols(pa.array([span]))
    start = one.start[-2] + len(symbols(pa.array([ahead]), 10_000).code)
    size = len(other.code)
    if start + size <= len(one.code):
        found = one.hash(np.array([start]), np.array([start + size]))
        same = one.code[start : start + size].tolist() == other.code.tolist()
        assert (found[0] == other.hash(np.array([0]), np.array([size]))[0]) == same


def test_spans_that_differ_in_one_place_or_in_order_differ() -> None:
    texts = symbols(pa.array(["abcd", "abce", "bacd", "abc", "你好", "好你"]))
    assert len(set(texts.hash(texts.start[:-1], texts.start[1:]).tolist())) == 6


def test_classes_and_folding() -> None:
    found = symbols(pa.array(["A： 圖😀"]))
    assert "".join(map(chr, found.code)) == "a: 图😀"
    assert found.kind.tolist() == [LETTER, MARK, SPACE, DENSE, SIGN]


def test_each_code_point_knows_its_message_and_long_texts_are_cut() -> None:
    found = symbols(pa.array(["ab", None, "", "xyz"]), 2)
    assert found.message.tolist() == [0, 0, 3, 3]
    assert found.whole.tolist() == [2, 0, 0, 3]


@given(st.lists(st.text("ab ,你", max_size=6), max_size=5))
def test_runs_end_where_a_message_ends(texts: list[str]) -> None:
    found = symbols(pa.array(texts, pa.string()))
    start, end = found.runs(found.kind == LETTER)
    joined = "".join(texts)
    runs = [run for text in texts for run in text.replace(",", " ").replace("你", " ").split()]
    assert [joined[a:b] for a, b in zip(start.tolist(), end.tolist())] == runs


def test_part_of_an_array_is_read_as_that_part() -> None:
    texts = pa.array(["one", None, "two", "three"])
    assert "".join(map(chr, symbols(texts.slice(1, 2)).code)) == "two"
    assert not len(symbols(texts.slice(4)).code)
    assert not len(symbols(pa.array([], pa.string())).code)
