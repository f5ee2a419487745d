"""Addresses of communities."""

from tests.house.access import EVERYONE, NOBODY_ELSE, ORGANISERS, SIGNED_IN, row

ROWS = [
    row("communities:mine", SIGNED_IN),
    row("communities:found", NOBODY_ELSE, post={"name": "新社群", "slug": "new-one"}),
    row("communities:home", EVERYONE),
    row("communities:settings", ORGANISERS, post={"name": "城南夜讀", "language": "en", "time_zone": ""}),
    row("communities:journal", ORGANISERS),
]
