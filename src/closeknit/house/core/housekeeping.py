"""What the house throws away by itself, once a day."""

from datetime import timedelta
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import connection

from closeknit.house.core import jobs, rates
from closeknit.house.core.models import Job, Letter, Once

KEPT: Final = timedelta(days=90)
"""How long what failed, and that a letter was sent, stays known."""


@jobs.every(timedelta(days=1))
@jobs.task
def tidy() -> None:
    """Remove old rate windows, once-tokens, ended jobs, sessions that ended, and letters that went out or never will.

    What failed is shown by `closeknit house check` for as long; a job's errors and a letter hold people's words.
    """
    now = jobs.now()
    rates.forget_old(now)
    Once.objects.filter(at__lt=now - timedelta(days=7)).delete()
    Job.objects.filter(state="SUCCESSFUL", finished_at__lt=now - timedelta(days=7)).delete()
    Job.objects.filter(state="FAILED", finished_at__lt=now - KEPT).delete()
    Letter.objects.filter(state="sent", sent_at__lt=now - KEPT).delete()
    Letter.objects.filter(state="failed", written_at__lt=now - KEPT).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@jobs.every(timedelta(days=1))
@jobs.task
def count() -> None:
    """Have SQLite look how many rows there are of what, by which it chooses its ways, and empty its log; PostgreSQL
    does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("PRAGMA optimize = 0x10002")  # tables too that this connection has not asked yet
            if not connection.in_atomic_block:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was erased stands in the log until then
