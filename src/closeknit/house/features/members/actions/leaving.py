"""Going, and being forgotten: what a person said and was is removed, the threads that name an id stand."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from closeknit.house.core import journal, uploads
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import errors, rules
from closeknit.house.features.members.models import (
    Absence,
    Acceptance,
    ChapterLead,
    ClaimLink,
    Consent,
    Face,
    Field,
    Import,
    LevelChange,
    Profile,
)

EMPTY = {
    "name": "", "number": "", "mail": "", "looks": "", "sorts": "", "for_members": "", "for_organisers": "",
    "gives": False, "needs": False, "brought_by_id": None, "made_by_id": None, "chapter": None, "run": None, "level": 0,
}  # fmt: skip
"""A profile of which nothing is left but its ids."""


@action(may="members.own")
def leave(*, actor: Viewer, now: datetime) -> None:
    """Leave the community and keep the profile for a way back; nobody sees it meanwhile. Raises LastOrganiser."""
    person_id = actor.person_id or 0
    leave_profile(actor.community_id, person_id, now=now)
    communities.part(actor=actor, now=now, person_id=person_id, why="members.left")
    journal.note("members.left", actor=actor, now=now, object=("person", person_id), whom=person_id)


def leave_profile(community_id: int | None, person_id: int, *, now: datetime) -> None:
    """Mark a profile as left, with what only a present member has."""
    rows = Profile.objects.filter(community_id=community_id, person_id=person_id, left_at__isnull=True)
    ids = list(rows.values_list("id", flat=True))
    Absence.objects.filter(profile_id__in=ids, ended_at__isnull=True).update(ended_at=now)
    ChapterLead.objects.filter(profile_id__in=ids, until__isnull=True).update(until=now)
    rows.update(left_at=now, chapter=None)


@action(may=None)
def note_parted(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """Another feature ended a membership."""
    leave_profile(actor.community_id, person_id, now=now)
    journal.note("members.left", actor=actor, now=now, object=("person", person_id), whom=person_id)


@action(may="members.own")
def forget(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """Leave, and be forgotten in this community; for oneself, or as an organiser for an unclaimed profile.

    Other features hear `members.forgotten` (whom: the person) and remove her words of this community. A person
    who was made by a roster and is nowhere else is erased altogether. Raises LastOrganiser.
    """
    profile = Profile.objects.filter(
        community_id=actor.community_id, person_id=person_id, forgotten_at__isnull=True
    ).first()  # fmt: skip
    if profile is None:
        raise Http404
    if person_id != actor.person_id:
        # Written first and asked again: who claims it at this moment keeps it.
        unclaimed = Profile.objects.filter(id=profile.id, claimed_at__isnull=True)
        if not actor.may("members.keep") or not unclaimed.update(changed_at=now):
            raise Http404
    empty([profile.id], now=now)
    _drop_waiting(profile.community_id)
    if person_id in communities.memberships(profile.community_id, [person_id]):
        communities.part(actor=actor, now=now, person_id=person_id, why=journal.FORGOTTEN)
    journal.note(journal.FORGOTTEN, actor=actor, now=now, object=("profile", profile.id), whom=person_id)
    if profile.claimed_at is None and not communities.of_person(person_id):
        accounts.erase(actor=actor, now=now, person_ids=[person_id])


@action(may="members.claim")
def forget_everywhere(*, actor: Viewer, now: datetime) -> None:
    """Leave every community, be forgotten in each, and have no account any more. Raises LastOrganiser."""
    person_id = actor.person_id or 0
    known = Profile.objects.filter(person_id=person_id, forgotten_at__isnull=True)
    for community_id in {*communities.of_person(person_id), *known.values_list("community_id", flat=True)}:
        inside = Viewer(person_id=person_id, community_id=community_id, system=True)
        ids = list(known.filter(community_id=community_id).values_list("id", flat=True))
        empty(ids, now=now)
        _drop_waiting(community_id)
        if community_id in communities.of_person(person_id):
            communities.part(actor=inside, now=now, person_id=person_id, why=journal.FORGOTTEN)
        journal.note(journal.FORGOTTEN, actor=inside, now=now, object=("profile", ids[0] if ids else 0), whom=person_id)
    accounts.erase(actor=actor, now=now, person_ids=[person_id])


@action(may=None)
def forget_declined(*, actor: Viewer, now: datetime, token: str) -> None:
    """Forget an unclaimed profile whose person says by her claim link that she wants none. Raises ClaimSpent."""
    link = ClaimLink.objects.filter(digest=rules.digest(token), used_at__isnull=True, expires_at__gt=now).first()
    if link is None or not Profile.objects.filter(id=link.profile_id, claimed_at__isnull=True).update(changed_at=now):
        raise errors.ClaimSpent
    if not ClaimLink.objects.filter(digest=link.digest, used_at__isnull=True).update(used_at=now):
        raise errors.ClaimSpent
    profile = Profile.objects.get(id=link.profile_id)
    inside = Viewer(community_id=profile.community_id, system=True)
    forget(actor=inside, now=now, person_id=profile.person_id)
    journal.note("members.declined", actor=inside, now=now, object=("profile", profile.id), whom=profile.person_id)


def empty(profile_ids: list[int], *, now: datetime) -> None:
    """Remove everything that profiles hold; the rows stay. The profiles are written first, as in every
    other change, so that nobody waits in a ring."""
    Profile.objects.filter(id__in=profile_ids).update(changed_at=now)
    for model in (Field, Face, Consent, Absence, ClaimLink, LevelChange, Acceptance, ChapterLead):
        model.objects.filter(profile_id__in=profile_ids).delete()
    rows = Profile.objects.filter(id__in=profile_ids)
    rows.filter(left_at__isnull=True).update(left_at=now)
    rows.update(forgotten_at=now, changed_at=now, **EMPTY)


def _drop_waiting(community_id: int) -> None:
    """Rosters that wait for their import may hold the words of one who is forgotten."""
    drop_uploads(Q(community_id=community_id, state="draft"))


def drop_uploads(which: Q) -> int:
    """Remove the files of imports that nobody carried out, and their rows; how many."""
    rows = list(Import.objects.filter(which).values_list("id", "upload"))
    Import.objects.filter(id__in=[ident for ident, _name in rows]).delete()
    for _ident, name in rows:
        if name and not Import.objects.filter(upload=name).exists():
            transaction.on_commit(lambda name=name: uploads.drop(name), robust=True)
    return len(rows)
