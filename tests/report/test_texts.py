"""The terminal's screenful and the text to paste."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.report.summary import LONGEST, summary
from closeknit.report.terminal import screenful, wrap
from closeknit.report.typography import columns
from tests.report.tiny import TINY, of


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_screenful_fits(circle, lang, width) -> None:
    lines = screenful(circle(lang), width=width).split("\n")
    assert all(columns(line) <= width for line in lines)
    assert len(lines) <= 34


def test_a_sentence_is_told_to_its_end(circle) -> None:
    narrow, wide = (screenful(circle("en"), width=width) for width in (60, 200))
    assert not [line for line in narrow.split("\n") if line.endswith("\u2026")]
    assert " ".join(narrow.split()) == " ".join(wide.split())


def test_a_screenful_in_english(circle) -> None:
    text = screenful(circle("en"))
    assert "  Becoming a community\n" in text
    assert "✕ A backbone: missing  Nine people keep giving, yet nine of twelve sessions were\n  hosted by" in text
    assert "◆ A half-decentralised mesh: holds" in text
    assert "\n49\u00a0% of the answers are inferred.\n" in text
    assert "\n1. Answer these newcomers: " in text
    assert text.endswith("1 row could not be read; see the report.")


@pytest.mark.parametrize("make", TINY.values(), ids=TINY)
def test_next_to_nothing_is_said(make) -> None:
    assert screenful(make())
    assert 0 < len(summary(make())) <= LONGEST


@given(st.text(max_size=200), st.integers(10, 60))
def test_wrapped_lines_fit_and_lose_nothing(text, width) -> None:
    lines = list(wrap(text, width))
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_begins_with_a_closing_sign() -> None:
    lines = list(wrap("成員已經會自己回成員，不必等發起人開口。" * 9, 40))
    assert not [line for line in lines if line[0] in "，。"]
    assert len(lines) > 4


def test_no_line_ends_with_an_opening_sign_or_parts_a_number_from_its_unit() -> None:
    lines = list(wrap("從7月10日（星期五）起，51%（n = 906）的訊息" * 9, 40))
    assert not [line for line in lines if line[-1] in "（0123456789"]


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans", "en"])
def test_the_summary_can_be_pasted(circle, lang) -> None:
    text = summary(circle(lang))
    assert len(text) <= LONGEST
    assert "\n" not in text
    assert {"zh-Hant": "正在成為社群", "zh-Hans": "正在成为社群", "en": "Becoming a community"}[lang] in text
    assert {"zh-Hant": "欠缺：骨幹。", "zh-Hans": "欠缺：骨干。", "en": "Missing: A backbone."}[lang] in text


@given(st.text(max_size=400), st.text(max_size=400))
def test_the_summary_is_never_too_long(title, deed) -> None:
    from closeknit.vitality.findings import Remedy

    made = of([(10**15, "a", "b")], title)
    made = replace(made, remedies=(Remedy("x", deed, "", "mesh"),) * 3)
    assert len(summary(made)) <= LONGEST


def test_what_the_word_rests_on_is_said_once(circle) -> None:
    made = circle("en")
    mesh = next(judged for judged in made.conditions if judged.slug == "mesh")
    text = screenful(replace(made, verdict=replace(made.verdict, because=mesh.sentence)), width=200)
    assert text.count(mesh.sentence) == 1
