"""The names of a roster's columns and of its roles, in English and both Chinese scripts."""

import re
from collections.abc import Sequence
from typing import Final

from closeknit.sources.delimited import Row
from closeknit.sources.tables import Header, find_header, folded, key, names
from closeknit.text.scripts import fold

_ALIASES: Final = {
    "name": """
        姓名 名字 名称 成员 成员姓名 会员 会员姓名 真实姓名 学员 学员姓名 同学 社员 组员 队员 人员 业主
        业主姓名 户主 name fullname realname member membername members person student displayname
        """,
    "first": "名 firstname givenname forename",
    "last": "姓 lastname surname familyname",
    "alias": """
        昵称 微信昵称 群昵称 群名片 备注名 别名 网名 花名 英文名 line昵称 line名称 nickname nick alias aliases
        alsoknownas wechatname linename displayedas groupnickname
        """,
    "id": """
        编号 会员编号 会员号 学号 工号 成员编号 序号id 户号 房号 门牌 id memberid membernumber memberno
        studentid number
        """,
    "role": "身份 角色 职务 职位 职责 级别 会员级别 分工 头衔 职称 组别身份 role roles position title office level",
    "joined": """
        加入日期 加入时间 入群时间 入群日期 入会日期 入会时间 进群时间 进群日期 注册日期 注册时间 入社日期
        加入 到职日 入职日期 加入日 入会日 joined joinedon joindate datejoined joinedat membersince since startdate
        """,
    "left": """
        退出日期 退出时间 退群时间 退群日期 退会日期 退社日期 离开日期 离开时间 离职日 退会日 退出 离开 left
        lefton leftat dateleft leavedate enddate until
        """,
    "removed_for": """
        移出原因 移除原因 除名原因 清退原因 清理原因 踢出原因 removedfor removalreason reasonforremoval
        reasonofremoval removedbecause conditionbroken
        """,
    "invited_by": """邀请人 推荐人 介绍人 引荐人 邀请者 推荐者 来源人 invitedby inviter referredby referrer introducedby
        recommendedby broughtby sponsor""",
    "consents": """
        同意 是否同意 同意公开 同意公开联络方式 同意公开联系方式 公开联系方式 公开联络方式 同意分享 consent
        consents agrees agreed consenttoshare sharecontacts
        """,
    "note": "备注 说明 备注说明 note notes remark remarks comment comments",
}
_CONTACTS: Final = {
    "phone": """手机 电话 手机号 手机号码 电话号码 联系电话 联络电话 移动电话 phone mobile cell phonenumber mobilenumber
        telephone tel""",
    "email": "邮箱 电邮 电子邮箱 电子邮件 邮件 信箱 email emailaddress mail",
    "wechat": "微信 微信号 微信id wechat wechatid wxid weixin",
    "line": "line lineid line账号 line帐号",
    "qq": "qq qq号 qq号码",
    "whatsapp": "whatsapp whatsapp号码 whatsappnumber",
    "telegram": "telegram tg telegramid 电报",
    "signal": "signal signal号码",
    "discord": "discord discordid",
    "address": "地址 住址 通讯地址 联络地址 address",
    "contact": "联系方式 联络方式 联络 联系 contact contacts contactinfo",
}
CONTACTS: Final = tuple(_CONTACTS)
KNOWN: Final = names({**_ALIASES, **_CONTACTS})

_ONLY_HERE: Final = frozenset({"role", "joined", "left", "removed_for", "invited_by", "consents"})
_DATE: Final = re.compile(r"(?:\d{4}[-/.年] ?)?\d{1,2}[-/.月] ?\d{1,2}日?(?:[-/.]\d{2,4})?(?:[ T][\d:]{4,8})?")
_NO_ROSTER: Final = folded("""
    内容 消息 消息内容 讯息 text message content body msg 金额 交易金额 amount 交易对方 收支 收入 支出 余额
    balance timestamp 时间戳记 时间戳 提交时间 提交答卷时间 填答时间 日期 date 签到 出席 attendance
    时间 time sender author 发送者 发送人 talker
    """)
"""A table with such a column is one of messages, of money, of answers or of deeds, before it is one of members."""

ROLE_WORDS: Final = {
    fold(word): role
    for role, words in {
        "organiser": """
            发起人 群主 创办人 创始人 组织者 会长 社长 主席 主委 管理员 版主 负责人 站长 团长 队长 班长 理事长
            主任委员 秘书长 副会长 副社长 organiser organizer owner admin administrator founder president
            chair chairman chairwoman chairperson leader moderator cofounder vicepresident
            """,
        "backbone": """
            骨干 干部 志愿者 志工 义工 核心 核心成员 委员 理事 班委 助教 小编 财务 会计 司库 出纳 总务 秘书
            组长 backbone core volunteer staff committee treasurer secretary officer steward mod
            """,
        "host": "主持 主持人 领读 领读人 讲师 讲者 嘉宾 带领人 host speaker facilitator lecturer guide",
        "member": """
            成员 会员 组员 社员 学员 同学 普通成员 普通会员 一般会员 正式会员 付费会员 新人 新成员 业主 住户
            读者 队员 群友 member members participant regular newcomer student resident reader user
            """,
    }.items()
    for word in words.split()
}


def header_of(rows: Sequence[Row]) -> Header | None:
    """The header of a roster; None where no row is one.

    It names people, and a role, a date of joining or leaving, an inviter or two ways to reach them, or one where no
    column says anything else; a column that only messages, money, answers or deeds have speaks against it.
    """

    def is_roster(roles: frozenset[str]) -> bool:
        named = "name" in roles or "alias" in roles or {"first", "last"} <= roles
        return named and bool(roles & (_ONLY_HERE | _CONTACTS.keys()))

    found = find_header(rows, KNOWN, is_roster)
    if found is None or any(key(cell) in _NO_ROSTER or _DATE.fullmatch(cell.strip()) for cell in found.cells):
        return None
    ways = found.columns.keys() & (_CONTACTS.keys() | {"id", "alias"})
    nothing_else = all(key(cell) in KNOWN for cell in found.cells if cell.strip())
    return found if found.columns.keys() & _ONLY_HERE or len(ways) >= 2 or nothing_else else None
