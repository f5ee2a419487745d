"""The directory: who is found, in what order, and what of each is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, When

from closeknit.house.core.permissions import BACKBONE, Role, Viewer
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import rules
from closeknit.house.features.members.models import Face, Field
from closeknit.house.features.members.rules import Shown
from closeknit.house.features.members.selectors.cards import CARD, FaceCard, ProfileCard, card_of
from closeknit.house.features.members.selectors.reach import (
    alike_of,
    audience,
    away_until,
    keeps,
    led,
    present,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A member in the directory, as the viewer may see her."""

    card: ProfileCard
    faces: tuple[FaceCard, ...]
    roles: tuple[str, ...]
    is_you: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the directory is asked for; empty things ask for nothing."""

    text: str = ""
    tab: str = ""
    """"" everybody, give, need, new, away, unclaimed (for organisers)."""
    role: str = ""
    carrier: str = ""
    chapter_id: int | None = None
    since: datetime | None = None
    """For the tab `new`: joined at or after."""


def visible(viewer: Viewer, ours: frozenset[int]) -> Any:
    """The profiles of present members whose names the viewer may see in a list."""
    rows = present(viewer.community_id)
    if keeps(viewer):
        return rows
    return rows.filter(Q(name_shown__gte=Shown.MEMBERS) | Q(person_id=viewer.person_id) | Q(chapter_id__in=ours))


def found(viewer: Viewer, asked: Filter, on: date, ours: frozenset[int]) -> Any:
    """A query of `visible` profiles that fit, the nearest first; paged by the view through `rows_of`."""
    rows = visible(viewer, ours).annotate(away_until=away_until(on))
    words = rules.tokens(asked.text)
    column = "for_organisers" if keeps(viewer) else "for_members"
    for word in words:
        hit = Q(**{f"{column}__contains": word})
        rows = rows.filter(hit | Q(chapter_id__in=ours, for_organisers__contains=word) if ours else hit)
    if asked.tab == "give":
        rows = rows.filter(gives=True)
    elif asked.tab == "need":
        rows = rows.filter(needs=True)
    elif asked.tab == "new" and asked.since:
        rows = rows.filter(joined_at__gte=asked.since)
    elif asked.tab == "away":
        rows = rows.filter(away_until__isnull=False)
    elif asked.tab == "unclaimed":
        rows = rows.filter(claimed_at__isnull=True)
    if asked.chapter_id is not None:
        rows = rows.filter(chapter_id=asked.chapter_id)
    if asked.role:
        wanted = BACKBONE if asked.role == "backbone" else (Role(asked.role),)
        rows = rows.filter(person_id__in=communities.holders(viewer.community_id or 0, wanted))
    if asked.carrier:
        least = Shown.ORGANISERS if keeps(viewer) else Shown.MEMBERS
        rows = rows.filter(
            id__in=Face.objects.filter(
                community_id=viewer.community_id, carrier=asked.carrier, confirmed_at__isnull=False, shown__gte=least
            ).values("profile_id")
        )
    if asked.tab == "new":
        return rows.order_by("-joined_at", "id")
    if words:
        begins = When(**{f"{column}__contains": "\n" + words[0]}, then=0)
        return rows.annotate(near=Case(begins, default=1, output_field=IntegerField())).order_by("near", "sorts", "id")
    return rows.order_by("sorts", "id")


def rows_of(viewer: Viewer, query: Any, ours: frozenset[int]) -> Sequence[Row]:
    """The rows of one page of `found`, in four queries."""
    profiles = list(query.annotate(alike=alike_of(viewer)).values(*CARD, "alike"))
    ids = [p["id"] for p in profiles]
    least = {p["id"]: max(audience(viewer, p["person_id"], p["chapter_id"], ours), Shown.ORGANISERS) for p in profiles}
    texts: dict[int, dict[str, str]] = {ident: {} for ident in ids}
    for ident, key, text, shown in Field.objects.filter(profile_id__in=ids, key__in=("offer", "need")).values_list(
        "profile_id", "key", "text", "shown"
    ):
        if shown >= least[ident]:
            texts[ident][key] = text
    faces: dict[int, list[FaceCard]] = {ident: [] for ident in ids}
    for ident, shown, *rest in (
        Face.objects.filter(profile_id__in=ids, confirmed_at__isnull=False)
        .order_by("id")
        .values_list("profile_id", "shown", "id", "carrier", "handle", "claimed_by_id")
    ):
        if shown >= least[ident]:
            faces[ident].append(FaceCard(rest[0], rest[1], rest[2], True, rest[3]))
    alike = {p["looks"]: p["alike"] for p in profiles}
    held = communities.memberships(viewer.community_id or 0, [p["person_id"] for p in profiles])
    return [
        Row(
            card_of(p, texts[p["id"]], alike), tuple(faces[p["id"]]), roles_of(held.get(p["person_id"])),
            p["person_id"] == viewer.person_id,
        )
        for p in profiles
    ]  # fmt: skip


def roles_of(held: communities.MembershipCard | None) -> tuple[str, ...]:
    """The words of a membership: organiser, and the duties."""
    if held is None:
        return ()
    return (("organiser",) if held.role == "organiser" else ()) + held.duties


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are, as the viewer may know."""

    everybody: int
    with_offers_or_needs: int
    unclaimed: int


def counts(viewer: Viewer, ours: frozenset[int]) -> Counts:
    """The figures above the directory, in one query."""
    told = visible(viewer, ours).aggregate(
        n=Count("id"), w=Count("id", filter=Q(gives=True) | Q(needs=True)),
        u=Count("id", filter=Q(claimed_at__isnull=True)),
    )  # fmt: skip
    return Counts(told["n"], told["w"], told["u"])


def search(viewer: Viewer, text: str, *, on: date | None = None, at_most: int = 20) -> Sequence[ProfileCard]:
    """Members found by name, sound or words, as far as the viewer may see; the nearest names first."""
    viewer.must("members.see")
    ours = led(viewer)
    return [row.card for row in rows_of(viewer, found(viewer, Filter(text=text), on or date.max, ours)[:at_most], ours)]
