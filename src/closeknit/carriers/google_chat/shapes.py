"""A message of Takeout, its time and its kind."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from closeknit.records.attachment import kind_of_file
from closeknit.records.instant import MICRO
from closeknit.text.moments import Moment, Moments

_DATE: Final = re.compile(
    r"(?:[A-Za-z]+, )?([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4}) at (\d{1,2}):(\d\d):(\d\d)(?: ([AP])M)? UTC"
)
_UTC: Final = re.compile(r"\[?\bUTC\b\]?")
_MOMENTS: Final = Moments()
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAY: Final = 86_400 * MICRO
_SECONDS: Final = {f"{second:02}": second * MICRO for second in range(60)}
_MOST_DAYS: Final = 1 << 14


class User(Struct, gc=False):
    """Somebody; the e-mail address is their id."""

    name: str | None = None
    email: str | None = None
    user_type: str | None = None


class File(Struct, gc=False):
    """An attached file."""

    original_name: str | None = None
    export_name: str | None = None


class Emoji(Struct, gc=False):
    """The sign of a reaction."""

    unicode: str | None = None


class Reaction(Struct, gc=False):
    """A sign, and who gave it."""

    emoji: Emoji | None = None
    reactor_emails: tuple[str, ...] = ()


class Quoted(Struct, gc=False):
    """The message that another one quotes."""

    creator: User | None = None
    text: str | None = None
    message_id: str | None = None


class Annotation(Struct, gc=False):
    """What hangs on a message besides files."""

    drive_metadata: Any = None
    video_call_metadata: Any = None
    url_metadata: Any = None


class Message(Struct, gc=False):
    """One item of `messages`."""

    creator: User | None = None
    created_date: str | None = None
    updated_date: str | None = None
    text: str | None = None
    topic_id: str | None = None
    message_id: str | None = None
    attached_files: tuple[File, ...] | None = None
    annotations: tuple[Annotation, ...] | None = None
    reactions: tuple[Reaction, ...] | None = None
    quoted_message_metadata: Quoted | None = None
    message_state: str | None = None
    deleted_date: str | None = None
    deletion_metadata: Any = None
    previous_message_versions: Any = None


class Info(Struct):
    """`group_info.json`: the name of a space, and who is in it."""

    name: str | None = None
    members: list[User] = []


def carries_more(message: Message) -> bool:
    """Whether there is anything besides words."""
    return (
        message.attached_files is not None
        or message.reactions is not None
        or message.quoted_message_metadata is not None
        or message.message_state is not None
        or message.deletion_metadata is not None
        or message.updated_date is not None
        or message.previous_message_versions is not None
    )


def reaction_of(given: Reaction) -> dict[str, Any]:
    """The reaction as the message table has it."""
    sign = given.emoji.unicode if given.emoji else None
    return {"reaction": sign or "", "count": len(given.reactor_emails), "by": list(given.reactor_emails)}


def kind_of(message: Message) -> str:
    """One of `message.KINDS`."""
    if message.attached_files:
        file = message.attached_files[0]
        return kind_of_file(file.original_name or file.export_name or "")
    if message.text:
        return "text"
    for annotation in message.annotations or ():
        if annotation.drive_metadata is not None:
            return "file"
        if annotation.video_call_metadata is not None:
            return "call"
        if annotation.url_metadata is not None:
            return "link"
    return "other"


def instant(written: str) -> int | None:
    """Microseconds of `Friday, January 5, 2024 at 7:04:05 AM UTC`; None for what is none.

    Takeout writes in the language of the account: `2024年1月5日 星期五 上午7:04:05 [UTC]`. It is always UTC.
    """
    found = _DATE.fullmatch(written if written.isascii() else written.replace("\u202f", " ").replace("\xa0", " "))
    if found is None:
        moment = _MOMENTS.read(_UTC.sub(" ", written)) if _UTC.search(written) else "bad-time"
        return moment.micros if isinstance(moment, Moment) and moment.precision == "second" else None
    month, day, year, hour, minute, second, half = found.groups()
    days = _day(month, day, year)
    at = int(hour) % 12 + (12 if half == "P" else 0) if half else int(hour)
    if days is None or at > 23 or int(hour) > 23 or minute > "59" or second > "60":
        return None
    return ((days * 24 + at) * 60 + int(minute)) * 60 * MICRO + int(second) * MICRO


class Instants:
    """Reads many times, each day and each minute of a day by the pattern only once."""

    def __init__(self) -> None:
        self._days: dict[str, int] = {}
        self._minutes: dict[str, int] = {}

    def read(self, stamps: list[str]) -> list[int | None]:
        """What `instant` says of each."""
        days, minutes = self._days, self._minutes
        times: list[int | None] = []
        for written in stamps:
            day, _at, clock = written.partition(" at ")
            minute, _colon, second = clock.rpartition(":")
            minute += second[2:]
            midnight, past, late = days.get(day), minutes.get(minute), _SECONDS.get(second[:2])
            if midnight is not None and past is not None and late is not None:
                times.append(midnight + past + late)
                continue
            time = instant(written)
            times.append(time)
            if time is not None and late is not None:
                if len(days) > _MOST_DAYS:
                    days.clear()
                past = time % _DAY
                days[day], minutes[minute] = time - past, past - late
        return times


@lru_cache(1 << 12)
def _day(month: str, day: str, year: str) -> int | None:
    number = _MONTHS.get(month)
    try:
        return None if number is None else date(int(year), number, int(day)).toordinal() - _EPOCH
    except ValueError:
        return None
