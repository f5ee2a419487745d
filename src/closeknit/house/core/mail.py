"""Letters: written in the transaction that causes them, sent by the worker. Never lost, never twice.

A letter is claimed by a conditional update before it is sent, and once it went out only its key is kept. Where the
worker dies between the mail server's yes and our own note of it nobody can know whether it went out: it is sent again
under the same Message-ID, which mail programs show once.
"""

import hashlib
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q

from closeknit.house.core.models import Letter

PATIENCE: Final = (1, 5, 30, 120, 720, 1440)
"""Minutes between the tries; after the last one a letter is `failed` and shown by `closeknit house check`."""
LEASE: Final = timedelta(minutes=5)
_log = logging.getLogger(__name__)


def write(*, key: str, to: str, subject: str, body: str, now: datetime) -> bool:
    """Put a letter into the outbox; False where one with this key lies there (or was sent) already.

    `key` names the cause: `f"admission.admitted:{application.id}"`. Subject and body are in the receiver's
    language (`translation.override(person.language)`); the subject is one line.
    """
    subject = " ".join(subject.split())[:200]
    _letter, new = Letter.objects.get_or_create(
        key=key[:120],
        defaults={"to": to, "subject": subject, "body": body, "written_at": now, "next_at": now},
    )
    return new


def send_waiting(now: datetime, *, at_most: int = 50) -> int:
    """Send what is due; how many letters went out. Safe to run in several workers at once.

    Every letter is claimed at `now`: whoever sends many to a slow server asks again for each with the time it is.
    """
    due = Q(state="waiting", next_at__lte=now) | Q(state="sending", next_at__lte=now - LEASE)
    sent = 0
    for ident, tried in list(Letter.objects.filter(due).order_by("next_at").values_list("id", "attempts")[:at_most]):
        claimed = Letter.objects.filter(due, id=ident, attempts=tried).update(
            state="sending", attempts=F("attempts") + 1, next_at=now
        )
        if claimed:
            sent += _send(Letter.objects.get(id=ident), now)
    return sent


def _send(letter: Letter, now: datetime) -> bool:
    mark = hashlib.sha256(f"{settings.SECRET_KEY}{letter.key}".encode()).hexdigest()[:32]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "localhost"
    message = EmailMessage(
        letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to],
        headers={"Message-ID": f"<{mark}@{host}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    rows = Letter.objects.filter(id=letter.id, attempts=letter.attempts)
    try:
        message.send()
    except Exception as error:  # noqa: BLE001 - whatever the mail server does, the letter waits for the next try
        _log.warning("letter %s was not sent: %s", letter.id, error)
        tried = letter.attempts
        if tried > len(PATIENCE):
            rows.update(state="failed")
        else:
            rows.update(state="waiting", next_at=now + timedelta(minutes=PATIENCE[tried - 1]))
        return False
    rows.update(state="sent", sent_at=now, to="", subject="", body="")
    return True


def drop(keys: Collection[str]) -> int:
    """Remove letters that wait or could not be sent (erasure); how many."""
    return int(Letter.objects.filter(key__in=keys, state__in=("waiting", "failed")).delete()[0])


def forget(address: str) -> int:
    """Remove every letter to an address (erasure); how many."""
    with transaction.atomic():
        return int(Letter.objects.filter(to__iexact=address).delete()[0])
