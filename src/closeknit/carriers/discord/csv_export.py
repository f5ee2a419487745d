"""DiscordChatExporter's CSVs: today's with commas and ISO times, that of 2019 with semicolons and local times.

Neither has message ids, replies or types: joins and pins are known by the English sentence that the exporter
writes for them.
"""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

HEADER: Final = re.compile(r'"?AuthorID"?([,;])"?Author"?\1"?Date"?\1"?Content"?(?=[,;\r\n]|$)')

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)
_MONTHS: Final = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_NAMED = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{2,4}) (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AaPp][Mm])?")
_NUMBERED = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?[ \u202f]?([AaPp][Mm])?")
_REACTION = re.compile(r"([^,()][^()]{0,80}?) \((\d{1,9})\)(?:,|$)")
_SENTENCES: Final = {
    "Joined the server.": ("join", "join"),
    "Left the group.": ("leave", "leave"),
    "Pinned a message.": ("system", "pin"),
    "Started a thread.": ("system", "thread-created"),
    "Changed the channel icon.": ("system", "icon"),
}
_FILE_NAME = re.compile(
    r"(?P<name>.+?)(?: \[(?P<id>\d{5,20})\])?(?: \((?:after|before|[^()]* to )[^()]*\))?(?: \[part \d+\])?"
)


def read_csv(source: Source, options: ReadOptions) -> History:
    """The history of one file; its times are instants where the first one has an offset, else wall times."""
    builder = MessageBuilder("discord", source.path, options, wall=True, precision="minute")
    builder.channel(*_channel(source.name))
    header = HEADER.match(source.head_text)
    delimiter = header[1] if header else ","
    month_first = _month_first(source.head_text)
    place: dict[str, int] = {}
    absolute: bool | None = None
    for line, row in _rows(source, delimiter, builder):
        if not place:
            place = {name.strip().strip('"').lower(): n for n, name in enumerate(row)}
            continue
        if len(row) < 4:
            if any(row):
                builder.issue(line, "bad-row", delimiter.join(row), lost=True)
            continue
        cells = {name: row[n] for name, n in place.items() if n < len(row)}
        written = cells.get("date", "").strip()
        if absolute is None:
            absolute = _instant(written) is not None
            builder.clock(wall=not absolute, precision="millisecond" if absolute else "minute")
        time = _instant(written) if absolute else _wall(written, month_first)
        if time is None:
            builder.issue(line, "bad-time", written)
        _add(builder, cells, time, None if absolute else written)
    return builder.finish()


def _rows(source: Source, delimiter: str, builder: MessageBuilder) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their last line; one that is no CSV is told and left out."""
    reader = csv.reader((f"{line}\n" for line in source.lines()), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            builder.issue(reader.line_num, "bad-row", str(error), lost=True)
            continue
        yield reader.line_num, row


def _add(builder: MessageBuilder, cells: dict[str, str], time: int | None, written: str | None) -> None:
    text = cells.get("content", "") or None
    files = [name for name in cells.get("attachments", "").split(",") if name.strip()]
    kind, event = _SENTENCES.get(text or "", (None, None))
    if kind is None:
        kind = kind_of_file(files[0]) if files else "text" if text else "other"
    reactions = [
        {"reaction": sign, "count": int(count), "by": []}
        for sign, count in _REACTION.findall(cells.get("reactions", ""))
    ]
    builder.add(
        time=time,
        time_text=written,
        author=cells.get("author") or None,
        author_id=cells.get("authorid") or None,
        text=text,
        kind=kind,
        event=event,
        reactions=reactions or None,
    )


def _channel(file_name: str) -> tuple[str, str | None]:
    """Name and id from `Server - Category - channel [id].csv`, as the exporter calls its files."""
    stem = re.sub(r"\.csv$", "", file_name, flags=re.IGNORECASE)
    match = _FILE_NAME.fullmatch(stem)
    if match is None or match["id"] is None:
        return stem or file_name, None
    return match["name"].rpartition(" - ")[2] or stem, match["id"]


def _instant(written: str) -> int | None:
    try:
        return (datetime.fromisoformat(written) - _EPOCH) // _MICRO
    except (ValueError, TypeError, OverflowError):
        return None


def _month_first(head: str) -> bool:
    """Whether numbered dates begin with the month: told by numbers above 12, else by a 12-hour clock."""
    dates: list[Any] = _NUMBERED.findall(head)
    if any(int(date[0]) > 12 for date in dates):
        return False
    return any(int(date[1]) > 12 for date in dates) or any(date[6] for date in dates)


def _wall(written: str, month_first: bool) -> int | None:
    """`12-Jul-19 08:37 AM`, `7/12/2019 8:37 AM`, `12.07.2019 08:37`: microseconds on the wall clock."""
    named, numbered = _NAMED.fullmatch(written), _NUMBERED.fullmatch(written)
    if named:
        day, month, year = int(named[1]), _MONTHS.get(named[2].lower(), 0), int(named[3])
    elif numbered:
        first, second, third = int(numbered[1]), int(numbered[2]), int(numbered[3])
        year, month, day = (
            (first, second, third) if first > 99 else (third, first, second) if month_first else (third, second, first)
        )
    else:
        return None
    match = named or numbered
    assert match is not None
    hour, half = int(match[4]), (match[7] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        when = datetime(
            year + 2000 if year < 100 else year, month, day, hour, int(match[5]), int(match[6] or 0), tzinfo=UTC
        )
    except ValueError:
        return None
    return (when - _EPOCH) // _MICRO
