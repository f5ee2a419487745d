"""Which encoding the bytes are in, told from their first 64 KB."""

import codecs
import re
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The commonest characters of written Chinese and of names, in both scripts; a wrong decoding yields rare ones.
_COMMON: Final = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過"
    "发發后後作里裡用道行所然家事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心本前开開"
    "但因只从從想实實日者意无無它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩间間由问問很最重并物手应應"
    "头頭体體美相见見被什二等或新己回话話内內信表化老给給位次度门門常先海通教儿兒原东東声聲提立及比员員解水名真处處走各入几幾口"
    "认認条條平系氣题題活更别別打女变變四神总總何电電安少报報才反受太再感做必場场件管期市直命山指许許区區形社便空早晚謝谢請请"
    "嗎吗吧啊哦呢哈大家群聊消息记录記錄時間时间發送者內容内容昵稱昵称，。！？：；、（）「」《》“”…"
    # Lists of people hold little but names, and the words above their columns.
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林郑鄭谢謝罗羅梁宋唐许許邓鄧韩韓冯馮曹彭曾肖田董潘袁蔡蒋蔣余杜叶葉"
    "程魏苏蘇吕呂丁任卢盧姚沈钟鐘姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付邹鄒熊白孟秦邱侯江尹薛段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵武钱錢"
    "戴严嚴莫孔常汤湯华華文玉英秀丽麗芳志伟偉建军軍敏静靜强強磊洋勇艳艷杰涛濤超霞刚剛桂兰蘭红紅梅春淑惠雅婷怡君宏俊豪佳颖穎欣"
    "宇哲翰珍珠贞貞莉萍鹏鵬飞飛浩鑫波斌峰辉輝海燕琴云雲莲蓮娟姓名编編号號址邮郵册冊职職期"
)

_WORDS: Final = (
    ("cp932", re.compile("[ぁ-んァ-ヶー]{2,}"), 0.2),
    ("cp949", re.compile("[가-힣]+"), 0.9),
    ("cp1251", re.compile("[А-ЯЁ]?[а-яё]{2,}"), 0.7),
    ("koi8-r", re.compile("[А-ЯЁ]?[а-яё]{2,}"), 0.7),
)
"""Encodings of other scripts: what their words are made of, and how much of what is not ASCII it is at least. Two
letters side by side, for one alone is what an accent becomes; small ones, for KOI8 has them where Windows has large."""
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_NO_WORD: Final = re.compile(r"[^\x00-\x7fÀ-ÖØ-öø-ÿŒœŠšŽžŸªº«»¿¡°§·²³½€£…“”„‘’‚–—•\xa0]")
"""What western words, names and prices do not hold."""


def detect_encoding(head: bytes, *, whole: bool) -> str | None:
    """The codec of a text that begins with `head`, or None where the bytes are no text.

    `whole` says that nothing follows; otherwise a character may be cut at the end. Tried in this order:
    byte-order mark, UTF-8, UTF-16 by its zero bytes, UTF-8 with a few damaged bytes, GB18030 and Big5 by the share
    of common characters, what Japan, Korea and Russia wrote before by their words, and Windows' western code page, in
    which spreadsheets still save CSV in Europe.
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    text = _decoded(head, "utf-8", whole)
    if text is not None:
        return "utf-8" if _is_text(text) else _utf16(head, whole)
    wide = _utf16(head, whole)
    if wide:
        return wide
    if _is_damaged_utf8(head):
        return "utf-8"
    return _by_signs(head, whole) or _by_words(head, whole) or _western(head, whole)


def _by_signs(head: bytes, whole: bool) -> str | None:
    """The Chinese encoding that gives more of the commonest characters, a fifth of what is not ASCII at least."""
    share, name = max((_share(_decoded(head, name, whole)), name) for name in ("big5", "gb18030"))
    return name if share >= 0.2 else None


def _by_words(head: bytes, whole: bool) -> str | None:
    """The encoding of a script of letters in which enough of what is not ASCII are words, of six letters or more."""
    for name, words, least in _WORDS:
        text = _decoded(head, name, whole)
        found = sum(map(len, words.findall(text))) if text is not None and _is_text(text) else 0
        if text is not None and found >= 6 and found >= least * sum(char > "\x7f" for char in text):
            return name
    return None


def _western(head: bytes, whole: bool) -> str | None:
    is_json = head.lstrip()[:1] in {b"{", b"["}  # which is never in it
    return "cp1252" if not is_json and _is_western(_decoded(head, "cp1252", whole)) else None


def _decoded(head: bytes, name: str, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(head, final=whole)
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(head: bytes) -> bool:
    """Whether it is UTF-8 but for a few bytes, one in fifty characters beyond ASCII: a file cut inside a character, a
    card that wore out. Other encodings hardly ever make such characters by chance."""
    text = head.decode("utf-8", "replace")
    foreign = sum(char > "\x7f" for char in text)
    return text.count("\ufffd") * 50 <= foreign and _is_text(text)


def _is_western(text: str | None) -> bool:
    """Whether it is words in Latin letters with an accent here and there, which hardly ever stand side by side."""
    if text is None or not _is_text(text):
        return False
    foreign = _FOREIGN.findall(text)
    count = sum(map(len, foreign))
    return 0 < count * 5 <= len(text) and count <= len(foreign) * 1.2 and not _NO_WORD.search(text)


def _is_text(text: str) -> bool:
    odd = sum(text.count(chr(c)) for c in range(32) if chr(c) not in "\t\n\r\f\x0b\x1b\x02\x03\x0f\x16\x1d\x1f")
    return odd * 50 <= len(text)


def _utf16(head: bytes, whole: bool) -> str | None:
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    newline = {"utf-16-le": head.count(b"\n\x00"), "utf-16-be": head.count(b"\x00\n")}
    name = "utf-16-le" if odd > even else "utf-16-be"
    if not (max(even, odd) and newline[name]):
        return None
    text = _decoded(head[: len(head) & ~1], name, whole)
    return name if text is not None and _is_text(text) else None


def _share(text: str | None) -> float:
    """Share of common characters among the non-ASCII ones; 0 where there are none."""
    if text is None or not _is_text(text):
        return 0.0
    foreign = [c for c in text if ord(c) > 127]
    return sum(c in _COMMON for c in foreign) / len(foreign) if foreign else 0.0
