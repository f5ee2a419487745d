"""Chapters (分會): opened and closed by organisers of the community, kept by organisers of their own."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import errors, rules
from closeknit.house.features.members.models import Chapter, ChapterLead, Profile


@action(may="members.keep")
def open_chapter(*, actor: Viewer, now: datetime, name: str, place: str = "") -> int:
    """A new chapter; its id. Raises NoName, ChapterThere."""
    tidy = rules.tidy_name(name)
    if not tidy:
        raise errors.NoName(field="name")
    try:
        with transaction.atomic():
            chapter = Chapter.objects.create(
                community_id=actor.community_id, name=tidy, place=rules.tidy_name(place), founded_at=now
            )
    except IntegrityError as error:
        raise errors.ChapterThere(field="name") from error
    journal.note("members.chapter_opened", actor=actor, now=now, object=("chapter", chapter.id))
    return int(chapter.id)


@action(may="members.keep")
def change_chapter(
    *, actor: Viewer, now: datetime, chapter_id: int, name: str, place: str, leads: Collection[int]
) -> None:
    """Name, place and organisers (people who are in the chapter; others are left out). Raises NoName, ChapterThere."""
    tidy = rules.tidy_name(name)
    if not tidy:
        raise errors.NoName(field="name")
    _open(actor, chapter_id)
    try:
        with transaction.atomic():
            Chapter.objects.filter(id=chapter_id).update(name=tidy, place=rules.tidy_name(place))
    except IntegrityError as error:
        raise errors.ChapterThere(field="name") from error
    wanted = set(
        Profile.objects.filter(chapter_id=chapter_id, person_id__in=leads, left_at__isnull=True).values_list(
            "id", flat=True
        )
    )
    held = ChapterLead.objects.filter(chapter_id=chapter_id, until__isnull=True)
    held.exclude(profile_id__in=wanted).update(until=now)
    for profile_id in wanted - set(held.values_list("profile_id", flat=True)):
        with transaction.atomic():
            ChapterLead.objects.get_or_create(
                chapter_id=chapter_id, profile_id=profile_id, until=None, defaults={"since": now}
            )
    journal.note("members.chapter_changed", actor=actor, now=now, object=("chapter", chapter_id))


@action(may="members.keep")
def close_chapter(*, actor: Viewer, now: datetime, chapter_id: int) -> None:
    """The chapter ends; its members stay in the community, in no chapter."""
    _open(actor, chapter_id)
    if not Chapter.objects.filter(id=chapter_id, closed_at__isnull=True).update(closed_at=now):
        raise Http404
    ChapterLead.objects.filter(chapter_id=chapter_id, until__isnull=True).update(until=now)
    for person_id in Profile.objects.filter(chapter_id=chapter_id, left_at__isnull=True).values_list(
        "person_id", flat=True
    ):
        communities.place(actor=actor, now=now, person_id=person_id, chapter_id=None)
    Profile.objects.filter(chapter_id=chapter_id).update(chapter=None)
    journal.note("members.chapter_closed", actor=actor, now=now, object=("chapter", chapter_id))


@action(may="members.keep")
def place(*, actor: Viewer, now: datetime, person_id: int, chapter_id: int | None) -> None:
    """Put a member into a chapter or out of all; an organiser of the chapter she leaves is one no more."""
    if chapter_id is not None:
        _open(actor, chapter_id)
    rows = Profile.objects.filter(community_id=actor.community_id, person_id=person_id, left_at__isnull=True)
    profile = rows.first()
    if profile is None:
        raise Http404
    if profile.chapter_id != chapter_id:
        ChapterLead.objects.filter(profile=profile, until__isnull=True).update(until=now)
        rows.update(chapter_id=chapter_id, run=None)
        communities.place(actor=actor, now=now, person_id=person_id, chapter_id=chapter_id)
    journal.note("members.placed", actor=actor, now=now, object=("profile", profile.id), whom=person_id)


def _open(actor: Viewer, chapter_id: int) -> None:
    if not Chapter.objects.filter(
        id=chapter_id, community_id=actor.community_id, closed_at__isnull=True
    ).exists():  # fmt: skip
        raise Http404
