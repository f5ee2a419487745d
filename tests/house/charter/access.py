"""Addresses of the charter."""

from tests.house.access import EVERYONE, ORGANISERS, row
from tests.house.charter.making import TEXTS, adopted, draft
from tests.house.conftest import NOW


def one(world) -> None:
    adopted(world, NOW)


def two(world) -> None:
    adopted(world, NOW)
    adopted(world, NOW, need="我們都要有人等。")


def written(world) -> None:
    world.made["draft"] = draft(world, NOW).revision


DRAFT = {**TEXTS, "summary": "", "revision": 1}
ROWS = [
    row("charter:charter", EVERYONE),
    row("charter:charter", EVERYONE, make=one, query="?one"),
    row("charter:version", EVERYONE, words=lambda _w: {"number": 1}, make=two),
    row("charter:compare", EVERYONE, words=lambda _w: {"old": 1, "new": 2}, make=two),
    row("charter:templates", ORGANISERS),
    row("charter:templates", ORGANISERS, query="?template=habit.public_good"),
    row("charter:begin", ORGANISERS, make=one, only="post"),
    row("charter:draft", ORGANISERS, make=written, post=DRAFT),
    row("charter:adopt", ORGANISERS, make=written, post={"revision": 1}),
    row("charter:drop", ORGANISERS, make=written, post={"revision": 1}),
]
