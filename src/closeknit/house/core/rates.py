"""How often somebody may try something; counted in the database, so that two workers share one count."""

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from closeknit.house.core.models import Rate
from closeknit.house.core.refusals import TooOften


def limit(key: str, *, at_most: int, per: timedelta, now: datetime) -> None:
    """Count one try; raises TooOften beyond `at_most` within the window of length `per`.

    Call it in the view, before the action: what an action writes is undone when it refuses. `key` says what and
    who: `"accounts.enter:" + rates.address(request)`.
    """
    seconds = int(per.total_seconds())
    window = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
    rows = Rate.objects.filter(key=key[:120], window=window)
    if not rows.filter(count__gte=1).update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Rate.objects.create(key=key[:120], window=window, count=1)
        except IntegrityError:
            rows.update(count=F("count") + 1)
    if rows.values_list("count", flat=True).get() > at_most:
        left = (window + per - now).total_seconds()
        raise TooOften(minutes=max(1, round(left / 60)))


def address(request: HttpRequest) -> str:
    """Where a request comes from: the network of the caller, so that one household counts as one."""
    caller = str(request.META.get("REMOTE_ADDR", ""))
    if ":" in caller:
        return ":".join(caller.split(":")[:4])
    return caller


def forget(whose: str) -> int:
    """Remove what was counted under somebody's address (erasure); how many windows."""
    return int(Rate.objects.filter(key__endswith=f":{whose}"[:120]).delete()[0])


def forget_old(now: datetime) -> int:
    """Remove windows older than two days; how many."""
    return int(Rate.objects.filter(window__lt=now - timedelta(days=2)).delete()[0])
