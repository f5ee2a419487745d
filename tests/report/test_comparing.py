"""Groups side by side: whole pages, no ranking, nobody named where names are hidden."""

import json

import pytest

from closeknit.report.comparing import render, screenful, to_json
from closeknit.report.typography import columns
from closeknit.report.writing import write_comparison
from tests.report.reading import Page
from tests.report.tiny import TINY


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("names", ["show", "hide"])
def test_the_page_is_whole(circle, lang, names) -> None:
    groups = [circle(lang), TINY["two people"](), circle(lang)]
    page = Page(render(groups, names=names))
    assert page.wrong == []
    assert ("html", "lang", lang) in page.attributes
    assert render(groups, names=names).count('<ul class="cord"') == 3


def test_hidden_names_are_numbers(circle) -> None:
    made = circle("en")
    html = render([made, made], names="hide")
    assert "Group 1" in html
    assert made.title not in html
    assert not [p.name for p in made.subject.rows.people if f">{p.name}<" in html]


def test_the_json_has_each_group_in_order(circle) -> None:
    found = json.loads(to_json([circle("en"), TINY["one author"]()]))
    assert [group["title"] for group in found["groups"]] == ["South Gate Night Readers", "x"]
    assert found["groups"][0]["conditions"]["mesh"] == "holds"
    assert found["groups"][0]["measures"]["mesh-share"]["n"] == 1864
    assert found["groups"][0]["measures"]["survival"]["value"] is None


@pytest.mark.parametrize("width", [40, 80])
def test_a_terminal_shows_a_line_a_condition(circle, width) -> None:
    made = circle("zh-Hant")
    told = screenful([made] * 4, width=width)
    assert all(columns(line) <= width for line in told.splitlines()[: 5 + len(made.conditions)])
    for judged in made.conditions:
        assert any(line.startswith(judged.title[:4]) for line in told.splitlines())


def test_both_files_are_written(circle, tmp_path) -> None:
    written = write_comparison([circle("en"), circle("en")], tmp_path)
    assert [path.name for path in written] == ["compare.html", "compare.json"]
