"""Every page in a browser, in light and dark: accessible, and no sideways scrolling from 320 px on.

The pages are the rows of the table of access, and test_access.py fails for an address without a row: so no page can
be added that is not looked at here. `CLOSEKNIT_PICTURES=folder` keeps a picture of each, at 390 and 1280 px.
"""

import os
from pathlib import Path

import pytest
from django.http import HttpResponse

from tests.house import journeys
from tests.house.access import Row
from tests.house.test_access import NAMES, ROWS, address_of

WHO = ("organiser", "host", "member", "applicant", "newcomer", "visitor", "stranger", "rival")
"""Who sees most is asked first."""
PAGES = [row for row in ROWS if row.only != "post"]
SEEN = {row.name for row in PAGES}
SHOWN = ((320, "dark"), (1280, "light"))
PICTURES = os.environ.get("CLOSEKNIT_PICTURES", "")


def test_what_is_not_looked_at_has_no_page() -> None:
    hidden = {row.name for row in ROWS} - SEEN
    assert NAMES - hidden == SEEN


@pytest.mark.parametrize("row", [row for row in ROWS if row.name not in SEEN], ids=lambda row: row.name)
def test_an_address_that_only_takes_deeds_shows_no_page(world, row: Row) -> None:
    if row.make:
        row.make(world)
    who = next((who for who in WHO if row.statuses[who] == 200), "member")
    assert world.client(who).get(address_of(row, world)).status_code in {302, 405}


@pytest.mark.browser
@pytest.mark.parametrize("row", PAGES, ids=lambda row: f"{row.name}{row.query}")
def test_the_page_is_accessible(house, row: Row) -> None:
    if row.make:
        row.make(house.world)
    url = address_of(row, house.world) + row.query
    who = next((who for who in WHO if row.statuses[who] == 200), "visitor")
    answer = house.world.client(who).get(url)
    if not is_page(answer):  # a file to take away, or an answer to a program
        return
    page = house.page(who)
    page.goto(url)
    for width, scheme in SHOWN:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        journeys.check(page)
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{row.name}{row.query}".replace(":", "-").replace("/", "").replace("?", "-").replace("&", "-")
        for width, scheme in ((390, "light"), (390, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(folder / f"{name}-{width}-{scheme}.png"), full_page=True)


def is_page(answer: HttpResponse) -> bool:
    """HTML for reading, not a file to take away."""
    return answer.headers.get("Content-Type", "").startswith("text/html") and not answer.has_header(
        "Content-Disposition"
    )
