"""How alike the texts of a message and of those shortly before it are."""

import numpy as np
import numpy.typing as npt

from closeknit.answers.words import Tokens

Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]
UInt64s = npt.NDArray[np.uint64]

_LOOKBACK = 24
"""Earlier messages with the same token that a token meets at most: a token that is everywhere says little."""


def earlier[T: np.generic](values: npt.NDArray[T], width: int, fill: float) -> npt.NDArray[T]:
    """values[i − d] at [i, d − 1] for d = 1 … `width`, `fill` before the beginning; a view, not to be written."""
    padded = np.concatenate((np.full(width, fill, values.dtype), values[:-1]))
    return np.lib.stride_tricks.sliding_window_view(padded, width)[:, ::-1]


def bands(tokens: Tokens, n: int, width: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Likeness of message i and message i − d, at [i, d − 1] for d = 1 … `width`, of `n` messages.

    A token's weight is log(1 + n / messages that have it), squared, stems and single characters a quarter of it.
    Gives (cosine; weight shared as a share of i's; heaviest token shared, by its own log; each message's weight).
    The two first lie within 0–1. Messages of different channels are compared too: the caller knows which count.
    """
    shared = np.zeros(n * width, np.float32)
    heaviest = np.zeros(n * width, np.float32)
    key, message, rarity = _weighed(tokens, n)
    weight = rarity * rarity
    weight *= np.where(key & np.uint64(1), np.float32(1), np.float32(0.25))
    total = np.bincount(message, weight, n).astype(np.float32)
    _accumulate(key, message, weight, rarity, width, shared, heaviest)
    both = shared.reshape(n, width)
    own = np.maximum(total, 1e-6)
    scale = np.asarray(1 / np.sqrt(own), np.float32)
    cosine = both * earlier(scale, width, 0)
    cosine *= scale[:, None]
    both /= own[:, None]
    return cosine, both, heaviest.reshape(n, width), total


def _weighed(tokens: Tokens, n: int) -> tuple[UInt64s, Int64s, Floats]:
    """Distinct (token, message) pairs sorted by token, then message, and log rarity of the token."""
    key = tokens.hash.astype(np.uint64) << np.uint64(1) | tokens.fine.astype(np.uint64)
    packed = np.sort(key << np.uint64(31) | tokens.message.astype(np.uint64))
    if len(packed):
        packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))]
    key = packed >> np.uint64(31)
    message = (packed & np.uint64(0x7FFFFFFF)).astype(np.int64)
    edge = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.empty(0, np.int64)
    count = np.diff(np.append(edge, len(key)))
    rarity = np.log1p(n / (count + 1.0)).astype(np.float32)
    return key, message, np.repeat(rarity, count)


def _accumulate(
    key: UInt64s, message: Int64s, weight: Floats, rarity: Floats, width: int, shared: Floats, heaviest: Floats
) -> None:
    later = np.arange(1, len(key))
    for back in range(1, _LOOKBACK + 1):
        earlier = later - back
        gap = message[later] - message[earlier]
        keep = (key[later] == key[earlier]) & (gap <= width)
        later, gap = later[keep], gap[keep]
        if not len(later):
            return
        cell = message[later] * width + gap - 1
        np.add.at(shared, cell, weight[later])
        np.maximum.at(heaviest, cell, rarity[later])
        later = later[later > back]
