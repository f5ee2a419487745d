"""What is examined: the rows, who answers whom in them, who runs the group, and which part is judged."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from closeknit.answers.links import Links
from closeknit.records.rows import Rows
from closeknit.ties.exchanges import Exchanges

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """The part that is judged, by the rule of PRACTICE: the last 90 days, or the last 200 human messages.

    `start` ≤ instants < `end`, microseconds UTC, whole days of the community's zone; `basis` says which rule
    made it: "days" or "messages"; "told" where --since or --until cut it, "all" where nothing else was left
    (few messages, or no times).
    """

    start: int
    end: int
    basis: str

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.end - self.start) / 86_400_000_000


@dataclass(frozen=True, slots=True)
class SetAside:
    """An author who is not counted as a person: `reason` is "bot", "relay" or "mass-sender"."""

    person: int
    reason: str
    messages: int


@dataclass(frozen=True)
class Subject:
    """Everything that a measure may look at. Arrays are parallel to `rows`, exchanges to `exchanges`.

    `in_window` marks rows inside `window`; `organisers` are indices into `rows.people`, with the ground on
    which they are held for such ("told", "roles", "inferred", "unknown"); rows of those set aside are
    not human in `rows`.
    """

    rows: Rows
    links: Links
    exchanges: Exchanges
    window: Window
    in_window: Bools
    organisers: tuple[int, ...]
    organisers_ground: str
    set_aside: tuple[SetAside, ...]
    zone: ZoneInfo
