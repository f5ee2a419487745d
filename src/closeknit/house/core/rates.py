"""How often somebody may try something; counted in the database, so that two workers share one count."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from closeknit.house.core.models import Rate
from closeknit.house.core.refusals import TooOften

LONGEST: Final = 120
"""Characters of a key."""


def limit(key: str, *, at_most: int, per: timedelta, now: datetime) -> None:
    """Count one try; raises TooOften beyond `at_most` within the window of length `per`.

    Call it in the view, before the action: what an action writes is undone when it refuses. `key` says what and
    who: `"accounts.enter:" + rates.address(request)`.
    """
    seconds = int(per.total_seconds())
    window = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
    key = _kept(key)
    rows = Rate.objects.filter(key=key, window=window)
    if not rows.filter(count__gte=1).update(count=F("count") + 1):
        try:
            with transaction.atomic():
                Rate.objects.create(key=key, window=window, count=1)
        except IntegrityError:
            rows.update(count=F("count") + 1)
    if rows.values_list("count", flat=True).get() > at_most:
        left = (window + per - now).total_seconds()
        raise TooOften(minutes=max(1, round(left / 60)))


def address(request: HttpRequest) -> str:
    """Where a request comes from: the network of the caller (IPv6: /64), so that one household counts as one."""
    try:
        caller = ip_address(_caller(request))
    except ValueError:
        return ""
    if isinstance(caller, IPv6Address):
        if caller.ipv4_mapped is not None:
            return str(caller.ipv4_mapped)
        return str(ip_network((caller, 64), strict=False).network_address)
    return str(caller)


def _caller(request: HttpRequest) -> str:
    """Who called the outermost proxy that is trusted; anybody may write the names to the left of that one."""
    remote, trusted = str(request.META.get("REMOTE_ADDR", "")), settings.TRUSTED_PROXY
    chain = [name for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if (name := part.strip())]
    path = [*chain, remote]
    if isinstance(trusted, int):
        return path[-1 - min(trusted, len(chain))]
    while len(path) > 1 and _is_within(path[-1], trusted):
        path.pop()
    return path[-1]


def _is_within(name: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    try:
        there = ip_address(name)
    except ValueError:
        return False
    return any(there in network for network in networks)


def _kept(key: str) -> str:
    """A key as it is kept: whoever tries may have written anything; of what is too long a hash is enough."""
    what, _colon, who = key.replace("\0", "").partition(":")
    fits = len(what) + len(who) < LONGEST
    return f"{what}:{who if fits else hashlib.sha256(who.encode()).hexdigest()}"


def forget(whose: str) -> int:
    """Remove what was counted under somebody's address (erasure); how many windows."""
    return int(Rate.objects.filter(key__endswith=f":{whose}").delete()[0])


def forget_old(now: datetime) -> int:
    """Remove windows older than two days; how many."""
    return int(Rate.objects.filter(window__lt=now - timedelta(days=2)).delete()[0])
