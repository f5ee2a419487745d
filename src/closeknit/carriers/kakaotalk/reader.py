"""Reads the text files, from the phone and from Windows."""

import re
from typing import Final

from closeknit.carriers.kakaotalk.heads import DAY, EPOCH, STAMPED, WINDOWS, clock_of, day_of
from closeknit.carriers.kakaotalk.phrases import OWNERS, kind_and_words, read_event
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import Entries, cut_entries

_TITLES: Final = tuple(
    re.compile(shape)
    for shape in (
        r"(.+?)(?: \d{1,4})? ?님과(?:의)? ?카카오톡 ?대화",
        r"(.+?)(?: \d{1,4})? 카카오톡 ?대화",
        r"KakaoTalk Chats? with (.+?)(?: \(\d{1,4}\))?",
        r"(.+?)(?: \d{1,4})? (?:님과 )?(?:Kakao)?Talk Chats",
    )
)
_SAVED_AS: Final = re.compile(r"(?:KakaoTalk_Chat_)?(.+?)(?:_\d{4}-\d\d-\d\d(?:-\d\d){0,3})?")


def read_text(source: Source, options: ReadOptions) -> History:
    """The history of one chat."""
    builder = MessageBuilder("kakaotalk", source.path, options, wall=True, precision="minute")
    builder.channel(chat_name(source))
    head = source.head_text
    if len(WINDOWS.findall(head)) > len(STAMPED.findall(head)):
        reader = _Windows(builder)
        for entries in cut_entries(source, WINDOWS):
            reader.piece(entries)
    else:
        for entries in cut_entries(source, STAMPED):
            _take_stamped(builder, entries)
    return resolve_names(builder.finish())


def chat_name(source: Source) -> str:
    """The name in the first line, else in the file's name."""
    first = source.head_text.lstrip().partition("\n")[0].strip()
    for title in _TITLES:
        if found := title.fullmatch(first):
            return found[1].strip()
    stem = source.name.rpartition(".")[0] or source.name
    found = _SAVED_AS.fullmatch(stem)
    return found[1] if found else stem


def _take_stamped(builder: MessageBuilder, entries: Entries) -> None:
    """The phone's file: every entry has its date and time."""
    for row, (stamp, body) in enumerate(zip(entries.groups[0], map(str.strip, entries.bodies))):
        if not stamp or not body:  # a line of a day, or of a minute, alone
            continue
        day, clock = day_of(stamp), clock_of(stamp)
        time = None if day is None or clock is None else day + clock
        if time is None:
            builder.issue(entries.lines[row], "bad-time", stamp)
        name, colon, words = body.partition(" : ")
        if not colon and body.partition("\n")[0].endswith(" :"):  # the words begin on the next line, or are empty
            name, colon, words = body.partition(" :")
        if colon and "\n" not in name:
            add_message(builder, name.strip(), words.strip(), time, stamp)
        else:
            _add_event(builder, body, time, stamp)


class _Windows:
    """The file of the Windows program: a line sets the day, every message has a time of day."""

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        told = builder.options.day
        self.day = None if told is None else (told.toordinal() - EPOCH) * DAY
        self.written = ""
        self.last = self.day

    def piece(self, entries: Entries) -> None:
        """Take the entries of one piece."""
        days, names, clocks, events = entries.groups
        for row, (day, name, written, sentence, body) in enumerate(
            zip(days, names, clocks, events, map(str.strip, entries.bodies))
        ):
            if day:
                self.day = self.last = day_of(day)
                self.written = day
                if self.day is None:
                    self.builder.issue(entries.lines[row], "bad-time", day)
            elif sentence:
                # It has no time of its own: it happened on this day, after the message before it.
                for words in filter(None, (sentence, body)):
                    _add_event(self.builder, words, self.last, self.written, precision="day")
            else:
                clock = clock_of(written)
                time = None if self.day is None or clock is None else self.day + clock
                if time is None:
                    known = self.day is not None or self.written
                    self.builder.issue(entries.lines[row], "bad-time" if known else "no-date", written)
                self.last = self.last if time is None else time
                add_message(self.builder, name, body, time, f"{self.written} {written}".strip())


def _add_event(builder: MessageBuilder, body: str, time: int | None, written: str, precision: str = "minute") -> None:
    kind, event, subject = read_event(body) or ("system", "notice", None)
    builder.add(
        time=time, time_text=written or None, author=subject, text=body, kind=kind, event=event, precision=precision
    )


def add_message(builder: MessageBuilder, name: str, words: str, time: int | None, written: str) -> None:
    """Add what somebody sent; the owner of the file is called by the name told with `--me`."""
    kind, own, is_deleted = kind_and_words(words)
    author = builder.options.me or name if name in OWNERS else name
    builder.add(time=time, time_text=written, author=author or None, text=own, kind=kind, is_deleted=is_deleted)
