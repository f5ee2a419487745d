"""How surely each message was taken up by somebody else, and how surely it takes one up."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME
from closeknit.ties.exchanges import Exchanges
from closeknit.vitality.instants import DAY

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Uptake:
    """Read off the exchanges of a history; `at` is the instant of each of its rows, `NO_TIME` where unknown."""

    exchanges: Exchanges
    at: Int64s

    def within(self, days: float | None) -> Singles:
        """Probability 0–1 that another person answered each row within so many days of it, None: at any time."""
        if days not in self._within:
            asked, wait, missed = self._waits
            keep = slice(None) if days is None else wait <= days * DAY
            self._within[days] = _together(asked[keep], missed[keep], len(self.at))
        return self._within[days]

    @cached_property
    def answers(self) -> Singles:
        """Probability 0–1 that each row answers another person."""
        keep = self.exchanges.row >= 0
        return _together(self.exchanges.row[keep], self._missed[keep], len(self.at))

    @cached_property
    def _within(self) -> dict[float | None, Singles]:
        return {}

    @cached_property
    def _missed(self) -> Floats:
        """log(1 − probability) of each exchange."""
        return np.log1p(-np.minimum(self.exchanges.probability.astype(np.float64), 1 - 1e-9))

    @cached_property
    def _waits(self) -> tuple[Int64s, Int64s, Floats]:
        """Of each exchange that answers a row: that row, the wait, and log(1 − probability)."""
        found = self.exchanges
        keep = found.answered_row >= 0
        asked, answer = found.answered_row[keep], found.row[keep]
        timed = (self.at[asked] != NO_TIME) & (self.at[answer] != NO_TIME)
        wait = np.where(timed, self.at[answer] - np.where(timed, self.at[asked], 0), np.iinfo(np.int64).max)
        return asked, wait, self._missed[keep]


def _together(row: Int64s, missed: Floats, n: int) -> Singles:
    """The probability of each of n rows from those that concern it: several doubtful ones make a surer one,
    1 − Π(1 − p). In place and in single precision: ten million rows are held four times over."""
    total = np.bincount(row, missed, n).astype(np.float64, copy=False)  # whole numbers where there is no row
    np.expm1(total, out=total)
    np.negative(total, out=total)
    return np.round(total, 6, out=total).astype(np.float32)
