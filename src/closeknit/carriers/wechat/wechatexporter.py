"""WechatExporter (BlueMatthew), from an iOS backup: its text.

First line `名 - 微信聊天记录`; messages `名 (YYYY-MM-DD HH:MM:SS):文`; notices `系统消息: 文` or bare; a quote is
`「名：文」`, a dashed line and the reply, without author and time. Wall times, no ids. Checked against the templates.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.wechat import kinds, notices, quote
from closeknit.carriers.wechat.bodies import Head, bodies
from closeknit.carriers.wechat.clock import read_stamp
from closeknit.carriers.wechat.transcript import Transcript, no_messages
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_TITLE: Final = re.compile(r"(?P<name>[^\n]{1,300}) - (?:微信聊天记录|微信聊天記錄|WeChat Chat History)(?:\n|\Z)")
_TIME: Final = r"\d{4}[-/]\d\d?[-/]\d\d? \d\d?:\d\d:\d\d"
_HEAD: Final = re.compile(
    rf"^(?:(?P<name>[^\n]{{1,200}}?) \((?P<time>{_TIME})\)[:：]|(?P<system>系统消息[:：] ?))", re.MULTILINE
)
_RULE: Final = re.compile(r"^(?:- ){5,}-$", re.MULTILINE)


def sniff(source: Source) -> int:
    """The first line is the tool's title."""
    return CERTAIN if _TITLE.match(source.head_text.lstrip("\n")) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The one chat of the file."""
    transcript = Transcript(source, options, wall=True)
    title = _TITLE.match(source.head_text.lstrip("\n"))
    if title:
        transcript.channel(title["name"])
    for head, text, line in bodies(source, _HEAD):
        if head:
            _take(transcript, head, _Body(text.rstrip("\n")), line)
        else:
            before = text.lstrip("\n")
            heading = _TITLE.match(before) if line == 1 else None
            _take_headless(transcript, _Body(before[heading.end() :] if heading else before), 0, line)
    if transcript.is_empty:
        raise no_messages(source)
    return transcript.finish()


class _Body:
    """The lines from a head to the next one, and where in them rows without a head begin."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.rule_after = [-1] * len(self.lines)
        """For each line the next dashed line, or -1."""
        rule = -1
        for at in range(len(self.lines) - 1, -1, -1):
            if _RULE.match(self.lines[at]):
                rule = at
            self.rule_after[at] = rule

    def quotes(self, at: int) -> bool:
        """Whether a quote block begins on this line."""
        rule = self.rule_after[at]
        return self.lines[at].startswith("「") and rule > at and self.lines[rule - 1].rstrip().endswith("」")

    def begins(self, at: int) -> bool:
        """Whether a row without a head begins on this line."""
        return self.quotes(at) or notices.is_bare_notice(self.lines[at])

    def end(self, at: int) -> int:
        """Where the row that holds line `at` ends: at the next row without a head, or with the body."""
        at = self.rule_after[at] + 1 if self.quotes(at) else at + 1
        while at < len(self.lines) and not self.begins(at):
            at += 1
        return min(at, len(self.lines))

    def words(self, start: int, end: int) -> str:
        """The lines as one text."""
        return "\n".join(self.lines[start:end]).strip("\n")


def _take(transcript: Transcript, head: Head, body: _Body, line: int) -> None:
    end = body.end(0)
    own = body.words(0, end)
    if head["system"]:
        transcript.note(None, own)
    else:
        stamp = read_stamp(head["time"])
        if stamp is None:
            transcript.issue(line, "bad-time", head["time"])
        kind = kinds.by_token(own, whole=False) or ("other" if notices.is_poke(own) else "text")
        transcript.say(stamp.micros if stamp else None, None, head["name"], kind, own, time_text=head["time"])
    _take_headless(transcript, body, end, line)


def _take_headless(transcript: Transcript, body: _Body, at: int, line: int) -> None:
    """Bare notices, and quotes, whose author the tool does not write."""
    while at < len(body.lines):
        end = body.end(at) if body.quotes(at) else at + 1
        words = body.words(at, end)
        reply = quote.text_block(words) if body.quotes(at) else None
        if reply:
            transcript.issue(line + at, "no-author", reply.text or "")
            transcript.say(None, None, None, "text", None, reply=reply)
        elif words.strip():
            transcript.note(None, words)
        at = end
