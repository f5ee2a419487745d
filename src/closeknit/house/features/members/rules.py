"""Pure rules of members: who sees what, what a name looks like, what is found."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final

from closeknit.text.pinyin import sounds, syllables
from closeknit.text.scripts import fold


class Shown(IntEnum):
    """Who may see a field; greater is more."""

    SELF = 0
    ORGANISERS = 1
    MEMBERS = 2
    PUBLIC = 3


class Level(IntEnum):
    """How far somebody has grown in; greater is further."""

    NEWCOMER = 0
    MEMBER = 1
    REGULAR = 2
    PILLAR = 3


def level_at(joined: datetime, now: datetime) -> Level:
    """Where somebody begins whom a roster brings: who joined long ago is no newcomer."""
    return Level.MEMBER if now - joined > NEW_FOR else Level.NEWCOMER


ABOUT: Final = ("introduction", "offer", "need", "skill", "place", "how", "brought")
CONTACTS: Final = ("phone", "email", "wechat", "line", "whatsapp", "telegram", "signal", "address")
FIELDS: Final = ABOUT + CONTACTS
"""What a profile may say beside the name. `brought` holds a name where the one who brought her is no member."""
USUALLY: Final = {key: Shown.ORGANISERS if key in {"how", "brought", *CONTACTS} else Shown.MEMBERS for key in FIELDS}
"""What a form proposes; nothing is shown to members before the person agreed to it."""
CARRIERS: Final = (
    "line", "wechat", "telegram", "whatsapp", "discord", "qq", "kakaotalk", "slack", "feishu", "dingtalk", "wecom",
    "signal", "matrix", "messenger", "mbox", "",
)  # fmt: skip
"""Where a face may be; "" is any chat (a nickname that a roster gives)."""
LONGEST: Final = 2000
LONGEST_NAME: Final = 80
_LONGEST_SEARCH: Final = 6000
NEW_FOR: Final = timedelta(days=90)
"""How long one who comes by a roster counts as new, from the day on which she joined."""
LINK_LASTS: Final = timedelta(days=30)
LONGEST_ABSENCE: Final = timedelta(days=366)
UPLOAD_LASTS: Final = timedelta(days=2)
"""How long a roster that nobody imports is kept."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_STRONG_JOINER: Final = "\u200d"

_SHAPES: Final = (
    "аa еe оo рp сc уy хx іi јj ѕs ԁd һh ӏl ԛq ԝw тt мm вb нh кk гr αa νv οo ρp ιi κk υu τt μu βb ηn ɡg ɩi ıi |l 0o 1l",
    "曰日 巳己 已己 士土 未末 囗口 ー一 朩木 亼人 入人",
)
_LIKE: Final = {ord(pair[0]): pair[1] for row in _SHAPES for pair in row.split()}
"""Characters of other alphabets, and digits, that look like Latin letters, and Chinese ones that look like others."""


def tidy_name(typed: str) -> str:
    """A name on one line without what cannot be seen; a joiner stays only between signs of an emoji or a script
    that needs it. Direction overrides and zero-width characters go; at most 80 characters."""
    text = unicodedata.normalize("NFC", typed[: LONGEST_NAME * 20])
    if text.isprintable():  # no character of the kinds that go, and of spaces only the plain one
        return " ".join(text.split())[:LONGEST_NAME].strip()
    kept = []
    for at, char in enumerate(text):
        if char == _STRONG_JOINER:
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if before > "\u02ff" and after > "\u02ff" and not _is_han(before):
                kept.append(char)
        elif unicodedata.category(char) not in _UNSEEN or char.isspace():
            kept.append(char)
    return " ".join("".join(kept).split())[:LONGEST_NAME].strip()


def tidy_text(typed: str) -> str:
    """Words of several lines without what cannot be seen and without empty lines at the ends."""
    if typed.isprintable() and len(typed) <= LONGEST:
        return unicodedata.normalize("NFC", typed).strip()[:LONGEST]
    text = unicodedata.normalize("NFC", typed[: LONGEST * 4].replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in text if c in "\n\t" or c == _STRONG_JOINER or unicodedata.category(c) not in _UNSEEN)
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()[:LONGEST]


def tidy_mail(typed: str) -> str:
    """A mail address in the form in which two are the same; "" where it is none."""
    address = unicodedata.normalize("NFKC", typed[:600]).strip().lower()
    return address if "@" in address and len(address.split()) == 1 and len(address) <= 254 else ""


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def skeleton(name: str) -> str:
    """What a name looks like: equal for names that a reader takes for the same one.

    One script, one case, no spaces or marks, letters of other alphabets as the Latin ones that they resemble.
    """
    plain = unicodedata.normalize("NFKD", fold(tidy_name(name)))
    kept = "".join(c for c in plain if unicodedata.category(c)[0] in "LNS" and c != _STRONG_JOINER)
    return kept.translate(_LIKE).replace("i", "l").replace("rn", "m").replace("vv", "w")[:LONGEST_NAME]


def foldable(text: str) -> str:
    """A form for searching: one script, no case, single spaces, nothing unseen."""
    return " ".join(fold(tidy_text(text)).split())


def findable(name: str, words: Iterable[str]) -> str:
    """What a search looks through: the name, its sounds, and the words, folded; each behind a line's end."""
    parts = [foldable(name), *sounds(name), *(foldable(word) for word in words if word)]
    return ("\n" + "\n".join(parts))[:_LONGEST_SEARCH]


def sorting(name: str) -> str:
    """Where a name stands in a list: by its sound, Latin letters among them; names without either come last."""
    return " ".join(syllables(name))[:120] or "~" + foldable(name)[:100]


def tokens(text: str, at_most: int = 6) -> list[str]:
    """What somebody typed into a search, as folded words."""
    return foldable(text[:200]).split()[:at_most]


def handle_key(handle: str) -> str:
    """A face's name in the form in which two claims to it are the same."""
    return foldable(handle.removeprefix("@"))[:LONGEST_NAME]


def digest(token: str) -> str:
    """What is kept of a link's token (it has 192 random bits, so a plain hash is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()


def widened(before: Mapping[str, tuple[str, int]], after: Mapping[str, tuple[str, int]]) -> list[str]:
    """Fields that more people would see than before, or that tell members something new; these need a consent."""
    wider = []
    for key, (text, shown) in after.items():
        had, was = before.get(key, ("", Shown.SELF))
        if text and shown >= Shown.MEMBERS and (shown > was or not had):
            wider.append(key)
    return wider


def absence_allowed(since: date, until: date, today: date) -> bool:
    """Whether a leave of absence may be from one day to another: forward, begun at most a month ago, a year long."""
    return (
        since <= until and until >= today and since >= today - timedelta(days=31) and until - since <= LONGEST_ABSENCE
    )
