"""What the kinds of rows and the tool's own notices show, in whatever language people write.

Counted are deeds, not words: a red packet, a sign-up chain that several filled, a poll, a file that somebody took up,
a removal, an invitation, a message that names two people who then began to talk. That none is seen shows nothing: most
exports lose some of it, and most of it happens elsewhere.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.people import Person
from closeknit.records.rows import KIND_CODES, NO_TIME
from closeknit.vitality.copies import find_copies
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import Subject

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]

MOST: Final = 2_000
"""Rows of one kind that are looked into, the latest: a bound on the cost of odd histories."""
MET_WITHIN: Final = 14 * DAY
"""After so long two who were introduced are held to have met by themselves (the list's measure 20)."""

CHAIN: Final = r"^\s*[#＃]\s?(?:接[龙龍]|(?i:group\s?note))"
"""The mark that the tool itself puts over a sign-up chain; a chain without it is told by being copied and grown."""
NUMBERED: Final = r"(?:^|\n)\s*1\s*[.．、)）:：][^\n]*\n\s*2\s*[.．、)）:：]"  # at least two numbered lines
REMOVED: Final = ("remove", "removed", "kick", "kicked", "ban", "banned")
INVITED: Final = ("invite", "invited", "add", "added")
IN_CHARGE: Final = ("pin", "pinned", "announcement", "settings", "title", "owner", "rename")


@dataclass(frozen=True, slots=True)
class Signs:
    """Rows of the window, in order. `chains` are the last form of each sign-up chain, with `signed` the number of
    people who posted it; `check_ins` report a habit on days on which another person did as well; `introductions` name
    two people who had not exchanged before, and did within two weeks; `files` were sent by people; `in_charge` are
    announcements, pins and settings. `flooded` is the share 0–1 of the window's messages that are the same long text
    from several accounts, `mirrored` two rooms of which one repeats the other.
    """

    packets: Int64s
    transfers: Int64s
    polls: Int64s
    places: Int64s
    files: Int64s
    in_charge: Int64s
    removed: Int64s
    invited: Int64s
    chains: Int64s
    signed: Int64s
    introductions: Int64s
    check_ins: Int64s
    flooded: float
    mirrored: tuple[int, int] | None


def find_signs(subject: Subject) -> Signs:
    """Read the signs of the window."""
    rows = subject.rows
    inside = subject.in_window
    said = np.zeros(len(rows), np.bool_)
    said[subject.said] = True
    chains, signed = _chains(subject)
    flooded, mirrored = find_copies(subject)
    return Signs(
        packets=_of_kind(subject, said, "redpacket"),
        transfers=_of_kind(subject, said, "transfer"),
        polls=_of_kind(subject, said, "poll"),
        places=_of_kind(subject, said, "location"),
        files=_of_kind(subject, said, "file"),
        in_charge=np.union1d(
            _of_kind(subject, said, "announcement"), np.flatnonzero(_events(subject, IN_CHARGE) & inside)
        ),
        removed=np.flatnonzero(_events(subject, REMOVED) & inside & (rows.kind == KIND_CODES["leave"])),
        invited=np.flatnonzero(_events(subject, INVITED) & inside & (rows.kind == KIND_CODES["join"])),
        chains=chains,
        signed=signed,
        introductions=_introductions(subject),
        check_ins=_check_ins(subject),
        flooded=flooded,
        mirrored=mirrored,
    )


def invited_ever(subject: Subject) -> Bools:
    """Which rows of the whole history are joins by invitation."""
    return np.asarray(_events(subject, INVITED) & (subject.rows.kind == KIND_CODES["join"]))


def _of_kind(subject: Subject, said: Bools, kind: str) -> Int64s:
    return np.flatnonzero(said & (subject.rows.kind == KIND_CODES[kind]))


def _check_ins(subject: Subject) -> Int64s:
    """Check-ins on days on which two people checked in: a ritual takes several."""
    words = subject.wording
    rows = words.rows[words.is_check_in & (subject.rows.person[words.rows] >= 0)]
    width = max(1, len(subject.rows.people))
    both = np.unique(subject.day[rows] * width + subject.rows.person[rows])
    days, people = np.unique(both // width, return_counts=True)
    return np.asarray(rows[np.isin(subject.day[rows], days[people >= 2])])


def _events(subject: Subject, names: tuple[str, ...]) -> Bools:
    rows = subject.rows
    if not rows.is_event.any():
        return np.zeros(len(rows), np.bool_)
    found = pc.is_in(rows.table["event"].combine_chunks().cast(pa.string()), value_set=pa.array(names))
    return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)


def _chains(subject: Subject) -> tuple[Int64s, Int64s]:
    """The last form of each chain, and how many people posted it: by its first line that is no mark."""
    rows, words = subject.rows, subject.wording
    likely = words.rows[(words.length >= 8) | (rows.kind[words.rows] == KIND_CODES["chain"])]
    text = rows.texts(likely).combine_chunks()
    lines = np.asarray(pc.match_substring(text, "\n").to_numpy(zero_copy_only=False), np.bool_)
    likely, text = likely[lines], text.filter(pa.array(lines))
    head = pc.utf8_slice_codeunits(text, 0, 400)
    marked = pc.or_(pc.match_substring_regex(head, CHAIN), pc.match_substring_regex(head, NUMBERED))
    keep = np.asarray(marked.to_numpy(zero_copy_only=False), np.bool_) | (rows.kind[likely] == KIND_CODES["chain"])
    keep &= rows.person[likely] >= 0
    chosen = likely[keep][-MOST:]
    if not len(chosen):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    bare = pc.replace_substring_regex(head.filter(pa.array(keep)).slice(max(0, int(keep.sum()) - MOST)), CHAIN, "")
    first = pc.list_element(pc.split_pattern(pc.utf8_trim_whitespace(bare), "\n", max_splits=1), 0)
    code = np.asarray(first.dictionary_encode().indices.to_numpy(zero_copy_only=False), np.int64)
    width = len(rows.people)
    pairs = np.unique(code * width + rows.person[chosen])
    signed = np.bincount(pairs // width)
    last = np.zeros(len(signed), np.int64)
    np.maximum.at(last, code, chosen)
    grown = signed >= 2  # one who posts a numbered list makes no chain
    order = np.argsort(last[grown], kind="stable")
    return last[grown][order], signed[grown][order]


def _introductions(subject: Subject) -> Int64s:
    """Messages of the window that name two people who had never exchanged, and who did within two weeks."""
    named = subject.rows.table["mentions"].combine_chunks()
    several = np.asarray(pc.fill_null(pc.greater_equal(pc.list_value_length(named), 2), False))
    chosen = np.flatnonzero(several & subject.in_window & subject.is_said)[-MOST:]
    found = subject.exchanges
    if not len(chosen) or not len(found):
        return np.zeros(0, np.int64)
    known = {face: i for i, person in enumerate(subject.rows.people) for face in _names(person)}
    width = len(subject.rows.people)
    low, high = np.minimum(found.source, found.target), np.maximum(found.source, found.target)
    pairs, which = np.unique(low.astype(np.int64) * width + high, return_inverse=True)
    first = np.full(len(pairs), np.iinfo(np.int64).max)
    np.minimum.at(first, which, subject.at[found.row])
    met = dict(zip(pairs.tolist(), first.tolist()))
    kept = [
        row
        for row, names in zip(chosen.tolist(), named.take(pa.array(chosen)).to_pylist())
        if _met(subject, row, {known[name] for name in names if name in known}, met)
    ]
    return np.array(kept, np.int64)


def _names(person: Person) -> set[str]:
    return {name for face in person.faces for name in (face.id, face.name)}


def _met(subject: Subject, row: int, named: set[int], met: dict[int, int]) -> bool:
    people = sorted(named - {int(subject.rows.person[row])})[:5]
    at, width = int(subject.at[row]), len(subject.rows.people)
    if at == NO_TIME:
        return False
    return any(
        0 < met.get(one * width + other, 0) - at <= MET_WITHIN
        for i, one in enumerate(people)
        for other in people[i + 1 :]
    )
