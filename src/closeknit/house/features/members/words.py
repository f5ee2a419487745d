"""What fields, levels, carriers and readers are called."""

from django.utils.translation import gettext_lazy as _

from closeknit.house.features.members.rules import Level, Shown

FIELD_WORDS = {
    "name": _("Member name"),
    "introduction": _("Introduction"),
    "offer": _("Can give"),
    "need": _("Would like"),
    "skill": _("Good at"),
    "place": _("Place"),
    "how": _("How one came"),
    "brought": _("Brought by"),
    "phone": _("Telephone"),
    "email": _("Mail"),
    "wechat": _("WeChat"),
    "line": "LINE",
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "signal": "Signal",
    "address": _("Home address"),
}
SHOWN_WORDS = {
    Shown.SELF: _("only herself"),
    Shown.ORGANISERS: _("the organisers"),
    Shown.MEMBERS: _("the members"),
    Shown.PUBLIC: _("everybody"),
}
LEVEL_WORDS = {
    Level.NEWCOMER: _("Newcomer"),
    Level.MEMBER: _("Member"),
    Level.REGULAR: _("Regular"),
    Level.PILLAR: _("Pillar"),
}
CARRIER_WORDS = {
    "line": "LINE", "wechat": _("WeChat"), "telegram": "Telegram", "whatsapp": "WhatsApp", "discord": "Discord",
    "qq": "QQ", "kakaotalk": "KakaoTalk", "slack": "Slack", "feishu": _("Feishu"), "dingtalk": _("DingTalk"),
    "wecom": _("WeCom"), "signal": "Signal", "matrix": "Matrix", "messenger": "Messenger",
    "mbox": _("Mailing list"), "": _("any chat"),
}  # fmt: skip
ROLE_WORDS = {
    "organiser": _("Organiser"), "host": _("Host"), "reviewer": _("Gatekeeper"), "editor": _("Editor"),
    "treasurer": _("Treasurer"),
}  # fmt: skip
TARGET_WORDS = {
    **FIELD_WORDS,
    "last": _("Family name"), "first": _("Given name"), "number": _("Member number"), "joined": _("Joined on"),
    "left": _("Left on"), "agreed": _("Agrees to be shown to members"), "face": _("Nickname in any chat"),
    "face-line": _("Name on LINE"), "face-wechat": _("Name on WeChat"), "face-telegram": _("Name on Telegram"),
    "face-whatsapp": _("Name on WhatsApp"), "face-discord": _("Name on Discord"), "face-qq": _("Name on QQ"),
}  # fmt: skip
"""What a roster's column may be taken as."""
BAD_WORDS = {
    "no-name": _("no name"),
    "long-name": _("a name of more than 200 characters"),
    "left": _("left already"),
    "repeated": _("the same row as one before"),
    "no-row": _("not readable as a row"),
    "no-day": _("taken in, but its joining day is not readable; it counts from today"),
}
STATE_WORDS = {
    "draft": _("not carried out yet"),
    "running": _("being carried out"),
    "done": _("carried out"),
    "undoing": _("being taken back"),
    "undone": _("taken back"),
    "failed": _("could not be carried out"),
}
