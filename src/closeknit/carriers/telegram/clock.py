"""Times of a chat: instants where the export writes epochs, else the exporting device's wall clock."""

from datetime import datetime
from typing import Any

from closeknit.carriers.telegram.shapes import Ident, Row
from closeknit.records.builder import MessageBuilder
from closeknit.records.instant import epoch_micros, micros


class Clock:
    """Which of the two a chat has is told by its first rows.

    Old exports have `date` alone. Where epochs stand, a row that lacks its own is placed by its `date` and
    the offset of the last row that had both.
    """

    def __init__(self, build: MessageBuilder) -> None:
        self._build = build
        self._epochs: bool | None = None
        self._offset: int | None = None

    def times(self, rows: list[Row], start: int) -> dict[str, list[Any]]:
        """The columns `time` and, on the wall clock, `time_text`; `start` rows stand before these."""
        stamps = [row.date_unixtime for row in rows]
        if self._epochs is None and rows:
            self._epochs = any(stamp is not None for stamp in stamps)
            self._build.clock(wall=not self._epochs, precision="second")
        if not self._epochs:
            dates = [row.date for row in rows]
            return {"time": [self._wall(date, start + at) for at, date in enumerate(dates)], "time_text": dates}
        try:
            seconds = [int(stamp) for stamp in stamps]  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return {"time": [self._epoch(row, start + at) for at, row in enumerate(rows)]}
        if seconds and (min(seconds) < 1e8 or max(seconds) >= 1e10):
            return {"time": [self._epoch(row, start + at) for at, row in enumerate(rows)]}
        return {"time": [second * 1_000_000 for second in seconds]}

    def _wall(self, date: str | None, at: int) -> int | None:
        try:
            return micros(datetime.fromisoformat(date or ""))
        except ValueError:
            self._build.issue(at + 1, "bad-time", date or "")
            return None

    def _epoch(self, row: Row, at: int) -> int | None:
        stamp: Ident | None = row.date_unixtime
        wall = _known(row.date)
        try:
            instant = epoch_micros(int(stamp))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            if stamp is None and wall is not None and self._offset is not None:
                return wall - self._offset
            self._build.issue(at + 1, "bad-time", str(stamp if stamp is not None else row.date or ""))
            return None
        if wall is not None:
            self._offset = wall - instant
        return instant


def _known(date: str | None) -> int | None:
    try:
        return micros(datetime.fromisoformat(date or ""))
    except ValueError:
        return None
