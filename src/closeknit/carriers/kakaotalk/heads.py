"""Heads of entries, and the times in them."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from closeknit.records.instant import MICRO

_WEEK: Final = r"(?:[월화수목금토일]요일|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
_CLOCK: Final = r"(?:(?:오전|오후|AM|PM) )?\d{1,2}:\d\d(?:[ \u202f\xa0]?[AaPp]\.?[Mm]\.?)?"
_DATE: Final = (
    r"(?:\d{4}년 \d{1,2}월 \d{1,2}일|\d{4}\. ?\d{1,2}\. ?\d{1,2}\.|[A-Z][a-z]{2,8} \d{1,2}, \d{4}(?:,| at)?"
    r"|\d{1,2} [A-Z][a-z]{2,8} \d{4}(?:,| at)?)"
)
_CAME: Final = r"님이 (?:들어왔습니다|나갔습니다|[^\n]{1,80}님을 (?:초대했습니다|초대하였습니다|내보냈습니다))"
STAMPED: Final = re.compile(
    rf"^(?:({_DATE} {_CLOCK})(?:(?:,| :|:) |[ \t]*$)|{_DATE} {_WEEK}[ \t]*$|{_WEEK}, {_DATE}[ \t]*$)", re.MULTILINE
)
"""The phone's entries: group 1 is the time; a line of a day alone has none."""
WINDOWS: Final = re.compile(
    rf"^(?:-{{3,40}} ([^\n-][^\n]{{4,60}}?) -{{3,40}}[ \t]*$|\[([^\n]{{1,100}}?)\] \[({_CLOCK})\](?: |$)"
    rf"|([^\n\[]{{1,80}}{_CAME}\.?"
    r"|[^\n\[]{1,80}님을 내보냈습니다\.?|[^\n\[]{0,20}관리자가 메시지를 가렸습니다\.?"
    r"|[^\n\[]{1,80} (?:joined|left) this chatroom\.|[^\n\[]{1,80} invited [^\n]{1,200} to this chatroom\.)"
    r"(?:채팅방으로 초대하기)?[ \t]*$)",
    re.MULTILINE,
)
"""Entries of the Windows program: the day, or the name and the time, or an event."""

_ORDER: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,3}(\d{1,2})")
_ENGLISH: Final = re.compile(r"([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4})|(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})")
_TIME: Final = re.compile(r"(오전|오후|AM |PM )? ?(\d{1,2}):(\d\d)(?:[ \u202f\xa0]?([AaPp])\.?[Mm])?")
EPOCH: Final = date(1970, 1, 1).toordinal()
_MINUTE: Final = 60 * MICRO
DAY: Final = 1440 * _MINUTE


@lru_cache(1 << 12)
def day_of(written: str) -> int | None:
    """Microseconds since 1970 of a day that stands in a head; None where it does not exist."""
    try:
        if found := _ENGLISH.search(written):
            month, day, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
            return (date(int(year), _MONTHS.get(month.lower(), 0), int(day)).toordinal() - EPOCH) * DAY
        if found := _ORDER.search(written):
            return (date(int(found[1]), int(found[2]), int(found[3])).toordinal() - EPOCH) * DAY
    except ValueError:
        pass
    return None


@lru_cache(1 << 12)
def clock_of(written: str) -> int | None:
    """Microseconds since midnight of the time of day at the end of a head; None where it does not exist."""
    found = None
    for found in _TIME.finditer(written):  # noqa: B007 - the last one is it
        pass
    if found is None:
        return None
    hour, minute = int(found[2]), int(found[3])
    half = (found[1] or found[4] or "").strip().lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in {"오후", "pm", "p"} else 0)
    return (hour * 60 + minute) * _MINUTE if hour < 24 and minute < 60 else None
