"""How surely each message was taken up by somebody else, and how surely it takes one up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME
from closeknit.ties.exchanges import Exchanges, Int32s
from closeknit.vitality.instants import DAY

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]

_PIECE: Final = 1 << 18
"""Exchanges looked at in one go: a bound on memory, not on the result."""


@dataclass(frozen=True)
class Uptake:
    """Read off the exchanges of a history; `at` is the instant of each of its rows, `NO_TIME` where unknown."""

    exchanges: Exchanges
    at: Int64s

    def within(self, days: float | None) -> Singles:
        """Probability 0–1 that another person answered each row within so many days of it, None: at any time."""
        if days not in self._within:
            self._within[days] = self._together(self.exchanges.answered_row, days)
        return self._within[days]

    @cached_property
    def answers(self) -> Singles:
        """Probability 0–1 that each row answers another person."""
        return self._together(self.exchanges.row, None)

    @cached_property
    def _within(self) -> dict[float | None, Singles]:
        return {}

    def _together(self, concerned: Int32s, days: float | None) -> Singles:
        """The probability of each row from the exchanges that concern it: several doubtful ones make a surer one,
        1 − Π(1 − p). Added up piece by piece and in place, for ten million rows are held several times over."""
        total = np.zeros(len(self.at))
        for piece in self._pieces():
            row = concerned[piece]
            keep = row >= 0
            if days is not None:
                keep &= self._soon(piece, days)
            chance = self.exchanges.probability[piece][keep].astype(np.float64)
            np.add.at(total, row[keep], np.log1p(-np.minimum(chance, 1 - 1e-9)))
        np.expm1(total, out=total)
        np.negative(total, out=total)
        return np.round(total, 6, out=total).astype(np.float32)

    def _soon(self, piece: slice, days: float) -> Bools:
        """Of some exchanges that answer a row, whether within so many days of it, both instants being known."""
        asked, answer = self.at[self.exchanges.answered_row[piece]], self.at[self.exchanges.row[piece]]
        return np.asarray((asked != NO_TIME) & (answer != NO_TIME) & (answer - asked <= days * DAY))

    def _pieces(self) -> Iterator[slice]:
        return (slice(start, start + _PIECE) for start in range(0, len(self.exchanges), _PIECE))
