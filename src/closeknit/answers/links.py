"""Answers as columns."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Int8s = npt.NDArray[np.int8]
Bools = npt.NDArray[np.bool_]

GROUNDS: Final = ("reply", "quote", "thread", "mention", "name", "inferred")
"""Why a link is held: the tool's reply mark; a quote matched to its source; an answer under a thread's root;
an explicit @ of a person; a name at the start of the text; the model. All but the last are explicit."""

INFERRED: Final = GROUNDS.index("inferred")
METHODS: Final = ("none", "quick", "thorough")


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch of a long history, `start` ≤ instants < `end`: what is inferred of it alone. What has no time is
    taken to lie in it."""

    start: int
    end: int

    def holds(self, at: Int64s) -> Bools:
        """Which of some instants lie in it."""
        return np.asarray((at >= self.start) & (at < self.end) | (at == NO_TIME))


@dataclass(frozen=True)
class Links:
    """One element a link, sorted by `child`; a message may have several parents, or none.

    `child` answers `parent` (rows of `Rows`, parent earlier in the same channel); `probability` 0–1, 1 where
    explicit; `ground` index into GROUNDS. `method` is how the rest was inferred, one of METHODS, and `reach` where;
    None is everywhere.
    """

    child: Int64s
    parent: Int64s
    probability: Floats
    ground: Int8s
    method: str = "none"
    reach: Reach | None = None

    def __len__(self) -> int:
        return len(self.child)

    @cached_property
    def is_explicit(self) -> Bools:
        """Links that the history itself states."""
        return np.asarray(self.ground != INFERRED)

    def take(self, keep: Bools) -> "Links":
        """Some of them."""
        return replace(
            self,
            child=self.child[keep],
            parent=self.parent[keep],
            probability=self.probability[keep],
            ground=self.ground[keep],
        )

    @classmethod
    def none(cls) -> "Links":
        """No links."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.int8))
