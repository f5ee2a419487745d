"""How often two people answered each other so far, as far as is believed."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]

LEAST = 0.15
"""Beliefs below this are not counted."""

SPAN = 4000
"""Messages back that count."""


@dataclass
class Bonds:
    """Answers believed so far, in the order of the talk: who and whom, when (position), how surely.

    `pair` is who · people + whom. Grows by `note`, block after block; answers questions about the time before a
    message by `ask`.
    """

    people: int
    pair: Int64s = field(default_factory=lambda: np.empty(0, np.int64))
    when: Int64s = field(default_factory=lambda: np.empty(0, np.int64))
    weight: Floats = field(default_factory=lambda: np.empty(0, np.float32))

    def note(self, who: Int64s, whom: Int64s, when: Int64s, weight: Floats) -> None:
        """Add answers; `when` are positions of the messages that answer, none before those noted earlier. What
        lies too far back for any later question is forgotten.
        """
        keep = (weight >= LEAST) & (who != whom)
        if len(self.when):
            recent = self.when >= int(when.min(initial=self.when[-1])) - SPAN
            self.pair, self.when, self.weight = self.pair[recent], self.when[recent], self.weight[recent]
        self.pair = np.concatenate((self.pair, who[keep] * self.people + whom[keep]))
        self.when = np.concatenate((self.when, when[keep]))
        self.weight = np.concatenate((self.weight, weight[keep]))

    def ask(self, who: Int64s, whom: Int64s, since: Int64s, before: Int64s) -> Floats:
        """How many answers `who` gave `whom` from `since` (or SPAN messages before, if that is later) up to and
        without `before`; the four arrays have one shape.
        """
        if not len(self.pair):
            return np.zeros(who.shape, np.float32)
        order = np.lexsort((self.when, self.pair))
        distinct, code = np.unique(self.pair[order], return_inverse=True)
        length = np.int64(max(int(before.max(initial=0)), int(self.when.max())) + 2)
        key = code * length + self.when[order]
        total = np.concatenate(([0.0], np.cumsum(self.weight[order], dtype=np.float64)))
        wanted = who * self.people + whom
        slot = np.minimum(np.searchsorted(distinct, wanted), len(distinct) - 1)
        there = distinct[slot] == wanted
        out = np.zeros(who.shape, np.float32)
        slot, before, since = slot[there], before[there], np.maximum(since[there], before[there] - SPAN)
        high = np.searchsorted(key, slot * length + before)
        low = np.searchsorted(key, slot * length + since)
        out[there] = total[high] - total[low]
        return out
