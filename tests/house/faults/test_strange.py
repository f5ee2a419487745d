"""Addresses and forms that nobody's browser sends, at every address of the house, on both databases: never a 500."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.urls.converters import StringConverter

from tests.house.access import ROLES, Row
from tests.house.conftest import World, make_world
from tests.house.test_access import ROWS

ASKED = ("q", "page", "of", "show", "tab", "role", "carrier", "chapter", "list", "days", "at", "next", "template",
         "state", "full", "month", "lang")  # fmt: skip
"""Every word that a page reads from its address."""
ODD = ("%00", "-1", "99999999999999999999999", "%ED%A0%80")
HUGE = 2**70
NOTHING: dict[str, object] = {"nul": "\0", "many": "9" * 70}


def addresses(world: World, row: Row) -> Iterator[str]:
    """The row's address as it is, and with every number too great for a database."""
    words = dict(row.words(world))
    for changed in (words, {k: HUGE if isinstance(v, int) else v for k, v in words.items()}):
        for told in ({"slug": world.slug, **changed}, changed):
            try:
                yield reverse(row.name, kwargs=told)
                break
            except NoReverseMatch:
                continue


def tried(world: World, row: Row) -> Iterator[tuple[str, int]]:
    """What was asked, and the status of the answer."""
    if row.make:
        row.make(world)
    who = next((role for role in reversed(ROLES) if row.statuses[role] == 200), "organiser")
    browser = world.client(who, raise_request_exception=False)
    for at, url in enumerate(dict.fromkeys(addresses(world, row))):
        if row.only != "post":
            odd = ODD if at == 0 else ODD[:1]
            for query in ["&".join(f"{name}={value}" for name in ASKED) for value in odd]:
                yield f"{url}?{query[:20]}…", browser.get(f"{url}?{query}").status_code
        if row.post is not None or row.only == "post":
            post: Mapping[str, Any] = row.post(world) if callable(row.post) else row.post or {}
            for what, value in NOTHING.items():
                words = dict.fromkeys(post, value)
                told = {**words, "once": value, "email": value, "csrfmiddlewaretoken": value}
                yield f"POST {url} {what}", browser.post(url, told).status_code


def test_no_address_breaks(race: Any) -> None:
    world, broken = make_world(), []
    for row in ROWS:
        with transaction.atomic():
            broken += [f"{asked}: {status}" for asked, status in tried(world, row) if status >= 500]
            transaction.set_rollback(True)
    assert broken == []


TOKENS = ("\0", "9" * 4000, "\u202e", "a.b.c:d", "%", ":", "1-x:y")


def with_a_token(patterns: Any = None, space: str = "") -> Iterator[tuple[str, str]]:
    """Addresses that end in something drawn by lot: the name, and what it is called."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from with_a_token(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        else:
            for word, converter in pattern.pattern.converters.items():
                if type(converter) is StringConverter:
                    yield f"{space}{pattern.name}", word


def test_no_link_breaks(race: Any) -> None:
    world, broken, asked = make_world(), [], 0
    for name, word in with_a_token():
        for who in ("visitor", "organiser"):
            browser = world.client(who, raise_request_exception=False)
            for token in TOKENS:
                try:
                    url = reverse(name, kwargs={"slug": world.slug, word: token})
                except NoReverseMatch:
                    url = reverse(name, kwargs={word: token})
                answers = (browser.get(url).status_code, browser.post(url, {}).status_code)
                asked += 1
                broken += [f"{name} {token[:9]!r}: {status}" for status in answers if status >= 500]
    assert broken == []
    assert asked > 80
