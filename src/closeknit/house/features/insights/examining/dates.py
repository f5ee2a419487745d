"""Days of a history on the community's wall clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.history import History

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(micros: int, zone: str) -> str:
    """ISO date of an instant."""
    return moment_of(micros, zone).date().isoformat()


def moment_of(micros: int, zone: str) -> datetime:
    """An instant as the community's clock shows it."""
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(ZoneInfo(zone))


def days(history: History, zone: str) -> tuple[str | None, str | None]:
    """First and last day with a message; None without times."""
    at = history.messages["sent_at"].cast(pa.int64())
    low, high = (pc.min(at).as_py(), pc.max(at).as_py()) if len(at) else (None, None)
    if low is None or high is None:
        return None, None
    return day_of(low, zone), day_of(high, zone)


def month_ends(first: str, last: str, most: int) -> list[date]:
    """The last day of each month that is over by `last`, the newest first, `most` at most."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    found: list[date] = []
    day = end.replace(day=1) - timedelta(days=1)
    if (end + timedelta(days=1)).day == 1:
        day = end
    while day >= begin and len(found) < most:
        found.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return found
