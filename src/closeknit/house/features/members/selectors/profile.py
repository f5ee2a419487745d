"""One profile: as others see it, and everything that is stored for the person herself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from closeknit.house.core.permissions import Viewer
from closeknit.house.core.prepared import given, prepared
from closeknit.house.features.charter import api as charter
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.models import (
    Absence,
    Acceptance,
    Claim,
    ClaimLink,
    Consent,
    Face,
    Field,
    Import,
    Profile,
)
from closeknit.house.features.members.rules import FIELDS, Shown
from closeknit.house.features.members.selectors.cards import FaceCard, names
from closeknit.house.features.members.selectors.directory import roles_of
from closeknit.house.features.members.selectors.reach import audience, keeps, led, look_alikes


@dataclass(frozen=True, slots=True)
class FieldCard:
    """One thing that a profile says."""

    key: str
    text: str
    shown: int


@dataclass(frozen=True, slots=True)
class AbsenceCard:
    """A leave of absence; `reason` is "" for those who are not to read it."""

    since: date
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A profile as the viewer may see it."""

    id: int
    person_id: int
    version: int
    name: str
    name_shown: int
    level: int
    number: str
    joined_at: datetime
    is_claimed: bool
    is_you: bool
    seen_as: Shown
    may_write: bool
    """Whether the viewer may change words and faces."""
    may_keep: bool
    """Whether the viewer may set level, chapter and roles."""
    look_alikes: int
    fields: Sequence[FieldCard]
    faces: Sequence[FaceCard]
    roles: tuple[str, ...]
    chapter: tuple[int, str] | None
    brought_by: tuple[int, str] | None
    absence: AbsenceCard | None

    @property
    def texts(self) -> Mapping[str, str]:
        """Field → text."""
        return {field.key: field.text for field in self.fields}


def profile(viewer: Viewer, person_id: int, on: date) -> ProfilePage | None:
    """A present member's profile; None where there is none for this viewer. A visitor sees what is shown to
    everybody, and only of those who show everybody their name."""
    rows = Profile.objects.filter(community_id=viewer.community_id, person_id=person_id, left_at__isnull=True)
    row = rows.select_related("chapter").first()
    if row is None:
        return None
    ours = led(viewer)
    seen_as = audience(viewer, person_id, row.chapter_id, ours)
    if seen_as > Shown.ORGANISERS and row.name_shown < seen_as:
        return None
    fields = Field.objects.filter(profile=row, shown__gte=seen_as).values_list("key", "text", "shown")
    inside = seen_as < Shown.PUBLIC
    faces = Face.objects.filter(profile=row, shown__gte=seen_as).order_by("id") if inside else Face.objects.none()
    held = communities.memberships(row.community_id, [person_id]).get(person_id) if inside else None
    brought = row.brought_by_id if inside and row.brought_shown >= seen_as else None
    brought_name = names(row.community_id, [brought]).get(brought) if brought else None
    helps = keeps(viewer) or row.chapter_id in ours
    is_you = seen_as is Shown.SELF
    alike = look_alikes(row.community_id, [row.looks], hidden=keeps(viewer)).get(row.looks, 1) - 1
    return ProfilePage(
        id=row.id, person_id=person_id, version=row.version, name=row.name, name_shown=row.name_shown,
        level=row.level, number=row.number if seen_as <= Shown.ORGANISERS else "", joined_at=row.joined_at,
        is_claimed=row.claimed_at is not None, is_you=is_you, seen_as=seen_as,
        may_write=is_you or (helps and row.claimed_at is None), may_keep=keeps(viewer),
        look_alikes=max(0, alike) if inside else 0,
        fields=sorted((FieldCard(*f) for f in fields), key=lambda f: FIELDS.index(f.key)),
        faces=[FaceCard(f.id, f.carrier, f.handle, f.confirmed_at is not None, f.claimed_by_id) for f in faces],
        roles=roles_of(held), chapter=(row.chapter_id, row.chapter.name) if row.chapter_id and inside else None,
        brought_by=(brought, brought_name) if brought and brought_name else None,
        absence=_absence(row.id, on, seen_as) if inside else None,
    )  # fmt: skip


def _absence(profile_id: int, on: date, seen_as: Shown) -> AbsenceCard | None:
    rows = Absence.objects.filter(profile_id=profile_id, ended_at__isnull=True, until__gte=on)
    row = rows.first()
    if row is None or (row.since > on and seen_as > Shown.ORGANISERS):
        return None
    return AbsenceCard(row.since, row.until, row.reason if seen_as <= Shown.ORGANISERS else "")


@dataclass(frozen=True, slots=True)
class Brief:
    """One's own standing, for the home page."""

    has_offer_or_need: bool
    unconfirmed: int
    """Claims of one's own that nobody has confirmed."""
    charter: charter.CharterCard | None
    """The version that waits for one's acceptance, if any."""
    accepted_before: bool
    """Whether an earlier version was accepted."""


def brief(viewer: Viewer) -> Brief | None:
    """What waits for a member on the home page, in two queries; None where she has no profile yet."""
    viewer.must("members.own")
    row = _standing.first(community=viewer.community_id, person=viewer.person_id)
    if row is None:
        return None
    gives, needs, unconfirmed, number = row
    card = charter.current(viewer.community_id or 0)
    waiting = card is not None and number < card.material_since
    return Brief(gives or needs, unconfirmed, card if waiting else None, number > 0)


@prepared
def _standing() -> Any:
    """Whether somebody gives, needs; how many claims of hers wait; the newest version that she accepted."""
    accepted = Acceptance.objects.filter(profile=OuterRef("pk")).order_by("-number").values("number")[:1]
    claimed = Face.objects.filter(profile=OuterRef("pk"), confirmed_at__isnull=True).order_by().values("profile")
    rows = Profile.objects.filter(community_id=given("community"), person_id=given("person"), left_at__isnull=True)
    return rows.annotate(
        accepted=Coalesce(Subquery(accepted), 0),
        claimed=Coalesce(Subquery(claimed.annotate(n=Count("id")).values("n")), 0),
    ).values_list("gives", "needs", "claimed", "accepted")


def acceptances(
    community_id: int, person_ids: Collection[int] | None = None
) -> Mapping[int, tuple[int, datetime]]:  # fmt: skip
    """Present member → (number of the newest version that she accepted, when), of everyone or of some; in one query."""
    rows = Acceptance.objects.filter(profile__community_id=community_id, profile__left_at__isnull=True)
    if person_ids is not None:
        rows = rows.filter(profile__person_id__in=person_ids)
    told = rows.order_by("number").values_list("profile__person_id", "number", "at")
    return {person_id: (number, at) for person_id, number, at in told}


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything that this feature stores about a person in a community, by kind."""

    profile: Mapping[str, Any]
    fields: Sequence[Mapping[str, Any]]
    consents: Sequence[Mapping[str, Any]]
    faces: Sequence[Mapping[str, Any]]
    absences: Sequence[Mapping[str, Any]]
    levels: Sequence[Mapping[str, Any]]
    acceptances: Sequence[Mapping[str, Any]]


def own_data(viewer: Viewer) -> OwnData | None:
    """One's own data; None without a profile."""
    viewer.must("members.own")
    held = (
        Profile.objects.filter(community_id=viewer.community_id, person_id=viewer.person_id, left_at__isnull=True)
        .select_related("chapter")
        .first()
    )
    if held is None:
        return None
    columns = ("name", "name_shown", "number", "level", "joined_at", "claimed_at", "changed_at", "brought_by_id")
    found = {name: getattr(held, name) for name in columns}
    found["chapter__name"] = held.chapter.name if held.chapter else None
    return OwnData(
        found, list(held.fields.order_by("id").values("key", "text", "shown", "set_at")),
        list(held.consents.order_by("id").values("key", "shown", "wording", "given_at", "withdrawn_at")),
        list(held.faces.order_by("id").values("id", "carrier", "handle", "shown", "claimed_at", "confirmed_at")),
        list(held.absences.order_by("id").values("since", "until", "reason", "asked_at", "ended_at")),
        list(held.steps.order_by("id").values("was", "is_now", "at")),
        list(held.acceptances.order_by("id").values("number", "at")),
    )  # fmt: skip


def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
    """What is kept of a person beside her own profile: what she did for others, by their ids."""
    made = Profile.objects.filter(community_id=community_id)
    faces = Face.objects.filter(community_id=community_id)
    links = ClaimLink.objects.filter(profile__community_id=community_id, made_by_id=person_id)
    claims = Claim.objects.filter(profile__community_id=community_id)
    given = Consent.objects.filter(profile__community_id=community_id, given_by_id=person_id)
    imports = Import.objects.filter(community_id=community_id, made_by_id=person_id)
    return {
        "profiles": made.filter(person_id=person_id).values("joined_at", "left_at", "forgotten_at"),
        "profiles_made": made.filter(made_by_id=person_id).values("person_id", "joined_at"),
        "brought": made.filter(brought_by_id=person_id).values("person_id", "joined_at"),
        "consents_noted": given.values("profile__person_id", "key", "given_at"),
        "accounts_claimed": faces.filter(claimed_by_id=person_id).values("profile__person_id", "claimed_at"),
        "accounts_confirmed": faces.filter(confirmed_by_id=person_id).values("profile__person_id", "confirmed_at"),
        "links_made": links.values("profile__person_id", "made_at"),
        "profiles_claimed": claims.filter(is_now_id=person_id).values("was_id", "at"),
        "claimed_by_others": claims.filter(was_id=person_id).values("is_now_id", "at"),
        "imports": imports.values("made_at", "state", "rows"),
    }
