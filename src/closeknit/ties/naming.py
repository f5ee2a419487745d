"""How much a name says of who bears it: a person's whole name, and how often chance would give it to another.

A nickname (阿明, 麗姐), a title (王老師), a motto (平安是福) or a first name is taken by many. What is left is a family
name with a given name of two signs, two words in Latin letters, a handle with three digits. How rare those are is
counted in the names at hand: a sign or word that many names hold says little.
"""

import re
from collections import Counter
from functools import cached_property
from typing import Final

from closeknit.text.scripts import fold
from closeknit.ties.faces import Faces, plain

RARE: Final = 0.05
"""Other people whom chance may give the name, expected among all faces at hand; above, it does not suffice alone."""
_UNSEEN: Final = 100
"""Faces by which the counted are eked out: few people tell little of how common a name is."""

_FAMILY: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚庞樊兰殷施洪翁严尤俞柯阮"
)
"""Family names of one sign, in the form that compares, without those that begin everyday words (白, 向, 安, 明…)."""
_FAMILY_OF_TWO: Final = frozenset(
    "欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 夏侯 慕容 令狐 宇文 长孙 张简 范姜 "  # noqa: SIM905
    "佐藤 铃木 高桥 田中 伊藤 渡边 山本 中村 小林 加藤 吉田 山田 山口 松本 井上 木村 斋藤 清水 佐野 藤原".split()
)
_HANGUL_FAMILY: Final = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
_TITLE: Final = re.compile(
    "(?:[哥姐总工妈爸嫂叔姨婆爷奶伯舅弟妹董店]|老师|医[生师]|师[傅父]|先生|小姐|女士|太太|同学|经理|主任|会长|班长|教练|律师|老板|"
    "[局校院所处科组队团社馆站]长|助[理教]|房东|家长|教授|博士|[맘님씨쌤])$"
)
_KIN: Final = frozenset(
    "mom mum mama mother dad daddy papa father wife husband son daughter aunt auntie uncle grandma grandpa sister "  # noqa: SIM905
    "brother mr mrs ms miss sir madam dr prof teacher coach boss the of and from team group support office 妈妈 爸爸 "
    "妈 爸 妈咪 爹地 家长 爷爷 奶奶 外婆 外公 先生 太太 老公 老婆 엄마 아빠 맘 어머니 아버지".split()
)
_HAN: Final = re.compile(r"[㐀-鿿]+")
_HANGUL: Final = re.compile(r"[가-힣]+")
_SIGN: Final = re.compile(r"[㐀-鿿가-힣぀-ヿ]|[^\W\d_㐀-鿿가-힣぀-ヿ]+")
_HANDLE: Final = re.compile(r"[^\W\d_]{3,}[._\-]?\d{3,6}")
_ANYBODY: Final = re.compile(r"(?:user|guest|member|test|admin|wxid|player|anon|id)")


def is_kin(word: str) -> bool:
    """Whether a compared word says what somebody is to another, not who: a card with it is of that other's kin."""
    return word in _KIN


def is_whole(name: str) -> bool:
    """Whether a shown name has the form of a person's whole name, of whatever rarity."""
    key = plain(name)
    if _HAN.fullmatch(key):
        family = family_of(key)
        return bool(family) and 1 <= len(key) - len(family) <= 2 and not _TITLE.search(key)
    if _HANGUL.fullmatch(key):
        return len(key) == 3 and key[0] in _HANGUL_FAMILY and not _TITLE.search(key)
    words = [word.strip(".,'’") for word in fold(name).replace(",", " ").split()]
    if 2 <= len(words) <= 4 and key.isalpha():
        return all(len(plain(word)) > 1 for word in (words[0], words[-1])) and not _KIN.intersection(words)
    return bool(_HANDLE.fullmatch(fold(name).strip())) and not _ANYBODY.match(key)


def family_of(key: str, *, titled: bool = False) -> str:
    """The family name with which a compared name in Han begins, "" where there is none; with `titled` only of one
    that is a family name and a title: 王老師."""
    family = key[:2] if key[:2] in _FAMILY_OF_TWO else key[:1] if key[:1] in _FAMILY else ""
    if titled and not _TITLE.fullmatch(key[len(family) :]):
        return ""
    return family


class Naming:
    """What the names of some faces tell."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    def suffices(self, key: str) -> bool:
        """Whether two faces that bear the compared name `key` are held for one person for that alone."""
        return self.is_whole(key) and len(key) != 2 and self.others(key) <= RARE

    def is_whole(self, key: str) -> bool:
        """Whether any face shows it as a person's whole name."""
        shown = (name.name for face in self._faces.bearers.get(key, ()) for name in self._faces.names[face])
        return any(plain(name) == key and is_whole(name) for name in shown)

    def others(self, key: str) -> float:
        """How many other people of the name chance would put among the faces, its signs and words falling together
        freely, as often as they stand in other names."""
        bearers = self._faces.bearers.get(key, ())
        shown = next((n.name for face in bearers for n in self._faces.names[face] if plain(n.name) == key), key)
        expected = float(len(self._faces))
        for unit in units(shown):
            own = sum(unit in self._units[face] for face in bearers)
            expected *= (self._counts[unit] - own + 1) / (len(self._faces) + _UNSEEN)
        return expected / 50 if key[-1:].isdigit() else expected  # as if the digits were a year of birth

    @cached_property
    def _units(self) -> list[frozenset[str]]:
        return [frozenset(unit for shown in group for unit in units(shown.name)) for group in self._faces.names]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(unit for group in self._units for unit in group)


def units(name: str) -> list[str]:
    """What a name is made of: each Han, Hangul or kana sign, each word in other letters."""
    return _SIGN.findall(fold(name))
