"""WeChat itself: what the client sends by e-mail, or shares, when several messages are marked on a phone.

A first line names the chat (`读书会 微信群上的聊天记录如下，请查收。`, `Dear: 微信群"读书会"的聊天记录如下:`), then
`—————  2026-04-06  —————` before each day, `名  HH:MM` before each message, its words, blank lines. Wall times to the
minute, no ids. Seen in the parsers of several independent programs, 2018 to 2026, in both scripts; the wording of
other languages is not known, so the lines of days alone are enough.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.wechat import kinds, notices
from closeknit.carriers.wechat.bodies import bodies
from closeknit.carriers.wechat.clock import Stamp, read_stamp
from closeknit.carriers.wechat.transcript import Transcript, no_messages
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_GAP: Final = "[ \u00a0\u3000]"
_SAYS_NAME: Final = re.compile(
    r"(?:微信群|WeChat群[組组]|微信群組)?[ \"“「]*(?P<name>[^\n]{1,200}?)[ \"”」]*"
    r"(?:在微信上|微信群上|微信群|WeChat群[組组])?的聊天(?:记录|記錄)如下"
)
_DAY: Final = rf"[—–─-]{{3,}}{_GAP}{{0,4}}(?P<day>\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}){_GAP}{{0,4}}[—–─-]{{3,}}"
_SENDER: Final = rf"(?P<name>[^\s][^\n]{{0,100}}?){_GAP}{{2,}}(?P<time>\d{{1,2}}:\d\d)"
_LETTER: Final = r"(?:Dear:?\n{1,4})?(?P<letter>[^\n]{1,200}的聊天(?:记录|記錄)如下[^\n]{0,20})"
_LOOSE: Final = re.compile(rf"^{_GAP}*(?:{_LETTER}|{_DAY}|{_SENDER}){_GAP}*$", re.MULTILINE)
_STRICT: Final = re.compile(rf"^{_GAP}*(?:{_LETTER}|{_DAY}){_GAP}*$|(?:\A|(?<=\n\n))^{_SENDER}{_GAP}*$", re.MULTILINE)
"""Where the client's blank lines survived, a line of a message that ends in a time is no head."""
_FOOT: Final = re.compile(r"\n\s*(?:发自我的|發自我的|從我的|从我的|Sent from my)[^\n]{0,60}\s*\Z")


def sniff(source: Source) -> int:
    """A line of a day, and a head behind it, near the beginning."""
    head = source.head_text[:8192]
    first = next((match for match in _LOOSE.finditer(head) if match["day"]), None)
    if first is None or len(head[: first.start()]) > 2000:
        return NO
    behind = _LOOSE.search(head, first.end())
    if behind is None or behind["name"] is None:
        return NO
    return CERTAIN if re.search(_LETTER, head[: first.start()]) else LIKELY + 20


def read(source: Source, options: ReadOptions) -> History:
    """The one chat of the text; what stands before the first day is the letter's own."""
    transcript = Transcript(source, options, wall=True)
    transcript.clock(Stamp(0, True, "minute"))
    day = options.day.isoformat() if options.day else None
    heads = _STRICT if _has_blank_lines(source.head_text) else _LOOSE
    for head, body, line in bodies(source, heads):
        if head is None:
            continue
        if head["letter"]:
            named = _SAYS_NAME.match(head["letter"].strip())
            transcript.channel(named["name"] if named else head["letter"])
            continue
        if head["day"]:
            day = head["day"]
            continue
        time_text = f"{day} {head['time']}" if day else head["time"]
        stamp = read_stamp(time_text)
        if stamp is None:
            transcript.issue(line, "bad-time" if day else "no-date", time_text)
        words = _FOOT.sub("", body).strip("\n").rstrip()
        if notices.is_bare_notice(words):
            transcript.note(stamp.micros if stamp else None, words, time_text=time_text)
            continue
        kind = kinds.by_token(words, whole=False) or ("other" if notices.is_poke(words) else "text")
        transcript.say(stamp.micros if stamp else None, None, head["name"].strip(), kind, words, time_text=time_text)
    if transcript.is_empty:
        raise no_messages(source)
    return transcript.finish()


def _has_blank_lines(head: str) -> bool:
    senders = [match for match in _LOOSE.finditer(head) if match["name"]]
    spaced = sum(head.startswith("\n\n", match.start() - 2) for match in senders)
    return spaced * 2 > len(senders)
