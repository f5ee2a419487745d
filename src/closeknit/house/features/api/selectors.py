"""What may be read of keys, private links, hooks, and of what happened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.paginator import Page, Paginator
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.api import rules
from closeknit.house.features.api.models import Delivery, Hook, Token
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api as members

DELIVERIES: Final = 25


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A key in force."""

    id: int
    person_id: int
    label: str
    scopes: Sequence[str]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class HookCard:
    """An address that hears of events."""

    id: int
    made_by_id: int
    address: str
    events: Mapping[str, int]
    made_at: datetime
    off_at: datetime | None
    off_why: str
    failing_since: datetime | None

    @property
    def host(self) -> str:
        """The part of the address that people know it by."""
        return urlsplit(self.address).netloc


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """One event that was sent, and what the receiver said."""

    id: str
    event: str
    made_at: datetime
    state: str
    tries: int
    next_at: datetime
    tried_at: datetime | None
    status: int | None
    answer: str
    failure: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a token opens: a community, seen as its maker sees it."""

    token_id: int
    viewer: Viewer
    scopes: Sequence[str]


def tokens(viewer: Viewer) -> Sequence[TokenCard]:
    """The keys of programs that are in force, the newest first."""
    viewer.must("api.keep")
    rows = Token.objects.filter(community_id=viewer.community_id, kind="program", ended_at__isnull=True)
    return [TokenCard(*row) for row in rows.order_by("-id").values_list(*TokenCard.__dataclass_fields__)]


def links(viewer: Viewer) -> Collection[str]:
    """The kinds of private links that the viewer has: calendar, feed."""
    rows = Token.objects.filter(community_id=viewer.community_id, person_id=viewer.person_id, ended_at__isnull=True)
    return set(rows.exclude(kind="program").values_list("kind", flat=True))


def hooks(viewer: Viewer) -> Sequence[HookCard]:
    """The addresses that hear of events, the oldest first."""
    viewer.must("api.keep")
    rows = Hook.objects.filter(community_id=viewer.community_id, ended_at__isnull=True).order_by("id")
    return [HookCard(*row) for row in rows.values_list(*HookCard.__dataclass_fields__)]


def hook(viewer: Viewer, hook_id: int) -> HookCard:
    """One of them; 404 where there is none."""
    found = next((card for card in hooks(viewer) if card.id == hook_id), None)
    if found is None:
        raise Http404
    return found


def deliveries(viewer: Viewer, hook_id: int, number: object) -> Page:
    """A page of what one of them was sent, the newest first."""
    viewer.must("api.keep")
    rows = Delivery.objects.filter(hook_id=hook_id, hook__community_id=viewer.community_id)
    rows = rows.order_by("-made_at", "-line", "id")
    page = Paginator(rows.values_list(*DeliveryCard.__dataclass_fields__), DELIVERIES).get_page(number)
    page.object_list = [DeliveryCard(*row) for row in page.object_list]
    return page


def happened(viewer: Viewer, *, at_most: int = 50) -> Sequence[journal.Line]:
    """What happened here, as far as the viewer may know: those who read the journal all of it, others what concerns
    everybody, and what concerns herself. The newest first."""
    viewer.must("api.own", owner=viewer.person_id)
    ident = viewer.community_id
    if viewer.may("communities.journal"):
        return journal.lines(community_id=ident, limit=at_most)
    everybody = journal.lines(community_id=ident, verbs=rules.FOR_EVERYBODY, limit=at_most)
    own = journal.lines(community_id=ident, verbs=rules.FOR_ONESELF, whom_id=viewer.person_id, limit=at_most)
    lines = {line.id: line for line in (*everybody, *own)}
    return sorted(lines.values(), key=lambda line: (line.at, line.id), reverse=True)[:at_most]


def shown_names(viewer: Viewer, lines: Sequence[journal.Line]) -> Mapping[int, str]:
    """Names of the people in lines, as far as the viewer may see them."""
    ids = {ident for line in lines for ident in (line.actor_id, line.whom_id) if ident}
    if viewer.may("communities.journal"):
        return communities.names(viewer.community_id or 0, ids)
    cards = members.profiles(viewer.community_id or 0, ids)
    return {ident: card.name for ident, card in cards.items() if card.is_shown or ident == viewer.person_id}


def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
    """Queries of what is kept of a person: her keys and private links without their secrets, and what she has sent
    where. What was answered to her programs goes after a day."""
    rows = Token.objects.filter(community_id=community_id, person_id=person_id)
    own = Hook.objects.filter(community_id=community_id, made_by_id=person_id)
    return {
        "keys": rows.values("kind", "label", "scopes", "made_at", "ended_at"),
        "events": own.values("address", "events", "made_at", "ended_at"),
    }


def opened(token: str, kind: str) -> Opened | None:
    """What a token opens; None for one that is not in force, or whose maker may not do so any more."""
    row = (
        Token.objects.filter(digest=rules.digest(token), kind=kind, ended_at__isnull=True)
        .values_list("community_id", "person_id", "scopes", "id")
        .first()
    )
    if row is None:
        return None
    viewer = communities.viewer(row[0], row[1])
    may = viewer.may("api.keep") if kind == "program" else viewer.may("api.own", owner=row[1])
    return Opened(row[3], viewer, row[2]) if may else None
