"""Background work of the gate."""

import secrets
from datetime import timedelta

from closeknit.house.core import jobs
from closeknit.house.core.jobs import every, task
from closeknit.house.core.permissions import the_house
from closeknit.house.features.admission.actions import keeping, reviewing
from closeknit.house.features.admission.models import Application

_AT_ONCE = 20


@task
def fill(*, community_id: int) -> None:
    """Let people in from the waiting list as far as there is room; where many come in, go on later."""
    tokens = [secrets.token_urlsafe(24) for _ in range(_AT_ONCE)]
    if reviewing.fill(actor=the_house(community_id), now=jobs.now(), tokens=tokens) == _AT_ONCE:
        fill.enqueue(community_id=community_id)


@every(timedelta(hours=6))
@task
def forget_old() -> None:
    """Empty the applications of those who were not admitted."""
    keeping.forget_old(actor=the_house(), now=jobs.now())


@every(timedelta(hours=1))
@task
def look_after() -> None:
    """A place may be free of which a killed process told nobody."""
    listed = Application.objects.filter(state="listed").values_list("community_id", flat=True)
    for community_id in listed.distinct():
        fill.enqueue(community_id=community_id)
