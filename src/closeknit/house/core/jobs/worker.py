"""The worker: claims jobs, keeps their leases alive, tries again what failed, and takes over from the dead."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.tasks.base import Task, TaskContext
from django.utils.crypto import get_random_string
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from closeknit.house.core import jobs, mail
from closeknit.house.core.jobs.backend import result_of
from closeknit.house.core.jobs.recurring import wind
from closeknit.house.core.models import Job

_log = logging.getLogger(__name__)


def claim(worker: str, now: datetime) -> Job | None:
    """The next job, now this worker's alone; None where nothing is due. Two workers never get the same one."""
    waiting = Job.objects.filter(state="READY", run_at__lte=now).order_by("-priority", "run_at", "id")
    for ident in waiting.values_list("id", flat=True)[:5]:
        job = Job.objects.get(id=ident)
        taken = Job.objects.filter(id=ident, state="READY", workers=job.workers).update(
            state="RUNNING", lease_until=now + jobs.LEASE, started_at=job.started_at or now, attempted_at=now,
            workers=[*job.workers, worker],
        )  # fmt: skip
        if taken:
            job.refresh_from_db()
            return job
    return None


def run(job: Job, clock: Callable[[], datetime] = jobs.now) -> bool:
    """Run a claimed job to its end, its retry or its failure; whether it went well."""
    ours = Job.objects.filter(id=job.id, state="RUNNING", workers=job.workers)
    try:
        task = import_string(job.task)
        if not isinstance(task, Task):
            raise jobs.GiveUp(f"{job.task} is no task")
        context = (TaskContext(task_result=result_of(job, task)),) if task.takes_context else ()
        with _alive(ours, clock):
            value = normalize_json(task.call(*context, *job.arguments[0], **job.arguments[1]))
    except Exception as error:  # noqa: BLE001 - a job that raises is tried again, the worker goes on
        _log.warning("job %s (%s) failed: %s", job.id, job.task, error)
        _fail(ours, job, error, clock())
        return False
    ours.update(state="SUCCESSFUL", lease_until=None, finished_at=clock(), result=value)
    return True


def _fail(ours: Any, job: Job, error: Exception, now: datetime) -> None:
    told = {"kind": f"{type(error).__module__}.{type(error).__qualname__}", "trace": "".join(format_exception(error))}
    errors = [*job.errors, told][-jobs.MOST_ATTEMPTS :]
    attempts = len(job.workers)
    if attempts >= jobs.MOST_ATTEMPTS or isinstance(error, jobs.GiveUp | ImportError):
        ours.update(state="FAILED", lease_until=None, finished_at=now, errors=errors)
    else:
        ours.update(state="READY", lease_until=None, run_at=now + backoff(attempts), errors=errors)


def backoff(attempts: int) -> timedelta:
    """How long to wait after that many tries: 10 s, 40 s, 160 s, 640 s."""
    return timedelta(seconds=10 * 4 ** (attempts - 1))


def sweep(now: datetime) -> int:
    """Take jobs back from workers that gave no sign of life; how many."""
    swept = 0
    for job in Job.objects.filter(state="RUNNING", lease_until__lt=now):
        ours = Job.objects.filter(id=job.id, state="RUNNING", workers=job.workers, lease_until=job.lease_until)
        with transaction.atomic():
            _fail(ours, job, TimeoutError("the worker was lost"), now)
        swept += 1
    return swept


def _alive(ours: Any, clock: Callable[[], datetime]) -> Any:
    return _Heartbeat(ours, clock)


class _Heartbeat:
    """Extends the lease from a thread of its own while the job runs."""

    def __init__(self, ours: Any, clock: Callable[[], datetime]) -> None:
        self.ours, self.clock, self.ended = ours, clock, threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        self.thread.join()

    def _beat(self) -> None:
        beaten = False
        while not self.ended.wait(jobs.LEASE.total_seconds() / 3):
            beaten = True
            try:
                self.ours.all().update(lease_until=self.clock() + jobs.LEASE)
            except DatabaseError as error:  # it may be back before the lease ends
                _log.warning("a sign of life was not written: %s", error)
                connection.close()
        if beaten:
            connection.close()


def step(worker: str, clock: Callable[[], datetime] = jobs.now) -> bool:
    """One round: recurring jobs, lost jobs, one letter, one job; whether there was work.

    A mail server may take minutes for a letter, so the job is claimed by the time that it is then: a lease that
    began before would be over, and another worker would take the job for lost.
    """
    now = clock()
    wind(now)
    sweep(now)
    sent = mail.send_waiting(now, at_most=1)
    job = claim(worker, clock())
    if job is not None:
        run(job, clock)
    return bool(sent or job)


def work(ended: threading.Event, *, pause: float = 0.5) -> None:
    """Work until `ended` is set. A round that breaks (the database is away) is logged and tried again."""
    name = get_random_string(12)
    while not ended.is_set():
        close_old_connections()
        try:
            busy = step(name)
        except Exception:  # noqa: BLE001 - the worker outlives a database that is away for a while
            _log.exception("a round of the worker broke")
            connection.close()
            ended.wait(5)
            continue
        if not busy:
            ended.wait(pause)
    connection.close()
