"""Texts as arrays of code points, folded so that what reads alike is alike."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.text.scripts import fold_script

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
UInt8s = npt.NDArray[np.uint8]
UInt32s = npt.NDArray[np.uint32]
UInt64s = npt.NDArray[np.uint64]

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))

LONGEST = 300
"""Code points of a message that are looked at; the rest of a longer one is left unread."""

SPACE, MARK, LETTER, DENSE, SIGN = range(5)
"""Classes of code points: white space; the punctuation that ends a name; letters and digits of scripts that put
spaces between words; characters of scripts that do not; everything else (emoji, symbols, what names are made of)."""

_MARKS = ":,;!?。、@()（）「」\"'<>~…“”."

_BMP = 0x10000
_DENSE_RANGES = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF),
)  # fmt: skip
"""Thai, Lao, Burmese, Khmer, kana, Han and Hangul: written without spaces, or with words too long to match."""


@dataclass(frozen=True)
class Symbols:
    """The folded code points of `n` messages one after the other.

    `code` and `kind` (classes) have one element a code point; message i has those from `start[i]` to
    `start[i + 1]`, so `start` has n + 1 elements; `whole` is each message's length before it was cut.
    """

    code: UInt32s
    kind: UInt8s
    start: Int64s
    whole: Int32s

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def message(self) -> Int32s:
        """The message of each code point."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.start))

    @cached_property
    def opens(self) -> Bools:
        """Which code points are the first of their message."""
        first = np.zeros(len(self.code) + 1, np.bool_)
        first[self.start[:-1]] = True
        return first[:-1]

    def runs(self, flag: Bools) -> tuple[Int64s, Int64s]:
        """Starts and ends of the stretches of code points that have the flag, inside one message."""
        if not len(flag):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        breaks = self.opens.copy()
        breaks[1:] |= ~flag[:-1]
        starts = np.flatnonzero(flag & breaks)
        breaks = np.append(self.opens[1:], True)
        breaks[:-1] |= ~flag[1:]
        return starts, np.flatnonzero(flag & breaks) + 1

    def hash(self, start: Int64s, end: Int64s) -> UInt32s:
        """One 32-bit hash for each span of code points; equal spans have equal hashes wherever they stand."""
        sums, back = self._sums
        spread = mix((sums.take(end) - sums.take(start)) * back.take(start))
        return (spread >> np.uint64(32)).astype(np.uint32)

    @cached_property
    def _sums(self) -> tuple[UInt64s, UInt64s]:
        """Running sums of the code points times rising powers of a number, and the falling powers that undo where a
        span begins: any span's polynomial is a difference of two sums."""
        power, back = _powers(1 << max(len(self.code), 1).bit_length())
        sums = np.zeros(len(self.code) + 1, np.uint64)
        np.cumsum((self.code + np.uint32(1)) * power[: len(self.code)], out=sums[1:])
        return sums, back


@cache
def _powers(n: int) -> tuple[UInt64s, UInt64s]:
    """The first `n` powers, modulo 2⁶⁴, of an odd number and of its inverse."""
    number = 0x9E3779B97F4A7C15
    steps = np.ones((2, n), np.uint64)
    steps[0, 1:], steps[1, 1:] = number, pow(number, -1, 2**64)
    power, back = np.cumprod(steps, axis=1, dtype=np.uint64)
    return power, back


def mix(values: UInt64s) -> UInt64s:
    """Spread the bits of 64-bit integers."""
    values = (values ^ (values >> np.uint64(32))) * _ODD
    return (values ^ (values >> np.uint64(29))) * _OTHER


_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_OTHER: Final = np.uint64(0xC2B2AE3D27D4EB4F)


def symbols(texts: pa.Array, longest: int = LONGEST) -> Symbols:
    """The first `longest` code points of texts (a string array; null is no text), case, width and Han script folded."""
    texts = pc.fill_null(texts, "")
    whole = pc.utf8_length(texts).to_numpy(zero_copy_only=False).astype(np.int32)
    if len(whole) and whole.max() > longest:
        texts = pc.utf8_slice_codeunits(texts, 0, longest)
    lengths = np.minimum(whole, longest)
    start = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=start[1:])
    code = np.frombuffer(_joined(texts).encode("utf-32-le"), np.uint32)
    beyond = len(code) > 0 and int(code.max()) >= _BMP
    known = _table().take(np.minimum(code, _BMP - 1) if beyond else code)
    folded, kind = known & np.uint32(_BMP - 1), (known >> np.uint32(16)).astype(np.uint8)
    if beyond:
        high = np.flatnonzero(code >= _BMP)
        above = code.take(high)
        folded[high] = above
        kind[high] = np.where((above >= 0x20000) & (above < 0x40000), DENSE, SIGN)
    return Symbols(folded, kind, start, whole)


def _joined(texts: pa.Array) -> str:
    """The texts of an array without nulls, one after the other."""
    _valid, ends, words = texts.cast(pa.string()).buffers()
    if words is None:
        return ""
    low, high = np.frombuffer(ends, np.int32)[[texts.offset, texts.offset + len(texts)]].tolist()
    return str(memoryview(words)[low:high], "utf-8")


@cache
def _table() -> UInt32s:
    """Of each of the first 65,536 code points what it is folded to, and its class sixteen bits higher."""
    import unicodedata

    signs = list(map(chr, range(_BMP)))
    category = np.array([unicodedata.category(sign)[0] for sign in signs])
    kind = np.full(_BMP, SIGN, np.uint32)
    kind[np.isin(category, ["L", "N", "M"])] = LETTER
    kind[np.isin(category, ["Z", "C"])] = SPACE
    fold = np.arange(_BMP, dtype=np.uint32)
    for sign, lower in zip(signs, map(str.lower, signs)):
        if lower != sign and len(lower) == 1 and sign.isalnum():
            fold[ord(sign)] = ord(lower)
    kind[[ord(sign) for sign in _MARKS]] = MARK
    fold[0xFF01:0xFF5F] = fold[0x21:0x7F]
    kind[0xFF01:0xFF5F] = kind[0x21:0x7F]
    fold[0x3000] = 0x20
    for low, high in _DENSE_RANGES:
        part = kind[low : high + 1]
        part[part == LETTER] = DENSE
    for low, high in _HAN:
        fold[low : high + 1] = list(map(ord, fold_script("".join(signs[low : high + 1]))))
    return fold | kind << np.uint32(16)
