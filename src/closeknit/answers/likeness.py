"""How alike the texts of a message and of those shortly before it are.

A *plane* is an array with a row for each distance and a column for each message, so that all is done in long sweeps:
plane[d, i] is about message i and message i − d. Distance 0 stands for no message: what is kept has zeros there.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.joins import in_order
from closeknit.answers.words import Tokens

Floats = npt.NDArray[np.float32]
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
    often = np.bincount(bucket, minlength=1 << _BUCKETS).take(bucket)
    log = np.log1p(np.float32(max(n, _LONG)) / np.arange(1, int(often.max(initial=1)) + 2, dtype=np.float32))
    factor = np.array([0.5, 1], np.float32)
    once = np.flatnonzero(often == 1)
    alone = np.square(log[1]) * factor.take(tokens.fine.take(once))
    total = np.bincount(tokens.message.take(once), alone, n).astype(np.float32)
    common = np.where(tokens.fine, *(max(n, _LONG) // share for share in reversed(_COMMON)))
    some, key = _distinct(tokens, np.flatnonzero((often > 1) & (often < common)))
    message = tokens.message.take(some)
    rare = log.take(often.take(some))
    heavy = rare * rare * factor.take(tokens.fine.take(some))
    total += np.bincount(message, heavy, n).astype(np.float32)
    later, gap = np.arange(1, len(some)), np.diff(key)
    for back in range(1, _LOOKBACK + 1):
        near = np.flatnonzero(gap <= width)
        if not len(near):
            break
        later = later.take(near)
        cell = gap.take(near).astype(np.int64) * n + message.take(later)
        np.maximum.at(heaviest, cell, rare.take(later))
        np.add.at(shared, cell, heavy.take(later))
        later = later[np.searchsorted(later, back + 1) :]
        gap = key.take(later) - key.take(later - (back + 1))
    return shared.reshape(width + 1, n), heaviest.reshape(width + 1, n), total


def scale(total: Floats) -> Floats:
    """What the weight shared of two messages is multiplied by, for each of the two, to be their likeness. Less is
    taken off for length than by a cosine: long messages are answered more."""
    return np.asarray((np.maximum(total, 1e-6) ** -0.25) / np.sqrt(10), np.float32)


def _distinct(tokens: Tokens, some: Int64s) -> tuple[Int64s, UInt64s]:
    """Places of some tokens, sorted by token, then message, one that a message has twice only once; and their keys,
    which differ by the distance of the messages where the tokens are the same, and by far more where they are not."""
    token = tokens.hash.take(some)
    order = in_order(token)  # equal ones stay in the order of the log
    some = some.take(order)
    key = token.take(order).astype(np.uint64)
    key <<= np.uint64(32)
    key |= tokens.message.take(some).astype(np.uint64)
    new = np.ones(len(key), np.bool_)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    return some.compress(new), key.compress(new)
