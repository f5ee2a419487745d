"""A double click as it happens: both copies of every form arrive at the same moment, on both databases."""

from pathlib import Path
from typing import Any

import pytest

from tests.house import databases
from tests.house.access import Row
from tests.house.conftest import make_world
from tests.house.faults.test_forms import AGAIN, FORMS, counted, prepared

ONCE = [row for row in FORMS if row.name not in AGAIN]
ONE_CLICK: dict[str, dict[str, int]] = {}
"""What a single click leaves, by row."""


def clicked(row: Row, together: Any) -> dict[str, int]:
    """Rows of every table after the clicks that `together` runs at once; each comes from a browser of its own.

    A job too many changes nothing, so jobs are not counted; letters are.
    """
    who, url, post = prepared(world := make_world(), row)

    def click() -> int:
        browser = world.client(who, raise_request_exception=False)
        return int(browser.post(url, {**post, "once": "the-token-of-one-page"}).status_code)

    answers = together(click)
    assert all(isinstance(status, int) and status < 500 for status in answers), answers
    return {label: count for label, count in counted().items() if label not in {"sessions.Session", "core.Job"}}


@pytest.mark.parametrize("row", ONCE, ids=lambda row: row.name + row.query)
def test_both_clicks_at_once_are_one(race: Any, row: Row, template_file: Path, tmp_path: Path) -> None:
    ident = row.name + row.query
    if ident not in ONE_CLICK:
        (tmp_path / "one").mkdir()
        with databases.using(databases.copied(template_file, tmp_path / "one")):
            ONE_CLICK[ident] = clicked(row, lambda click: [click()])
    assert clicked(row, lambda click: race(click, click)) == ONE_CLICK[ident]
