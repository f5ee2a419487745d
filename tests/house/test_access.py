"""Every address × everybody. An address without a row fails, and so does a row without an address."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.access import ROLES, Row

FOLDERS = sorted(p.parent.name for p in Path(__file__).parent.glob("*/access.py"))
ROWS: list[Row] = [row for folder in FOLDERS for row in importlib.import_module(f"tests.house.{folder}.access").ROWS]


def addresses(patterns: Any = None, space: str = "") -> Iterator[str]:
    """Every name."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


NAMES = set(addresses())


def address_of(row: Row, world: Any) -> str:
    """The row's address in the first community, or in the house."""
    words = dict(row.words(world))
    try:
        return reverse(row.name, kwargs={"slug": world.slug, **words})
    except Exception:  # noqa: BLE001 - an address of the house has no slug
        return reverse(row.name, kwargs=words)


def test_every_address_has_its_rows_and_every_row_its_address() -> None:
    assert sorted(NAMES - {row.name for row in ROWS}) == [], "an address without a row in tests/house/FEATURE/access.py"
    assert sorted({row.name for row in ROWS} - NAMES) == [], "a row without an address"


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}{row.query}")
def test_who_gets_what(world, row: Row, who: str) -> None:
    if row.make:
        row.make(world)
    url = address_of(row, world)
    browser, wanted = world.client(who), row.statuses[who]
    if row.only != "post":
        assert browser.get(url + row.query).status_code == wanted
    if row.post is not None or row.only == "post":
        post = row.post(world) if callable(row.post) else row.post or {}
        assert browser.post(url + row.query, post).status_code == (row.posted if wanted == 200 else wanted)


@pytest.mark.parametrize("row", [r for r in ROWS if ":" in r.name], ids=lambda row: row.name)
def test_a_community_that_is_not_there_looks_like_one_that_is_not_yours(world, row: Row) -> None:
    if row.make:
        row.make(world)
    words = dict(row.words(world))
    try:
        url = reverse(row.name, kwargs={"slug": "nowhere", **words})
    except Exception:  # noqa: BLE001 - an address of the house has no slug
        return
    method = "post" if row.only == "post" else "get"
    for who in ("visitor", "member"):
        there = getattr(world.client(who), method)(url)
        wanted = 302 if row.statuses[who] == 302 else 404
        assert there.status_code == wanted
