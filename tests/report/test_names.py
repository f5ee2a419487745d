"""Names shown or hidden: the same in every file, and nothing that was hidden leaks."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.language import using
from closeknit.report.names import Names, visible
from closeknit.report.terminal import screenful
from closeknit.report.writing import write
from tests.report import invented
from tests.report.tiny import of
from tests.report.words import SAID


def everything(found, folder: Path) -> str:
    """All that is written or printed, as one text."""
    texts = [path.read_text(encoding="utf-8") for path in write(found, folder, names="hide")]
    return "\n".join([*texts, screenful(found, names="hide")])


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hans", "en"])
def test_nothing_hidden_leaks(circle, lang, tmp_path) -> None:
    found = circle(lang)
    text = everything(found, tmp_path)
    for person in found.subject.rows.people:
        assert person.name not in text
    assert not [said for said in SAID[lang] if said in text]
    assert found.title not in text
    assert "night-reading" not in text
    assert "31/02/2026" not in text


def test_a_person_has_one_number_everywhere(circle, tmp_path) -> None:
    found = circle("en")
    write(found, tmp_path, names="hide")
    numbers = [f"Member {person + 1}" for person in found.remedies[0].people]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for number, row in zip(numbers, found.remedies[0].rows):
        assert f'<a href="#d1-{row}"><bdi class="latin">{number}</bdi></a>' in page
    for name in ("examination.json", "fabric.graphml", "fabric.gexf"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert all(re.search(rf"{number}\b", text) for number in numbers), name
    assert "Ask Member 3 to host" in (tmp_path / "summary.txt").read_text(encoding="utf-8")


def test_names_and_quotes_within_sentences_are_replaced() -> None:
    found = of([(10**15, "林白露", "x"), (10**15, "Lin", "x"), (10**15, "月", "x")], "夜讀", "zh-Hant")
    with using("zh-Hant"):
        names = Names(found, "hide")
        assert names.sentence("請林白露在11月5日主持") == "請成員1在11月5日主持"
        assert names.sentence("Lin 和月、Linda 在本月見") == "成員2 和成員3、Linda 在本月見"
        assert names.sentence("林白露、月、Lin") == "成員1、成員3、成員2"
        assert names.sentence("他說「明天見」和「好」。") == "他說「…」。"
        assert names.sentence("夜讀的人") == "這個群的人"


def test_a_name_of_dots_is_nobody_in_a_sentence() -> None:
    names = Names(of([(10**15 + i, name, "x") for i, name in enumerate((".", "……", "🍀", " "))]), "hide")
    assert names.sentence("He said so. Well…… and 🍀") == "He said so. Well…… and Member 3"
    assert names.of(0) == "Member 1"


def test_shown_names_are_left_alone() -> None:
    found = of([(10**15, "林白露", "x"), (10**15, "x" * 100, "x")])
    names = Names(found)
    assert names.sentence("林白露 said “hello”") == "林白露 said “hello”"
    assert names.sentence(f"and {'x' * 100}.") == f"and {'x' * 39}…."
    assert [piece.person for piece in names.pieces("林白露, you", (0,))] == [0, None]


def test_a_latin_name_stands_between_spaces_in_a_line_of_chinese() -> None:
    names = Names(of([(10**15, "Peter Lau", "x"), (10**15, "林白露", "x"), (10**15, "小明Amy", "x")]))
    assert names.line("請Peter Lau來主持", (0,)) == "請 Peter Lau 來主持"
    assert names.line("問問Peter Lau、林白露和小明Amy。", (0, 1, 2)) == "問問 Peter Lau、林白露和小明Amy。"
    assert names.line("用LINE問林白露", (1,)) == "用LINE問林白露", "names only"
    assert names.line("Ask Peter Lau to host", (0,)) == "Ask Peter Lau to host"


@given(st.lists(st.text(min_size=2, max_size=12), min_size=1, max_size=8, unique=True), st.data())
def test_no_name_of_two_letters_or_more_survives_in_a_sentence(people, data) -> None:
    found = of([(10**15 + i, name, None) for i, name in enumerate(people)], "??")
    names = Names(found, "hide")
    person = data.draw(st.sampled_from(range(len(found.subject.rows.people))))
    name = found.subject.rows.people[person].name
    if any(sign.isalnum() for sign in visible(name)) and not name.isdigit():
        pieces = names.pieces(f"「」：{name}。")
        assert all(piece.text.startswith("Member") for piece in pieces if piece.person is not None)
        assert any(piece.person is not None for piece in pieces) or "…" in names.sentence(f"「」：{name}。")


def test_a_name_of_megabytes_costs_little() -> None:
    names = [f"{'a' * 5000}{i}" for i in range(200)]
    found = of([(10**15 + i, name, None) for i, name in enumerate(names)])
    sentence = "a" * 20_000
    assert Names(found, "hide").sentence(sentence) == sentence


def test_an_organiser_called_by_a_digit_is_hidden_where_they_are_named(circle, tmp_path) -> None:
    found = invented.renamed(circle("en"), p0="5")
    found = replace(found, notes=())
    assert "5 (inferred" not in everything(found, tmp_path)


def test_seals() -> None:
    found = of([(10**15 + i, name, None) for i, name in enumerate(("林白露", "mary", "👩‍👩", "阿A", "?"))])
    names = Names(found)
    assert [names.seal(i) for i in range(5)] == ["露", "M", "・", "阿", "・"]
    assert names.seal(-1) == "S"
    assert Names(found, "hide").seal(1) == "2"


def test_unknown_modes_are_refused() -> None:
    with pytest.raises(ValueError, match="some"):
        Names(of([]), "some")
