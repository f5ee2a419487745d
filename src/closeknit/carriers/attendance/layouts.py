"""Which of the three layouts an attendance sheet has, and what its marks say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from closeknit.sources.delimited import Row
from closeknit.sources.tables import FIRST_ROWS, WIDEST, cell, find_header, folded, key, names
from closeknit.text.moments import Moment, Moments
from closeknit.text.scripts import fold

_PARTS: Final = (
    r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?(?:[ T]00:00(?::00)?)?",
    r"\d{1,2} ?月 ?\d{1,2} ?日?",
    r"(?<![\d:])\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?(?![\d:%])",
)
DATED: Final = re.compile("|".join(_PARTS))
"""A date that stands alone or beside the title of a session, `3/4 讀書會`."""
_NUMBERED: Final = re.compile(
    r"(?:第 ?[\d一二三四五六七八九十]{1,3} ?[次期周週回场場节節课課]|(?:session|week|meeting|class|w|s) ?#?\d{1,3})",
    re.I,
)
_LONGEST: Final = 60

_GRID: Final = {
    "name": """姓名 名字 名称 成员 成员姓名 会员 会员姓名 学员 同学 参加者 参与者 出席者 人员 昵称 社员 队员 组员 业主
        name fullname realname member membername participant attendee attendees student person who nickname""",
    "day": "日期 时间 场次 活动日期 上课日期 聚会日期 date day session meeting sessiondate meetingdate when",
}
_LONG: Final = {
    "name": _GRID["name"] + " 签到人 签到者 打卡人 出席人 attendeename username user",
    "day": """
        日期 签到时间 签到日期 打卡时间 打卡日期 出席日期 活动日期 上课日期 聚会日期 到场时间 入场时间
        报到时间 date day attendedon checkin checkedin checkintime checkinat checkindate sessiondate
        meetingdate eventdate arrived
        """,
    "status": """
        状态 出席 出席状态 出席情况 出缺席 签到 签到状态 打卡 打卡状态 是否出席 是否到场 到场 考勤 考勤状态
        status attendance present attended attendancestatus showed
        """,
    "occasion": """
        活动 活动名称 课程 课程名称 聚会 场次 主题 event eventname session sessionname meeting activity class
        occasion title
        """,
    "id": "编号 会员编号 学号 工号 手机 手机号 电话 邮箱 email phone mobile memberid studentid id",
}
_GRID_KNOWN: Final = names(_GRID)
_LONG_KNOWN: Final = names(_LONG)
_TWO_KNOWN: Final = names({"name": _LONG["name"], "day": _LONG["day"] + " 时间 日期时间 time datetime timestamp"})
_CHECK_IN: Final = re.compile(r"签到|打卡|到场|入场|报到|出席|check|arriv|attend", re.I)
_NOT_HERE: Final = folded("""
    内容 消息 消息内容 message content text body 金额 amount 交易金额 身份 role 加入日期 joined 发送者 发送人
    sender author
    """)

_MARKS: Final = {
    "done": """
        ✓ ✔ √ ☑ ✅ ○ ◯ ● v y yes true 1 是 有 到 已到 出席 签到 已签到 参加 已参加 到场 present p attended
        here came 迟到 迟 早退 late l8 △ ▲ ◎ ok checkedin 线上 online 实到
        """,
    "absent": """
        ✗ ✘ ☒ × ❌ n no false 0 否 无 缺 缺席 未到 没来 旷 旷课 缺勤 absent a noshow missed 未签到 未出席
        未参加
        """,
    "excused": "请假 假 事假 病假 公假 休假 excused e leave onleave sick away apologies",
}
MARKS: Final = {fold(word): state for state, words in _MARKS.items() for word in words.split()}
_NUMBER: Final = re.compile(r"[1-9]\d{0,3}(?:\.\d{1,2})?|0\.\d{1,2}")
_TIME_OF_DAY: Final = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2} )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?", re.I)
_AROUND: Final = re.compile(r"[\s_\-!！。.,，()（）]+")
CROSS: Final = frozenset("x")
"""The letter x: came, where nothing else on the sheet says who came; else stayed away."""

Shape = Literal["people-down", "dates-down", "rows"]


@dataclass(frozen=True, slots=True)
class Layout:
    """`at` place of the header; `name` column of the people (-1 where they stand across); `day` column of the
    dates (-1 where they stand across); `across` the columns of the grid; `others` role → column.
    """

    shape: Shape
    at: int
    header: tuple[str, ...]
    name: int
    day: int
    across: tuple[int, ...]
    others: dict[str, int]


def layout_of(rows: Sequence[Row]) -> Layout | None:
    """The layout of a sheet by its first rows; None where it has none of the three."""
    return _people_down(rows) or _dates_down(rows) or _one_a_row(rows) or _names_and_times(rows)


def is_session(words: str) -> bool:
    """Whether the head of a column is a date, or a numbered session."""
    words = words.strip()
    return 0 < len(words) <= _LONGEST and bool(DATED.search(words) or _NUMBERED.fullmatch(words))


def _people_down(rows: Sequence[Row]) -> Layout | None:
    for at, row in enumerate(rows[:FIRST_ROWS]):
        across = tuple(i for i, head in enumerate(row[:WIDEST]) if is_session(head))
        if not across and any(key(head) in _NOT_HERE for head in row):
            return None  # a table of messages, in which somebody may ask "who?" at some time
        named = [i for i, head in enumerate(row[:WIDEST]) if _GRID_KNOWN.get(key(head)) == "name"]
        listed = named and across and any(cell(line, named[0]) for line in rows[at + 1 :])
        if listed and _fits(rows[at + 1 :], across, least=1 if len(across) == 1 else 0):
            ids = [i for i, head in enumerate(row[:WIDEST]) if _LONG_KNOWN.get(key(head)) == "id"]
            return Layout("people-down", at, tuple(row), named[0], -1, across, {"id": ids[0]} if ids else {})
    return None


def _dates_down(rows: Sequence[Row]) -> Layout | None:
    for at, row in enumerate(rows[:FIRST_ROWS]):
        days = [i for i, head in enumerate(row[:20]) if _GRID_KNOWN.get(key(head)) == "day"]
        if not days or any(key(head) in _NOT_HERE or _LONG_KNOWN.get(key(head)) == "name" for head in row):
            continue
        under = [value for line in rows[at + 1 :] if (value := cell(line, days[0]))]
        dated = [value for value in under if is_session(value)]
        body = [line for line in rows[at + 1 :] if is_session(cell(line, days[0]))]
        across = tuple(
            i
            for i, head in enumerate(row[:WIDEST])
            if i not in days
            and head.strip()
            and _LONG_KNOWN.get(key(head)) is None
            and _are_marks(body, i)
            and not _are_numbers(body, i)
        )
        if dated and len(dated) * 2 >= len(under) and len(across) >= 2 and _fits(body, across, least=2):
            return Layout("dates-down", at, tuple(row), -1, days[0], across, {})
    return None


def _one_a_row(rows: Sequence[Row]) -> Layout | None:
    def is_list(roles: frozenset[str]) -> bool:
        return {"name", "day"} <= roles

    header = find_header(rows, _LONG_KNOWN, is_list)
    if header is None or any(key(head) in _NOT_HERE for head in header.cells):
        return None
    name, day = header.columns["name"], header.columns["day"]
    states = "status" in header.columns and _are_marks(rows[header.at + 1 :], header.columns["status"])
    if not (states or _CHECK_IN.search(fold(header.cells[day])) or "occasion" in header.columns):
        return None
    under = [value for row in rows[header.at + 1 :] if (value := cell(row, day))]
    read = Moments(year=2000).read
    if not under or sum(isinstance(read(value), Moment) for value in under) * 2 < len(under):
        return None
    others = {role: column for role, column in header.columns.items() if role not in {"name", "day"}}
    return Layout("rows", header.at, header.cells, name, day, (), others)


def _names_and_times(rows: Sequence[Row]) -> Layout | None:
    """Two columns and no more, a name and a time of day: who checked in when."""
    for at, row in enumerate(rows[:FIRST_ROWS]):
        heads = [(i, _TWO_KNOWN.get(key(head))) for i, head in enumerate(row[:WIDEST]) if head.strip()]
        if {role for _i, role in heads} == {"name", "day"} and len(heads) == 2:
            columns = {role: i for i, role in heads if role}
            under = [value for line in rows[at + 1 :] if (value := cell(line, columns["day"]))]
            read = Moments(year=2000).read
            timed = [when for value in under if isinstance(when := read(value), Moment) and when.precision != "day"]
            if under and len(timed) * 2 >= len(under):
                return Layout("rows", at, tuple(row), columns["name"], columns["day"], (), {})
    return None


def _fits(rows: Sequence[Row], across: Sequence[int], least: int) -> bool:
    """Whether most of what stands in the grid are marks; `least` so many of them must stand there."""
    values = [value for row in rows for i in across if (value := cell(row, i))]
    marks = sum(state_of(value) is not None or fold(value) in CROSS for value in values)
    return marks >= least and marks * 3 >= len(values) * 2


def _are_numbers(rows: Sequence[Row], column: int) -> bool:
    """Whether numbers beyond 1 stand in a column: prices and counts, which are nobody's attendance."""
    return any(_NUMBER.fullmatch(value) and value not in {"1", "1.0"} for row in rows if (value := cell(row, column)))


def _are_marks(rows: Sequence[Row], column: int) -> bool:
    return _fits(rows, (column,), least=0)


def state_of(mark: str) -> str | None:
    """What a mark says; None where it is not known, or is the letter x."""
    if len(mark) > _LONGEST:
        return None
    plain = fold(_AROUND.sub("", mark).replace("\ufe0f", ""))
    found = MARKS.get(plain)
    if found is None and (_NUMBER.fullmatch(plain) or _NUMBER.fullmatch(mark) or _TIME_OF_DAY.fullmatch(mark)):
        return "done"
    return found
