"""What is over goes by itself, and what holds stays."""

import os
from datetime import timedelta
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection

from closeknit.house.core import housekeeping, jobs
from closeknit.house.core.models import Job, Letter
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


def test_what_failed_is_known_for_ninety_days(db) -> None:
    now = jobs.now()
    for days in (89, 91):
        at = now - timedelta(days=days)
        words = {"task": "x", "arguments": [[], {}], "run_at": at, "enqueued_at": at, "finished_at": at}
        Job.objects.create(id=f"failed-{days}", state="FAILED", **words)
        for state in ("failed", "sent"):
            Letter.objects.create(key=f"{state}-{days}", written_at=at, next_at=at, sent_at=at, state=state)
    Letter.objects.create(key="waits", written_at=now - timedelta(days=400), next_at=now)
    housekeeping.tidy.func()
    assert list(Job.objects.values_list("id", flat=True)) == ["failed-89"]
    assert set(Letter.objects.values_list("key", flat=True)) == {"failed-89", "sent-89", "waits"}


def test_a_letter_that_nobody_hands_over_goes(tmp_path: Path, settings, db) -> None:
    settings.LETTERS_FOLDER = str(tmp_path)
    for part in ("tmp", "new", "cur"):
        (tmp_path / part).mkdir()
        for days in (89, 91):
            file = tmp_path / part / f"{days}.letter"
            file.write_text("To: a@example.org\n\nhi")
            at = (jobs.now() - timedelta(days=days)).timestamp()
            os.utime(file, (at, at))
    accounts.sweep.func()
    assert [file.name for file in tmp_path.glob("*/*")] == ["89.letter"] * 3


def test_sqlite_learns_how_many_rows_there_are(race) -> None:
    """On either database it is safe to ask."""
    from tests.house.conftest import make_world

    make_world()
    housekeeping.count.func()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl LIKE 'communities%%'")
            assert cursor.fetchone()[0]
