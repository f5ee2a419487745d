"""Trains the model on logs with known answers: the same data and seed give the same model."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import WINDOW, make_block
from closeknit.answers.features import NONE, OPENING
from closeknit.answers.inference import SETTINGS, Look, Setting, first_looks, second_looks
from closeknit.answers.model import Model, Networks
from closeknit.answers.names import name_table
from closeknit.answers.network import Network
from closeknit.answers.scan import SCANNED, scan
from closeknit.answers.talk import Talk
from closeknit.answers.threads import one_thread
from closeknit.answers.training import Lessons, Recipe, fit, fit_heat, fit_sieve
from closeknit.errors import BadOption
from closeknit.language import _
from closeknit.scoring.answers_lines import Conversation
from closeknit.scoring.answers_posters import with_posters
from closeknit.scoring.answers_talk import make_talk

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]

_SIEVE_SHARE = 0.2
_FEWEST = 200


@dataclass(frozen=True)
class Course:
    """A talk with known answers: message `child` answers `parent` (positions; itself where it opens something);
    `opens` says whether openings are judged in it; a conversation is in one `fold` only.
    """

    talk: Talk
    child: Int64s
    parent: Int64s
    opens: bool
    fold: int


RECIPES: Final = {
    "thorough": (Recipe(), Recipe(voices=3)),
    "quick": (Recipe(first=16, second=8), Recipe(first=32, second=16)),
}
"""How the two networks of each setting are fitted."""


def train(
    conversations: Sequence[Conversation],
    *,
    seed: int,
    recipes: Mapping[str, tuple[Recipe, Recipe]] = RECIPES,
    sieve_steps: int = 600,
    tell: Callable[[str], None] = lambda _text: None,
) -> Model:
    """The model that these conversations teach. `tell` hears what is done.

    Each conversation is learned as it stands, and in copies with a part of it masked (`_MASKED`). Where openings are
    not judged, a copy shows the earlier links as quotes. Raises BadOption where too few answers are known.
    """
    courses = list(_courses(conversations, np.random.default_rng(seed)))
    if sum(len(np.unique(course.child)) for course in courses) < _FEWEST:
        raise BadOption(
            _("Fewer than {n} messages have a known answer.").format(n=_FEWEST), _("Give more data to learn from.")
        )
    with one_thread():
        tell(_("Learning which candidates to look at…"))
        sieve = _sieve(courses, seed, sieve_steps)
        networks = {}
        for number, (name, how) in enumerate(SETTINGS.items()):
            networks[name] = _two_passes(courses, sieve, how, recipes[name], seed + 10 * number, tell)
        return Model(sieve, networks, f"seed {seed}")


def _two_passes(
    courses: Sequence[Course],
    sieve: Floats,
    how: Setting,
    recipes: tuple[Recipe, Recipe],
    seed: int,
    tell: Callable[[str], None],
) -> Networks:
    """Both passes of a setting. The second learns from what a first pass says of conversations that it was not taught
    on, and its probabilities are tempered on conversations kept from it, so that it does not trust too much.
    """
    tell(_("Learning the first pass…"))
    lessons = [_lessons(first_looks(course.talk, sieve, how), course, second=False) for course in courses]
    folds = sorted({course.fold for course in courses})
    first = fit(lessons, recipes[0], seed)
    apart = dict.fromkeys(folds, first)
    if len(folds) > 1:
        apart = {fold: fit(_of(lessons, courses, fold), recipes[0], seed + 1 + fold) for fold in folds}
    tell(_("Learning the second pass…"))
    lessons = [
        _lessons(second_looks(course.talk, sieve, apart[course.fold], how), course, second=True) for course in courses
    ]
    voices = [seed + 4 + 2 * number for number in range(recipes[1].voices)]
    second = tuple(fit(lessons, recipes[1], voice) for voice in voices)
    heat = 1.0
    if len(folds) > 1:
        half = [fit(_of(lessons, courses, folds[0]), recipes[1], voice + 1) for voice in voices]
        heat = _heat(half, _of(lessons, courses, folds[1]))
    return Networks(first, second, heat)


def _of(lessons: Sequence[Lessons], courses: Sequence[Course], without: int) -> list[Lessons]:
    """The lessons of all folds but one."""
    return [one for one, course in zip(lessons, courses) if course.fold != without]


_MASKED: Final = {
    True: {
        (): 1.0, ("mentions",): 1.0, ("mentions", "future"): 0.6, ("mentions", "time"): 0.25, ("future",): 0.2,
        ("text",): 0.15,
    },
    False: {(): 1.0, ("future",): 0.25, ("time",): 0.25, ("text",): 0.2},
}  # fmt: skip
"""What is masked in the copies of the material, and the share of conversations in each copy, where openings are judged
and where not."""

_FORUM: Final = 2
"""How often lessons without openings are gone through for one time with them: they are fewer, and nearer to what the
model is for."""

_POSTERS: Final = (((), 0.1), (("mentions",), 0.1))
"""The same for copies with repeated notices put between, where openings are judged."""


def _courses(conversations: Sequence[Conversation], random: np.random.Generator) -> Iterable[Course]:
    for opens in (True, False):
        for fold in (0, 1):
            chosen = [one for one in conversations if one.opens == opens][fold::2]
            for masked, share in _MASKED[opens].items():
                some = _some(chosen, share, random)
                if any(line.g for one in some for line in one.lines):
                    yield _course(some, opens, masked, fold, known=False)
                    if not (opens or masked):
                        yield _course(some, opens, masked, fold, known=True)
            for masked, share in _POSTERS if opens else ():
                some = [with_posters(one, random) for one in _some(chosen, share, random)]
                if some:
                    yield _course(some, opens, masked, fold, known=False)


def _some(chosen: Sequence[Conversation], share: float, random: np.random.Generator) -> list[Conversation]:
    return [one for one in chosen if random.random() < share]


def _course(
    conversations: Sequence[Conversation], opens: bool, without: tuple[str, ...], fold: int, *, known: bool
) -> Course:
    material = make_talk(conversations, known=known, without=without)
    child, parent = gold(conversations, material.position)
    return Course(material.talk, child, parent, opens, fold)


def gold(conversations: Sequence[Conversation], position: Int64s) -> tuple[Int64s, Int64s]:
    """The known answers between messages, as positions; service lines have none."""
    pairs = []
    base = 0
    for conversation in conversations:
        pairs += [(base + line.i, base + to) for line in conversation.lines for to in line.g or ()]
        base += len(conversation)
    found = position[np.array(pairs, np.int64).reshape(-1, 2)]
    found = found[(found >= 0).all(axis=1)]
    return found[:, 0], found[:, 1]


def _lessons(looks: Iterable[Look], course: Course, *, second: bool) -> Lessons:
    known = np.unique(course.child)
    kept: list[tuple[Floats, Floats, Bools, Bools]] = []
    for look in looks:
        child = known[(known >= look.low) & (known < look.high)]
        here = look.columns(child)
        there = np.concatenate((look.chosen.there.T[here], np.ones((len(here), 2), np.bool_)), axis=1)
        there[:, OPENING] &= course.opens
        right = _right(look.chosen.distance.T[here], child, course) & there
        good = right.any(axis=1)
        kept.append((*_rows(look, here[good], second), right[good], there[good]))
    pair, own, right, there = (np.concatenate(parts) for parts in zip(*kept))
    return Lessons(pair, own, right, there, 1 if course.opens else _FORUM)


def _rows(look: Look, rows: Int64s, second: bool) -> tuple[Floats, Floats]:
    """Features of some messages row by row: choices, the two that are no candidates behind, and the messages' own."""
    seen = look.seen(second=second)
    choices, width, _n = seen.pair.shape
    pair = np.zeros((len(rows), choices + 2, width + 2), np.float32)
    pair[:, :choices, :width] = seen.pair[:, :, rows].transpose(2, 0, 1)
    pair[:, OPENING, OPENING] = pair[:, NONE, NONE] = 1
    return pair, seen.own[:, rows].T


def _right(distance: Int64s, child: Int64s, course: Course) -> Bools:
    """rows × (K + 2): which choices are known answers of the messages `child`."""
    band = np.zeros((len(child), WINDOW + 1), np.bool_)
    slot = np.searchsorted(child, course.child)
    gap = course.child - course.parent
    inside = (slot < len(child)) & (gap <= WINDOW)
    inside[inside] = child[slot[inside]] == course.child[inside]
    band[slot[inside], gap[inside]] = True
    found = np.take_along_axis(band, distance, 1) & (distance > 0)
    none = ~found.any(axis=1, keepdims=True) & ~band[:, :1]
    return np.concatenate((found, band[:, :1], none), axis=1)


def _sieve(courses: Sequence[Course], seed: int, steps: int) -> Floats:
    seen, right, there = [], [], []
    for course in courses:
        size = max(int(len(course.talk) * _SIEVE_SHARE), 1)
        block = make_block(course.talk, name_table(course.talk.first, course.talk.speaker, course.talk.names), 0, size)
        look = scan(block, 0, size)
        child = np.unique(course.child[(course.child < size) & (course.child != course.parent)])
        band = np.broadcast_to(np.arange(1, WINDOW + 1), (len(child), WINDOW))
        good = _right(band, child, course)[:, :OPENING]
        seen.append(look.features()[child])
        right.append(good)
        there.append(look.valid.T[child])
    if not any(map(len, seen)):
        return np.zeros(len(SCANNED), np.float32)
    return fit_sieve(np.concatenate(seen), np.concatenate(right), np.concatenate(there), seed, steps)


def _heat(networks: Sequence[Network], lessons: Sequence[Lessons]) -> float:
    """What the scores of the networks are divided by, as `fit_heat` finds it in conversations they do not know."""
    scores: list[Floats] = []
    right: list[Bools] = []
    for one in lessons:
        pair = np.ascontiguousarray(one.pair[:4000, :OPENING, :OPENING].transpose(1, 2, 0))
        own, there = np.ascontiguousarray(one.own[:4000].T), one.there[:4000, :OPENING].T
        found = np.mean([network.scores(pair, own, there) for network in networks], axis=0, dtype=np.float32)
        scores.append(np.where(one.there[:4000], found.T, np.float32(-1e9)))
        right.append(one.right[:4000])
    return fit_heat(np.concatenate(scores), np.concatenate(right))
