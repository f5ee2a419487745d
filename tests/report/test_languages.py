"""Three languages, each whole and by its own rules."""

import re

import pytest

from closeknit.language import using
from closeknit.report import typography as t
from closeknit.report.html import render
from closeknit.report.summary import summary
from closeknit.report.terminal import screenful
from tests.report.invented import REPORT
from tests.report.reading import Page

ALLOWED = {"LINE", "Apache", "Burke", "al", "Asia", "Taipei", "night", "reading", "txt", "organiser", "et",
           "card", "svg", "for", "member", "Kaplan", "Meier"}  # fmt: skip
LOCALE = REPORT.parent / "locale"


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("names", ["show", "hide"])
def test_no_english_is_left_over(circle, lang, names) -> None:
    page = Page(render(circle(lang), names=names))
    text = "\n".join([*page.words, *page.labels(), summary(circle(lang)), screenful(circle(lang))])
    assert set(re.findall("[A-Za-z]{2,}", text)) <= ALLOWED


def test_no_chinese_is_left_over_in_english(circle) -> None:
    page = Page(render(circle("en")))
    assert not re.findall("[\u3000-\u9fff\uff00-\uffef]", "".join([*page.words, *page.labels()]))


def test_the_two_scripts_do_not_mix(circle) -> None:
    traditional = "們這會說來時對還經過開關問題讀誰應該體檢報告訊則機率匯檔"
    simplified = "们这会说来时对还经过开关问题读谁应该体检报告讯则机率汇档"
    differ = [(a, b) for a, b in zip(traditional, simplified) if a != b]
    hant, hans = (" ".join(Page(render(circle(lang))).words) for lang in ("zh-Hant", "zh-Hans"))
    assert not [b for _a, b in differ if b in hant]
    assert not [a for a, _b in differ if a in hans]


@pytest.mark.parametrize("folder", ["zh_Hant", "zh_Hans"])
def test_every_text_of_the_report_is_translated(folder) -> None:
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import read_po

    known = {}
    for part in (LOCALE / folder).glob("report*.po"):
        with part.open("rb") as stream:
            known |= {m.id if isinstance(m.id, str) else tuple(m.id): m.string for m in read_po(stream) if m.id}
    found = {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            REPORT,
            method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
            keywords={"_": None, "N_": None, "ngettext": (1, 2)},
        )
    }
    assert found - known.keys() == set()
    assert known.keys() - found == set(), "translated, but no longer used"
    for message, string in known.items():
        one, other = (message, message) if isinstance(message, str) else message
        text = string if isinstance(string, str) else string[0]
        assert text
        assert set(re.findall(r"{\w+}", text)) <= set(re.findall(r"{\w+}", one + other)), one


def test_numbers_dates_and_lists() -> None:
    from datetime import date, datetime

    day, when = date(2026, 11, 5), datetime(2026, 11, 5, 22, 4)  # noqa: DTZ001
    with using("zh-Hant"):
        assert (t.percent(0.414), t.fraction(14, 23), t.listed(["甲", "乙"])) == ("41%", "14／23", "甲、乙")
        assert (t.written_date(day), t.written_time(when, year=True)) == ("11月5日", "2026年11月5日 22:04")
        assert t.counted(2) == "兩"
    with using("zh-Hans"):
        assert t.counted(2) == "两"
    with using("en"):
        assert (t.percent(0.414), t.listed(["A", "B", "C"])) == ("41\u00a0%", "A, B and C")
        assert (t.written_date(day, year=True), t.written_time(when)) == (
            "5\u00a0November 2026",
            "5\u00a0November, 22:04",
        )
        assert t.duration(0.2) == ("12", "minutes")
        assert t.duration(30) == ("30", "hours")
        assert t.duration(72) == ("3.0", "days")


@pytest.mark.parametrize(
    ("share", "digits"),
    [(0, "0"), (1, "1,00"), (0.0001, "<0.1"), (0.004, "0.4"), (0.9996, "99.9"), (0.5, "50"), (-0.31, "−31")],
)
def test_a_share_is_not_rounded_to_all_or_nothing(share, digits) -> None:
    assert t.percent_figure(share) == digits.replace(",", "")
