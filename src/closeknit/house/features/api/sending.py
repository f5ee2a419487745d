"""From the journal to the hooks: a delivery for each line that one wants, kept until it arrived. For jobs.

The journal's line is written with the deed itself; a delivery is made from it at most once, under one id, and claimed
before it is sent. Whatever dies in between, the next round finds the line or the delivery and goes on under that id.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from closeknit import __version__
from closeknit.house.core import journal
from closeknit.house.core.journal import Line
from closeknit.house.features.api import outgoing, rules
from closeknit.house.features.api.models import Delivery, Hook
from closeknit.house.features.api.outgoing import Outcome
from closeknit.house.features.communities import api as communities

LEASE: Final = timedelta(seconds=60)
"""How long a delivery counts as on its way: longer than a receiver may take."""
_BATCH: Final = 500


def key_of(nonce: str) -> bytes:
    """A hook's secret: from its nonce and the house's own key, so that the database alone does not tell it."""
    return salted_hmac("closeknit.api.hook", nonce, algorithm="sha256").digest()


def spread(community_id: int, now: datetime) -> Sequence[int]:
    """Make the deliveries of what happened since; the hooks that have some. Twice is once."""
    told = []
    for hook in _working().filter(community_id=community_id).order_by("id"):
        newest = journal.newest()
        if _hear(hook, now):
            told.append(int(hook.id))
        if now - hook.marked_at >= rules.LOOK_BACK:
            Hook.objects.filter(id=hook.id, mark=hook.mark).update(swept_to=hook.mark, mark=newest, marked_at=now)
    return told


def _hear(hook: Hook, now: datetime) -> int:
    """Deliveries for the lines that have none; how many are new."""
    after, made = hook.swept_to, 0
    slug = communities.card(hook.community_id).slug
    while lines := journal.since(community_id=hook.community_id, after=after, verbs=list(hook.events), limit=_BATCH):
        wanted = [line for line in lines if line.id > hook.events[line.verb]]
        known = Delivery.objects.filter(hook=hook, line__in=[line.id for line in wanted])
        held = set(known.values_list("line", flat=True))
        new = [_delivery(hook, slug, line, now) for line in wanted if line.id not in held]
        Delivery.objects.bulk_create(new, ignore_conflicts=True)
        made += len(new)
        after = lines[-1].id
    return made


def _delivery(hook: Hook, slug: str, line: Line, now: datetime) -> Delivery:
    ident = f"msg_{secrets.token_urlsafe(18)}"
    body = {
        "id": ident, "type": line.verb, "timestamp": line.at.isoformat(),
        "data": {
            "community": slug, "actor_id": line.actor_id, "object": {"kind": line.kind, "id": line.object_id},
            "person_id": line.whom_id, "why": line.why,
        },
    }  # fmt: skip
    told = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Delivery(id=ident, hook=hook, line=line.id, event=line.verb, body=told, made_at=now, next_at=now)


def take(hook_id: int, now: datetime) -> Delivery | None:
    """The oldest delivery that is due, now on its way; None where there is none, or its hook rests."""
    awake = _working().filter(id=hook_id).filter(Q(rests_until__isnull=True) | Q(rests_until__lte=now))
    if not awake.exists():
        return None
    due = Delivery.objects.filter(hook_id=hook_id, state__in=("waiting", "sending"), next_at__lte=now)
    for row in due.order_by("made_at", "line", "id")[:5]:
        claimed = due.filter(id=row.id, state=row.state, tries=row.tries).update(
            state="sending", tries=F("tries") + 1, tried_at=now, next_at=now + LEASE
        )
        if claimed:
            return Delivery.objects.select_related("hook").get(id=row.id)
    return None


def send(delivery: Delivery, now: datetime) -> Outcome:
    """Send it, signed after the Standard Webhooks. In a demonstration nothing leaves the machine."""
    body, stamp = delivery.body.encode(), int(now.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": f"Closeknit/{__version__}",
        "webhook-id": delivery.id, "webhook-timestamp": str(stamp),
        "webhook-signature": rules.signature(key_of(delivery.hook.nonce), delivery.id, stamp, body),
    }  # fmt: skip
    if settings.DEMO:
        return Outcome("demo")
    return outgoing.post(delivery.hook.address, headers=headers, body=body, loopback=settings.DEBUG)


def settle(delivery: Delivery, outcome: Outcome, now: datetime) -> str:
    """Note what came of it; why its hook is to be switched off, or ""."""
    wait = rules.pause(delivery.tries)
    state = "arrived" if not outcome.failure else "waiting" if wait else "given_up"
    ours = Delivery.objects.filter(id=delivery.id, state="sending", tries=delivery.tries)
    ours.update(
        state=state, status=outcome.status, answer=outcome.answer, failure=outcome.failure,
        next_at=now + (wait or LEASE),
    )  # fmt: skip
    hook = Hook.objects.filter(id=delivery.hook_id)
    if not outcome.failure:
        hook.update(failures=0, failing_since=None, rests_until=None)
        return ""
    failures = delivery.hook.failures + 1
    hook.update(failures=failures, failing_since=Coalesce("failing_since", now), rests_until=now + rules.rest(failures))
    since = delivery.hook.failing_since
    if outcome.status == 410:
        return "hook_gone"
    return "hook_failed" if since is not None and now - since >= rules.OFF_AFTER else ""


def next_at(hook_id: int) -> datetime | None:
    """When the next delivery of a hook can be tried; None where none waits."""
    rest = _working().filter(id=hook_id).values_list("rests_until", flat=True)
    if not rest:
        return None
    waiting = Delivery.objects.filter(hook_id=hook_id, state="waiting").aggregate(at=Min("next_at"))["at"]
    return max(filter(None, (waiting, rest[0]))) if waiting else None


def late(now: datetime) -> Sequence[int]:
    """Hooks with deliveries that should have been tried by now."""
    due = Delivery.objects.filter(state__in=("waiting", "sending"), next_at__lte=now, hook__in=_working())
    return sorted(set(due.values_list("hook_id", flat=True)))


def listening() -> Sequence[int]:
    """The communities that have hooks."""
    return sorted(set(_working().values_list("community_id", flat=True)))


def is_heard(community_id: int, verb: str) -> bool:
    """Whether a hook of this community wants such events."""
    wanted = _working().filter(community_id=community_id).values_list("events", flat=True)
    return any(verb in events for events in wanted)


def unanswered() -> Sequence[tuple[int, int]]:
    """(community, hook) where whoever made the hook may keep none there any more."""
    rows = _working().order_by("id").values_list("community_id", "id", "made_by_id")
    return [(c, hook) for c, hook, person in rows if not communities.viewer(c, person).may("api.keep")]


def forget_old(now: datetime) -> int:
    """Remove deliveries that ended long ago; how many."""
    old = Delivery.objects.filter(made_at__lt=now - rules.KEPT_DELIVERIES, state__in=("arrived", "given_up"))
    return int(old.delete()[0])


def _working() -> Any:
    return Hook.objects.filter(ended_at__isnull=True, off_at__isnull=True)
