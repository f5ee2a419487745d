"""What those who knock, and those who invite, may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.http import Http404

from closeknit.house.core import people
from closeknit.house.core.permissions import Viewer
from closeknit.house.core.prepared import given, prepared
from closeknit.house.features.admission.models import Application, Invitation, Passage, Vote, Vouch
from closeknit.house.features.admission.rules import OPEN

_SIGNER = signing.Signer(salt="admission.invitation", sep=".")


@dataclass(frozen=True, slots=True)
class MineCard:
    """One's own application."""

    id: int
    state: str
    name: str
    email: str
    knocked_at: datetime
    decided_at: datetime | None
    told: str
    reason: str
    again_on: date | None
    host_id: int | None
    host: str
    introduced_at: datetime | None
    is_open: bool
    ahead: int
    """How many stand before her on the waiting list."""


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """An invitation as its inviter sees it. `state` is open, used, withdrawn or over."""

    id: int
    label: str
    made_at: datetime
    expires_at: datetime
    state: str
    token: str
    outcome: str
    """The state of the application that it led to, or ""."""


def mine(viewer: Viewer) -> MineCard | None:
    """The viewer's newest application."""
    viewer.must("admission.mine", owner=viewer.person_id)
    row = _newest.first(community=viewer.community_id, person=viewer.person_id)
    if row is None:
        return None
    told = dict(zip(_MINE, row, strict=True))
    card = MineCard(**told, is_open=told["state"] in OPEN, ahead=0)
    if card.state != "listed":
        return card
    rows = Application.objects.filter(community_id=viewer.community_id, forgotten_at__isnull=True)
    return replace(card, ahead=rows.filter(state="listed", decided_at__lt=card.decided_at).count())


_MINE = ("id", "state", "name", "email", "knocked_at", "decided_at", "told", "reason", "again_on", "host_id", "host",
         "introduced_at")  # fmt: skip


@prepared
def _newest() -> Any:
    rows = Application.objects.filter(
        community_id=given("community"), person_id=given("person"), forgotten_at__isnull=True
    )
    return rows.annotate(host=people.name_of("host_id")).order_by("-id").values_list(*_MINE)[:1]


def token_of(ident: int, nonce: str) -> str:
    """The word in an invitation's link."""
    return str(_SIGNER.sign(f"{ident}-{nonce}"))


def invitation_of(community_id: int, token: str, now: datetime) -> tuple[int, int] | None:
    """(invitation, inviter) as long as the link holds; None for anything else."""
    try:
        ident, _dash, nonce = _SIGNER.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    rows = Invitation.objects.filter(community_id=community_id, id=int(ident), nonce=nonce)
    found = rows.filter(state="open", expires_at__gt=now).values_list("id", "inviter_id").first()
    return (int(found[0]), int(found[1])) if found else None


def invitations(viewer: Viewer, now: datetime, *, at_most: int = 50) -> Sequence[InvitationCard]:
    """The viewer's own invitations, the newest first."""
    viewer.must("admission.in")
    rows = Invitation.objects.filter(community_id=viewer.community_id, inviter_id=viewer.person_id)
    found = list(rows.order_by("-id")[:at_most])
    led = dict(
        Application.objects.filter(invitation_id__in=[i.id for i in found]).values_list("invitation_id", "state")
    )
    return [_card(i, led.get(i.id, ""), now) for i in found]


def invitation(viewer: Viewer, ident: int, now: datetime) -> InvitationCard:
    """One of the viewer's own; 404 where it is not."""
    viewer.must("admission.in")
    rows = Invitation.objects.filter(community_id=viewer.community_id, inviter_id=viewer.person_id, id=ident)
    found = rows.first()
    if found is None:
        raise Http404
    led = Application.objects.filter(invitation_id=found.id).values_list("state", flat=True).first() or ""
    return _card(found, led, now)


def _card(row: Invitation, outcome: str, now: datetime) -> InvitationCard:
    state = "over" if row.state == "open" and row.expires_at <= now else row.state
    return InvitationCard(
        row.id, row.label, row.made_at, row.expires_at, state, token_of(row.id, row.nonce), outcome
    )  # fmt: skip


def letter(community_id: int, digest: str, now: datetime) -> str | None:
    """The name of the admitted person to whom a letter's link belongs, as long as it holds."""
    rows = Application.objects.filter(
        community_id=community_id, letter_digest=digest, letter_until__gt=now, entered_at__isnull=True, state="admitted"
    )
    return rows.values_list("name", flat=True).first()


def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
    """Queries of what is kept of a person: what she answered here, and what she did for others at the gate. Which
    reason reviewers noted is theirs."""
    rows = Application.objects.filter(community_id=community_id)
    vouches = Vouch.objects.filter(application__community_id=community_id, person_id=person_id)
    votes = Vote.objects.filter(application__community_id=community_id, person_id=person_id)
    own = ("name", "email", "answers", "state", "knocked_at", "decided_at", "told", "again_on", "introduced_at")
    invitations = Invitation.objects.filter(community_id=community_id, inviter_id=person_id)
    passages = Passage.objects.filter(community_id=community_id, set_by_id=person_id)
    return {
        "applications": rows.filter(person_id=person_id).values(*own),
        "invited": rows.filter(inviter_id=person_id).values("id", "knocked_at"),
        "decided": rows.filter(decided_by_id=person_id).values("id", "decided_at"),
        "hosted": rows.filter(host_id=person_id).values("id", "decided_at"),
        "vouches": vouches.values("application_id", "at"),
        "votes": votes.values("application_id", "yes", "at"),
        "invitations": invitations.values("label", "made_at", "expires_at", "state"),
        "passages": passages.values("tool", "name", "set_at"),
    }
