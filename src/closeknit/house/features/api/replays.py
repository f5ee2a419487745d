"""A change has its effect once: under one Idempotency-Key, and on the state it was made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction

from closeknit.house.features.api import errors, rules
from closeknit.house.features.api.models import Answered

_NOT_SERIAL = "40001"
"""PostgreSQL: a row was changed since the transaction began."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What is answered to a change."""

    status: int
    body: bytes
    location: str = ""
    replayed: bool = False


def once(
    do: Callable[[], Effect], *, token_id: int, key: str, asked: str, on_one_state: bool, now: datetime
) -> Effect:  # fmt: skip
    """Run `do` in one transaction; where this key was used before, give what was answered then.

    A refusal undoes everything, the key with it: the same key may be tried again. `on_one_state` makes everything
    that `do` reads and changes one state of the database, so that what it compared still holds when it writes.
    Raises KeyUsed, KeySpent, Changed.
    """
    try:
        with transaction.atomic():
            if on_one_state and connection.vendor == "postgresql" and not connection.savepoint_ids:
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            if key:
                row = Answered.objects.create(token_id=token_id, key=key, asked=asked, at=now)
            effect = do()
            if key:
                Answered.objects.filter(id=row.id).update(
                    status=effect.status, location=effect.location, body=effect.body.decode()
                )
            return effect
    except IntegrityError:
        used = Answered.objects.filter(token_id=token_id, key=key).first() if key else None
        if used is None:
            raise
        return _again(used, asked)
    except OperationalError as error:
        if on_one_state and getattr(error.__cause__, "sqlstate", "") == _NOT_SERIAL:
            raise errors.Changed from error
        raise


def _again(used: Answered, asked: str) -> Effect:
    if used.asked != asked:
        raise errors.KeyUsed
    if used.body is None:
        raise errors.KeySpent
    return Effect(used.status, used.body.encode(), used.location, replayed=True)


def forget_old(now: datetime) -> int:
    """Remove what was answered longer ago than promised; how many."""
    return int(Answered.objects.filter(at__lt=now - rules.REMEMBERED).delete()[0])


def forget_words(community_id: int) -> int:
    """Remove the words of what was answered in a community; that it was done stays known. How many."""
    return int(Answered.objects.filter(token__community_id=community_id).exclude(body="").update(body=None))
