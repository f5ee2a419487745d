"""The sixteen templates are whole in three languages, and really differ."""

import itertools
import re
from collections import Counter

import pytest

from closeknit.house.features.charter import rules, sixteen
from closeknit.text.scripts import script_of
from closeknit.vitality.catalogue import CATALOGUE

PAIRS = list(itertools.product(rules.KINDS, rules.SECTORS))
ALL = [(kind, sector, language) for kind, sector in PAIRS for language in sixteen.LANGUAGES]


def every_text(template: sixteen.Template) -> list[str]:
    asked = [text for q in template.questions for text in (q.text, *q.options)]
    return [*template.fields.values(), *asked, *(d.text for d in template.first_deeds), *template.law]


@pytest.mark.parametrize(("kind", "sector", "language"), ALL)
def test_a_template_says_everything(kind: str, sector: str, language: str) -> None:
    template = sixteen.read(kind, sector, language)
    assert all(text.strip() == text and 1 < len(text) <= rules.LONGEST for text in every_text(template))
    assert len(template.questions) >= 3
    assert {q.kind for q in template.questions} > {"text", "yes_no"}, (
        "one to tell of the need, one with a hidden answer"
    )
    for q in template.questions:
        assert (q.kind in {"choice", "several"}) == bool(q.options)
        assert all(0 <= at < len(q.options) for at in q.fits)
        assert len(q.fits) < max(1, len(q.options)), "a choice that everybody passes tests nothing"
        assert (q.kind == "number") == (q.least is not None)
        assert (q.kind == "yes_no") == (q.wanted in {"yes", "no"})
    assert len(template.first_deeds) >= 2
    assert {slug for slug, _word in template.measures} <= {m.slug for m in CATALOGUE}
    told = " ".join(template.law)
    assert "PIPL" in told
    assert "PDPA" in told
    assert "GDPR" in told
    assert re.search("不是法律意見|不是法律意见|no legal advice", template.law[-1])


@pytest.mark.parametrize(("kind", "sector"), PAIRS)
def test_the_languages_have_the_same_build_and_their_own_words(kind: str, sector: str) -> None:
    hant, hans, en = (sixteen.read(kind, sector, language) for language in sixteen.LANGUAGES)
    for other in (hans, en):
        assert [(q.kind, q.fits, q.least, q.wanted, len(q.options)) for q in other.questions] == [
            (q.kind, q.fits, q.least, q.wanted, len(q.options)) for q in hant.questions
        ]
        assert len(other.blanks) == len(hant.blanks)
        assert [text.count("\n") for text in other.fields.values()] == [t.count("\n") for t in hant.fields.values()]
    assert script_of(every_text(hant)) == "zh-Hant"
    assert script_of(every_text(hans)) == "zh-Hans"
    assert not [t for t in every_text(hant) if script_of([t]) == "zh-Hans"]
    assert not [t for t in every_text(hans) if script_of([t]) == "zh-Hant"]
    assert not re.search("[\u4e00-\u9fff]", " ".join(every_text(en)))


@pytest.mark.parametrize("language", sixteen.LANGUAGES)
def test_no_two_templates_share_what_makes_them(language: str) -> None:
    templates = [sixteen.read(kind, sector, language) for kind, sector in PAIRS]
    for name in rules.FIELDS:
        assert len({t.fields[name] for t in templates}) == 16, name
    questions = Counter(q.text for t in templates for q in t.questions)
    shared = {text for text, times in questions.items() if times > 1}
    assert all(re.search("幾次|几次|times", text) for text in shared), "only how often one can come may be asked twice"
    assert len({t.measures for t in templates}) == 16
    assert len({t.law for t in templates}) == 16


def test_blanks_are_asked_once_and_filled_everywhere() -> None:
    template = sixteen.read("person", "politics", "zh-hant")
    assert template.blanks == ("誰", "哪裡")
    filled = sixteen.fill(template.fields["purpose"], {"誰": "林議員", "哪裡": " "})
    assert "林議員替我們做事" in filled
    assert rules.blanks(sixteen.fill("在〔哪裡〕", {"哪裡": " "})) == ["哪裡"], "an empty word fills nothing"


def test_an_unknown_template_is_not_there() -> None:
    with pytest.raises(KeyError):
        sixteen.read("person", "../../etc/passwd", "en")
