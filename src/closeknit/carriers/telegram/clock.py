"""Times of a chat: instants where the export writes epochs, else the exporting device's wall clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from closeknit.carriers.telegram.shapes import Row
from closeknit.records.builder import MessageBuilder
from closeknit.records.instant import MICRO, epoch_micros, micros

_FAR: Final = 10**10
"""Seconds beyond 2286 are in truth finer units."""


class Clock:
    """The first rows of a chat tell which of the two it has; old exports have the wall clock alone."""

    def __init__(self, build: MessageBuilder) -> None:
        self._build = build
        self._epochs: bool | None = None

    def times(self, rows: Sequence[Row], start: int) -> dict[str, list[Any]]:
        """The columns `time`, in the unit told to the builder, and, on the wall clock, `time_text`; `start` rows
        stand before these."""
        stamps: list[Any] = [row.date_unixtime for row in rows]
        if self._epochs is None and rows:
            self._epochs = any(stamp is not None for stamp in stamps)
            self._build.clock(wall=not self._epochs, precision="second", unit=MICRO if self._epochs else 1)
        if not self._epochs:
            dates = [date if isinstance(date := getattr(row, "date", None), str) else None for row in rows]
            return {"time": [self._wall(date, start + at) for at, date in enumerate(dates, 1)], "time_text": dates}
        plain = bool(stamps) and set(map(type, stamps)) == {int} and max(stamps) < _FAR
        return {"time": stamps if plain else [self._epoch(stamp, start + at) for at, stamp in enumerate(stamps, 1)]}

    def _wall(self, date: str | None, line: int) -> int | None:
        try:
            return micros(datetime.fromisoformat(date or ""))
        except ValueError:
            self._build.issue(line, "bad-time", date or "")
            return None

    def _epoch(self, stamp: Any, line: int) -> int | None:
        """Seconds, whatever unit the value is in."""
        try:
            return epoch_micros(int(stamp)) // MICRO
        except (TypeError, ValueError, OverflowError):
            self._build.issue(line, "bad-time", "" if stamp is None else str(stamp))
            return None
