"""A process is killed in the middle of a job, as a power cut does it: another goes on where it stood."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connections

from closeknit.house.core import jobs
from closeknit.house.core.jobs import worker
from closeknit.house.core.models import Job
from closeknit.house.features.accounts.models import Person
from closeknit.house.features.members.importing import running
from closeknit.house.features.members.models import Import, Profile
from tests.house.conftest import World, make_world

ROWS = 4000
SETTINGS = "closeknit.house.config.settings"
WORK = """
import json, sys
from closeknit.house.config import server
server.start()
from django.db import connections
connections["default"].close()
del connections["default"]
connections.settings["default"] = {**connections.settings["default"], **json.loads(sys.argv[1])}
from closeknit.house.core import jobs
from closeknit.house.core.jobs import worker
while worker.step("killed", jobs.now):
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


def killed_worker(ident: int) -> int:
    """Begin a worker and kill it when some rows are in; how many were."""
    keys = ("ENGINE", "NAME", "USER", "HOST", "PORT", "PASSWORD", "OPTIONS")
    kept = {key: value for key, value in connections.settings["default"].items() if key in keys}
    home = {"CLOSEKNIT_HOME": str(Path(default_storage.location).parent), "DJANGO_SETTINGS_MODULE": SETTINGS}
    process = subprocess.Popen([sys.executable, "-c", WORK, json.dumps(kept)], env=os.environ | home)
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
