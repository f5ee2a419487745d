"""How alike the texts of a message and of those shortly before it are."""

import numpy as np
import numpy.typing as npt

from closeknit.answers.words import Tokens

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

_LONG = 4096
"""Messages that a short history is taken to have, so that its weights are of the size that the model knows."""

_LOOKBACK = 24
"""Earlier messages with the same token that a token meets at most: a token that is everywhere says little."""


def earlier[T: np.generic](values: npt.NDArray[T], width: int, fill: float) -> npt.NDArray[T]:
    """values[i − d] at [i, d − 1] for d = 1 … `width`, `fill` before the beginning; a view, not to be written."""
    padded = np.concatenate((np.full(width, fill, values.dtype), values[:-1]))
    return np.lib.stride_tricks.sliding_window_view(padded, width)[:, ::-1]


def bands(tokens: Tokens, n: int, width: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Likeness of message i and message i − d, at [i, d − 1] for d = 1 … `width`, of `n` messages.

    A token's weight is log(1 + n / messages that have it), squared, with n at least _LONG; stems and single
    characters weigh half of it.
    Gives (likeness: the weight shared over the fourth root of both messages' weights, and over ten; weight shared as a
    share of i's, 0–1; heaviest token shared, by its own log; each message's weight). Less is taken off for length than
    by a cosine: long messages are answered more. Messages of different channels are compared too: the caller knows
    which count.
    """
    shared = np.zeros(n * width, np.float32)
    heaviest = np.zeros(n * width, np.float32)
    message, count, rank, fine = _distinct(tokens)
    rarity = np.log1p(max(n, _LONG) / (count + 1.0)).astype(np.float32)
    weight = rarity * rarity * np.where(fine, np.float32(1), np.float32(0.5))
    total = np.bincount(message, weight, n).astype(np.float32)
    _accumulate(message, rank, weight, rarity, width, shared, heaviest)
    both = shared.reshape(n, width)
    own = np.maximum(total, 1e-6)
    scale = np.asarray(own**-0.25, np.float32)
    alike = both * earlier(scale, width, 0)
    alike *= scale[:, None] / 10
    both /= own[:, None]
    return alike, both, heaviest.reshape(n, width), total


def _distinct(tokens: Tokens) -> tuple[Int32s, Int32s, Int32s, Bools]:
    """Distinct (token, message) pairs sorted by token, then message: message, how many have the token, how many of
    them come before, whether the token is a fine one."""
    packed = (tokens.hash.astype(np.uint64) << np.uint64(1) | tokens.fine) << np.uint64(31)
    packed |= tokens.message.astype(np.uint64)
    packed.sort()
    packed = packed[np.concatenate((np.ones(min(len(packed), 1), np.bool_), packed[1:] != packed[:-1]))]
    key = packed >> np.uint64(31)
    edge = np.flatnonzero(np.concatenate((np.ones(min(len(key), 1), np.bool_), key[1:] != key[:-1])))
    many = np.diff(np.append(edge, len(key)))
    count = np.repeat(many, many).astype(np.int32)
    rank = (np.arange(len(key)) - np.repeat(edge, many)).astype(np.int32)
    message = (packed & np.uint64(0x7FFFFFFF)).astype(np.int32)
    return message, count, rank, (key & np.uint64(1)).astype(np.bool_)


def _accumulate(
    message: Int32s, rank: Int32s, weight: Floats, rarity: Floats, width: int, shared: Floats, heaviest: Floats
) -> None:
    """Add up what each message shares with those before it; an element of `rank` r has the token of the r before."""
    later = np.flatnonzero(rank > 0)
    for back in range(1, _LOOKBACK + 1):
        if back > 1:
            later = later[rank[later] >= back]
        gap = message[later] - message[later - back]
        near = gap <= width
        later, gap = later[near], gap[near]
        if not len(later):
            return
        cell = message[later].astype(np.int64) * width + (gap - 1)
        np.add.at(shared, cell, weight[later])
        np.maximum.at(heaviest, cell, rarity[later])
