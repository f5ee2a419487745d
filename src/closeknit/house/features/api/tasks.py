"""What the openness does in the background: it tells hooks, looks for what was missed, and tidies up."""

from datetime import timedelta
from typing import Final

from closeknit.house.core import jobs
from closeknit.house.core.jobs import every, task
from closeknit.house.core.permissions import the_house
from closeknit.house.features.api import replays, sending
from closeknit.house.features.api.actions import hooks

_AT_ONCE: Final = timedelta(seconds=30)
"""How long one job sends before it lets others work."""


@task
def spread(*, community_id: int) -> None:
    """Something happened that a hook wants to hear of."""
    for hook_id in sending.spread(community_id, jobs.now()):
        deliver.enqueue(hook_id=hook_id)


@task
def deliver(*, hook_id: int) -> None:
    """Send what is due; come back when the next can be tried."""
    begun, sent = jobs.now(), 0
    while (now := jobs.now()) - begun < _AT_ONCE and (delivery := sending.take(hook_id, now)) is not None:
        sent += 1
        why = sending.settle(delivery, sending.send(delivery, now), jobs.now())
        if why:
            house = the_house(delivery.hook.community_id)
            hooks.switch_off(actor=house, now=jobs.now(), hook_id=hook_id, why=why)
            return
    again = sending.next_at(hook_id) if sent else None
    if again is not None:
        deliver.using(run_after=again).enqueue(hook_id=hook_id)


@every(timedelta(minutes=5))
@task
def sweep() -> None:
    """Whatever a killed process left lying: events that no hook heard of, deliveries that nobody tries."""
    now = jobs.now()
    for community_id, hook_id in sending.unanswered():
        hooks.switch_off(actor=the_house(community_id), now=now, hook_id=hook_id, why="hook_orphan")
    for community_id in sending.listening():
        sending.spread(community_id, now)
    for hook_id in sending.late(now):
        deliver.enqueue(hook_id=hook_id)


@every(timedelta(days=1))
@task
def tidy() -> None:
    """Remove what was answered to programs, and old deliveries."""
    replays.forget_old(jobs.now())
    sending.forget_old(jobs.now())
