"""What may be read of accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.accounts.models import Key, Passkey, Person
from closeknit.house.features.accounts.rules import digest


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A person as she sees herself."""

    id: int
    name: str
    email: str
    language: str
    time_zone: str
    has_password: bool


def own(viewer: Viewer) -> OwnCard:
    """One's own account."""
    viewer.must("accounts.own", owner=viewer.person_id)
    person = Person.objects.get(id=viewer.person_id)
    return OwnCard(
        person.id, person.name, person.email or "", person.language, person.time_zone, person.has_usable_password()
    )


@dataclass(frozen=True, slots=True)
class PasskeyCard:
    """One of a person's keys."""

    id: int
    name: str
    credential: str
    handle: str
    made_at: datetime
    used_at: datetime | None


def own_passkeys(viewer: Viewer) -> Sequence[PasskeyCard]:
    """One's own keys, the oldest first; at most `passkeys.MOST`."""
    viewer.must("accounts.own", owner=viewer.person_id)
    rows = Passkey.objects.filter(person_id=viewer.person_id).order_by("id")
    return [PasskeyCard(*row) for row in rows.values_list("id", "name", "credential", "handle", "made_at", "used_at")]


def address_of(person_id: int) -> str:
    """The mail address with which a person signs in; "" where she has none. Show it to herself only."""
    return Person.objects.filter(id=person_id).values_list("email", flat=True).first() or ""


def is_claimed() -> bool:
    """Whether the house has a keeper."""
    return Person.objects.filter(keeper=True).exists()


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A link that can still be used."""

    purpose: str
    email: str
    is_new: bool
    """Nobody has this address: using the link makes an account."""


def key(token: str, now: datetime) -> KeyCard | None:
    """The link, as long as it can be used."""
    found = Key.objects.filter(digest=digest(token), used_at__isnull=True, expires_at__gt=now).first()
    if found is None:
        return None
    known = found.purpose == "enter" and Person.objects.filter(email__iexact=found.email).exists()
    return KeyCard(found.purpose, found.email, not known and found.purpose == "enter")


def came_by(token: str, since: datetime) -> int | None:
    """The person who came in by the link since then."""
    return Key.objects.filter(digest=digest(token), used_at__gte=since).values_list("person_id", flat=True).first()


def stored(person_id: int) -> Mapping[str, Any]:
    """Queries of everything that is kept of a person: her account, and how she signs in, without secrets."""
    person = Person.objects.filter(id=person_id)
    return {
        "account": person.values("name", "email", "language", "time_zone", "keeper", "created_at", "last_login"),
        "links": Key.objects.filter(person_id=person_id).values("purpose", "made_at", "expires_at", "used_at"),
        "passkeys": Passkey.objects.filter(person_id=person_id).values("name", "made_at", "used_at"),
    }
