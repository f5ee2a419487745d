"""What the house throws away by itself, once a day."""

from datetime import timedelta

from closeknit.house.core import jobs, rates
from closeknit.house.core.models import Job, Letter, Once


@jobs.every(timedelta(days=1))
@jobs.task
def tidy() -> None:
    """Remove old rate windows, once-tokens, finished jobs and the addresses of letters that were sent."""
    now = jobs.now()
    rates.forget_old(now)
    Once.objects.filter(at__lt=now - timedelta(days=7)).delete()
    Job.objects.filter(state="SUCCESSFUL", finished_at__lt=now - timedelta(days=7)).delete()
    Letter.objects.filter(state="sent", sent_at__lt=now - timedelta(days=90)).delete()
