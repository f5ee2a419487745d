"""What differs is shown by words, in Chinese too."""

import time

from hypothesis import given
from hypothesis import strategies as st

from closeknit.house.features.charter.difference import difference, tokens

LINES = st.text(alphabet="三個月兩週請假清理一次ab c，。\n<", max_size=60)


def told(before: str, after: str) -> str:
    signs = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(signs[p.state].format(p.text) for p in difference(before, after))


def test_words_stay_whole() -> None:
    assert told("三個月裡來過一次。", "兩個月裡來過兩次。") == "[-三個月-][+兩個月+]裡來過[-一次-][+兩次+]。"
    assert told("三个月里来过一次。", "三个月里请假一次。") == "三个月里[-来过-][+请假+]一次。"
    assert told("The gate opens at nine.", "The gate opens at noon.") == "The gate opens at [-nine-][+noon+]."


def test_only_the_changed_line_is_touched() -> None:
    assert told("甲\n請假不用理由\n丙", "甲\n請假要說理由\n丙") == "甲\n請假[-不用-][+要說+]理由\n丙"


def test_what_was_added_at_the_end_is_new_alone() -> None:
    assert told("請假不用理由。", "請假不用理由。離開的人可以申訴。") == "請假不用理由。[+離開的人可以申訴。+]"


@given(LINES, LINES)
def test_the_pieces_give_both_texts_again(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(p.text for p in pieces if p.state != "new") == before
    assert "".join(p.text for p in pieces if p.state != "gone") == after
    assert all(p.text for p in pieces)


@given(LINES)
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_hostile_texts_end_soon() -> None:
    began = time.perf_counter()
    difference("一" * 2000, "一" * 1000 + "二" * 1000)
    difference("ab " * 660, "ba " * 660)
    difference("一二" * 1000, "二一三" * 660)
    assert time.perf_counter() - began < 3
