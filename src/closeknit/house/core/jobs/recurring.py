"""Jobs that come again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from closeknit.house.core.models import Clock

_recurring: dict[str, tuple[Any, timedelta]] = {}


def every(period: timedelta) -> Callable[[Any], Any]:
    """Enqueue the task once in each period, whichever worker comes first; missed periods are not made up for."""

    def register(job: Any) -> Any:
        _recurring[job.module_path] = (job, period)
        return job

    return register


def wind(now: datetime) -> int:
    """Enqueue what is due; how many jobs."""
    if not _recurring:
        return 0
    known = dict(Clock.objects.filter(task__in=_recurring).values_list("task", "next_at"))
    begun = 0
    for path, (job, period) in _recurring.items():
        due = known.get(path)
        if due is not None and due > now:
            continue
        with transaction.atomic():
            if due is None:
                try:
                    with transaction.atomic():
                        Clock.objects.create(task=path, next_at=now + period)
                except IntegrityError:
                    continue
            elif not Clock.objects.filter(task=path, next_at=due).update(next_at=now + period):
                continue
            job.enqueue()
            begun += 1
    return begun
