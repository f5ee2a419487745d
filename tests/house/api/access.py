"""Addresses of the openness."""

from closeknit.house.features.api.actions import hooks, keys
from closeknit.house.features.api.declared import BLANK
from closeknit.house.features.api.views.v1 import DECLARED
from tests.house.access import EVERYONE, MEMBERS, ORGANISERS, Row, row
from tests.house.conftest import NOW

BY_TOKEN = dict.fromkeys(EVERYONE, 401)
NOWHERE = dict.fromkeys(EVERYONE, 404)
NOT_THAT_WAY = dict.fromkeys(EVERYONE, 405)


def declared(path: str, methods) -> Row:
    """What programs do is done with a key, whoever is signed in; test_v1 tries every operation with and without."""
    statuses = BY_TOKEN if {"GET", "POST"} & set(methods) else NOT_THAT_WAY
    words = dict.fromkeys(BLANK.findall(path), 1)
    return row(
        f"api:{next(iter(methods.values())).name}", statuses, words=lambda _world: words,
        only="" if "GET" in methods or "POST" not in methods else "post",
    )  # fmt: skip


def made(world) -> None:
    world.made["token"] = keys.make_token(
        actor=world.viewer("organiser"), now=NOW, token=f"t{len(world.made)}", label="網站", scopes=["members"]
    )


def hooked(world) -> None:
    world.made["hook"] = hooks.add(
        actor=world.viewer("organiser"), now=NOW, address="https://example.org/in", events=["deeds.done"], nonce="n"
    )


def tried(world) -> None:
    hooked(world)
    world.made["tried"] = hooks.try_out(
        actor=world.viewer("organiser"), now=NOW, hook_id=world.made["hook"], ident=f"msg_{len(world.made)}"
    )


def the_hook(world) -> dict[str, int]:
    return {"hook_id": world.made["hook"]}


ROWS = [
    row("api:description", EVERYONE),
    *(declared(path, methods) for path, methods in DECLARED.items()),
    row("api:v1-nowhere", NOWHERE, words=lambda _world: {"rest": "nothing"}),
    row("api:calendar", NOWHERE, words=lambda _world: {"token": "nothing"}),
    row("api:feed", EVERYONE),
    row("api:keep", ORGANISERS, make=made),
    row("api:new", ORGANISERS, post={"label": "網站", "scopes": ["members"]}, posted=200),
    row("api:end", ORGANISERS, make=made, words=lambda world: {"token_id": world.made["token"]}, only="post"),
    row("api:export", ORGANISERS, only="post", posted=200),
    row("api:mine", MEMBERS, post={"which": "feed"}, posted=200),
    row("api:private-feed", NOWHERE, words=lambda _world: {"token": "nothing"}),
    row("api:hook-new", ORGANISERS, post={"address": "https://example.org/in", "events": ["deeds.done"]}, posted=200),
    row("api:hook", ORGANISERS, make=hooked, words=the_hook),
    row("api:hook", ORGANISERS, make=tried, words=the_hook, query="?tried"),
    row("api:hook-change", ORGANISERS, make=hooked, words=the_hook, post={"events": ["deeds.given"]}),
    row("api:hook-try", ORGANISERS, make=hooked, words=the_hook, only="post"),
    row("api:hook-on", ORGANISERS, make=hooked, words=the_hook, only="post"),
    row("api:hook-end", ORGANISERS, make=hooked, words=the_hook, post={}),
    row("api:hook-again", ORGANISERS, make=tried, words=lambda w: {"delivery_id": w.made["tried"]}, only="post"),
]
