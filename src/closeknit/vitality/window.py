"""Which part of a history is judged.

The rule of the project: the last 90 days before the last message; where these hold under 200 messages by
people, the last 200, however far back they reach; all there is where there are fewer. It ends at the last
full day, and what lies before is the group's own past.
"""

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from closeknit.answers.links import Reach
from closeknit.records.instant import offsets, to_wall
from closeknit.records.rows import NO_TIME, Rows
from closeknit.vitality.instants import DAY, filled
from closeknit.vitality.subject import COMPARED, PERIODS, Bools, Window

DAYS: Final = 90
MESSAGES: Final = 200
YEAR: Final = 365 * DAY
INFERRED: Final = 50_000
"""Messages of which answers are inferred whatever their age; of older ones only where something looks at them."""
BELIEVED: Final = DAY // 2
"""How long after a message an *inferred* answer to it is still believed; a marked answer may come whenever it will.
Our choice: half a day. A model that goes by likeness finds answers between notices that lie days apart, and
takes the next morning's notice for an answer to last night's thanks."""
_EPOCH = date(1970, 1, 1)


def find_window(
    rows: Rows, zone: ZoneInfo, *, since: date | None = None, until: date | None = None
) -> tuple[Window, Bools]:
    """The window and the mask of rows in it. `since` and `until` are days of `zone`, both included; what lies before
    the first row or after the last is unknown, not quiet, and is no part of it.

    The last day with a message is left out of a window of days, for it is rarely whole; a window of
    messages keeps it. Without times the last 200 messages are taken, in the order of the history.
    """
    at = filled(rows)
    said = rows.is_human & (at != NO_TIME)
    if not said.any():
        return _without_times(rows)
    known = at[at != NO_TIME]
    began, ended = (to_wall(np.array([known.min(), known.max()]), zone) // DAY).tolist()
    first = min(max((since - _EPOCH).days, began), ended + 1) if since else None
    last = min((until - _EPOCH).days, ended) if until else None
    edge = _midnight(last + 1, zone) if last is not None else None
    if edge is not None:
        said &= at < edge
    if first is not None:
        said &= at >= _midnight(first, zone)
    if not said.any():
        empty = edge if edge is not None else _midnight(first or 0, zone)
        return Window(empty, empty, "told"), np.zeros(len(rows), np.bool_)
    told = first is not None or last is not None
    when = np.sort(at[said])
    final = int(to_wall(when[-1:], zone)[0] // DAY)
    end = last + 1 if last is not None else final
    start, basis = first if first is not None else end - DAYS, "told" if told else "days"
    low, high = np.searchsorted(when, [_midnight(start, zone), _midnight(end, zone)])
    if first is None and high - low < MESSAGES:
        end = end if last is not None else final + 1
        start = int(to_wall(when[max(0, len(when) - MESSAGES)][None], zone)[0] // DAY)
        basis = "told" if told else "messages" if len(when) > MESSAGES else "all"
    elif high == low:
        end = final + 1
    window = Window(_midnight(start, zone), _midnight(end, zone), basis)
    return window, (at >= window.start) & (at < window.end)


def find_reach(rows: Rows, window: Window) -> Reach | None:
    """Where answers are inferred: in the window and the stretches of its past that are held against it, in the year
    before its end, and in the last `INFERRED` messages; None, everywhere, where that is all there is. Who was answered
    ten years ago is judged by nothing, and would cost most of the time that a long history takes.
    """
    end = window.end + BELIEVED
    at = rows.at[~rows.is_event & rows.has_time & (rows.at < end)]
    if window.days <= 0 or len(at) <= INFERRED:
        return None
    latest = int(np.partition(at, -INFERRED)[-INFERRED])
    latest += int((at >= latest).sum()) > INFERRED  # several at that instant: no more than were meant
    length = window.end - window.start if window.basis in COMPARED else 0
    start = min(window.start - max(PERIODS * length, DAYS * DAY), window.end - YEAR, latest)
    return Reach(start, end) if int(at.min()) < start else None


def _without_times(rows: Rows) -> tuple[Window, Bools]:
    chosen = np.flatnonzero(rows.is_human)[-MESSAGES:]
    mask = np.zeros(len(rows), np.bool_)
    if len(chosen):
        mask[chosen[0] :] = True
    return Window(0, 0, "all"), mask


def _midnight(day: int, zone: ZoneInfo) -> int:
    wall = np.array([day * DAY], np.int64)
    shift, _twice = offsets(wall, zone)
    return int(wall[0] - shift[0])
