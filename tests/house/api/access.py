"""Addresses of the openness."""

from closeknit.house.features.api import actions
from tests.house.access import EVERYONE, MEMBERS, ORGANISERS, row
from tests.house.conftest import NOW

BY_TOKEN = dict.fromkeys(EVERYONE, 401)
NOWHERE = dict.fromkeys(EVERYONE, 404)


def made(world) -> None:
    world.made["token"] = actions.make_token(
        actor=world.viewer("organiser"), now=NOW, token=f"t{len(world.made)}", label="網站", scopes=["members"]
    )


ROWS = [
    row("api:description", EVERYONE),
    row("api:community", BY_TOKEN),
    row("api:members", BY_TOKEN),
    row("api:charter", BY_TOKEN),
    row("api:deeds", BY_TOKEN),
    row("api:calendar", NOWHERE, words=lambda _world: {"token": "nothing"}),
    row("api:feed", EVERYONE),
    row("api:keep", ORGANISERS, make=made),
    row("api:new", ORGANISERS, post={"label": "網站", "scopes": ["members"]}, posted=200),
    row("api:end", ORGANISERS, make=made, words=lambda world: {"token_id": world.made["token"]}, only="post"),
    row("api:export", ORGANISERS, only="post", posted=200),
    row("api:mine", MEMBERS, post={}, posted=200),
]
