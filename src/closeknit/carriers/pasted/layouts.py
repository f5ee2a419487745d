"""How copied messages are laid out: the heads of messages in each of the ways that were seen."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

_WEEKDAY: Final = r"(?:[ ,，]*\(?（?(?:(?:星期|周|週|禮拜)?[一二三四五六日天]|[A-Za-z]{3,9}day|[A-Z][a-z]{2})\)?）?,?)"
_DATE: Final = (
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[-/月]\d{1,2}日?"
    rf"|今天|昨天|前天|(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]|Today(?: at)?|Yesterday(?: at)?){_WEEKDAY}?"
)
_HALF: Final = "上午|下午|凌晨|早上|中午|晚上|午前|午後|AM|PM|am|pm"
_CLOCK: Final = rf"(?:{_HALF})? ?\d{{1,2}}:\d\d(?::\d\d)?(?: ?(?:{_HALF}))?"
_WHEN: Final = rf"(?:{_DATE}[T ,，]{{0,2}}{_CLOCK}|{_CLOCK}(?:, {_DATE})?)"
_DAY_LINE: Final = rf"[—–\-=_ ]{{0,40}}(?P<day>\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?{_WEEKDAY}?)[—–\-=_ ]{{0,40}}$"
_NAME: Final = r"(?P<name>[^\s\[「](?:[^\n\t]{0,58}?[^\s:：,，])??)"
_NO_TIME: Final = rf"(?!{_WHEN}[ \t]*$)"
"""A look that keeps `昨天 21:03` from being said by somebody called 昨天."""

_TIMED: Final = r"(?=[^\n]*:\d\d)"
"""A look that spares lines without a clock the search for the end of a name."""
_UNSAID: Final = r"(?![^\n]*(?::[ \t]|：))"
"""A name on a line of its own: with a colon in the line the words stand behind it."""
_BELOW: Final = r"[:：,，]?[ \t—–]{1,4}\[?(?P<when>WHEN)\]?[ \t]*$"


def _head(line: str, *, days: bool = True) -> re.Pattern[str]:
    return re.compile(rf"^(?:{_DAY_LINE}|{line})" if days else f"^{line}", re.MULTILINE)


@cache
def layouts() -> tuple[re.Pattern[str], ...]:
    """Heads of messages: `name date time` and `date time name` with the words below; `time name: words`;
    `name time`; a name, and the time below it; `time name words`. Each also matches a line that holds a day. The first
    ones are more definite: one is taken if it has three fifths of the heads of the one that has most.
    """
    return (
        _head(_TIMED + _NAME + _BELOW.replace("WHEN", rf"{_DATE}[T ,，]{{0,2}}{_CLOCK}")),
        _head(rf"\[?(?P<when>{_DATE}[,，]? ?{_CLOCK})\]?[ \t]{{1,4}}{_UNSAID}{_NAME}[ \t]*$"),
        _head(rf"\[?(?P<when>{_WHEN})\]?[ \t]{{1,4}}(?P<name>[^\s:：\[<][^:：\n]{{0,58}}?)[:：][ \t]?(?P<text>.*)$"),
        _head(_TIMED + _NO_TIME + _NAME + _BELOW.replace("WHEN", _WHEN)),
        _head(rf"(?:(?<=\n\n)|\A)(?=[^\n]*\n[^\n]*:\d\d){_NAME}[ \t]*\n[ \t]*(?P<when>{_WHEN})[ \t]*$"),
        _head(rf"(?P<when>{_CLOCK})[ \t](?P<name>[^\s\[<]{{1,60}})[ \t](?P<text>.*)$"),
    )


def with_today(names: Iterable[str]) -> re.Pattern[str]:
    """`name date time`, and `name time` for these people alone: programs leave the day out where it is today, and a
    line of a message may end in a time."""
    people = "|".join(map(re.escape, sorted(set(names), key=len, reverse=True)))
    dated = _TIMED + _NAME + _BELOW.replace("WHEN", rf"{_DATE}[T ,，]{{0,2}}{_CLOCK}")
    today = f"(?:{people}){_BELOW.replace('WHEN', _CLOCK)}"
    look = re.sub(r"\?P<\w+>", "?:", f"{dated}|{today}")
    return _head(f"(?={look}){_NO_TIME}{_NAME}{_BELOW.replace('WHEN', _WHEN)}")


BARE: Final = _head(r"(?P<name>[^\s:：\[<#*/\\][^:：\n]{0,30}?)(?::[ \t]|：[ \t]?)(?P<text>\S.*)$", days=False)
"""`name: words` without a time: taken where nothing else fits and people come again."""
BARE_BELOW: Final = _head(
    r"(?:(?<=\n\n)|\A)(?P<name>[^\s:：\[<#*/\\][^:：\n]{0,30}?)[:：][ \t]*$(?=\n[^\n])", days=False
)
"""`name:` and the words below, up to a blank line, without a time: as `BARE`."""
