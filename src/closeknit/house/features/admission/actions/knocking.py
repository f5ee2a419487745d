"""Somebody knocks, withdraws, or comes in by her letter."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Role, Viewer
from closeknit.house.core.questions import Question
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.admission import errors, rules
from closeknit.house.features.admission.actions import letters
from closeknit.house.features.admission.models import Application, Invitation, Vouch
from closeknit.house.features.admission.rules import OPEN
from closeknit.house.features.admission.selectors.gate import gate
from closeknit.house.features.communities import api as communities


def address_key(email: str) -> str:
    """What finds an address again without telling what it was; "" for none."""
    return (
        salted_hmac("admission.address", email.strip().lower(), algorithm="sha256").hexdigest() if email.strip() else ""
    )


@action(may="admission.knock")
def knock(
    *, actor: Viewer, now: datetime, name: str, email: str, asked: Sequence[Question], answers: Mapping[str, object],
    language: str, invitation: tuple[int, int] | None, community: str, home: str,
) -> int | None:  # fmt: skip
    """An application; its id. `answers` are by question key, `community` and `home` are for the letter.

    Somebody who is not signed in learns nothing about an address that is known here already: the letter tells it to
    whoever reads that mailbox, and the answer is None. Raises Closed, InAlready, KnockedAlready, TooSoon,
    InvitationSpent.
    """
    if not gate(actor.community_id or 0).is_open and invitation is None:
        raise errors.Closed
    known = actor.person_id
    email = accounts.address_of(known) if known is not None else email.strip().lower()
    try:
        with transaction.atomic():
            return _knock(actor, now, known, name, email, asked, answers, language, invitation, community, home)
    except (errors.InAlready, errors.KnockedAlready, errors.TooSoon) as refusal:
        if known is not None:
            raise
        letters.already(refusal, email, language, now, community, home)
        journal.note("admission.knocked_again", actor=actor, now=now, object=("community", actor.community_id))
        return None


def _knock(
    actor: Viewer, now: datetime, known: int | None, name: str, email: str, asked: Sequence[Question],
    answers: Mapping[str, object], language: str, invitation: tuple[int, int] | None, community: str, home: str,
) -> int:  # fmt: skip
    key = address_key(email)
    whose = known if known is not None else person_by_address(email)
    if whose is not None and Role.MEMBER in communities.viewer(actor.community_id or 0, whose).roles:
        raise errors.InAlready
    _way_back(actor, now, known, key)
    kept = [
        {"text": q.text, "answer": rules.shown(q, answers[q.key]), "fits": rules.fit(q, answers[q.key]), "kind": q.kind}
        for q in asked
    ]
    try:
        with transaction.atomic():
            row = Application.objects.create(
                community_id=actor.community_id, person_id=known, name=rules.tidy_line(name), email=email,
                address_key=key, language=language, gate_address=home, gate_name=community, answers=kept,
                knocked_at=now, invitation_id=invitation[0] if invitation else None,
                inviter_id=invitation[1] if invitation else None,
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.KnockedAlready from error
    if invitation:
        _use(actor, now, invitation, row)
    if known is not None and Role.APPLICANT not in actor.roles:
        communities.join(actor=actor, now=now, person_id=known, role=Role.APPLICANT)
    if email:
        letters.received(row, now)
    journal.note("admission.knocked", actor=actor, now=now, object=("application", row.id), whom=known)
    return int(row.id)


def _way_back(actor: Viewer, now: datetime, known: int | None, key: str) -> None:
    """Raises TooSoon for one who was refused until a later day."""
    rows = Application.objects.filter(community_id=actor.community_id, state="refused", again_on__gt=now.date())
    days = [] if not key else list(rows.filter(address_key=key).values_list("again_on", flat=True))
    if known is not None:
        days += rows.filter(person_id=known).values_list("again_on", flat=True)
    if days:
        raise errors.TooSoon(day=date_format(max(days), "DATE_FORMAT"))


def _use(actor: Viewer, now: datetime, invitation: tuple[int, int], row: Application) -> None:
    """Spend the invitation; of two who use it at once one is refused. Its inviter vouches."""
    ident, inviter = invitation
    spent = Invitation.objects.filter(
        community_id=actor.community_id, id=ident, inviter_id=inviter, state="open", expires_at__gt=now
    ).update(state="used", ended_at=now)
    if not spent:
        raise errors.InvitationSpent
    if Role.MEMBER in communities.viewer(actor.community_id or 0, inviter).roles:
        Vouch.objects.create(application=row, person_id=inviter, at=now)


def person_by_address(email: str) -> int | None:
    """Who signs in with this address."""
    if not email:
        return None
    found = get_user_model().objects.filter(email__iexact=email).values_list("id", flat=True).first()
    return int(found) if found is not None else None


@action(may="admission.mine")
def withdraw(*, actor: Viewer, now: datetime, application_id: int) -> None:
    """Take one's own application back. Raises Decided."""
    rows = Application.objects.filter(
        community_id=actor.community_id, id=application_id, state__in=OPEN, person_id=actor.person_id
    )
    if actor.person_id is None or not rows.update(state="withdrawn", decided_at=now):
        raise errors.Decided
    leave_the_gate(actor, now, actor.person_id)
    journal.note(
        "admission.withdrawn", actor=actor, now=now, object=("application", application_id), whom=actor.person_id
    )


def leave_the_gate(actor: Viewer, now: datetime, person_id: int | None) -> None:
    """End the standing at the gate of one who has an account; a member's membership is never touched."""
    roles = communities.viewer(actor.community_id or 0, person_id).roles
    if Role.APPLICANT in roles and Role.MEMBER not in roles:
        communities.part(actor=actor, now=now, person_id=person_id or 0, why="admission.ended")


def digest(token: str) -> str:
    """What is kept of a letter's token."""
    return hashlib.sha256(token.encode()).hexdigest()


@action(may="admission.knock")
def enter_by_letter(*, actor: Viewer, now: datetime, token: str) -> int:
    """Use the link of the letter that told of the admission, once; whose it is. Raises LetterSpent."""
    rows = Application.objects.filter(
        community_id=actor.community_id, letter_digest=digest(token), state="admitted", entered_at__isnull=True,
        letter_until__gt=now,
    )  # fmt: skip
    row = rows.first()
    if row is None or not rows.update(entered_at=now):
        raise errors.LetterSpent
    journal.note("admission.entered", actor=actor, now=now, object=("application", row.id), whom=row.person_id)
    return int(row.person_id)
