"""A double click does a thing once: the form carries a token, and its second copy gets the first one's answer."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from closeknit.house.core.models import Once


def token() -> str:
    """A new token for a form."""
    return secrets.token_urlsafe(18)


def once(token: str, *, now: datetime, do: Callable[[], str]) -> str:
    """Run `do` and keep the address that it gives; for a token that was used before, give that address.

    The token and the deed are one transaction: a refusal leaves the form usable.
    """
    if not _is_usable(token):
        return do()
    try:
        with transaction.atomic():
            Once.objects.create(token=token, at=now)
            location = do()
            Once.objects.filter(token=token).update(location=location)
            return location
    except IntegrityError:
        used = Once.objects.filter(token=token).first()
        if used is None:
            raise
        return used.location


def is_used(token: str, *, since: datetime) -> bool:
    """Whether a form with this token was taken since then."""
    return _is_usable(token) and Once.objects.filter(token=token, at__gte=since).exists()


def _is_usable(token: str) -> bool:
    return 0 < len(token) <= 64 and token.isprintable()
