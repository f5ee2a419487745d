"""Runs the model over a talk, block by block, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import AHEAD, WINDOW, Block, make_block
from closeknit.answers.bonds import Bonds
from closeknit.answers.features import OPENING, Candidates, Features, Following, features, following, planes
from closeknit.answers.model import Model
from closeknit.answers.names import NameTable, name_table
from closeknit.answers.network import Network, softmax
from closeknit.answers.scan import scan
from closeknit.answers.structure import PAIR_STRUCTURE, Beliefs, believe, shortlist, structure
from closeknit.answers.talk import Talk
from closeknit.answers.threads import one_thread

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

KEPT = 4
"""Parents of a message that are reported."""

_BLOCK = 8192
_ROWS = 1024
_BATCH = 512


@dataclass(frozen=True)
class Setting:
    """How far and how closely is looked: `window` messages back, `sieved` candidates, of which `listed` go to the
    second pass; `brief` reads only the beginning of each text.
    """

    window: int
    sieved: int
    listed: int
    brief: bool


SETTINGS = {"thorough": Setting(WINDOW, 20, 14, False), "quick": Setting(40, 6, 4, True)}


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
    """The choices of the messages `low` … `high` of a talk: `chosen` candidates of a block, and their features."""

    low: int
    high: int
    block: Block
    ahead: Following
    chosen: Candidates
    features: Features


def infer(talk: Talk, model: Model, setting: str) -> Guess:
    """Who answers whom, "quick" or "thorough"; `talk.told` informs the second pass and is not repeated in the
    answer: a message's own stated parent is left aside, so that one may be checked against the other.
    """
    n = len(talk)
    guess = Guess(np.full((n, KEPT), -1, np.int32), np.zeros((n, KEPT), np.float32), np.ones(n, np.float32))
    how, nets = SETTINGS[setting], model.networks[setting]
    with one_thread():
        for look in second_looks(talk, model.sieve, nets.first, how):
            _report(guess, look, probabilities(nets.second, look.features, look.chosen, nets.heat))
    return guess


def first_looks(talk: Talk, sieve: Floats, how: Setting) -> Iterator[Look]:
    """Every message once, some at a time."""
    table = name_table(talk.first, talk.speaker, talk.names)
    for low in range(0, len(talk), _BLOCK):
        high = min(low + _BLOCK, len(talk))
        block = _block(talk, table, how, low, high)
        yield from _looks(block, sieve, how, low, high)


def second_looks(talk: Talk, sieve: Floats, first: Network, how: Setting) -> Iterator[Look]:
    """Every message once, some at a time: its likeliest choices with the features of both passes."""
    table = name_table(talk.first, talk.speaker, talk.names)
    bonds = Bonds(int(talk.speaker.max(initial=0)) + 1)
    for low in range(0, len(talk), _BLOCK):
        high = min(low + _BLOCK, len(talk))
        block = _block(talk, table, how, low - how.window, high + AHEAD)
        found = [
            _list(look, first, how)
            for look in _looks(block, sieve, how, max(low - how.window, 0), min(high + AHEAD, len(talk)))
        ]
        told = np.maximum(talk.told[block.low : block.low + len(block)] - block.low, -1)
        everything = _joined([one.all for one in found])
        beliefs = believe(block, everything, np.concatenate([one.scores for one in found]), told)
        found = [one.between(low, high) for one in found if one.low < high and one.high > low]
        both = _bonds(bonds, block, _joined([one.listed for one in found]), beliefs)
        for one in found:
            part = slice(one.low - low, one.high - low)
            yield _second(one, block, beliefs, (both[0][part], both[1][part]))


@dataclass(frozen=True)
class _Listed:
    """What goes from the first pass to the second: all candidates with their probabilities, and of the likeliest the
    features and probabilities."""

    low: int
    high: int
    ahead: Following
    all: Candidates
    scores: Floats
    listed: Candidates
    features: Features
    likely: Floats

    def between(self, low: int, high: int) -> "_Listed":
        """Its part from `low` to `high`, positions in the talk."""
        start, end = max(low, self.low), min(high, self.high)
        keep = slice(start - self.low, end - self.low)

        def cut(chosen: Candidates) -> Candidates:
            return Candidates(chosen.rows[keep], np.asfortranarray(chosen.distance[keep]))

        return _Listed(
            start, end, self.ahead, cut(self.all), self.scores[keep], cut(self.listed), self.features[keep],
            self.likely[keep],
        )  # fmt: skip


def _joined(chosen: list[Candidates]) -> Candidates:
    rows = np.concatenate([one.rows for one in chosen])
    return Candidates(rows, np.asfortranarray(np.concatenate([one.distance for one in chosen])))


def _list(look: Look, first: Network, how: Setting) -> _Listed:
    scores = probabilities(first, look.features, look.chosen)
    listed, kept = shortlist(look.chosen, scores, how.listed)
    n, k = scores.shape
    kept = np.concatenate((kept, np.broadcast_to([k - 2, k - 1], (n, 2))), axis=1)
    flat = (kept.T * n + np.arange(n)).reshape(-1)
    pair = look.features.pair.transpose(2, 1, 0).reshape(-1, k * n).take(flat, axis=1)
    pair = pair.reshape(-1, kept.shape[1], n).transpose(2, 1, 0)
    likely = np.asfortranarray(np.take_along_axis(scores, kept, 1))
    return _Listed(
        look.low, look.high, look.ahead, look.chosen, scores, listed, Features(pair, look.features.own), likely
    )


def _second(one: _Listed, block: Block, beliefs: Beliefs, both: tuple[Floats, Floats]) -> Look:
    n, k, seen = one.features.pair.shape
    pair = planes(n, k, seen + len(PAIR_STRUCTURE))
    pair[:, :, :seen] = one.features.pair
    around = structure(block, one.ahead, one.listed, one.likely, beliefs, both, pair[:, :, seen:])
    own = np.concatenate((one.features.own, around), axis=1)
    return Look(one.low, one.high, block, one.ahead, one.listed, Features(pair, own))


def choices(chosen: Candidates) -> Bools:
    """Which of the K + 2 choices there are; to answer nothing, or something else, always are."""
    return np.concatenate((chosen.there, np.ones((len(chosen.rows), 2), np.bool_)), axis=1)


def probabilities(network: Network, features: Features, chosen: Candidates, heat: float = 1.0) -> Floats:
    """rows × (K + 2) probabilities, 0 for a choice that there is not."""
    there = choices(chosen)
    out = np.empty(there.shape, np.float32)
    for low in range(0, len(there), _BATCH):
        part = slice(low, low + _BATCH)
        out[part] = softmax(network.scores(features.pair[part], features.own[part], there[part]) / np.float32(heat))
    return out


def _block(talk: Talk, table: NameTable, how: Setting, low: int, high: int) -> Block:
    """The messages `low` … `high` with those around them that may be looked at."""
    start, end = max(low - how.window, 0), min(high + AHEAD, len(talk))
    return make_block(talk, table, start, end, how.window, brief=how.brief)


def _looks(block: Block, sieve: Floats, how: Setting, low: int, high: int) -> Iterator[Look]:
    """The first look at the messages `low` … `high` of a block, as many at a time as the processor's cache holds."""
    ahead = following(block)
    for start in range(low, high, _ROWS):
        end = min(start + _ROWS, high)
        rows = np.arange(start - block.low, end - block.low)
        seen = scan(block, rows)
        score = seen.scores(sieve)
        size = min(how.sieved, score.shape[1])
        best = np.argpartition(-score, size - 1, axis=1)[:, :size]
        distance = np.where(np.isfinite(np.take_along_axis(score, best, 1)), best + 1, how.window + 1)
        distance.sort(axis=1)
        chosen = Candidates(rows, np.asfortranarray(np.where(distance > how.window, 0, distance)))
        yield Look(start, end, block, ahead, chosen, features(block, seen, chosen, ahead))


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
    size = min(KEPT, found.shape[1] - 2)
    part = slice(look.low, look.high)
    order = np.argsort(-found[:, :OPENING], axis=1, kind="stable")[:, :size]
    weight = np.take_along_axis(found[:, :OPENING], order, 1)
    parent = np.take_along_axis(look.chosen.parent, order, 1) + look.block.low
    guess.probability[part, :size] = weight
    guess.parent[part, :size] = np.where(weight > 0, parent, -1)
    guess.opening[part] = found[:, OPENING]
