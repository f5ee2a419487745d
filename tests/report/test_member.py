"""The members' page, text and picture: nobody is blamed, and hardly anybody named."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import closeknit
from closeknit.report import member, page, writing
from closeknit.report.card import card
from closeknit.report.html import render
from closeknit.report.names import Names
from closeknit.vitality.catalogue import CATALOGUE
from closeknit.vitality.findings import WORDS, Verdict
from tests.report import invented
from tests.report.reading import Page
from tests.report.tiny import TINY

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "reading-circle"
LANGUAGES = ["zh-Hant", "zh-Hans", "en"]


def without_picture(html: str) -> str:
    return re.sub(r'<figure class="mesh">.*?</figure>', "", html, flags=re.DOTALL)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_names_people_in_the_picture_only(circle, lang) -> None:
    made = circle(lang)
    html = member.render(made)
    assert Page(html).wrong == []
    named = [p.name for p in made.subject.rows.people if p.name in without_picture(html)]
    assert named == []
    assert any(p.name[:6] in html for p in made.subject.rows.people)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_its_sentence_and_no_reason_that_names(circle, word) -> None:
    made = replace(circle("en"), verdict=Verdict(word, "Ada said 90 % of it.", ()))
    html = member.render(made)
    assert "90 %" not in html
    assert Page(html).wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_share_of_a_single_person_and_no_quote(circle, lang) -> None:
    html = member.render(circle(lang))
    for slug in ("absence-factor", "organiser-share", "heavy"):
        assert slug not in html
    for tag in ("blockquote", "table"):
        assert f"<{tag}" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_fits_into_a_message_and_names_nobody(circle, lang) -> None:
    made = circle(lang)
    told = member.summary(made)
    assert len(told) <= 300
    assert not [p.name for p in made.subject.rows.people if p.name in told]
    assert invented.history(lang)[0].channels().keys() & {told.split("：")[0].split(":")[0]}


def test_a_deed_is_for_each_of_us(circle) -> None:
    made = circle("en")
    remedies = tuple(
        replace(one, slug=slug) for one, slug in zip(made.remedies, ("introduce", "ask-need", "unheard-of"))
    )
    told = member.deeds(replace(made, remedies=remedies))
    assert told == [
        "Introduce two people who do not know each other yet.",
        "Say what you need, and what you could give.",
    ]


def test_every_deed_that_is_prescribed_has_its_words() -> None:
    from closeknit.vitality.remedies import TITLES

    assert not set(TITLES) - set(member.DEEDS) - member.ORGANISERS


@pytest.mark.parametrize("make", TINY.values(), ids=TINY)
def test_next_to_nothing_makes_a_page(make) -> None:
    assert Page(member.render(make())).wrong == []
    assert member.summary(make())


def test_nothing_else_lies_beside_the_page(circle, tmp_path) -> None:
    written = writing.write(circle("zh-Hant"), tmp_path, audience="member")
    assert sorted(path.name for path in written) == ["card.svg", "report.html", "summary.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.svg", "report.html", "summary.txt"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_is_a_picture_that_names_nobody(circle, lang) -> None:
    from lxml import etree

    made = circle(lang)
    drawn = card(made)
    picture = etree.fromstring(drawn.encode())
    assert picture.tag.endswith("svg")
    words = "".join(picture.itertext())
    assert not [p.name for p in made.subject.rows.people if p.name in words]
    for judged in made.conditions:
        assert (judged.title in words) == (judged.state != "cannot-tell")
    assert str(drawn) in render(made)


def test_the_card_survives_a_hostile_title(circle) -> None:
    from lxml import etree

    made = replace(circle("en"), title='</svg><script>alert(1)</script>\x00" onload="x' + "W" * 900)
    assert not etree.fromstring(card(made).encode()).findall(".//{*}script")
    assert "Acme" not in card(replace(made, title="Acme"), names="hide")


def test_its_figures_are_measures_that_exist() -> None:
    assert {measure.slug for measure in CATALOGUE} >= member.COMMON


def test_beside_a_need_that_is_met_nothing_says_how_much_was_left_lying() -> None:
    made = closeknit.examine(EXAMPLE, timezone="Asia/Taipei")
    whole = page.Page(made, Names(made, "show"))
    need = made.conditions[0]
    assert (need.slug, need.state) == ("shared-need", "holds")
    assert member.first_figure(whole, need) is None
    left_lying = member.first_figure(whole, replace(need, state="partly"))
    assert left_lying is not None
    assert left_lying.slug == "unanswered"
