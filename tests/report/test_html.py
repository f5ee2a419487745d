"""The page: whole, safe, small, and led by its anchors."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.report.html import render, style
from closeknit.vitality import catalogue
from closeknit.vitality.findings import WORDS, Judged, Verdict
from tests.report import invented
from tests.report.reading import Page
from tests.report.tiny import TINY, of

SECTIONS = [
    "deeds", "conditions", "who", "circles", "weeks", "change", "load", "new", "drill", "unanswered", "conversations",
    "share", "measures", "aside", "issues", "cannot", "method",
]  # fmt: skip
LANGUAGES = ["zh-Hant", "zh-Hans", "en"]
HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', '=HYPERLINK("http://x")',
    "\u202eevil\u202c", "👩‍👩‍👧‍👦",
    "' onclick='x", "{{ 7*7 }}", "</style><script>", "&lt;b&gt;", "\x00\x1b[31m", "http://example.invalid/",
    "]]>", "٣ مرحبا",
    "x" * 5000, " ", "\ufeff", "-->",
]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("names", ["show", "hide"])
def test_the_page_is_whole(circle, lang, names) -> None:
    page = Page(render(circle(lang), names=names))
    assert page.wrong == []
    assert page.tags.count("h1") == 1
    assert ("html", "lang", lang) in page.attributes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sections_stand_in_order_and_in_the_contents(circle, lang) -> None:
    html = render(circle(lang))
    sections = re.findall(r'<section class="leaf" id="(\w+)"', html)
    assert sections == SECTIONS
    assert re.findall(r'<li><a href="#(\w+)">', html) == sections
    assert re.findall(r'class="cond" data-is="([\w-]+)"', html) == [c.state for c in circle(lang).conditions]


def test_the_words_of_the_verdict(circle) -> None:
    for word in WORDS:
        made = replace(circle("en"), verdict=Verdict(word, "Because.", ("backbone",)))
        assert f'<p class="word">{ {"community": "A community", "silent": "Silent"}.get(word, "") }' in render(made)


def test_every_name_of_a_deed_leads_to_the_row_that_caused_it(circle) -> None:
    html = render(circle("zh-Hant"))
    made = circle("zh-Hant")
    title = re.search(r'<li id="d1"><h3>(.*?)</h3>', html)[1]
    for person, row in zip(made.remedies[0].people, made.remedies[0].rows):
        assert f'<a href="#d1-{row}"><bdi>{made.subject.rows.people[person].name}</bdi></a>' in title
        assert f'<li id="d1-{row}">' in html


def test_answers_say_how_they_are_known(circle) -> None:
    html = render(circle("en"))
    evidence = html[html.index('id="conditions"') : html.index('id="who"')]
    links = [value for _tag, name, value in Page(evidence).attributes if name == "data-link"]
    assert sorted(links) == ["explicit", "inferred"]
    assert re.search(r'<span class="inferred">inferred answer, probability 0\.\d\d</span>', html)
    assert "answers by the reply mark" in html


def test_nothing_is_fetched_styled_inline_or_run(circle) -> None:
    page = Page(render(circle("en")))
    for tag, name, value in page.attributes:
        assert name != "style"
        assert not name.startswith("on"), (tag, name)
        if name in {"href", "src"}:
            assert value.startswith("#"), (tag, name, value)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert "default-src 'none'" in next(v for _t, _n, v in page.attributes if "style-src" in v)


def test_unknown_is_never_zero_and_few_are_no_rate(circle) -> None:
    html = render(circle("en"))
    survival = re.search(r'<tr role="row" id="m-survival">.*?</tr>', html)[0]
    assert "not measurable" in survival
    assert "0" not in re.sub(r"<small>.*?</small>", "", survival)
    few = re.search(r'<tr role="row" id="m-answered-newcomers">.*?</tr>', html)[0]
    assert "14\u00a0of\u00a023" in few
    assert "61" not in few


def test_no_sheet_was_changed(shared) -> None:
    sheets = [(shared / "look" / name).read_text(encoding="utf-8") for name in ("tokens.css", "closeknit.css")]
    assert style()[0].startswith("\n".join(sheets))


@pytest.mark.parametrize("make", TINY.values(), ids=TINY)
def test_next_to_nothing_makes_a_page(make) -> None:
    assert Page(render(make())).wrong == []
    assert Page(render(make(), names="hide")).wrong == []


def test_conversations_are_listed_and_open_to_be_read(circle) -> None:
    made = circle("en")
    html = render(made)
    talks = html[html.index('id="conversations"') : html.index('id="measures"')]
    assert re.search(r"<p>[\d,]+ conversations were opened in the window; [\d,]+ were taken up", talks)
    latest = made.talks.talk(made.talks.latest(1)[0])
    for row in latest.rows:
        assert f'id="t{made.talks.latest(1)[0]}-{row}"' in talks
    assert re.search(r">to [^<]+: inferred, 0\.\d\d<", talks)
    assert re.search(r">to [^<]+: answers by the reply mark<", talks)
    unsure = re.findall(r'data-link="inferred" data-unsure>.*?inferred, (0\.\d\d)<', talks)
    assert unsure
    assert all(float(value) <= 0.7 for value in unsure)


def test_a_page_with_nothing_said_lists_no_conversation() -> None:
    assert 'id="conversations"' not in render(TINY["one author"]())


def test_an_examination_without_conditions(circle) -> None:
    made = replace(circle("en"), conditions=(), remedies=(), measures={})
    assert Page(render(made)).wrong == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_text(name, monkeypatch) -> None:
    monkeypatch.setattr(catalogue, "CATALOGUE", invented.catalogue("en"))
    calm = Page(render(invented.examination("en", people=tuple(f"Person p{i}" for i in range(40)), days=200)))
    people = (name, name[::-1] + "!", *(f"{name} p{i}" for i in range(2, 40)))
    wild = Page(render(invented.examination("en", people=people, days=200)))
    assert wild.wrong == []
    assert set(wild.tags) - {"wbr"} == set(calm.tags) - {"wbr"}
    assert len(wild.tags) - wild.tags.count("wbr") == pytest.approx(len(calm.tags) - calm.tags.count("wbr"), abs=12)
    assert {(tag, key) for tag, key, _value in wild.attributes} <= {(tag, key) for tag, key, _v in calm.attributes}
    shown = "".join(wild.words + wild.said)
    assert not re.search("[\x00\x1b\u202a-\u202e]", shown)


@given(st.text(min_size=1, max_size=30), st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_whatever_people_type_stays_text(name, text, title) -> None:
    made = of([(10**15 + i * 10**11, name, text) for i in range(3)], title)
    judged = Judged(4, "mesh", title, "partly", f"{name} {text}", (), (), False, text)
    page = Page(render(replace(made, conditions=(judged,))))
    assert page.wrong == []
    assert not {"script", "img", "iframe"} & set(page.tags)


def test_the_page_of_a_large_group_is_small() -> None:
    names = tuple(f"成員{'名' * 60}{i}" for i in range(400))
    made = invented.examination("zh-Hant", people=names, days=900, a_day=20)
    html = render(made)
    assert len(html.encode()) < 300_000
    assert html.count("<circle") + html.count('class="p-org"') <= 60


def test_the_same_twice(circle) -> None:
    assert render(circle("en")) == render(circle("en"))
