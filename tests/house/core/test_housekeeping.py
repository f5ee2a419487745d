"""What is over goes by itself, and what holds stays."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from closeknit.house.core import housekeeping, jobs
from closeknit.house.features.accounts import tasks as accounts
from closeknit.house.features.accounts.models import Key
from closeknit.house.features.accounts.rules import DEAD_KEYS_STAY


def test_links_that_open_nothing_any_more_go(db) -> None:
    now = jobs.now()
    ends = {"open": timedelta(hours=1), "over": -timedelta(hours=1), "long-over": -DEAD_KEYS_STAY - timedelta(hours=1)}
    for name, left in ends.items():
        for used in (None, now):
            digest = f"{name}-{used is None}"
            Key.objects.create(
                digest=digest, purpose="enter", email="a@example.org", made_at=now, expires_at=now + left, used_at=used
            )
    accounts.sweep.func()
    assert set(Key.objects.values_list("digest", flat=True)) == {
        "open-True", "open-False", "over-True", "over-False",
    }  # fmt: skip


def test_sessions_that_ended_go(db) -> None:
    now = jobs.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    housekeeping.tidy.func()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_sqlite_learns_how_many_rows_there_are(race) -> None:
    """On either database it is safe to ask."""
    from tests.house.conftest import make_world

    make_world()
    housekeeping.count.func()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl LIKE 'communities%%'")
            assert cursor.fetchone()[0]
