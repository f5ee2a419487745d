"""Every form of the house, found by the table of addresses: pressed twice, sent too late, filled with far too much."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from closeknit.house.core.models import JournalLine
from tests.house.access import ROLES, Row
from tests.house.test_access import ROWS

FORMS = [
    row
    for row in ROWS
    if (row.post is not None or row.only == "post")
    and 200 in row.statuses.values()
    and not row.name.startswith("api:v1")
]
AGAIN = {
    "api:mine": "the link is shown once: the second answer shows the one that holds",
    "members:link": "the link is shown once: the second answer shows the one that holds",
    "insights:begin": "a program asks; what it does not go on with is swept away",
    "admission:raise-question": "two clicks raise it by two",
    "api:export": "each answer is a whole file",
    "api:hook-try": "each try is sent",
}
"""What is done twice by two clicks, and why that is right."""

HUGE = "長" * 3_500_000
"""A name of ten megabytes."""


def address(world: Any, row: Row) -> str:
    words = dict(row.words(world))
    try:
        return reverse(row.name, kwargs={"slug": world.slug, **words})
    except NoReverseMatch:
        return reverse(row.name, kwargs=words)


def prepared(world: Any, row: Row) -> tuple[str, str, Mapping[str, Any]]:
    """Who may, where, and what is sent."""
    if row.make:
        row.make(world)
    who = next(role for role in reversed(ROLES) if row.statuses[role] == 200)
    return who, address(world, row), row.post(world) if callable(row.post) else row.post or {}


def counted() -> dict[str, int]:
    """Rows of every table but the journal: a line may say once more that something was so already."""
    kept = [model for model in apps.get_models() if model._meta.label not in {"core.JournalLine", "core.Rate"}]
    return {model._meta.label: model.objects.count() for model in kept}


@pytest.mark.parametrize("row", [row for row in FORMS if row.name not in AGAIN], ids=lambda row: row.name + row.query)
def test_pressed_twice_acts_once(world, row: Row) -> None:
    who, url, post = prepared(world, row)
    browser, found = world.client(who), []
    for _click in range(2):
        answer = browser.post(url, {**post, "once": "the-token-of-one-page"})
        assert answer.status_code < 500
        found.append(counted())
    assert found[0] == found[1]


@pytest.mark.parametrize("row", FORMS, ids=lambda row: f"{row.name}{row.query}")
def test_of_yesterday_says_that_it_is_too_old(world, row: Row) -> None:
    """Its token was made for a session that has ended."""
    who, url, post = prepared(world, row)
    browser = world.client(who, enforce_csrf_checks=True)
    before = JournalLine.objects.count()
    answer = browser.post(url, post)
    assert answer.status_code == 403
    assert "這張表單放太久了" in answer.content.decode() or b"<!doctype html>" not in answer.content
    assert JournalLine.objects.count() == before


NAMED = [row for row in FORMS if isinstance(row.post, Mapping) and {"name", "title", "text"} & set(row.post)]


@pytest.mark.parametrize("row", NAMED, ids=lambda row: row.name)
def test_a_name_of_ten_megabytes_is_refused_in_words(world, row: Row) -> None:
    who, url, post = prepared(world, row)
    browser = world.client(who)
    before = counted()
    word = next(word for word in ("name", "title", "text") if word in post)
    answer = browser.post(url, {**post, word: HUGE})
    assert answer.status_code in {400, 422}
    assert answer.content.startswith(b"<!doctype html>")
    assert len(answer.content) < 100_000
    assert counted() == before
