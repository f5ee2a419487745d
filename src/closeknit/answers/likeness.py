"""How alike the texts of a message and of those shortly before it are.

A *plane* is an array with a row for each distance and a column for each message, so that all is done in long sweeps:
plane[d, i] is about message i and message i − d. Distance 0 stands for no message: what is kept has zeros there.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.words import Tokens

Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
UInt64s = npt.NDArray[np.uint64]

_LONG: Final = 4096
"""Messages that a short history is taken to have, so that its weights are of the size that the model knows."""

_LOOKBACK: Final = 16
"""Earlier messages with the same token that a token meets at most: a token that is everywhere says little."""

_COMMON: Final = (25, 8)
"""Stems and characters, and words and pairs, that one message in so many has are not compared."""

_BUCKETS: Final = 18
"""Bits of a hash by which tokens are counted before any are compared: most occur once, or everywhere."""


def earlier[T: np.generic](values: npt.NDArray[T], low: int, high: int, width: int, fill: float) -> npt.NDArray[T]:
    """values[i − d] at [d − 1, i] for the messages `low` … `high`, `fill` before the beginning; a view, not to be
    written."""
    part = values[max(low - width, 0) : high]
    if low < width:
        part = np.concatenate((np.full(width - low, fill, values.dtype), part))
    step = part.strides[0]
    shape = (width, high - low)
    return np.lib.stride_tricks.as_strided(part[width - 1 :], shape, (-step, step), writeable=False)


def planes(tokens: Tokens, n: int, width: int) -> tuple[Floats, Floats, Floats]:
    """What message i and message i − d share, of `n` messages and `width` distances.

    A token's weight is log(1 + n / how often it occurs), squared, with n at least _LONG; stems and single characters
    weigh half of it; those that are too common for comparing weigh nothing.
    Gives (plane, `width` + 1 distances, of the weight shared; plane of the heaviest token shared, by its own log; each
    message's weight).
    Messages of different channels are compared too: the caller knows which count.
    """
    shared, heaviest = np.zeros((width + 1) * n, np.float32), np.zeros((width + 1) * n, np.float32)
    bucket = tokens.hash >> np.uint32(32 - _BUCKETS)
    count = np.bincount(bucket, minlength=1 << _BUCKETS).astype(np.int32)
    log = np.log1p(np.float32(max(n, _LONG)) / np.arange(1, int(count.max(initial=1)) + 2, dtype=np.float32))
    rarity = log.take(count)
    factor = np.array([0.5, 1], np.float32)
    often = count.take(bucket)
    once = np.flatnonzero(often == 1)
    alone = np.square(log[1]) * factor.take(tokens.fine[once])
    total = np.bincount(tokens.message[once], alone, n).astype(np.float32)
    common = np.array([max(n, _LONG) // share for share in _COMMON], np.int32).take(tokens.fine)
    key: UInt64s = tokens.hash.astype(np.uint64) << np.uint64(32)
    key |= tokens.message.astype(np.uint64) << np.uint64(1)
    key |= tokens.fine
    token, message, rank = _distinct(key[(often > 1) & (often < common)])
    rare = rarity.take(token >> np.uint64(64 - _BUCKETS))
    heavy = rare * rare * factor.take(token & np.uint64(1))
    total += np.bincount(message, heavy, n).astype(np.float32)
    for back in range(1, _LOOKBACK + 1):
        gap = message[back:] - message[:-back]
        near = np.flatnonzero((gap <= width) & (rank[back:] >= back))
        if not len(near):
            break
        later = near + back
        cell = gap.take(near).astype(np.int64) * n + message.take(later)
        np.maximum.at(heaviest, cell, rare.take(later))
        np.add.at(shared, cell, heavy.take(later))
    return shared.reshape(width + 1, n), heaviest.reshape(width + 1, n), total


def scale(total: Floats) -> Floats:
    """What the weight shared of two messages is multiplied by, for each of the two, to be their likeness. Less is
    taken off for length than by a cosine: long messages are answered more."""
    return np.asarray((np.maximum(total, 1e-6) ** -0.25) / np.sqrt(10), np.float32)


def _distinct(key: UInt64s) -> tuple[UInt64s, Int32s, Int32s]:
    """Of keys (a token's hash, 32 bits; its message; one bit) the distinct ones, sorted: the keys, their messages, and
    how many with the same token come before."""
    key.sort()
    key = key[np.concatenate((np.ones(min(len(key), 1), np.bool_), key[1:] != key[:-1]))]
    half = key >> np.uint64(32)
    place = np.arange(len(key), dtype=np.int32)
    new = np.concatenate((np.ones(min(len(key), 1), np.bool_), half[1:] != half[:-1]))
    rank = place - np.maximum.accumulate(np.where(new, place, 0))
    return key, (key.astype(np.uint32) >> np.uint32(1)).astype(np.int32), rank
