"""Jobs: claimed once, tried again, taken over from the dead; letters."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.tasks import task

from closeknit.house.core import jobs, mail
from closeknit.house.core.jobs import recurring, worker
from closeknit.house.core.models import Job, Letter

RAN: list[int] = []


@task
def note_down(*, number: int) -> int:
    RAN.append(number)
    return number


@task
def break_down() -> None:
    raise ValueError("broken")


@task
def give_up() -> None:
    raise jobs.GiveUp


@pytest.fixture(autouse=True)
def _nothing_ran(monkeypatch) -> None:
    RAN.clear()
    monkeypatch.setattr(recurring, "_recurring", {})  # the house's own


def later(**words) -> object:
    return lambda: jobs.now() + timedelta(**words)


def test_a_job_runs_and_keeps_its_result(db) -> None:
    result = note_down.enqueue(number=3)
    while worker.step("w", later(seconds=1)):
        pass
    result.refresh()
    assert (result.return_value, RAN, result.attempts) == (3, [3], 1)
    assert not worker.step("w", later(seconds=2))


def test_each_job_goes_to_one_worker(race) -> None:
    for i in range(6):
        note_down.enqueue(number=i)
    now = jobs.now() + timedelta(seconds=1)

    def take() -> list[str]:
        taken = []
        while (job := worker.claim("w", now)) is not None:
            taken.append(job.id)
        return taken

    first, second, third = race(take, take, take)
    assert len({*first, *second, *third}) == len(first) + len(second) + len(third) == 6


def test_a_job_that_breaks_is_tried_again_later_and_then_no_more(db) -> None:
    ident = break_down.enqueue().id
    at = jobs.now()
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        at += timedelta(hours=1)
        assert worker.step("w", lambda at=at: at)
        job = Job.objects.get(id=ident)
        assert job.state == ("FAILED" if attempt == jobs.MOST_ATTEMPTS else "READY")
        if job.state == "READY":
            assert job.run_at == at + worker.backoff(attempt)
    assert "ValueError: broken" in job.errors[0]["trace"]


def test_a_job_may_give_up(db) -> None:
    ident = give_up.enqueue().id
    worker.step("w", later(seconds=1))
    assert Job.objects.get(id=ident).state == "FAILED"


def test_a_job_of_a_killed_worker_is_taken_over(race) -> None:
    """On either database: `race` gives both."""
    note_down.enqueue(number=9)
    now = jobs.now() + timedelta(seconds=1)
    assert worker.claim("killed", now)
    assert worker.sweep(now + jobs.LEASE / 2) == 0
    dead = now + jobs.LEASE * 2
    assert worker.sweep(dead) == 1
    assert worker.step("w", lambda: dead + timedelta(minutes=1))
    assert RAN == [9]


def test_a_recurring_job_comes_once_a_period(race) -> None:
    recurring.every(timedelta(hours=1))(note_down)
    now = jobs.now()
    assert sorted(race(lambda: recurring.wind(now), lambda: recurring.wind(now))) == [0, 1]
    assert recurring.wind(now + timedelta(minutes=59)) == 0
    assert recurring.wind(now + timedelta(minutes=61)) == 1


def test_a_letter_goes_out_once(race) -> None:
    now = jobs.now()
    written = [mail.write(key="k", to="a@example.org", subject="嗨\n你好", body="…", now=now) for _ in range(2)]
    assert written == [True, False]
    outbox.outbox = []
    assert sorted(race(lambda: mail.send_waiting(now), lambda: mail.send_waiting(now))) == [0, 1]
    assert [letter.subject for letter in outbox.outbox] == ["嗨 你好"]


def test_a_letter_waits_where_the_mail_server_is_away(db, monkeypatch) -> None:
    now = jobs.now()
    mail.write(key="k", to="a@example.org", subject="s", body="b", now=now)

    def away(*_words: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", away)
        assert mail.send_waiting(now) == 0
    assert Letter.objects.get().state == "waiting"
    assert mail.send_waiting(now) == 0
    assert mail.send_waiting(now + timedelta(minutes=2)) == 1
