"""Runs the model over a talk, block by block, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import AHEAD, WINDOW, Block, make_block
from closeknit.answers.bonds import Bonds
from closeknit.answers.features import Candidates, Following, features, following
from closeknit.answers.model import Model
from closeknit.answers.names import NameTable, name_table
from closeknit.answers.network import Network, softmax
from closeknit.answers.scan import scan
from closeknit.answers.structure import Beliefs, believe, shortlist, structure
from closeknit.answers.talk import Talk
from closeknit.answers.threads import one_thread

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

KEPT = 4
"""Parents of a message that are reported."""

_BLOCK = 8192
_BATCH = 512


@dataclass(frozen=True)
class Setting:
    """How far and how closely is looked: `window` messages back, `sieved` candidates, of which `listed` go to the
    second pass (0: there is none).
    """

    window: int
    sieved: int
    listed: int


SETTINGS = {"thorough": Setting(WINDOW, 20, 12), "quick": Setting(40, 6, 0)}


@dataclass(frozen=True)
class Guess:
    """One row a message: `parent`, its KEPT likeliest parents (positions, −1 for none), the likeliest first, their
    `probability`, and the probability `opening` that it answers nothing. They sum to at most 1.
    """

    parent: Int32s
    probability: Floats
    opening: Floats


@dataclass(frozen=True)
class Look:
    """The choices of the messages `low` … `high` of a talk: `chosen` candidates of a block, and the features of each
    choice, rows × (K + 1) × features.
    """

    low: int
    high: int
    block: Block
    ahead: Following
    chosen: Candidates
    features: Floats

    def part(self, low: int, high: int) -> "Look":
        """The look at some of its messages (positions in the talk)."""
        keep = slice(low - self.low, high - self.low)
        chosen = Candidates(self.chosen.rows[keep], self.chosen.distance[keep])
        return Look(low, high, self.block, self.ahead, chosen, self.features[keep])


def infer(talk: Talk, model: Model, setting: str) -> Guess:
    """Who answers whom, "quick" or "thorough"; `talk.told` informs the second pass and is not repeated in the
    answer: a message's own stated parent is left aside, so that one may be checked against the other.
    """
    n = len(talk)
    guess = Guess(np.full((n, KEPT), -1, np.int32), np.zeros((n, KEPT), np.float32), np.ones(n, np.float32))
    how = SETTINGS[setting]
    with one_thread():
        if how.listed:
            for look, _beliefs in second_looks(talk, model.sieve, model.first, how):
                _report(guess, look, probabilities(model.second, look, model.heat))
        else:
            for look in first_looks(talk, model.sieve, how):
                _report(guess, look, probabilities(model.quick, look, model.quick_heat))
    return guess


def first_looks(talk: Talk, sieve: Floats, how: Setting) -> Iterator[Look]:
    """Every message once, block by block."""
    table = name_table(talk)
    for low in range(0, len(talk), _BLOCK):
        yield _look(talk, table, sieve, how, low, min(low + _BLOCK, len(talk)))


def second_looks(talk: Talk, sieve: Floats, first: Network, how: Setting) -> Iterator[tuple[Look, Beliefs]]:
    """Every message once, its likeliest choices with the features of both passes."""
    table = name_table(talk)
    bonds = Bonds(int(talk.speaker.max(initial=0)) + 1)
    for low in range(0, len(talk), _BLOCK):
        high = min(low + _BLOCK, len(talk))
        wide = _look(talk, table, sieve, how, max(low - how.window, 0), min(high + AHEAD, len(talk)))
        scores = probabilities(first, wide)
        told = talk.told[wide.block.low : wide.block.low + len(wide.block)] - wide.block.low
        beliefs = believe(wide.block, wide.chosen, scores, np.maximum(told, -1))
        part = wide.part(low, high)
        scores = scores[low - wide.low : high - wide.low]
        listed, kept = shortlist(part.chosen, scores, how.listed)
        kept = np.concatenate((kept, np.full((len(kept), 1), scores.shape[1] - 1)), axis=1)
        scores = np.take_along_axis(scores, kept, 1)
        both = _bonds(bonds, part.block, listed, beliefs)
        around = structure(part.block, part.ahead, listed, scores, beliefs, both)
        seen = np.take_along_axis(part.features, kept[:, :, None], 1)
        yield Look(low, high, part.block, part.ahead, listed, np.concatenate((seen, around), axis=2)), beliefs


def choices(chosen: Candidates) -> Bools:
    """Which of the K + 1 choices there are; answering nothing is always one."""
    return np.concatenate((chosen.there, np.ones((len(chosen.rows), 1), np.bool_)), axis=1)


def probabilities(network: Network, look: Look, heat: float = 1.0) -> Floats:
    """rows × (K + 1) probabilities, 0 for a choice that there is not."""
    there = choices(look.chosen)
    out = np.empty(there.shape, np.float32)
    for low in range(0, len(there), _BATCH):
        part = slice(low, low + _BATCH)
        out[part] = softmax(network.scores(look.features[part], there[part]) / np.float32(heat))
    return out


def _look(talk: Talk, table: NameTable, sieve: Floats, how: Setting, low: int, high: int) -> Look:
    start, end = max(low - how.window, 0), min(high + AHEAD, len(talk))
    block = make_block(talk, table, start, end, how.window)
    rows = np.arange(low - start, high - start)
    seen = scan(block, rows)
    score = seen.features @ sieve
    score[~seen.valid] = -np.inf
    size = min(how.sieved, score.shape[1])
    best = np.argpartition(-score, size - 1, axis=1)[:, :size]
    distance = np.where(np.isfinite(np.take_along_axis(score, best, 1)), best + 1, how.window + 1)
    distance = np.sort(distance, axis=1)
    chosen = Candidates(rows, np.where(distance > how.window, 0, distance))
    ahead = following(block)
    return Look(low, high, block, ahead, chosen, features(block, seen, chosen, ahead))


def _bonds(bonds: Bonds, block: Block, listed: Candidates, beliefs: Beliefs) -> tuple[Floats, Floats]:
    rows = listed.rows
    me = block.speaker[rows].astype(np.int64)
    aims = block.speaker[np.maximum(rows[:, None] - beliefs.distance[rows], 0)].astype(np.int64)
    width = aims.shape[1]
    when = np.repeat(rows + block.low, width)
    bonds.note(np.repeat(me, width), aims.reshape(-1), when, beliefs.probability[rows].reshape(-1))
    who = np.broadcast_to(me[:, None], listed.distance.shape)
    whom = block.speaker[listed.parent].astype(np.int64)
    since = np.broadcast_to(block.first[rows][:, None] + block.low, who.shape)
    before = np.broadcast_to(rows[:, None] + block.low, who.shape)
    return bonds.ask(who, whom, since, before), bonds.ask(whom, who, since, before)


def _report(guess: Guess, look: Look, found: Floats) -> None:
    size = min(KEPT, found.shape[1] - 1)
    part = slice(look.low, look.high)
    order = np.argsort(-found[:, :-1], axis=1, kind="stable")[:, :size]
    weight = np.take_along_axis(found[:, :-1], order, 1)
    parent = np.take_along_axis(look.chosen.parent, order, 1) + look.block.low
    guess.probability[part, :size] = weight
    guess.parent[part, :size] = np.where(weight > 0, parent, -1)
    guess.opening[part] = found[:, -1]
