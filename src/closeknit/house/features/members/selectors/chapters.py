"""Chapters."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, IntegerField, Q, When

from closeknit.house.features.members.models import Chapter, ChapterLead, Profile


@dataclass(frozen=True, slots=True)
class ChapterCard:
    """A chapter."""

    id: int
    name: str
    place: str
    members: int
    leads: tuple[tuple[int, str], ...] = field(default=())
    """(person, name) of its organisers."""


def chapters(community_id: int) -> Sequence[ChapterCard]:
    """The open chapters by name, in two queries."""
    rows = Chapter.objects.filter(community_id=community_id, closed_at__isnull=True).order_by("name")
    rows = rows.annotate(n=Count("profile", filter=Q(profile__left_at__isnull=True)))
    listed = list(rows.values_list("id", "name", "place", "n"))
    leads: dict[int, list[tuple[int, str]]] = {}
    if listed:
        held = ChapterLead.objects.filter(chapter_id__in=[row[0] for row in listed], until__isnull=True)
        for chapter, *who in held.values_list("chapter_id", "profile__person_id", "profile__name"):
            leads.setdefault(chapter, []).append((who[0], who[1]))
    return [ChapterCard(i, name, place, n, tuple(leads.get(i, ()))) for i, name, place, n in listed]


def chapter_words(community_id: int) -> Sequence[tuple[int, str]]:
    """(id, name) of the open chapters, in one query."""
    rows = Chapter.objects.filter(community_id=community_id, closed_at__isnull=True).order_by("name")
    return list(rows.values_list("id", "name"))


def possible_leads(community_id: int, chapter_id: int, at_most: int = 200) -> Sequence[tuple[int, str]]:
    """(person, name) of those in a chapter, its organisers first."""
    rows = Profile.objects.filter(community_id=community_id, chapter_id=chapter_id, left_at__isnull=True)
    leads = ChapterLead.objects.filter(chapter_id=chapter_id, until__isnull=True).values("profile_id")
    ordered = rows.order_by(Case(When(id__in=leads, then=0), default=1, output_field=IntegerField()), "sorts")
    return list(ordered.values_list("person_id", "name")[:at_most])
