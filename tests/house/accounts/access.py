"""Addresses of accounts."""

from datetime import timedelta

from django.utils import timezone

from closeknit.house.core.people import viewer_of
from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import actions
from closeknit.house.features.accounts.models import Passkey
from tests.house.access import EVERYONE, NOBODY_ELSE, ROLES, SIGNED_IN, row

TOKEN = "a-token-that-a-letter-carries"


def entering(_world) -> None:
    actions.ask_for_link(
        actor=the_house(), now=timezone.now(), email="new@example.org", token=TOKEN, link="/", language="en"
    )


def first(_world) -> None:
    actions.make_first_key(actor=the_house(), now=timezone.now() - timedelta(minutes=1), token=TOKEN)


def changing(world) -> None:
    actions.ask_new_address(
        actor=viewer_of(world.people["member"]), now=timezone.now(), email="new@example.org", token=TOKEN, link="/"
    )


def token(_world) -> dict[str, str]:
    return {"token": TOKEN}


def keeping_a_key(world) -> None:
    key = Passkey(
        person_id=world.people["member"], name="手機", credential="a", handle="b", public_key=b"", sign_count=0
    )
    key.made_at = timezone.now()
    key.save()
    world.made["passkey"] = key.id


CLAIM = {"name": "許立夏", "email": "keeper@example.org", "password": "十個字以上的密碼才可以過"}
GONE = dict.fromkeys(ROLES, 410)
NO_KEYS_HERE = dict.fromkeys(ROLES, 404)
"""At a house without https browsers give no passkeys; test_passkeys.py stands at one where they do."""
ROWS = [
    row("accounts:enter", EVERYONE, post={"email": "member@example.org"}),
    row("accounts:sent", EVERYONE),
    row("accounts:enter-passkey", NO_KEYS_HERE, only="post"),
    row("accounts:enter-challenge", NO_KEYS_HERE, only="post"),
    row("accounts:use-link", EVERYONE, words=token, make=entering, post={"name": "新人"}),
    row("accounts:use-link", GONE, words=token, query="?spent"),
    row("accounts:claim", EVERYONE, words=token, make=first, post=CLAIM),
    row("accounts:claim", GONE, words=token, make=entering, query="?other"),
    row("accounts:leave", EVERYONE, only="post"),
    row("accounts:letters", NOBODY_ELSE, post={"letter": "x"}),  # the keeper: test_unsent.py
    row("accounts:me", SIGNED_IN, post={"name": "林", "language": "en", "time_zone": ""}),
    row("accounts:password", SIGNED_IN, post={"password": "十個字以上的密碼才可以過"}),
    row("accounts:add-passkey", NO_KEYS_HERE | {"visitor": 302}, only="post"),
    row("accounts:add-challenge", NO_KEYS_HERE | {"visitor": 302}, only="post"),
    row(
        "accounts:remove-passkey",
        NOBODY_ELSE | {"member": 200},
        make=keeping_a_key,
        post={},
        words=lambda world: {"passkey_id": world.made["passkey"]},
    ),
    row("accounts:address", SIGNED_IN, post={"email": "new@example.org"}),
    row("accounts:confirm-address", SIGNED_IN, words=token, make=changing),
]
