"""Traditional or Simplified: which script a text is written in, and one form in which both compare equal.

The table `scripts.txt` is derived from the character dictionaries of OpenCC 1.4.2 (Apache-2.0): characters
with one counterpart in the other script that differs from themselves belong to one script only; those that
the variant tables for Taiwan or Hong Kong write the Simplified way belong to neither. 著→着, 瞭→了 and 暱→昵 are
added to the pairs for comparing, for daily Traditional text writes them where Simplified writes the other.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

_ENOUGH: Final = 200_000
"""Characters after which the count stops: the share of either script no longer moves."""
_KANA: Final = 20
"""One kana for so many characters of one script only, and the text is Japanese, which shares shapes with both."""

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_OTHER: Final = re.compile("[\u3041-\u30fa\uac00-\ud7af]")
"""Kana and Hangul."""

Script = Literal["zh-Hant", "zh-Hans"]


@cache
def _table() -> tuple[dict[int, str], frozenset[str], frozenset[str]]:
    lines = Path(__file__).with_name("scripts.txt").read_text(encoding="utf-8").splitlines()
    named = dict(line.split("\t", 1) for line in lines if not line.startswith("#"))
    pairs = named["fold"]
    fold = dict(zip(map(ord, pairs[0::2]), pairs[1::2], strict=True))
    return fold, frozenset(named["hant"]), frozenset(named["hans"])


def script_of(texts: Iterable[str | None]) -> Script | None:
    """The script that most of the characters peculiar to one script belong to.

    None where there are none of either (other languages, or words that both scripts write alike), where
    both are as many, and where kana show that it is Japanese. Reads at most 200,000 characters.
    """
    _fold, hant, hans = _table()
    traditional = simplified = kana = read = 0
    for text in texts:
        if not text or text.isascii():
            continue
        for char in text[: _ENOUGH - read]:
            if char in hant:
                traditional += 1
            elif char in hans:
                simplified += 1
            elif "\u3041" <= char <= "\u30fa":
                kana += 1
        read += len(text)
        if read >= _ENOUGH:
            break
    if traditional == simplified or kana * _KANA > traditional + simplified:
        return None
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def chinese_of(texts: Sequence[str]) -> Script | None:
    """The script in which to speak to those who wrote the texts; None where they are not mostly Chinese.

    Traditional where all their words are written alike in both, or each as often.
    """
    chinese = sum(_HAN.search(text) is not None and _OTHER.search(text) is None for text in texts)
    return script_of(texts) or ("zh-Hant" if 2 * chinese > len(texts) else None)


def fold_script(text: str) -> str:
    """The text with every Traditional character replaced by the Simplified one it compares as.

    One character for one, so that positions stay; a form for comparing, not a translation: 皇后 and 皇後
    become the same. Folding twice changes nothing more.
    """
    return text if text.isascii() else text.translate(_table()[0])


def fold(text: str) -> str:
    """A form in which names and words are compared: NFKC, without case, in one script."""
    if text.isascii():
        return text.lower()
    return fold_script(unicodedata.normalize("NFKC", text).casefold())
