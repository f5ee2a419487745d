"""What may be read of communities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse

from closeknit.house.core import journal
from closeknit.house.core.permissions import Role, Viewer, Where, with_implied
from closeknit.house.core.prepared import given, prepared
from closeknit.house.features.communities.models import Community, Duty, Membership


@dataclass(frozen=True, slots=True)
class Card:
    """A community."""

    id: int
    slug: str
    name: str
    kind: str
    sector: str
    language: str
    time_zone: str
    founded_at: datetime


@dataclass(frozen=True, slots=True)
class Here:
    """Where a request is: the community, and who asks. `request.here`, and the second argument of its views."""

    community: Card
    viewer: Viewer

    @property
    def id(self) -> int:
        """The community's id."""
        return self.community.id

    @property
    def slug(self) -> str:
        """The community's word in addresses."""
        return self.community.slug

    @property
    def name(self) -> str:
        """What it is called."""
        return self.community.name

    @property
    def home(self) -> str:
        """The address of its home page."""
        return self.url("communities:home")

    def url(self, name: str, **words: object) -> str:
        """The address of a page of this community: `here.url("members:profile", id=7)`."""
        return reverse(name, kwargs={"slug": self.slug, **words})


_NOWHERE = 0
_CARD = ("id", "slug", "name", "kind", "sector", "language", "time_zone", "founded_at")
_open = prepared(lambda: Community.objects.filter(slug=given("slug"), closed_at__isnull=True).values_list(*_CARD))
_held = prepared(
    lambda: Membership.objects.filter(
        Q(duties__until__isnull=True), community_id=given("community"), person_id=given("person"), left_at__isnull=True
    ).values_list("role", "duties__role", "chapter_id")
)


def here(slug: str, person_id: int | None) -> Here | None:
    """The community with the viewer's roles in it (two queries); None where there is none."""
    row = _open.first(slug=slug)
    if row is None:
        viewer(_NOWHERE, person_id)  # it takes as long as where she is not in: the time tells nobody which it was
        return None
    card = Card(*row)
    return Here(card, viewer(card.id, person_id))


def card(community_id: int) -> Card:
    """A community, as jobs need to know it; 404 where there is none."""
    row = Community.objects.filter(id=community_id).values_list(*_CARD).first()
    if row is None:
        raise Http404
    return Card(*row)


def viewer(community_id: int, person_id: int | None) -> Viewer:
    """A person with her roles in one community."""
    if person_id is None:
        return Viewer(community_id=community_id)
    rows = _held(community=community_id, person=person_id)
    if not rows:  # every duty of hers has ended, or she is not in
        held = Membership.objects.filter(community_id=community_id, person_id=person_id, left_at__isnull=True)
        rows = [(role, None, chapter) for role, chapter in held.values_list("role", "chapter_id")]
    roles = {Role(r) for row in rows for r in row[:2] if r} | {Role.PERSON}
    return Viewer(
        person_id=person_id, community_id=community_id, roles=with_implied(roles),
        chapter_id=rows[0][2] if rows else None,
    )  # fmt: skip


def may_found(viewer: Viewer) -> bool:
    """Whether the viewer may found a community in this house."""
    everyone = settings.FOUNDING == "anyone" or settings.DEMO
    return viewer.reach("communities.found") >= (Where.OWN if everyone else Where.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Mine:
    """A community in the list of one's own."""

    name: str
    slug: str
    role: str


def mine(viewer: Viewer) -> Sequence[Mine]:
    """The communities of a person."""
    rows = Membership.objects.filter(
        person_id=viewer.person_id, left_at__isnull=True, community__closed_at__isnull=True
    ).order_by("community__name")
    return [Mine(*row) for row in rows.values_list("community__name", "community__slug", "role")]


def member_ids(community_id: int, *, roles: Sequence[Role] = (Role.MEMBER, Role.ORGANISER)) -> Sequence[int]:
    """The people of a community, without those at the gate; a backbone role finds those who hold it."""
    return sorted(holders(community_id, roles).values_list("person_id", flat=True))


def holders(community_id: int, roles: Sequence[Role]) -> Any:
    """The ids that `member_ids` gives, as a query inside another feature's query: `person_id__in=…`."""
    wanted = [str(role) for role in roles]
    rows = Membership.objects.filter(community_id=community_id, left_at__isnull=True)
    held = Duty.objects.filter(role__in=wanted, until__isnull=True).values("membership_id")
    return rows.filter(Q(role__in=wanted) | Q(id__in=held)).values("person_id")


def of_person(person_id: int) -> Sequence[int]:
    """The communities in which somebody is a member or stands at the gate."""
    rows = Membership.objects.filter(person_id=person_id, left_at__isnull=True)
    return list(rows.values_list("community_id", flat=True))


@dataclass(frozen=True, slots=True)
class MembershipCard:
    """One membership in course."""

    id: int
    person_id: int
    role: str
    duties: tuple[str, ...]
    joined_at: datetime


def memberships(community_id: int, person_ids: Iterable[int] | None = None) -> Mapping[int, MembershipCard]:
    """Memberships by person, of everyone or of some, with duties, in one query; those at the gate are left out."""
    rows = Membership.objects.filter(community_id=community_id, left_at__isnull=True).exclude(role="applicant")
    if person_ids is not None:
        rows = rows.filter(person_id__in=list(person_ids))
    found: dict[int, MembershipCard] = {}
    columns = ("id", "person_id", "role", "joined_at", "duties__role", "duties__until")
    for ident, person, role, joined, duty, until in rows.values_list(*columns):
        had = found[person].duties if person in found else ()
        now = (*had, duty) if duty and until is None else had
        found[person] = MembershipCard(ident, person, role, now, joined)
    return found


def count_members(community_id: int) -> int:
    """How many members, organisers among them."""
    return _count(community_id)


def count_able(community_id: int) -> int:
    """How many members can sign in, and so act; the others were only written down, and may claim their profile."""
    return _count(community_id, person__email__isnull=False)


def _count(community_id: int, **which: object) -> int:
    rows = Membership.objects.filter(community_id=community_id, left_at__isnull=True, **which)
    return int(rows.exclude(role="applicant").aggregate(n=Count("id"))["n"])


def names(community_id: int, ids: Iterable[int]) -> Mapping[int, str]:
    """Names by person id for this community's pages, in one query; none for those erased, or forgotten here and not
    here again."""
    inside = Membership.objects.filter(community_id=community_id, person_id=OuterRef("id"), left_at__isnull=True)
    rows = (
        get_user_model()
        .objects.filter(id__in=set(ids))
        .exclude(journal.forgotten(community_id, "id") & ~Exists(inside))
    )
    return dict(rows.values_list("id", "name"))


def journal_lines(viewer: Viewer) -> Sequence[journal.Line]:
    """The community's journal, newest first."""
    viewer.must("communities.journal")
    return journal.lines(community_id=viewer.community_id)


def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
    """Queries of what is kept of a person's time here: memberships and roles, those that ended too."""
    held = Membership.objects.filter(community_id=community_id, person_id=person_id)
    duties = Duty.objects.filter(membership__community_id=community_id, membership__person_id=person_id)
    return {
        "memberships": held.values("role", "joined_at", "left_at"), "duties": duties.values("role", "since", "until"),
    }  # fmt: skip
