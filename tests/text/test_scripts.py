"""Traditional, Simplified, and one form for both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.text.scripts import chinese_of, fold, fold_script, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("這個週末一起去書市嗎", "zh-Hant"),
        ("这个周末一起去书市吗", "zh-Hans"),
        ("香港嘅說法係咁樣", "zh-Hant"),
        ("大家好", None),
        ("good evening", None),
        ("", None),
        ("東京へ行く会社です", None),
        ("說说", None),
    ],
)
def test_the_script_is_told_by_characters_that_only_one_has(text: str, script: str | None) -> None:
    assert script_of([None, text]) == script


@pytest.mark.parametrize(
    ("texts", "script"),
    [
        (["大家好", "早", "ok"], "zh-Hant"),
        (["大家好", "听说了", "早"], "zh-Hans"),
        (["good morning", "早", "see you"], None),
        (["今日は", "東京", "ありがとう"], None),
        ([], None),
    ],
)
def test_chinese_that_both_scripts_write_alike_is_answered_in_chinese(texts: list[str], script: str | None) -> None:
    assert chinese_of(texts) == script


def test_the_majority_decides() -> None:
    assert script_of(["這裡有三個繁體字的訊息", "还有一条"]) == "zh-Hant"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("聊天記錄", "聊天记录"),
        ("臺灣", "台湾"),
        ("看著", "看着"),
        ("瞭解", "了解"),
        ("暱稱", "昵称"),
        ("小滿", "小满"),
        ("ＱＱ號", "qq号"),
        ("LIN", "lin"),
    ],
)
def test_both_scripts_compare_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_and_keeps_every_place(text: str) -> None:
    assert fold_script(fold_script(text)) == fold_script(text)
    assert len(fold_script(text)) == len(text)
