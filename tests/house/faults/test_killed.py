"""A process is killed in the middle of a job, as a power cut does it: another goes on where it stood."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connections

from closeknit.house.core import housekeeping, jobs, mail
from closeknit.house.core.jobs import worker
from closeknit.house.core.models import Job, Letter
from closeknit.house.features.accounts.models import Person
from closeknit.house.features.members.importing import running
from closeknit.house.features.members.models import Import, Profile
from tests.house.conftest import World, make_world
from tests.house.faults import post_office

ROWS = 4000
SETTINGS = "closeknit.house.config.settings"
WORK = """
import json, sys
from datetime import timedelta
from closeknit.house.config import server
server.start()
from django.db import connections
connections["default"].close()
del connections["default"]
connections.settings["default"] = {**connections.settings["default"], **json.loads(sys.argv[1])}
from closeknit.house.core import jobs
from closeknit.house.core.jobs import worker
ahead = timedelta(minutes=int(sys.argv[2]))
while worker.step("killed", lambda: jobs.now() + ahead):
    pass
"""


def sent(world: World, now: Any) -> int:
    """An import that was begun."""
    lines = "".join(f"人{n},{n}\n" for n in range(ROWS))
    actor = world.viewer("organiser")
    ident = running.upload(actor=actor, now=now, data=f"姓名,會員編號\n{lines}".encode())
    words = {"columns": {0: "name", 1: "number"}, "name_shown": 2, "same_name_is_same": True}
    running.begin(actor=actor, now=now, import_id=ident, **words)
    return int(ident)


def begun_worker(*, ahead: int = 0, **variables: str) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, whose clock is some minutes ahead; it ends when nothing is to be done."""
    keys = ("ENGINE", "NAME", "USER", "HOST", "PORT", "PASSWORD", "OPTIONS")
    kept = {key: value for key, value in connections.settings["default"].items() if key in keys}
    home = {"CLOSEKNIT_HOME": str(Path(default_storage.location).parent), "DJANGO_SETTINGS_MODULE": SETTINGS}
    return subprocess.Popen(
        [sys.executable, "-c", WORK, json.dumps(kept), str(ahead)], env=os.environ | home | variables
    )


def killed_worker(ident: int) -> int:
    """Begin a worker and kill it when some rows are in; how many were."""
    process = begun_worker()
    try:
        for _look in range(3000):
            if Import.objects.get(id=ident).at_row:
                break
            assert process.poll() is None
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return Import.objects.get(id=ident).at_row


def test_an_import_is_taken_up_by_another_worker_and_nobody_is_in_it_twice(race) -> None:
    world, now = make_world(), jobs.now()
    before = Person.objects.count()
    ident = sent(world, now)
    at = killed_worker(ident)
    assert 0 < at < ROWS
    assert at % running.A_PIECE == 0
    assert Profile.objects.filter(run_id=ident).count() == at == Person.objects.count() - before
    assert Job.objects.get(task__endswith="take_in").state == "RUNNING"
    dead = jobs.now() + jobs.LEASE * 2
    assert worker.sweep(dead) == 1
    while worker.step("w", lambda: dead + jobs.LEASE * 10):
        pass
    run = Import.objects.get(id=ident)
    assert (run.state, run.made, run.left_out) == ("done", ROWS, 0)
    assert Profile.objects.filter(run_id=ident).count() == ROWS == Person.objects.count() - before


LETTERS = 12


def test_a_worker_that_is_killed_loses_no_letter_and_sends_none_anew(race) -> None:
    """Killed when the mail server has the letter and has not said so, and when it has said so a moment ago."""
    for number in range(LETTERS):
        mail.write(key=f"k:{number}", to=f"p{number}@example.org", subject="嗨", body="…", now=jobs.now())
    with post_office.opened() as office:
        for kills, (when, number) in enumerate((("before", 3), ("after", 7), ("before", 9))):
            process = begun_worker(ahead=10 * kills, CLOSEKNIT_MAIL_URL=office.url)
            setattr(office, when, lambda came, number=number, process=process: came == number and process.kill())
            assert process.wait(60) == -signal.SIGKILL
            setattr(office, when, lambda _came: None)
        assert begun_worker(ahead=40, CLOSEKNIT_MAIL_URL=office.url).wait(60) == 0
        came = list(office.came)
    assert {to for to, _mark in came} == {f"p{number}@example.org" for number in range(LETTERS)}
    assert LETTERS <= len(came) <= LETTERS + 3, "again only what was under way when the worker died"
    assert len({mark for _to, mark in came}) == LETTERS, "what comes again has its old name"
    assert set(Letter.objects.values_list("state", "to", "body")) == {("sent", "", "")}


def test_a_slow_mail_server_makes_no_letter_and_no_job_look_lost(db, monkeypatch) -> None:
    """Each letter takes four minutes, and another worker looks for what nobody works at."""
    clock, sent, leases = [jobs.now()], [], []
    for number in range(4):
        mail.write(key=f"k:{number}", to=f"p{number}@example.org", subject="s", body="b", now=clock[0])
    housekeeping.count.enqueue()

    def slow(message: Any) -> int:
        sent.append(message.to[0])
        lost = Letter.objects.filter(state="sending", next_at__lte=clock[0] - mail.LEASE)
        assert not lost.exists(), "another worker would send it too"
        clock[0] += timedelta(minutes=4)
        return 1

    def run(job: Job, _clock: Any) -> bool:
        leases.append(job.lease_until - clock[0])
        return Job.objects.filter(id=job.id).update(state="SUCCESSFUL", lease_until=None) == 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", slow)
    monkeypatch.setattr(worker, "run", run)
    while worker.step("w", lambda: clock[0]):
        pass
    assert sorted(sent) == [f"p{number}@example.org" for number in range(4)]
    assert leases
    assert set(leases) == {jobs.LEASE}
