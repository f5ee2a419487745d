"""Checks the figures against cases worked by hand, and the baselines of known files against published ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from closeknit.scoring.answers import baselines, figures
from closeknit.scoring.answers_lines import Conversation, Line, read_lines
from closeknit.scoring.answers_metrics import Found, quote_figures, quotes, truth

_PUBLISHED = {
    "forum-zh-dev": {
        "previous_message": {"message_right": 28.3, "author_right": 32.5},
        "last_other_author": {"message_right": 30.3, "author_right": 34.6},
    }
}
"""Baselines of files that are told by the number of their messages and of their known answers."""

_KNOWN_FILES = {(55_511, 18_054): "forum-zh-dev"}


@dataclass(frozen=True)
class Case:
    """A figure with what is expected and what was found; equal to one decimal."""

    name: str
    expected: float
    found: float

    @property
    def ok(self) -> bool:
        """Whether the two agree."""
        return abs(self.expected - self.found) < 0.05 + 1e-9


def check(paths: Sequence[Path] = ()) -> list[Case]:
    """All cases worked by hand; for files whose baselines are published, those too."""
    cases = [*_two_clusters(), *_openings(), *_calibration()]
    if paths:
        conversations = read_lines(paths)
        size = sum(map(len, conversations)), sum(line.g is not None for one in conversations for line in one.lines)
        published = _PUBLISHED.get(_KNOWN_FILES.get(size, ""), {})
        for name, found in baselines(conversations).items():
            got = figures(conversations, found, np.random.default_rng(0), 0)
            cases += [Case(f"{name}.{key}", value, got[key]) for key, value in published.get(name, {}).items()]
    return cases


def _talk(*parents: list[int] | None) -> list[Conversation]:
    """One conversation by two people in turn; `parents` are the gold of its lines."""
    lines = tuple(Line("c", i, "ab"[i % 2], "x", None, float(i), "msg", gold) for i, gold in enumerate(parents))
    return [Conversation("c", lines)]


def _found(*parents: int) -> Found:
    line = np.arange(len(parents))
    parent = np.array(parents)
    return Found(line, parent, np.where(parent == line, -1, parent), np.full(len(line), 0.5))


def _two_clusters() -> list[Case]:
    """Gold {0, 1} {2, 3}, found {0, 1, 2, 3}: nothing is lost on one side, one bit of each node on the other.

    VI = 100 · (1 − (0 + 1) / log₂ 4) = 50; the best pairing covers 2 of 4; no cluster is recovered; of four links
    three are right.
    """
    got = figures(_talk([0], [0], [2], [2]), _found(0, 0, 1, 2), np.random.default_rng(0), 0)
    expected = {"link_f": 75.0, "vi": 50.0, "one_to_one": 50.0, "exact_f": 0.0, "accuracy_without_system": 75.0}
    return [Case(f"two-clusters.{name}", value, got[name]) for name, value in expected.items()]


def _openings() -> list[Case]:
    """A context line joins two judged ones, two parents count twice, and a singleton is no cluster.

    Gold: line 1 answers line 0 (context), 2 answers 0 and 1, 3 opens. Found: 1 → 0, 2 → 1, 3 → 3: three of four
    links, all right; of the lines from 1 on {1, 2} is recovered, {3} is skipped.
    """
    got = figures(_talk(None, [0], [0, 1], [3]), _found(0, 0, 1, 3), np.random.default_rng(0), 0)
    expected = {"link_p": 100.0, "link_r": 75.0, "exact_f": 100.0, "vi": 100.0, "one_to_one": 100.0}
    return [Case(f"openings.{name}", value, got[name]) for name, value in expected.items()]


def _calibration() -> list[Case]:
    """Four answers, each said with 0.75, of which three are right: right in 75 %, one bin each: |0.75 − 1| three
    times and |0.75 − 0| once give 37.5.
    """
    talk = [Conversation("c", _talk(None, [0], [1], [2], [3])[0].lines, opens=False)]
    line = np.arange(5)
    best = np.array([-1, 0, 1, 2, 0])
    seen = quotes(truth(talk), Found(line, np.maximum(best, 0), best, np.full(5, 0.75)))
    got = quote_figures(seen)
    expected = {"message_right": 75.0, "author_right": 75.0, "calibration_error": 37.5}
    return [Case(f"quotes.{name}", value, got[name] or 0.0) for name, value in expected.items()]
