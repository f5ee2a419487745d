"""What two texts may have in common: hashed words of spaced scripts, character pairs of the others.

No word is known by name: a hash is compared with a hash of the same history, and weighs by how rare it is
there.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.symbols import DENSE, LETTER, Symbols

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
UInt32s = npt.NDArray[np.uint32]
UInt64s = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

STEM = 4
"""Letters of a longer word's beginning that make a token of their own, so that its forms meet."""

_ODD = np.uint64(0x9E3779B97F4A7C15)
_OTHER = np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True)
class Tokens:
    """`hash` (32 bits) and `message` of each token; `fine` are words and pairs, the others stems and single
    characters."""

    hash: UInt32s
    message: Int32s
    fine: Bools


def mix(values: UInt64s) -> UInt64s:
    """Spread the bits of 64-bit integers."""
    values = (values ^ (values >> np.uint64(32))) * _ODD
    return (values ^ (values >> np.uint64(29))) * _OTHER


def runs(flag: Bools, message: Int32s) -> tuple[Int64s, Int64s]:
    """Starts and ends of the stretches of True inside one message."""
    if not len(flag):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    new = np.empty(len(flag), np.bool_)
    new[0] = True
    np.not_equal(message[1:], message[:-1], out=new[1:])
    before = np.empty(len(flag), np.bool_)
    before[0] = False
    before[1:] = flag[:-1]
    start = np.flatnonzero(flag & (~before | new))
    after = np.empty(len(flag), np.bool_)
    after[-1] = True
    after[:-1] = ~flag[1:] | new[1:]
    return start, np.flatnonzero(flag & after) + 1


def hash_spans(code: UInt32s, start: Int64s, end: Int64s) -> UInt32s:
    """One 32-bit hash for each span of code points; equal spans have equal hashes wherever they stand."""
    if not len(start):
        return np.empty(0, np.uint32)
    length = end - start
    total = int(length.sum())
    offset = np.arange(total) - np.repeat(np.cumsum(length) - length, length)
    at = np.repeat(start, length) + offset
    parts = mix(code[at].astype(np.uint64) * np.uint64(1_000_003) + offset.astype(np.uint64) + np.uint64(1))
    sums = np.add.reduceat(parts, np.cumsum(length) - length)
    return (mix(sums) >> np.uint64(32)).astype(np.uint32)


def message_of(texts: Symbols) -> Int32s:
    """The message of each code point."""
    return np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(texts.start))


def tokens(texts: Symbols, *, fine: bool = False) -> Tokens:
    """Words and stems of spaced scripts; pairs and single characters of dense ones. Only words and pairs if `fine`."""
    message = message_of(texts)
    start, end = runs(texts.kind == LETTER, message)
    word = hash_spans(texts.code, start, end)
    longer = (end - start > STEM) & (not fine)
    stem = hash_spans(texts.code, start[longer], start[longer] + STEM) ^ np.uint32(0x5A5A5A5A)
    dense = texts.kind == DENSE
    single = np.flatnonzero(dense) if not fine else np.empty(0, np.int64)
    code = texts.code.astype(np.uint64)
    pair = np.flatnonzero(dense[:-1] & dense[1:] & (message[:-1] == message[1:])) if len(dense) else single
    doubled = (mix((code[pair] << np.uint64(32)) | code[pair + 1]) >> np.uint64(32)).astype(np.uint32)
    alone = (mix(code[single] + np.uint64(7)) >> np.uint64(32)).astype(np.uint32)
    parts = [(word, start, True), (stem, start[longer], False), (doubled, pair, True), (alone, single, False)]
    return Tokens(
        np.concatenate([h for h, _, _ in parts]),
        np.concatenate([message[at] for _, at, _ in parts]),
        np.concatenate([np.full(len(h), is_fine) for h, _, is_fine in parts]),
    )
