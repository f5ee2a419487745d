"""Which columns of a form's answers are the tool's own, and which question asks for what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from closeknit.sources.delimited import Row
from closeknit.sources.tables import FIRST_ROWS, WIDEST, cell, folded, key
from closeknit.text.moments import Moment, Moments, learn_order
from closeknit.text.scripts import fold

_TOOL_TIMES: Final = folded("""
    timestamp 时间戳 时间戳记 提交答卷时间 提交时间 填答时间 填写时间 答题时间 结束答题时间 答卷提交时间 完成时间
    completiontime submittedat submitdate submissiondate submissiontime
    """)
_OTHER_TIMES: Final = folded("""
    报名时间 报名日期 登记时间 登记日期 预约时间 signedup signedupon signuptime registered registeredat
    registeredon
    """)
_TOOL: Final = folded("""
    序号 编号 所用时间 来源 来源详情 来自ip ip ip记录 ip纪录 ip地址 总分 填答秒数 额满结束注记 使用者纪录 会员时间
    hash starttime 开始答题时间 开始时间 答题时长 填写时长 填写设备 浏览器 操作系统 填写地区 自然语言 微信昵称
    微信头像 微信openid 微信性别 提交人 修改时间 更新时间 language lastmodifiedtime score id
    """)
_IDS: Final = folded("序号 编号 id 答题编号 responseid")
_NAMES: Final = (
    folded("姓名 名字 您的姓名 你的姓名 真实姓名 报名人 报名人姓名 参加者姓名 联系人姓名 称呼 name yourname fullname"),
    folded("""
        昵称 您的称呼 怎么称呼您 如何称呼 联系人 参加者 微信昵称 群昵称 nickname participant whoareyou
        firstandlastname
        """),
)
_NAME_WORDS: Final = re.compile(r"姓名|名字|称呼|\bname\b")
_NOT_NAMES: Final = re.compile(
    r"\d人|紧急|推荐|介绍|邀请|孩子|同行|公司|学校|群名|活动|emergency|company|guest|child|event|who invited"
)
_QUANTITY: Final = re.compile(
    r"人数|几位|几人|数量|份数|几份|how many|number of (?:people|guests|seats)|party size|\bpax\b|quantity"
)
_PHONE: Final = re.compile(r"手机|电话|微信号|phone|mobile|wechat|line ?id|e-?mail|邮箱|邮件|信箱")
_PRIVATE: Final = re.compile(
    r"身份证|证件|护照|生日|出生|地址|住址|银行|账号|密码|passport|birth|address|\bid (?:number|card)|bank"
)
_WILL: Final = re.compile(
    r"是否(?:参加|出席|报名)|能否(?:参加|出席)|会来吗|will you (?:come|attend|join)|\brsvp\b|are you coming|attending"
)
_NUMBERING: Final = re.compile(r"^\s*(?:[Qq]?\d{1,3}\s*[.、．:：)）]|\*)\s*")


@dataclass(frozen=True, slots=True)
class Form:
    """Where everything stands; `names` are the columns that could ask for the name, best ones only. `is_tool`
    where columns of a form tool are there."""

    at: int
    cells: tuple[str, ...]
    time: int | None
    names: tuple[int, ...]
    quantity: int | None
    contact: int | None
    will: int | None
    ident: int | None
    answers: tuple[int, ...]
    is_tool: bool


def form_of(rows: Sequence[Row]) -> Form | None:
    """The form whose answers these are; None where they are none."""
    for at, row in enumerate(rows[:FIRST_ROWS]):
        heads = [question(head) for head in row[:WIDEST]]
        keys = [key(head) for head in heads]
        times = [i for i, word in enumerate(keys) if word in _TOOL_TIMES] or [
            i for i, word in enumerate(keys) if word in _OTHER_TIMES
        ]
        quantity = _first(heads, _QUANTITY)
        names = _names(heads, keys) if times or quantity is not None else ()
        if not names:
            continue
        own = sum(word in _TOOL for word in keys)
        if not own and any(word in _WORDS for word in keys):
            continue  # a table of messages, before it is one of answers
        form = _laid_out(at, row, heads, keys, times, names, quantity)
        if form.is_tool or _is_list(rows[at + 1 :], form, keys):
            return form
    return None


def question(head: str) -> str:
    """A question without its number and the sign that it must be answered."""
    return _NUMBERING.sub("", head.strip()).strip()


def _names(heads: Sequence[str], keys: Sequence[str]) -> tuple[int, ...]:
    for known in _NAMES:
        found = tuple(i for i, word in enumerate(keys) if word in known)
        if found:
            return found
    return tuple(
        i
        for i, head in enumerate(heads)
        if len(head) < 60 and _NAME_WORDS.search(fold(head)) and not _NOT_NAMES.search(fold(head))
    )


def _first(heads: Sequence[str], words: re.Pattern[str]) -> int | None:
    return next((i for i, head in enumerate(heads) if len(head) < 80 and words.search(fold(head))), None)


def _laid_out(
    at: int, row: Row, heads: Sequence[str], keys: Sequence[str], times: Sequence[int], names: tuple[int, ...],
    quantity: int | None,
) -> Form:  # fmt: skip
    is_tool = any(keys[i] in _TOOL_TIMES for i in times)
    contact, will = _first(heads, _PHONE), _first(heads, _WILL)
    ident = next((i for i, word in enumerate(keys) if is_tool and word in _IDS), None)
    known = {*times, *names, quantity, contact, will, ident}
    answers = tuple(
        i
        for i, head in enumerate(heads)
        if head
        and i not in known
        and keys[i] not in _TOOL
        and not _PHONE.search(fold(head))
        and not _PRIVATE.search(fold(head))
    )
    time = times[-1] if times else None
    return Form(at, tuple(row), time, names, quantity, contact, will, ident, answers, is_tool)


_WORDS: Final = folded("消息 消息内容 内容 正文 message content text body msg 发送者 发送人 sender author")
_NOT_HERE: Final = folded("""
    消息 内容 message content text 金额 amount 身份 角色 role 加入日期 joined 退出日期 left 签到 出席 status
    发送者 sender
    """)


def _is_list(rows: Sequence[Row], form: Form, keys: Sequence[str]) -> bool:
    """Whether a list without a tool's columns holds sign-ups: its times are times, its numbers small."""
    if any(word in _NOT_HERE for word in keys):
        return False
    if form.time is not None:
        values = [value for row in rows if (value := cell(row, form.time))]
        read = Moments(learn_order(values)[0], year=2000).read
        return sum(isinstance(read(value), Moment) for value in values) * 2 >= len(values) > 0
    values = [value for row in rows if (value := cell(row, form.quantity))]
    return bool(values) and sum(bool(re.fullmatch(r"\d{1,3}\s*[人位份个個名]?", value)) for value in values) * 2 >= len(
        values
    )
