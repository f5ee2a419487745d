"""How often two people answered each other lately, as far as is believed."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.symbols import mix

Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

STEP: Final = 256
"""Messages that are asked about together, before what is believed of them is noted."""

LEAST: Final = 0.15
"""Beliefs below this are not counted."""

_HALVED: Final = 2000
"""Messages after which an answer counts half."""

_BITS: Final = 17
_MOST: Final = 1e6


class Bonds:
    """Answers believed so far, in the order of the talk, the older counting less.

    Kept in a table of fixed size where two pairs of people may meet by chance: a bond is a hint, not a count.
    """

    def __init__(self) -> None:
        self._answers = np.zeros(1 << _BITS, np.float32)
        self._unit = 1.0

    def note(self, pairs: Int64s, weight: Floats) -> None:
        """Add the answers of the next STEP messages."""
        self._unit *= 2.0 ** (STEP / _HALVED)
        np.add.at(self._answers, pairs, weight * np.float32(self._unit))
        if self._unit > _MOST:
            self._answers /= np.float32(self._unit)
            self._unit = 1.0

    def ask(self, pairs: Int64s) -> Floats:
        """How many answers each pair's first gave its second lately."""
        return self._answers.take(pairs) / np.float32(self._unit)


def steps(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The messages `low` … `high` in stretches of at most STEP, begun anew every _HALVED of them."""
    for start in range(low, high, _HALVED):
        end = min(start + _HALVED, high)
        yield from ((at, min(at + STEP, end)) for at in range(start, end, STEP))


def pairs_of(who: Int32s, whom: Int32s) -> Int64s:
    """What `Bonds` knows pairs of people by."""
    spread = mix(who.astype(np.uint64) << np.uint64(32) | whom.astype(np.uint64))
    return (spread >> np.uint64(64 - _BITS)).astype(np.int64)
