"""What is known of each face: the names that it showed over time, when it was awake, whom it stood among.

A face is one account on one carrier (`records.people`); nothing here says that two are one person.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.records.codes import codes
from closeknit.records.people import Face
from closeknit.records.rows import NO_TIME, Rows, make_rows
from closeknit.text.scripts import fold

Int64s = npt.NDArray[np.int64]

MINUTE: Final = 60_000_000
_BETWEEN: Final = re.compile(
    r"[\s\-_—–|/\\｜·・•,，.。、:：;；()（）\[\]［］【】{}<>《》「」『』@#&+＋~～*^`'\"!！?？]+"
)
_DIGITS: Final = re.compile(r"\+?\d[\d \-().]{5,20}\d")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3\u3040-\u30ff]")
_LONGEST: Final = 80
_MOODS: Final = frozenset(
    (
        *("away", "afk", "brb", "busy", "gone", "out", "back", "work", "working", "office", "home", "school", "class"),
        *(
            "lunch",
            "dinner",
            "eating",
            "food",
            "sleep",
            "sleeping",
            "zzz",
            "zz",
            "bed",
            "bnc",
            "znc",
            "shell",
            "server",
        ),
        *("laptop", "desktop", "mobile", "phone", "tablet", "web", "cloud", "irssi", "remote", "temp", "tmp", "alt"),
        *("new", "忙", "离开", "睡觉", "上班", "手机", "小号", "大号", "新号"),
    )
)
"""What people hang on a name to say where or how they are."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A name that a face showed, with the first and last instant (microseconds UTC; `NO_TIME` where unknown)."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Faces:
    """All faces of a history; arrays and tuples have one element a face, or a row of `rows` where they say so.

    `rows.person` is the face of each row; `names` are in the order in which they were first shown.
    """

    rows: Rows
    faces: tuple[Face, ...]
    names: tuple[tuple[Shown, ...], ...]

    def __len__(self) -> int:
        return len(self.faces)

    def label(self, face: int) -> str:
        """As a user names exactly this face: `carrier:id`."""
        return label(self.faces[face])

    @cached_property
    def keys(self) -> tuple[frozenset[str], ...]:
        """The names of each face as they compare: folded, without signs."""
        return tuple(frozenset(filter(None, (plain(shown.name) for shown in group))) for group in self.names)

    @cached_property
    def bearers(self) -> dict[str, tuple[int, ...]]:
        """Compared name → the faces that ever showed it."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for face, keys in enumerate(self.keys):
            for key in keys:
                found[key].append(face)
        return {key: tuple(group) for key, group in found.items()}

    @cached_property
    def numbers(self) -> dict[str, tuple[int, ...]]:
        """Last eight digits of each telephone number → the faces whose id or name it is."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for face, group in enumerate(self.names):
            for word in (self.faces[face].id, *(shown.name for shown in group)):
                for tail in number_tails(word):
                    found[tail].add(face)
        return {tail: tuple(sorted(group)) for tail, group in found.items()}

    @cached_property
    def sent(self) -> Int64s:
        """Messages of each face."""
        who = self.rows.person[~self.rows.is_event]
        return np.bincount(who[who >= 0], minlength=len(self)).astype(np.int64)

    @cached_property
    def channels(self) -> tuple[frozenset[int], ...]:
        """Numbers of the chats that each face wrote in."""
        rows = np.flatnonzero(~self.rows.is_event & (self.rows.person >= 0))
        width = np.int64(len(self.rows.channels) + 1)
        pairs = np.unique(self.rows.person[rows].astype(np.int64) * width + self.rows.channel[rows] + 1)
        found: list[set[int]] = [set() for _face in self.faces]
        for pair in pairs.tolist():
            found[pair // int(width)].add(pair % int(width) - 1)
        return tuple(frozenset(group) for group in found)

    def share_a_chat(self, one: int, other: int) -> bool:
        """Whether both wrote in one chat of one tool; chats of two tools are two, whatever they are called."""
        return self.faces[one].carrier == self.faces[other].carrier and bool(self.channels[one] & self.channels[other])

    def awake(self, face: int) -> Int64s:
        """The minutes in which a face wrote, each once, in order."""
        starts, minutes = self._minutes
        return minutes[starts[face] : starts[face + 1]]

    @cached_property
    def _minutes(self) -> tuple[Int64s, Int64s]:
        rows = np.flatnonzero(~self.rows.is_event & (self.rows.person >= 0) & (self.rows.at != NO_TIME))
        who, minute = self.rows.person[rows].astype(np.int64), self.rows.at[rows] // MINUTE
        order = np.lexsort((minute, who))
        who, minute = who[order], minute[order]
        new = np.ones(len(who), np.bool_)
        new[1:] = (who[1:] != who[:-1]) | (minute[1:] != minute[:-1])
        return np.searchsorted(who[new], np.arange(len(self) + 1)), minute[new]

    def circle(self, face: int) -> frozenset[int]:
        """The five faces that stand most often right before or after this one's messages in its chats."""
        starts, others = self._neighbours
        near = others[starts[face] : starts[face + 1]]
        words, counts = np.unique(near, return_counts=True)
        return frozenset(words[np.argsort(-counts, kind="stable")][:5].tolist())

    @cached_property
    def _neighbours(self) -> tuple[Int64s, Int64s]:
        rows = np.flatnonzero(~self.rows.is_event & (self.rows.person >= 0))
        one, two = rows[:-1], rows[1:]
        near = (self.rows.channel[one] == self.rows.channel[two]) & (self.rows.person[one] != self.rows.person[two])
        left, right = self.rows.person[one[near]].astype(np.int64), self.rows.person[two[near]].astype(np.int64)
        who, other = np.concatenate([left, right]), np.concatenate([right, left])
        order = np.argsort(who, kind="stable")
        return np.searchsorted(who[order], np.arange(len(self) + 1)), other[order]


def find_faces(messages: pa.Table) -> Faces:
    """The faces of a message table, with the names that each showed."""
    rows = make_rows(messages)
    by_name, words = codes(rows.table["author"])
    known = np.flatnonzero((rows.person >= 0) & (by_name >= 0))
    width = np.int64(len(words) + 1)
    pairs, inverse = np.unique(rows.person[known].astype(np.int64) * width + by_name[known], return_inverse=True)
    at = rows.at[known]
    first = np.full(len(pairs), np.iinfo(np.int64).max)
    last = np.full(len(pairs), NO_TIME)
    timed = at != NO_TIME
    np.minimum.at(first, inverse[timed], at[timed])
    np.maximum.at(last, inverse[timed], at[timed])
    shown: list[list[Shown]] = [[] for _face in rows.people]
    for pair, low, high in zip(pairs.tolist(), first.tolist(), last.tolist(), strict=True):
        shown[pair // int(width)].append(Shown(words[pair % int(width)], low if high != NO_TIME else NO_TIME, high))
    names = [tuple(sorted(group, key=lambda name: (name.first, name.last))) for group in shown]
    faces = tuple(person.faces[0] for person in rows.people)
    whole = tuple(group or (Shown(face.name, NO_TIME, NO_TIME),) for group, face in zip(names, faces, strict=True))
    return Faces(rows, faces, whole)


def label(face: Face) -> str:
    """As a user names exactly one face: `carrier:id`."""
    return f"{face.carrier}:{face.id}"


def plain(name: str) -> str:
    """A name as it compares: one script, no case, letters and digits only; "" where nothing is left."""
    return "".join(sign for sign in fold(name[:_LONGEST]) if unicodedata.category(sign)[0] in "LNM")


def parts(name: str) -> list[str]:
    """The parts of a name-card (`2019-張小滿-上海`) as they compare."""
    return [word for part in _BETWEEN.split(fold(name[:_LONGEST])) if (word := plain(part))]


def stem(name: str) -> str:
    """A compared name without what is hung on it: `Lance_`, `lance|away` and `lance` have one stem."""
    words = parts(name)
    return "".join([word for word in words if word not in _MOODS] or words)


def is_telling(key: str) -> bool:
    """Whether a compared name says who it is: two Han, kana or Hangul characters, or four letters; not a number."""
    if key.isdigit():
        return False
    return len(_HAN.findall(key)) >= 2 or len(key) >= 4


def number_tails(word: str) -> Iterable[str]:
    """The last eight digits of each telephone number (of at least eight) in a word."""
    for found in _DIGITS.findall(word[:_LONGEST]):
        digits = re.sub(r"\D", "", found)
        if len(digits) >= 8:
            yield digits[-8:]
