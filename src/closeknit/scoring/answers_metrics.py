"""The figures of the protocol for links found in conversations with known answers. Per cent, 0–100."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.scoring.answers_clusters import agreement, components
from closeknit.scoring.answers_lines import SERVICE, Conversation

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]

BINS: Final = 15
"""Bins of equal count for the calibration error."""

_STRETCH = 50
"""Judged lines of one long conversation that are drawn together when intervals are estimated."""

LINKED: Final = ("link_f", "link_p", "link_r", "exact_f", "vi", "one_to_one", "accuracy_without_system")
QUOTED: Final = ("message_right", "author_right", "right_at_half_coverage", "calibration_error")


@dataclass(frozen=True)
class Found:
    """What was found, one element a line of the conversations one after the other.

    `child` and `parent` are the links, openings as links of a line to itself; `best` the likeliest parent other
    than the line itself, −1 for none, and `sure` its probability given that there is one.
    """

    child: Int64s
    parent: Int64s
    best: Int64s
    sure: Doubles


@dataclass(frozen=True)
class Truth:
    """The same lines as they were judged: `child` answers `parent`; `judged` lines, `service` lines, `author` codes,
    `unit`: what is drawn together (a conversation, or a stretch of the only one), `kept`: lines that are clustered.
    """

    child: Int64s
    parent: Int64s
    judged: Bools
    service: Bools
    author: Int64s
    unit: Int64s
    kept: Bools

    def __len__(self) -> int:
        return len(self.judged)


def truth(conversations: Sequence[Conversation]) -> Truth:
    """The judgements in conversations, as columns."""
    links: list[tuple[int, int]] = []
    judged: list[bool] = []
    kept: list[bool] = []
    author: list[int] = []
    service: list[bool] = []
    people: dict[tuple[int, str | None], int] = {}
    for number, one in enumerate(conversations):
        base = len(judged)
        begun = False
        for line in one.lines:
            begun = begun or line.g is not None
            judged.append(line.g is not None)
            kept.append(begun)
            service.append(line.k in SERVICE)
            author.append(people.setdefault((number, line.u), len(people)))
            links += [(base + line.i, base + parent) for parent in sorted(set(line.g or ()))]
    pairs = np.array(links, np.int64).reshape(-1, 2)
    marks = np.array(judged, np.bool_)
    if len(conversations) > 1:
        unit = np.repeat(np.arange(len(conversations)), [len(one) for one in conversations])
    else:
        unit = np.cumsum(marks) // _STRETCH
    return Truth(
        pairs[:, 0], pairs[:, 1], marks, np.array(service, np.bool_), np.array(author, np.int64), unit,
        np.array(kept, np.bool_),
    )  # fmt: skip


Sums = dict[str, Doubles]
"""Named sums for each unit: every figure is a function of sums, so that units can be drawn again."""


def link_sums(known: Truth, found: Found) -> Sums:
    """What the figures of links and clusters are made of."""
    n = len(known)
    ours = known.judged[found.child]
    child, parent = found.child[ours], found.parent[ours]
    right = np.isin(child * n + parent, known.child * n + known.parent)
    hit = np.zeros(n, np.bool_)
    order = np.arange(len(child))[::-1]
    hit[child[order]] = right[order]  # of several links the first counts
    plain = known.judged & ~known.service
    both = agreement(components(n, known.child, known.parent)[known.kept], components(n, child, parent)[known.kept])
    node = known.unit[known.kept]
    size = int(known.unit.max(initial=0)) + 1

    def count(units: Int64s, weight: Doubles | Bools | None = None) -> Doubles:
        weights = np.ones(len(units)) if weight is None else weight.astype(np.float64)
        return np.bincount(units, weights, size).astype(np.float64)

    return {
        "links": count(known.unit[known.child]), "found": count(known.unit[child]),
        "right": count(known.unit[child[right]]), "plain": count(known.unit[plain]),
        "plain_right": count(known.unit[plain & hit]), "nodes": count(node), "surprise": count(node, both.surprise),
        "matched": count(node, both.matched), "gold_clusters": count(node[both.gold]),
        "found_clusters": count(node[both.found]), "recovered": count(node[both.recovered]),
    }  # fmt: skip


def link_figures(sums: Sums) -> dict[str, float | None]:
    """LINKED from sums."""
    total = {name: float(values.sum()) for name, values in sums.items()}
    precision = _share(total["right"], total["found"])
    recall = _share(total["right"], total["links"])
    nodes = total["nodes"]
    return {
        "link_f": _share(2 * total["right"], total["found"] + total["links"]), "link_p": precision, "link_r": recall,
        "exact_f": _share(2 * total["recovered"], total["gold_clusters"] + total["found_clusters"]),
        "vi": 100 * (1 - total["surprise"] / nodes / float(np.log2(nodes))) if nodes > 1 else None,
        "one_to_one": _share(total["matched"], nodes),
        "accuracy_without_system": _share(total["plain_right"], total["plain"]),
    }  # fmt: skip


@dataclass(frozen=True)
class Quotes:
    """Per judged message: its unit, whether the likeliest parent, or its author, is right, and how sure it was."""

    unit: Int64s
    message: Bools
    author: Bools
    sure: Doubles


def quotes(known: Truth, found: Found) -> Quotes:
    """What the figures of files without openings are made of."""
    judged = np.flatnonzero(known.judged)
    best = found.best[judged]
    n = len(known)
    there = best >= 0
    message = there & np.isin(judged * n + best, known.child * n + known.parent)
    wanted = judged * n + known.author[np.maximum(best, 0)]
    author = there & np.isin(wanted, known.child * n + known.author[known.parent])
    return Quotes(known.unit[judged], message, author, np.where(there, found.sure[judged], 0.0))


def quote_figures(seen: Quotes) -> dict[str, float | None]:
    """QUOTED from messages."""
    n = len(seen.message)
    if not n:
        return dict.fromkeys(QUOTED)
    order = np.argsort(-seen.sure, kind="stable")
    bins = np.array_split(order, min(BINS, n))
    error = sum(abs(float(seen.sure[b].mean()) - float(seen.message[b].mean())) * len(b) for b in bins) / n
    return {
        "message_right": 100 * float(seen.message.mean()), "author_right": 100 * float(seen.author.mean()),
        "right_at_half_coverage": 100 * float(seen.message[order[: (n + 1) // 2]].mean()),
        "calibration_error": 100 * error,
    }  # fmt: skip


def intervals(
    units: int, figures: Callable[[Int64s], dict[str, float | None]], random: np.random.Generator, times: int
) -> dict[str, list[float] | None]:
    """95 % intervals of figures by drawing units again; `figures` takes how often each unit was drawn."""
    drawn: dict[str, list[float]] = {}
    for _time in range(times if units > 1 else 0):
        often = np.bincount(random.integers(0, units, units), minlength=units)
        for name, value in figures(often).items():
            if value is not None:
                drawn.setdefault(name, []).append(value)
    return {
        name: [round(float(edge), 2) for edge in np.percentile(values, (2.5, 97.5))] for name, values in drawn.items()
    }


def _share(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None
