"""Background work on `django.tasks`, in the database: leases, retries, recurring jobs, and a sweeper.

A feature's `tasks.py`:

    @task
    def remind(*, community_id: int) -> None: ...

    @every(timedelta(hours=1))
    @task
    def renew() -> None: ...

`remind.enqueue(community_id=7)` writes a row in the transaction in course, so that the job exists exactly where the
deed was committed. A job may run more than once (its worker was killed, or it raised): write it so that the second
run changes nothing, with arguments that are ids. It reads the time by `jobs.now()`.
"""

from datetime import datetime, timedelta

from django.tasks import task
from django.utils import timezone

from closeknit.house.core.jobs.recurring import every

__all__ = ["GiveUp", "every", "now", "task"]


class GiveUp(Exception):
    """Raised by a job that no further try can help."""


def now() -> datetime:
    """The time at which a job runs; in a request the time is `request.now`."""
    return timezone.now()


LEASE = timedelta(seconds=60)
"""How long a worker is believed to live without a sign of life; it gives one every third of it."""
MOST_ATTEMPTS = 5
