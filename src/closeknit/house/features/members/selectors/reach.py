"""As whom somebody looks, and the queries on which every other reading stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.members.models import Absence, ChapterLead, Profile
from closeknit.house.features.members.rules import Shown


def keeps(viewer: Viewer) -> bool:
    """Whether the viewer looks after all profiles."""
    return viewer.may("members.keep")


def led(viewer: Viewer) -> frozenset[int]:
    """The chapters that the viewer organises."""
    if viewer.person_id is None or viewer.chapter_id is None or keeps(viewer):
        return frozenset()
    held = ChapterLead.objects.filter(
        until__isnull=True, chapter__closed_at__isnull=True, chapter__community_id=viewer.community_id,
        profile__person_id=viewer.person_id, profile__left_at__isnull=True,
    )  # fmt: skip
    return frozenset(held.values_list("chapter_id", flat=True))


def audience(viewer: Viewer, person_id: int, chapter_id: int | None, ours: frozenset[int]) -> Shown:
    """As whom the viewer looks at a profile: what is shown to this reader or to more may be seen."""
    if viewer.person_id is not None and viewer.person_id == person_id and viewer.may("members.own"):
        return Shown.SELF
    if keeps(viewer) or (chapter_id is not None and chapter_id in ours):
        return Shown.ORGANISERS
    return Shown.MEMBERS if viewer.may("members.see") else Shown.PUBLIC


def present(community_id: int | None) -> Any:
    """The profiles of present members."""
    return Profile.objects.filter(community_id=community_id, left_at__isnull=True)


def away_until(on: date) -> Any:
    """For a query of profiles: the last day of a leave in course, or nothing."""
    rows = Absence.objects.filter(profile=OuterRef("pk"), ended_at__isnull=True, since__lte=on, until__gte=on)
    return Subquery(rows.values("until")[:1])


def look_alikes(community_id: int | None, looks: Iterable[str], *, hidden: bool = False) -> Mapping[str, int]:
    """How many present members have a name that looks so, in one query; names that members do not see count only
    where `hidden` says so."""
    rows = _named(community_id, hidden).filter(looks__in=set(looks)).order_by()
    return dict(rows.values("looks").annotate(n=Count("id")).values_list("looks", "n"))


def alike_of(viewer: Viewer) -> Any:
    """For a query of profiles: how many names look so, its own among them, as far as the viewer may know."""
    rows = _named(viewer.community_id, keeps(viewer)).filter(looks=OuterRef("looks")).order_by().values("looks")
    return Coalesce(Subquery(rows.annotate(n=Count("id")).values("n")), 1)


def _named(community_id: int | None, hidden: bool) -> Any:
    rows = present(community_id)
    return rows if hidden else rows.filter(name_shown__gte=Shown.MEMBERS)
