"""Leaves of absence (請假)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.members import errors, rules
from closeknit.house.features.members.models import Absence, Profile
from closeknit.house.features.members.selectors import reach


@action(may="members.own")
def go_away(
    *, actor: Viewer, now: datetime, person_id: int, today: date, since: date, until: date, reason: str = ""
) -> int:
    """A leave from one day to another; its id. Members see until when, organisers also why.

    For oneself, or as an organiser for another. Raises AbsenceDays, AlreadyAway.
    """
    if not rules.absence_allowed(since, until, today):
        raise errors.AbsenceDays(field="until")
    profile = _whose(actor, person_id)
    Absence.objects.filter(profile=profile, ended_at__isnull=True, until__lt=today).update(ended_at=now)
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                profile=profile, since=since, until=until, reason=rules.tidy_text(reason)[:400], asked_at=now
            )
    except IntegrityError as error:
        raise errors.AlreadyAway from error
    journal.note("members.away", actor=actor, now=now, object=("absence", absence.id), whom=person_id)
    return int(absence.id)


@action(may="members.own")
def come_back(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """End a leave before its day; ending none is no fault."""
    profile = _whose(actor, person_id)
    Absence.objects.filter(profile=profile, ended_at__isnull=True).update(ended_at=now)
    journal.note("members.back", actor=actor, now=now, object=("profile", profile.id), whom=person_id)


def _whose(actor: Viewer, person_id: int) -> Profile:
    profile = Profile.objects.filter(
        community_id=actor.community_id, person_id=person_id, left_at__isnull=True
    ).first()  # fmt: skip
    if profile is None:
        raise Http404
    if person_id != actor.person_id and not (reach.keeps(actor) or profile.chapter_id in reach.led(actor)):
        raise Http404
    return profile
