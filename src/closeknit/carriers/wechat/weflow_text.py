"""WeFlow's plain text: `YYYY-MM-DD HH:MM:SS '名'`, the words, a blank line. Wall times, no types, no ids.

A quote is lost in older versions and a tail `[引用 名：文]` in newer ones; notices stand under the chat's own name.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.wechat import kinds, notices, quote
from closeknit.carriers.wechat.bodies import plain_and_odd
from closeknit.carriers.wechat.transcript import Transcript, no_messages
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_HEAD: Final = re.compile(
    # One that begins with a sign and looks back from it is tried where that sign stands, not at every character.
    r"(?P<time>\d(?:(?<=\n\n\d)|(?<=\A\d)|(?<=\A\n\d))\d{3}-\d\d-\d\d \d\d:\d\d:\d\d) '(?P<name>[^\n]{0,200})'$",
    re.MULTILINE,
)


def sniff(source: Source) -> int:
    """The file begins with a time and a name in single quotes."""
    return CERTAIN if _HEAD.match(source.head_text.lstrip("\n")) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The one chat of the file."""
    transcript = Transcript(source, options, wall=True)
    for odd in plain_and_odd(source, _HEAD, transcript, trim=False):
        take_untyped(transcript, odd.time, odd.time_text, odd.name, odd.body.strip("\n"))
    if transcript.is_empty:
        raise no_messages(source)
    return transcript.finish()


def take_untyped(
    transcript: Transcript, time: int | None, time_text: str | None, author: str | None, content: str,
    *, id: str | None = None,
) -> None:  # fmt: skip
    """Add a row of which the tool says only time, name and words."""
    if notices.is_bare_notice(content):
        transcript.note(time, content, id=id, time_text=time_text)
        return
    kind = kinds.by_token(content, whole=False) or "text"
    reply = quote.bracket_tail(content) if kind == "text" and content.endswith("]") else None
    if kind == "text" and notices.is_poke(content):
        kind = "other"
    transcript.say(time, None, author, kind, content, id=id, time_text=time_text, reply=reply)
