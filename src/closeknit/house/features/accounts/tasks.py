"""Background work of accounts."""

from datetime import timedelta

from closeknit.house.core import jobs
from closeknit.house.features.accounts import unsent
from closeknit.house.features.accounts.models import Key
from closeknit.house.features.accounts.rules import DEAD_KEYS_STAY


@jobs.every(timedelta(days=1))
@jobs.task
def sweep() -> None:
    """Throw away links that open nothing any more, used or not, with the addresses that they hold, and letters that
    nobody handed over."""
    Key.objects.filter(expires_at__lt=jobs.now() - DEAD_KEYS_STAY).delete()
    unsent.forget_old(jobs.now())
