"""Is the word true? The shipped pipeline, run on channels whose kind is known.

Broadcast written by people is the positive class; *broadcast* is the positive word, *community*, *becoming
one* and *group* are negative ones. *Silent* and *cannot tell* stay in the AUC, which ranks by the margin of
the mesh condition, leave sensitivity and specificity, and are counted. Stars and traps enter none of these.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from closeknit.scoring.channels import Labelled, read_channels

Floats = npt.NDArray[np.float64]

POSITIVE: Final = "broadcast"
NEGATIVE: Final = ("community", "becoming-one", "group")
CONFIDENT: Final = ("community", "becoming-one", "broadcast")
RESAMPLES: Final = 1000
ENOUGH: Final = 200  # messages by people from which a channel counts for `cannot_tell`


@dataclass(frozen=True, slots=True)
class Scored:
    """What the pipeline found for one channel. `margin` is that of the mesh condition; `volume` and `people`
    are the window's, `evenness` is 1 minus the busiest person's share of it.
    """

    source: str
    channel: str
    kind: str
    by: str
    sub: str
    word: str
    because: str
    states: dict[str, str]
    margin: float
    messages: int
    volume: int
    people: int
    evenness: float

    @property
    def side(self) -> int:
        """1 for broadcast written by people, 0 for a mesh, −1 for what enters no figure."""
        if self.kind == "broadcast" and self.by == "people":
            return 1
        return 0 if self.kind == "mesh" else -1

    @property
    def name(self) -> str:
        """As reports call it."""
        return f"{self.source}/{self.channel}"


def score_channel(one: Labelled, *, inference: str = "thorough") -> Scored:
    """Run the pipeline on one channel."""
    from closeknit.answers.linking import link
    from closeknit.records.rows import make_rows
    from closeknit.vitality.conditions import mesh_margin
    from closeknit.vitality.judging import judge
    from closeknit.vitality.relays import unbridge
    from closeknit.vitality.subject_making import make_subject

    rows = unbridge(make_rows(one.messages))
    subject = make_subject(rows, link(rows, inference=inference), zone=ZoneInfo("UTC"))
    found = judge(subject)
    volume = len(subject.said)
    return Scored(
        one.source, one.channel, one.kind, one.by, one.sub, found.verdict.word, found.verdict.because,
        {condition.slug: condition.state for condition in found.conditions},
        mesh_margin(subject), int(subject.is_said.sum()), volume, len(subject.active),
        1 - float(subject.counts.max(initial=0)) / volume if volume else 0.0,
    )  # fmt: skip


def score(
    channels: Path, labels: Path, *, links: str = "shown", inference: str = "thorough",
    without: Sequence[str] = (), seed: int = 7, tell: Callable[[str], None] = lambda _name: None,
) -> dict[str, Any]:  # fmt: skip
    """Score every labelled channel; the result is flat and holds only what JSON holds.

    `links` is "shown", or "hidden" to drop replies and threads first; `without` leaves out sources, or channels as
    "source/channel"; `seed` makes the bootstrap repeatable;
    `tell` hears the name of each channel before it is scored.
    """
    scored = score_channels(channels, labels, links=links, inference=inference, without=without, tell=tell)
    return {"links": links, "channels": len(scored), **summarise(scored, np.random.default_rng(seed))}


def score_channels(
    channels: Path, labels: Path, *, links: str = "shown", inference: str = "thorough",
    without: Sequence[str] = (), tell: Callable[[str], None] = lambda _name: None,
) -> list[Scored]:  # fmt: skip
    """Every labelled channel scored, in the order of the table; the options are those of `score`."""
    scored = []
    for one in read_channels(channels, labels, hidden=links == "hidden"):
        if one.kind and not {one.source, one.name} & set(without):
            tell(one.name)
            scored.append(score_channel(one, inference=inference))
    return scored


def summarise(scored: Sequence[Scored], rng: np.random.Generator) -> dict[str, Any]:
    """The figures over scored channels; None where there is nothing to divide by."""
    figures: dict[str, Callable[[Sequence[Scored]], float | None]] = {
        "auc_pooled": lambda some: auc_pooled(some, lambda one: one.margin),
        "auc_within_source": lambda some: auc_within(some, lambda one: one.margin),
        "sensitivity": sensitivity,
        "specificity": specificity,
        "cannot_tell": cannot_tell,
    }
    result: dict[str, Any] = {name: figure(scored) for name, figure in figures.items()}
    result["words"] = _words(scored, lambda one: one.kind if one.by == "people" else f"{one.kind}, by {one.by}")
    if any(one.sub for one in scored):
        result["words_by_sub"] = _words(scored, lambda one: one.sub)
    result["wrong"] = [_told(one) for one in scored if is_wrong(one)]
    result["traps"] = [{**_told(one), "confident": one.word in CONFIDENT} for one in scored if one.kind == "trap"]
    result["intervals"] = {name: _interval(scored, figure, rng) for name, figure in figures.items()}
    result["left_out"] = _left_out(scored)
    result["baselines"] = {
        f"{name}_{how}": auc(scored, key)
        for name, key in _BASELINES.items()
        for how, auc in (("pooled", auc_pooled), ("within_source", auc_within))
    }
    return result


_BASELINES: Final[dict[str, Callable[[Scored], float]]] = {
    "volume": lambda one: float(one.volume),
    "people": lambda one: float(one.people),
    "concentration": lambda one: one.evenness,
}


def is_wrong(one: Scored) -> bool:
    """A confident word on the wrong side."""
    return (one.side == 1 and one.word in NEGATIVE) or (one.side == 0 and one.word == POSITIVE)


def auc(low: Floats, high: Floats) -> float | None:
    """Chance that one of `high` lies above one of `low`, ties counting half; None where either is empty."""
    if not len(low) or not len(high):
        return None
    both = np.sort(low)
    below = np.searchsorted(both, high, "left")
    up_to = np.searchsorted(both, high, "right")
    return float((below + up_to).sum() / 2 / (len(low) * len(high)))


def auc_pooled(scored: Sequence[Scored], key: Callable[[Scored], float]) -> float | None:
    """Over all pairs of a broadcast and a mesh; high is the mesh."""
    return auc(_values(scored, 1, key), _values(scored, 0, key))


def auc_within(scored: Sequence[Scored], key: Callable[[Scored], float]) -> float | None:
    """Over the pairs that stand in one source, pooled."""
    total, pairs = 0.0, 0
    for source in sorted({one.source for one in scored}):
        some = [one for one in scored if one.source == source]
        low, high = _values(some, 1, key), _values(some, 0, key)
        value = auc(low, high)
        if value is not None:
            total += value * len(low) * len(high)
            pairs += len(low) * len(high)
    return total / pairs if pairs else None


def sensitivity(scored: Sequence[Scored]) -> float | None:
    """Broadcasts called broadcast, of those that got a positive or negative word."""
    return _share([one.word == POSITIVE for one in scored if one.side == 1 and one.word in (POSITIVE, *NEGATIVE)])


def specificity(scored: Sequence[Scored]) -> float | None:
    """Meshes not called broadcast, of those that got a positive or negative word."""
    return _share([one.word != POSITIVE for one in scored if one.side == 0 and one.word in (POSITIVE, *NEGATIVE)])


def cannot_tell(scored: Sequence[Scored]) -> float | None:
    """Of the labelled channels with at least `ENOUGH` messages by people, those that got no word."""
    return _share([one.word == "cannot-tell" for one in scored if one.messages >= ENOUGH])


def sensitivity_elsewhere(scored: Sequence[Scored], aim: float = 0.92) -> float | None:
    """Broadcasts whose margin lies under a bound set on the meshes of the *other* sources, for this specificity.

    What a bound chosen on known channels would find on a source it has not seen; the words do not use it.
    """
    hits = []
    for source in sorted({one.source for one in scored if one.side == 1}):
        known = _values([one for one in scored if one.source != source], 0, lambda one: one.margin)
        if len(known):
            bound = float(np.quantile(known, 1 - aim, method="lower"))
            hits += [one.margin < bound for one in scored if one.side == 1 and one.source == source]
    return _share(hits)


def _left_out(scored: Sequence[Scored]) -> dict[str, Any]:
    """How the figures swing when one source is left out, and a bound on the margin set without the source judged."""
    without = {}
    for source in sorted({one.source for one in scored if one.side >= 0}):
        rest = [one for one in scored if one.source != source]
        without[source] = {
            "auc_pooled": auc_pooled(rest, lambda one: one.margin),
            "sensitivity": sensitivity(rest),
            "specificity": specificity(rest),
        }
    return {"sensitivity_at_specificity_092": sensitivity_elsewhere(scored), "without": without}


def _share(hits: list[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def _values(scored: Sequence[Scored], side: int, key: Callable[[Scored], float]) -> Floats:
    return np.array([key(one) for one in scored if one.side == side], np.float64)


def _words(scored: Sequence[Scored], group: Callable[[Scored], str]) -> dict[str, dict[str, int]]:
    return {
        name: dict(sorted(Counter(one.word for one in scored if group(one) == name).items()))
        for name in sorted({group(one) for one in scored})
    }


def _told(one: Scored) -> dict[str, Any]:
    return {
        "channel": one.name, "kind": one.kind, "word": one.word, "reasons": one.because,
        "states": one.states, "margin": round(one.margin, 4), "volume": one.volume, "people": one.people,
    }  # fmt: skip


def _interval(
    scored: Sequence[Scored], figure: Callable[[Sequence[Scored]], float | None], rng: np.random.Generator
) -> list[float] | None:
    """95 % by bootstrap over channels, each side drawn for itself; None where nothing can be divided."""
    sides = [[one for one in scored if one.side == side] for side in (1, 0, -1)]
    seen = []
    for _draw in range(RESAMPLES):
        drawn = [some[i] for some in sides if some for i in rng.integers(0, len(some), len(some))]
        value = figure(drawn)
        if value is not None:
            seen.append(value)
    return [float(edge) for edge in np.quantile(seen, (0.025, 0.975))] if seen else None
