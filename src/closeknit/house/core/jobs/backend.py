"""The store behind `django.tasks`: a job is a row."""

from typing import Any, override

from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from closeknit.house.core.models import Job


class HouseBackend(BaseTaskBackend):
    """Writes jobs into the database of the house, in the transaction in course."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    @override
    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        now = timezone.now()
        job = Job.objects.create(
            id=get_random_string(32), task=task.module_path, arguments=normalize_json([list(args), dict(kwargs)]),
            priority=task.priority, run_at=task.run_after or now, enqueued_at=now,
        )  # fmt: skip
        return result_of(job, task)

    @override
    def get_result(self, result_id: str) -> TaskResult:
        try:
            job = Job.objects.get(id=result_id)
        except Job.DoesNotExist as error:
            raise TaskResultDoesNotExist(result_id) from error
        return result_of(job, import_string(job.task))


def result_of(job: Job, task: Task) -> TaskResult:
    """The row as Django's own value."""
    result = TaskResult(
        task=task, id=job.id, status=TaskResultStatus[job.state], enqueued_at=job.enqueued_at,
        started_at=job.started_at, last_attempted_at=job.attempted_at, finished_at=job.finished_at,
        args=job.arguments[0], kwargs=job.arguments[1], backend=task.backend,
        errors=[TaskError(exception_class_path=e["kind"], traceback=e["trace"]) for e in job.errors],
        worker_ids=list(job.workers),
    )  # fmt: skip
    object.__setattr__(result, "_return_value", job.result)
    return result
