"""The last examination is read with care and told as before and after."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.errors import BadOption
from closeknit.report import as_json
from closeknit.report.again import _check, beside, read_old
from closeknit.report.html import render
from closeknit.report.terminal import screenful
from closeknit.report.writing import write
from closeknit.vitality.findings import Verdict
from tests.report.reading import Page


@pytest.fixture
def folder(circle, tmp_path):
    """An earlier report."""
    write(replace(circle("en"), verdict=Verdict("group", "", ()), extra={}), tmp_path)
    return tmp_path


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("names", ["show", "hide"])
def test_it_stands_in_every_report(circle, folder, lang, names) -> None:
    from jsonschema import Draft202012Validator

    from tests.report.test_json import SCHEMA

    made = replace(circle(lang), extra={})
    beside(made, folder)
    page = Page(render(made, names=names))
    assert page.wrong == []
    assert ("section", "id", "again") in page.attributes
    found = json.loads(as_json.to_json(made, names=names))
    Draft202012Validator(SCHEMA).validate(found)
    assert (found["again"]["word_before"], found["again"]["word_after"]) == ("group", "becoming-one")
    assert {one["before"] == one["after"] for one in found["again"]["conditions"]} == {True}


def test_a_terminal_shows_it_in_a_few_lines(circle, folder) -> None:
    made = replace(circle("en"), extra={})
    beside(made, folder)
    assert "The word was A chat group and is now Becoming a community." in screenful(made)


def test_hidden_names_stay_hidden_though_the_old_report_shows_them(circle, folder) -> None:
    made = replace(circle("en"), extra={})
    beside(made, folder)
    told = json.loads(as_json.to_json(made, names="hide"))["again"]["remedies"]
    assert {one["title"] for one in told} == {""}
    people = [p.name for p in made.subject.rows.people]
    section = render(made, names="hide").split('id="again"')[1].split("</section>")[0]
    assert not [name for name in people if name in section]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"version": 1}', '{"version": 2}', "[" * 100_000, '"x"', "\udcff"],
    ids=range(9),
)
def test_what_is_no_examination_is_one_sentence(tmp_path, content) -> None:
    file = tmp_path / "examination.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadOption, match="--again"):
        read_old(tmp_path)


def test_no_file_is_one_sentence(tmp_path) -> None:
    with pytest.raises(BadOption, match="cannot be read"):
        read_old(tmp_path / "nowhere")


@given(st.data())
def test_whatever_is_damaged_is_refused_or_compared(circles, data) -> None:
    found = json.loads(as_json.to_json(circles["en"]))
    part = found
    for _depth in range(data.draw(st.integers(0, 4))):
        if isinstance(part, dict) and part:
            key = data.draw(st.sampled_from(sorted(part)))
        elif isinstance(part, list) and part:
            key = data.draw(st.integers(0, len(part) - 1))
        else:
            break
        if data.draw(st.booleans()):
            part[key] = data.draw(st.sampled_from([None, 0, "x", [], {}, True, 1e308, "9999-99-99"]))
            break
        part = part[key]
    try:
        _check(found)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    from closeknit.vitality.comparison import compare_with

    compare_with(circles["en"], found)
