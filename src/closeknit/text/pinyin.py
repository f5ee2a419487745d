"""How Chinese is read aloud, without tones: for finding 林白露 by lbl or linbailu.

The table `pinyin.txt` is derived from the character readings of pypinyin 0.55 (MIT), the first reading of each
character; a surname that is read in its own way (單 Shan, 曾 Zeng) has that reading beside the first.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from closeknit.text.scripts import fold

_SURNAMES: Final = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao", "繁": "po",
    "盖": "ge", "员": "yun", "乐": "yue", "召": "shao", "缪": "miao", "翟": "zhai", "种": "chong", "秘": "bi",
    "覃": "qin", "尉": "yu", "黑": "he", "折": "she", "都": "du", "长": "chang", "薄": "bo", "那": "nuo",
}  # fmt: skip
_WORD: Final = re.compile(r"[a-z0-9]+|[^\W_]")
_LONGEST: Final = 200
"""Characters that are read aloud; a name is shorter."""


@cache
def _table() -> dict[str, str]:
    lines = Path(__file__).with_name("pinyin.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t", 1) for line in lines if not line.startswith("#"))
    return {char: syllable for syllable, chars in rows for char in chars}


def syllables(text: str) -> list[str]:
    """The syllables of Chinese characters and the words of Latin letters, in their order; the rest is left out.

    Characters beyond the first 200 are not read. ü is written v.
    """
    table = _table()
    words = (word if word.isascii() else table.get(word, "") for word in _WORD.findall(fold(text[:_LONGEST])))
    return [word for word in words if word]


def sounds(name: str) -> tuple[str, ...]:
    """The ways to type a name by its sound: whole syllables, then initials; twice where the surname has its own
    reading. Empty where there is nothing Chinese in it."""
    if name.isascii():
        return ()
    read = syllables(name)
    if not read:
        return ()
    ways = [read]
    surname = _SURNAMES.get(fold(name.lstrip()[:1]))
    if surname and surname != read[0]:
        ways.append([surname, *read[1:]])
    return tuple(dict.fromkeys(form for way in ways for form in ("".join(way), "".join(word[0] for word in way))))
