"""What reviewers and vouching members may read: the queue, one application, and what became of all who came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import Http404

from closeknit.house.core import people
from closeknit.house.core.permissions import Viewer
from closeknit.house.core.prepared import given, prepared
from closeknit.house.features.admission import rules
from closeknit.house.features.admission.models import Application, Invitation, Vouch
from closeknit.house.features.admission.selectors.gate import gate
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api as members


@dataclass(frozen=True, slots=True)
class Row:
    """An application in a list."""

    id: int
    name: str
    state: str
    knocked_at: datetime
    decided_at: datetime | None
    vouches: int
    misfits: int
    """Answers that do not show the need."""
    inviter: str


@dataclass(frozen=True, slots=True)
class Full:
    """An application as a reviewer reads it."""

    id: int
    person_id: int | None
    name: str
    email: str
    state: str
    knocked_at: datetime
    decided_at: datetime | None
    decided_by: str
    answers: Sequence[Mapping[str, Any]]
    inviter: str
    vouchers: Sequence[str]
    vouches_needed: int
    votes: Sequence[tuple[str, bool]]
    votes_needed: int
    own_vote: bool | None
    reason: str
    told: str
    again_on: date | None
    host: str
    earlier: Sequence[tuple[int, str, datetime]]
    """Her other applications: (id, state, when)."""
    alike: int
    """Members whose names look like hers."""
    is_forgotten: bool
    you_vouch: bool


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody at the gate, as every member sees her."""

    id: int
    name: str
    first_answer: str
    knocked_at: datetime
    vouches: int
    inviter: str


def queue(viewer: Viewer, states: Sequence[str], page: object, per_page: int = 25) -> Page:
    """A page of applications: open ones the oldest first, decided ones the newest first."""
    viewer.must("admission.review")
    rows = Application.objects.filter(community_id=viewer.community_id, state__in=states)
    rows = rows.order_by("knocked_at", "id") if "waiting" in states else rows.order_by("-decided_at", "-id")
    if tuple(states) == ("listed",):
        rows = rows.order_by("decided_at", "id")
    rows = rows.annotate(known=Count("vouches"), inviter=people.name_of("inviter_id"))
    found = Paginator(rows, per_page).get_page(page)
    found.object_list = [
        Row(
            a.id, a.name, a.state, a.knocked_at, a.decided_at, a.known,
            sum(answer.get("fits") is False for answer in a.answers), a.inviter,
        )
        for a in found.object_list
    ]  # fmt: skip
    return found


def counts(community_id: int) -> Mapping[str, int]:
    """How many applications there are in each state."""
    rows = Application.objects.filter(community_id=community_id).values_list("state").annotate(n=Count("id"))
    return dict.fromkeys(rules.STATES, 0) | dict(rows.order_by())


def application(viewer: Viewer, ident: int) -> Full:
    """One application with everything that was kept; 404 where it is not."""
    viewer.must("admission.review")
    row = Application.objects.filter(community_id=viewer.community_id, id=ident).first()
    if row is None:
        raise Http404
    vouchers = list(row.vouches.order_by("id").values_list("person_id", flat=True))
    votes = list(row.votes.order_by("id").values_list("person_id", "yes"))
    ids = {row.inviter_id, row.decided_by_id, row.host_id, *vouchers, *(p for p, _yes in votes)} - {None}
    names = communities.names(row.community_id, ids)
    set_up = gate(row.community_id)
    needed = rules.vouches_needed(communities.count_able(row.community_id)) if set_up.asks_vouches else 0
    others = Application.objects.filter(community_id=row.community_id).exclude(id=row.id)
    others = others.filter(address_key=row.address_key) if row.address_key else others.filter(
        person_id=row.person_id, person_id__isnull=False
    )  # fmt: skip
    others = list(others.order_by("-id").values_list("id", "state", "knocked_at")[:5])
    alike = members.alike(row.community_id, row.name) if row.name and row.state in rules.OPEN else 0
    return Full(
        row.id, row.person_id, row.name, row.email, row.state, row.knocked_at, row.decided_at,
        names.get(row.decided_by_id, ""), row.answers, names.get(row.inviter_id, ""),
        [names.get(v, "") for v in vouchers], needed, [(names.get(p, ""), yes) for p, yes in votes],
        set_up.votes_needed, dict(votes).get(viewer.person_id), row.reason, row.told, row.again_on,
        names.get(row.host_id, ""), others,
        alike, row.forgotten_at is not None, viewer.person_id in vouchers,
    )  # fmt: skip


_MOST = 20


def strangers(viewer: Viewer, *, at_most: int = _MOST) -> Sequence[Stranger]:
    """Those at the gate for whom the viewer has not vouched, the oldest first."""
    viewer.must("admission.in")
    rows = _strangers(community=viewer.community_id, person=viewer.person_id)[:at_most]
    return [Stranger(i, name, told[0]["answer"] if told else "", *rest) for i, name, told, *rest in rows]


@prepared
def _strangers() -> Any:
    own = Vouch.objects.filter(application=OuterRef("pk"), person_id=given("person"))
    rows = Application.objects.filter(community_id=given("community"), state="waiting").filter(~Exists(own))
    rows = rows.annotate(known=Count("vouches"), inviter=people.name_of("inviter_id")).order_by("knocked_at", "id")
    return rows.values_list("id", "name", "answers", "knocked_at", "known", "inviter")[:_MOST]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many came so far, and who, where they are few."""

    slug: str
    count: int
    names: Sequence[str]


FEW = 30
"""Below this a list is shown and no rate."""


def funnel(viewer: Viewer, now: datetime, *, days: int = 0) -> Sequence[Step]:
    """What happened to all who came (in the last `days`; 0: ever): each step counts those who got that far."""
    viewer.must("admission.review")
    rows = Application.objects.filter(community_id=viewer.community_id)
    if days:
        rows = rows.filter(knocked_at__gte=now - timedelta(days=days))
    columns = ("id", "name", "state", "person_id", "inviter_id", "entered_at", "introduced_at", "decided_at")
    found = list(rows.order_by("id").values(*columns))
    held = communities.memberships(viewer.community_id or 0, {a["person_id"] for a in found if a["person_id"]})
    there = [a for a in found if a["state"] == "admitted"]
    month = [a for a in there if a["decided_at"] <= now - timedelta(days=30)]
    steps = [
        ("knocked", found),
        ("invited", [a for a in found if a["inviter_id"]]),
        ("admitted", there),
        ("introduced", [a for a in there if a["introduced_at"]]),
        ("month", month),
        ("stayed", [a for a in month if a["person_id"] in held]),
        *(
            (state, [a for a in found if a["state"] == state])
            for state in ("waiting", "listed", "refused", "withdrawn")
        ),
    ]
    return [Step(slug, len(a), [x["name"] for x in a if x["name"]] if len(a) < FEW else []) for slug, a in steps]


def invited_counts(community_id: int) -> Mapping[str, int]:
    """How many invitations were made, and used."""
    rows = Invitation.objects.filter(community_id=community_id).values_list("state").annotate(n=Count("id"))
    found = dict(rows.order_by())
    return {"made": sum(found.values()), "used": found.get("used", 0)}


def newcomers_of(viewer: Viewer, since: datetime) -> Sequence[tuple[int, str, datetime, bool]]:
    """The newcomers whom the viewer hosts: (person, name, since when, introduced herself)."""
    rows = Application.objects.filter(
        community_id=viewer.community_id, host_id=viewer.person_id, state="admitted", decided_at__gte=since
    )
    columns = ("person_id", "name", "decided_at", "introduced_at")
    return [(p, name, at, bool(told)) for p, name, at, told in rows.order_by("-id").values_list(*columns)[:20]]
