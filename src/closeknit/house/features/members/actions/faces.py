"""Faces on carriers: claimed by the member, confirmed by another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.members import errors, rules
from closeknit.house.features.members.actions import kept
from closeknit.house.features.members.actions.profiles import theirs
from closeknit.house.features.members.models import Face
from closeknit.house.features.members.rules import Shown
from closeknit.house.features.members.selectors import reach


@action(may="members.own")
def claim_face(*, actor: Viewer, now: datetime, person_id: int, carrier: str, handle: str) -> int:
    """Say that an account is one's own (or, as an organiser, an unclaimed person's); its id.

    Raises NoName, FaceTaken where it is confirmed as another's, FaceTwice.
    """
    profile = theirs(actor, person_id)
    shown_as = rules.tidy_name(handle)
    folded = rules.handle_key(shown_as)
    if not folded:
        raise errors.NoName(field="handle")
    taken = Face.objects.filter(
        community_id=actor.community_id, carrier=carrier, folded=folded, confirmed_at__isnull=False
    ).exclude(profile=profile)
    if taken.exists():
        raise errors.FaceTaken(field="handle")
    try:
        with transaction.atomic():
            face = Face.objects.create(
                profile=profile, community_id=actor.community_id, carrier=carrier, handle=shown_as, folded=folded,
                shown=Shown.MEMBERS if actor.person_id == person_id else Shown.ORGANISERS, claimed_at=now,
                claimed_by_id=actor.person_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.FaceTwice(field="handle") from error
    kept.touched(profile.id, now=now)
    kept.refresh([profile.id])
    journal.note("members.face_claimed", actor=actor, now=now, object=("face", face.id), whom=person_id)
    return int(face.id)


@action(may="members.see")
def confirm_face(*, actor: Viewer, now: datetime, face_id: int) -> int:
    """Confirm another's account; the person whose it is. Raises OwnFace, FaceTaken.

    Whoever claimed it, or whose it is, cannot; an organiser may confirm what she entered for somebody.
    """
    face = Face.objects.filter(
        id=face_id, community_id=actor.community_id, profile__left_at__isnull=True
    ).select_related("profile").first()  # fmt: skip
    ours = reach.led(actor)
    if face is None or face.shown < reach.audience(actor, face.profile.person_id, face.profile.chapter_id, ours):
        raise Http404
    owner = face.profile.person_id
    if actor.person_id == owner or (actor.person_id == face.claimed_by_id and not reach.keeps(actor)):
        raise errors.OwnFace
    try:
        with transaction.atomic():
            Face.objects.filter(id=face.id, confirmed_at__isnull=True).update(
                confirmed_at=now, confirmed_by_id=actor.person_id
            )
    except IntegrityError as error:
        raise errors.FaceTaken from error
    kept.refresh([face.profile_id])
    journal.note("members.face_confirmed", actor=actor, now=now, object=("face", face.id), whom=owner)
    return int(owner)


@action(may="members.own")
def drop_face(*, actor: Viewer, now: datetime, face_id: int) -> int:
    """Take an account out of one's profile; an organiser may out of anybody's. The person whose it was."""
    face = Face.objects.filter(id=face_id, community_id=actor.community_id).select_related("profile").first()
    if face is None:
        raise Http404
    owner = face.profile.person_id
    if owner != actor.person_id and not (reach.keeps(actor) or face.profile.chapter_id in reach.led(actor)):
        raise Http404
    face.delete()
    kept.touched(face.profile_id, now=now)
    kept.refresh([face.profile_id])
    journal.note("members.face_dropped", actor=actor, now=now, object=("face", face_id), whom=owner)
    return int(owner)
