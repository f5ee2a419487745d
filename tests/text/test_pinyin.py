"""Names found by their sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.text.pinyin import sounds, syllables


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("林白露", ("linbailu", "lbl")),
        ("單立文", ("danliwen", "dlw", "shanliwen", "slw")),
        ("单立文", ("danliwen", "dlw", "shanliwen", "slw")),
        ("呂綠", ("lvlv", "ll")),
        ("Anna 林", ("annalin", "al")),
        ("小Ｋ", ("xiaok", "xk")),
        ("Anna", ()),
        ("🦊", ()),
        ("", ()),
    ],
)
def test_a_name_is_found_by_its_sound(name: str, wanted: tuple[str, ...]) -> None:
    assert sounds(name) == wanted


@given(st.text())
def test_sounds_are_plain_letters_whatever_is_typed(text: str) -> None:
    assert all(word.isascii() and word.isalnum() for word in (*syllables(text), *sounds(text)))


def test_a_long_text_costs_no_more_than_a_name() -> None:
    assert len(syllables("露" * 10_000_000)) == 200
