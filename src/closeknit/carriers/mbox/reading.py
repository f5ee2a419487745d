"""Reads mails from wherever they lie into one table."""

import re
from collections.abc import Iterator
from typing import Final

from closeknit.carriers.mbox.bodies import body_of
from closeknit.carriers.mbox.headers import Fields, author_of, ids_of, instant_of, split_mail, words_of
from closeknit.carriers.mbox.lists import Lists
from closeknit.carriers.mbox.own_words import own_words
from closeknit.carriers.mbox.splitting import LONGEST_MAIL, first_mail, mails_of
from closeknit.carriers.mbox.threads import Threads, base_subject
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.issue import Issue
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import by_chat_and_time
from closeknit.sources import Source

_BOM: Final = b"\xef\xbb\xbf"
_STAMP: Final = re.compile(rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[, ]", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"\.(?:mbox|mbx|txt|eml|mail)\Z", re.IGNORECASE)


def read(source: Source, options: ReadOptions) -> History:
    """All mails, a list a chat, in the order of time. Raises UnreadableSource where there is none."""
    reader = _Reader(source, options)
    for file in source.files():
        reader.file(file)
    if not reader.build.rows:
        raise UnreadableSource(
            _("{path} holds no mail that can be read.").format(path=source.path), _("Export the mails again.")
        )
    return reader.finish()


def _mails(file: Source) -> Iterator[tuple[bytes, int]]:
    """The mails of a file: of an mbox, or the one letter that it is."""
    if first_mail(file.head):
        yield from mails_of(file)
        return
    held: list[bytes] = []
    left = LONGEST_MAIL
    for chunk in file.chunks():
        held.append(chunk[:left])
        left -= len(chunk)
        if left <= 0:
            break
    yield b"".join(held).removeprefix(_BOM), 1


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("mbox", source.path, options, wall=False)
        self.lists = Lists(_SUFFIX.sub("", source.name) or source.name)
        self.threads = Threads()
        self.seen: set[str] = set()
        self.path = source.path

    def file(self, file: Source) -> None:
        """Take the mails of one file."""
        self.path = file.path
        for raw, line in _mails(file):
            self.mail(raw, line)

    def issue(self, line: int, code: str, detail: str, *, lost: bool = False) -> None:
        """Note something about the mail that begins on a line."""
        self.build.issues.add(Issue(self.path, line, code, detail[:120], lost))

    def mail(self, raw: bytes, line: int) -> None:
        """Take one mail."""
        fields, packed = split_mail(raw)
        if not {"from", "date", "message-id"} & fields.keys():
            if raw.strip():
                self.issue(line, "bad-row", raw[:120].decode("utf-8", "replace"), lost=True)
            return
        named = fields.get("message-id", "").strip()
        ident = next(iter(ids_of(named)), None) or named or None
        if ident is not None:
            if ident in self.seen:
                self.issue(line, "repeated", ident)
                return
            self.seen.add(ident)
        author = author_of(fields)
        if author == (None, None):
            self.issue(line, "no-author", ident or "")
        subject = words_of(fields.get("subject", ""))
        base, is_answer = base_subject(subject)
        above = _above(fields)
        body = body_of(fields, packed)
        is_boxed = raw.startswith(b"From ")
        words = own_words(body.text, escaped=is_boxed)
        text = words.own or (None if is_answer or above else subject or None)
        attached = body.attached or words.attached
        self.build.channel(*self.lists.chat_of(fields, ident, above))
        self.build.add(
            time=self.time(fields, raw, line),
            author=author.name,
            author_id=author.address,
            id=ident,
            text=text,
            kind=attached[0] if attached else "text" if text else "other",
            thread=self.threads.place(ident, above, base, is_answer),
            is_reply=bool(above) or is_answer,
            reply_to=above[0] if above else None,
            quoted=words.quoted,
            is_forwarded=words.is_forwarded,
            is_bot=fields.get("auto-submitted", "no").strip().lower() != "no",
        )

    def time(self, fields: Fields, raw: bytes, line: int) -> int | None:
        """Microseconds of the Date; where it is damaged, of the separator, which counts in Greenwich's time."""
        written = fields.get("date", "")
        time = instant_of(written.strip())
        if time is not None:
            return time
        self.issue(line, "bad-time", written)
        first = raw[:400].partition(b"\n")[0]
        stamp = _STAMP.search(first) if first.startswith(b"From ") else None
        return instant_of(first[stamp.start() :].decode("ascii", "replace").strip()) if stamp else None

    def finish(self) -> History:
        """The history, its threads settled and its chats named."""
        history = self.build.finish()
        table = self.lists.settle(self.threads.settle(history.messages))
        return by_chat_and_time(History(table, history.issues, history.paths))


def _above(fields: Fields) -> list[str]:
    """The ids that a mail answers, the nearest first."""
    answered = ids_of(fields.get("in-reply-to", ""))[:4]
    return list(dict.fromkeys([*answered, *reversed(ids_of(fields.get("references", ""))[-50:])]))
