"""How addresses come to hear of events, and stop."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from closeknit.house.core import journal, mail
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Role, Viewer
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.api import errors, rules
from closeknit.house.features.api.models import Delivery, Hook
from closeknit.house.features.communities import api as communities


@action(may="api.keep")
def add(*, actor: Viewer, now: datetime, address: str, events: Sequence[str], nonce: str) -> int:
    """An address hears of events from now on; `nonce` is drawn by lot. Raises TooManyHooks, NotAnAddress."""
    if Hook.objects.filter(community_id=actor.community_id, ended_at__isnull=True).count() >= rules.MOST_HOOKS:
        raise errors.TooManyHooks(count=rules.MOST_HOOKS)
    plain = rules.tidy_address(address, plain_http=settings.DEBUG)
    if not plain:
        raise errors.NotAnAddress(field="address")
    newest = journal.newest()
    made = Hook.objects.create(
        community_id=actor.community_id, made_by_id=actor.person_id, address=plain, events=_heard(events, {}),
        nonce=nonce, made_at=now, swept_to=newest, mark=newest, marked_at=now,
    )  # fmt: skip
    journal.note("api.hook_made", actor=actor, now=now, object=("hook", made.id))
    return int(made.id)


@action(may="api.keep")
def change(*, actor: Viewer, now: datetime, hook_id: int, events: Sequence[str]) -> None:
    """It hears of other events; of those that are new from now on."""
    row = _hook(actor, hook_id)
    Hook.objects.filter(id=row.id).update(events=_heard(events, row.events))
    journal.note("api.hook_changed", actor=actor, now=now, object=("hook", row.id))


@action(may="api.keep")
def end(*, actor: Viewer, now: datetime, hook_id: int) -> None:
    """It hears of nothing any more; what was delivered goes with it."""
    row = _hook(actor, hook_id)
    Hook.objects.filter(id=row.id).update(ended_at=now)
    Delivery.objects.filter(hook_id=row.id).delete()
    journal.note("api.hook_ended", actor=actor, now=now, object=("hook", row.id))


@action(may="api.keep")
def try_out(*, actor: Viewer, now: datetime, hook_id: int, ident: str) -> str:
    """Send an event that means nothing, at once; `ident` is drawn by lot."""
    row = _hook(actor, hook_id)
    card = communities.card(row.community_id)
    body = {"id": ident, "type": rules.TEST, "timestamp": now.isoformat(), "data": {"community": card.slug}}
    Delivery.objects.create(
        id=ident, hook=row, event=rules.TEST, body=json.dumps(body, separators=(",", ":")), made_at=now, next_at=now
    )
    Hook.objects.filter(id=row.id).update(rests_until=None)
    journal.note("api.hook_tried", actor=actor, now=now, object=("hook", row.id))
    return ident


@action(may="api.keep")
def send_again(*, actor: Viewer, now: datetime, delivery_id: str) -> int:
    """Try a delivery anew under its own id, from the shortest pause on; its hook."""
    rows = Delivery.objects.filter(id=delivery_id, hook__community_id=actor.community_id, hook__ended_at__isnull=True)
    row = rows.first()
    if row is None:
        raise Http404
    Delivery.objects.filter(id=row.id).exclude(state="sending").update(state="waiting", tries=0, next_at=now)
    Hook.objects.filter(id=row.hook_id).update(rests_until=None)
    journal.note("api.hook_again", actor=actor, now=now, object=("hook", row.hook_id))
    return int(row.hook_id)


@action(may="api.keep")
def switch_on(*, actor: Viewer, now: datetime, hook_id: int) -> None:
    """A hook that was switched off hears of what happens from now on; whoever does it answers for it."""
    row = _hook(actor, hook_id)
    Hook.objects.filter(id=row.id).update(
        off_at=None, off_why="", failures=0, failing_since=None, rests_until=None, made_by_id=actor.person_id,
        events=_heard(list(row.events), {}),
    )  # fmt: skip
    journal.note("api.hook_on", actor=actor, now=now, object=("hook", row.id))


@action(may=None)
def switch_off(*, actor: Viewer, now: datetime, hook_id: int, why: str) -> None:
    """The house sends no more there, and says so to the organisers in a letter; twice is once."""
    row = _hook(actor, hook_id)
    journal.note("api.hook_off", actor=actor, now=now, object=("hook", row.id), why=f"api.{why}")
    if not Hook.objects.filter(id=row.id, off_at__isnull=True).update(off_at=now, off_why=why):
        return
    Delivery.objects.filter(hook_id=row.id, state__in=("waiting", "sending")).update(state="given_up")
    card = communities.card(row.community_id)
    page = reverse("api:hook", kwargs={"slug": card.slug, "hook_id": row.id})
    with translation.override(card.language):
        for person_id in communities.member_ids(row.community_id, roles=(Role.ORGANISER,)):
            if to := accounts.address_of(person_id):
                mail.write(
                    key=f"api.hook_off:{row.id}:{now:%Y%m%d%H%M%S}:{person_id}", to=to, now=now,
                    subject=_("{community}: events are not sent any more").format(community=card.name),
                    body=_(
                        "Events of {community} went to {address}. Nothing got through for a long time, or nobody "
                        "answers for it any more, so it was switched off.\n\nSee why, or switch it on again: {page}"
                    ).format(community=card.name, address=row.address, page=f"{settings.ADDRESS}{page}"),
                )  # fmt: skip


def _hook(actor: Viewer, hook_id: int) -> Hook:
    row = Hook.objects.filter(id=hook_id, community_id=actor.community_id, ended_at__isnull=True).first()
    if row is None:
        raise Http404
    return row


def _heard(events: Sequence[str], before: Mapping[str, int]) -> dict[str, int]:
    """Each event with the journal's line after which it is heard of: from now on, where it was not before."""
    newest = journal.newest()
    return {event: before.get(event, newest) for event in rules.EVENTS if event in events}
