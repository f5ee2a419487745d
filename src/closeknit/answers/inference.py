"""Runs the model over a talk, block by block, in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.beliefs import Beliefs, believe, likeliest
from closeknit.answers.block import AHEAD, WINDOW, Block, make_block
from closeknit.answers.bonds import LEAST, Bonds, pairs_of, steps
from closeknit.answers.features import OPENING, OWN, PAIR, Candidates, Features, fill, within
from closeknit.answers.model import Model, Networks
from closeknit.answers.names import name_table
from closeknit.answers.network import Network, softmax
from closeknit.answers.scan import scan
from closeknit.answers.structure import OWN_STRUCTURE, PAIR_STRUCTURE, Around, fill_structure
from closeknit.answers.talk import Talk
from closeknit.answers.threads import one_thread

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

KEPT: Final = 4
"""Parents of a message that are reported."""

_BLOCK: Final = 8000
"""Messages that are looked at together: enough that numpy's own steps weigh little, few enough that what is known of
them stays near the processor."""


_STATED: Final = 0.1
"""Share of messages with a stated parent from which a look at what was found is not repeated: with certain neighbours
it gave nothing."""


@dataclass(frozen=True)
class Setting:
    """How closely is looked: `window` messages back, `sieved` candidates among them; `twice`: the second pass is made
    again over what it found itself."""

    window: int
    sieved: int
    twice: bool = False


SETTINGS: Final = {"thorough": Setting(WINDOW, 14, twice=True), "quick": Setting(64, 6)}


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
    """The choices of the messages `low` … `high` of a talk, and of some beside them that say what these are among:
    their `chosen` candidates, and the features; those of the second pass are not set until it came."""

    low: int
    high: int
    chosen: Candidates
    features: Features

    def columns(self, messages: Int64s) -> Int64s:
        """Where messages of the talk that are looked at stand among all that are."""
        return np.searchsorted(self.chosen.rows, messages - self.chosen.block.low)

    @property
    def middle(self) -> slice:
        """The columns of the messages `low` … `high` that are looked at."""
        return slice(*self.columns(np.array([self.low, self.high])).tolist())

    def seen(self, *, second: bool) -> Features:
        """The features of the first pass, or of both."""
        pair, own = self.features.pair, self.features.own
        return self.features if second else Features(pair[:, : len(PAIR)], own[: len(OWN)])


def infer(talk: Talk, model: Model, setting: str, *, settled: bool = False, asked: Bools | None = None) -> Guess:
    """Who answers whom, "quick" or "thorough"; `talk.told` informs the second pass and is not repeated in the
    answer: a message's own stated parent is left aside, so that one may be checked against the other. With `settled`
    messages that have one are not looked at, and have no guess, nor have those that are not `asked` about.
    """
    n = len(talk)
    guess = Guess(np.full((n, KEPT), -1, np.int32), np.zeros((n, KEPT), np.float32), np.ones(n, np.float32))
    how, nets = SETTINGS[setting], model.networks[setting]
    with one_thread():
        again = nets if how.twice else None
        for look in second_looks(talk, model.sieve, nets.first, how, settled=settled, again=again, asked=asked):
            _report(guess, look, probabilities(nets.second, look.features, look.chosen, nets.heat))
    if asked is not None:  # beside those who are asked about, others were looked at
        guess.parent[~asked], guess.probability[~asked], guess.opening[~asked] = -1, 0, 1
    return guess


def first_looks(talk: Talk, sieve: Floats, how: Setting) -> Iterator[Look]:
    """Every message once, some at a time."""
    for low, high, block in _blocks(talk, how, how.window):
        yield _look(block, sieve, how, low, high, np.arange(low, high) - block.low)


def second_looks(
    talk: Talk, sieve: Floats, first: Network, how: Setting, *, settled: bool = False, again: Networks | None = None,
    asked: Bools | None = None,
) -> Iterator[Look]:  # fmt: skip
    """Every message once, some at a time: its choices with the features of both passes; with `settled` only those
    without a stated parent, and where none of some is `asked` about, none of them. With `again` the features speak of
    what the second pass of these networks found, too.
    """
    bonds = Bonds()
    for low, high, block in _blocks(talk, how, 2 * how.window, asked):
        told = np.maximum(talk.told[block.low : block.low + len(block)] - block.low, -1)
        before, after = max(low - how.window, 0), min(high + AHEAD, len(talk))
        wanted = np.arange(before, after) - block.low
        if settled:
            wanted = wanted.compress(told.take(wanted) < 0)
        if not ((wanted >= low - block.low) & (wanted < high - block.low)).any():
            continue
        look = _look(block, sieve, how, low, high, wanted)
        scores = probabilities((first,), look.seen(second=False), look.chosen)
        beliefs = believe(block, look.chosen, scores, told, settled=settled)
        around = Around(look.chosen, scores, *_bonds(bonds, look, beliefs))
        if again and np.mean(told >= 0) < _STATED:
            fill_structure(around, beliefs, look.features)
            second = probabilities(again.second, look.features, look.chosen, again.heat)
            # Half and half: the second pass alone trusts itself too much.
            better = believe(block, look.chosen, (scores + second) / np.float32(2), told, settled=settled)
            # What follows a message may have heard of its stated parent, from which it is not to be guessed.
            beliefs = replace(better, first=beliefs.first, answered_first=beliefs.answered_first)
        fill_structure(around, beliefs, look.features)
        yield look


def _blocks(talk: Talk, how: Setting, reach: int, asked: Bools | None = None) -> Iterator[tuple[int, int, Block]]:
    """The talk in stretches, each with a block that holds `reach` more messages before and those ahead that count;
    only those stretches in which a message is `asked` about."""
    table = name_table(talk.first, talk.speaker, talk.names)
    for low in range(0, len(talk), _BLOCK):
        high = min(low + _BLOCK, len(talk))
        if asked is not None and not asked[low:high].any():
            continue
        start, end = max(low - reach, 0), min(high + 2 * AHEAD, len(talk))
        yield low, high, make_block(talk, table, start, end, how.window)


def probabilities(networks: Sequence[Network], features: Features, chosen: Candidates, heat: float = 1.0) -> Floats:
    """(candidates + 2) × messages probabilities by the mean score of the networks, 0 for a candidate that there is
    not."""
    scores = networks[0].scores(features.pair, features.own, chosen.there)
    for other in networks[1:]:
        scores += other.scores(features.pair, features.own, chosen.there)
    return softmax(scores / np.float32(heat * len(networks)))


def _look(block: Block, sieve: Floats, how: Setting, low: int, high: int, rows: Int64s) -> Look:
    """The first look at some messages, by their `rows` in the block, ascending."""
    seen = scan(block, int(rows[0]), int(rows[-1]) + 1)
    # Taken, not indexed: what is laid out by messages makes every step with it, and with what follows from it, slow.
    chosen = Candidates(block, rows, seen.choose(sieve, how.sieved).take(rows - seen.low, axis=1))
    features = Features(
        np.empty((len(chosen.distance), len(PAIR) + len(PAIR_STRUCTURE), len(rows)), np.float32),
        np.empty((len(OWN) + len(OWN_STRUCTURE), len(rows)), np.float32),
    )
    fill(seen, chosen, features)
    return Look(low, high, chosen, features)


def _bonds(bonds: Bonds, look: Look, beliefs: Beliefs) -> tuple[Floats, Floats]:
    """How often each author answered each candidate's author before, and was answered, 0 for the messages beside
    those that are asked about; what is believed of these is noted for those after them."""
    block, rows, author = look.chosen.block, look.chosen.rows, look.chosen.author
    me = np.broadcast_to(look.chosen.me, author.shape)
    out, back = pairs_of(me, author), pairs_of(author, me)
    given, taken = np.zeros(author.shape, np.float32), np.zeros(author.shape, np.float32)
    start, end = look.low - block.low, look.high - block.low
    whom, weight = beliefs.whom[:, start:end], beliefs.probability[:, start:end]
    rank, told = np.nonzero((weight >= LEAST) & (block.speaker[start:end] != whom))
    order = np.argsort(told, kind="stable")
    rank, told = rank.take(order), told.take(order)
    believed = pairs_of(block.speaker.take(told + start), whom[rank, told])
    weight = weight[rank, told]
    for low, high in steps(start, end):
        part = slice(*np.searchsorted(rows, (low, high)))
        given[:, part], taken[:, part] = bonds.ask(out[:, part]), bonds.ask(back[:, part])
        noted = slice(*np.searchsorted(told, (low - start, high - start)))
        bonds.note(believed[noted], weight[noted])
    return given, taken


def _report(guess: Guess, look: Look, found: Floats) -> None:
    chosen, columns = look.chosen, look.middle
    order, weight = likeliest(found[:OPENING, columns], KEPT)
    parent = np.take_along_axis(chosen.parent[:, columns], order, axis=0) + chosen.block.low
    part, size = within(chosen.rows[columns] + chosen.block.low), len(order)
    guess.probability[part, :size] = weight.T
    guess.parent[part, :size] = np.where(weight > 0, parent, -1).T
    guess.opening[part] = found[OPENING, columns]
