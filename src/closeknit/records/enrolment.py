"""Puts the names of rosters and recorded exchanges beside the people who wrote: exactly, or not at all.

A name is the same where it is written the same, but for blanks around it; where nobody bears it so, the script
does not count either (張 is 张). Where two people bear it, it names neither. Whatever could not be placed is
listed; nothing is guessed.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.chains import signed
from closeknit.records.history import History
from closeknit.records.people import Face, Person
from closeknit.records.rows import Rows
from closeknit.text.scripts import fold_script

Int32s = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

_MONEY: Final = ("deal", "gift")

ON_PAPER: Final = "roster"
"""Carrier of the face of a person who is known from a roster or a record alone."""


@dataclass(frozen=True)
class Enrolment:
    """Who the rows of a history's roster and exchanges are, as indices into `Rows.people`; -1 where not known.

    `members` is parallel to `roster`; `sources` and `targets` to `exchanges` (-1 too where the row names
    nobody). `ambiguous` are names that two people bear, `strangers` those of people who wrote but stand on no
    roster (empty without one), `unseen` those on the roster who never wrote, `outside` are those whom only a payment
    names: shops and strangers, who are nobody here; each in the order of first sight.
    """

    roster: pa.Table
    members: Int32s
    exchanges: pa.Table
    sources: Int32s
    targets: Int32s
    ambiguous: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def as_written(name: str) -> str:
    """The form in which names are compared first: without blanks around, composed."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def same_name(name: str) -> str:
    """The form in which they are compared next: in one script too."""
    return fold_script(as_written(name))


def enrol(rows: Rows, history: History) -> tuple[Rows, Enrolment]:
    """The rows with everybody whom the roster and the exchanges name among `people`, and who is who.

    Sign-up chains that were posted in the chat count among the exchanges.

    People known from paper alone come last and have no row; nobody's number changes. Rows of a roster that
    several files repeat are the same person where name and id agree.
    """
    book = _Book(rows.people)
    members = book.enlist(history.roster)
    exchanges = _once(pa.concat_tables([history.exchanges, signed(history.messages)]).unify_dictionaries())
    money = (
        pc.is_in(exchanges["kind"].cast(pa.string()), pa.array(_MONEY)).combine_chunks().to_numpy(zero_copy_only=False)
    )
    book.money_alone = bool(money.all()) and not book.people
    order = np.argsort(money, kind="stable")  # who came or signed is known before the bills are read
    sources, targets = np.full(len(order), -1, np.int32), np.full(len(order), -1, np.int32)
    for side, out in (("source", sources), ("target", targets)):
        out[order] = book.place(exchanges.take(pa.array(order)), side, money[order])
    wrote = np.zeros(len(book.people), np.bool_)
    wrote[rows.person[(rows.person >= 0) & rows.is_human]] = True
    listed = np.zeros(len(book.people), np.bool_)
    listed[members[members >= 0]] = True
    unseen = [book.people[i].name for i in np.flatnonzero(listed & ~wrote).tolist()]
    strange = wrote & ~listed if len(history.roster) else np.zeros(len(wrote), np.bool_)
    strangers = [book.people[i].name for i in np.flatnonzero(strange).tolist()]
    placed = Enrolment(
        history.roster, members, exchanges, sources, targets, tuple(book.ambiguous), tuple(strangers), tuple(unseen),
        tuple(book.outside),
    )  # fmt: skip
    return replace(rows, people=tuple(book.people)), placed


def _once(exchanges: pa.Table) -> pa.Table:
    """The exchanges, those with a number of their own once: of two that share it the later row counts."""
    if not exchanges["id"].drop_null():
        return exchanges
    last: dict[tuple[object, ...], int] = {}
    columns = [exchanges[name].to_pylist() for name in ("carrier", "id", "source", "target")]
    for row, key in enumerate(zip(*columns)):
        last[key if key[1] is not None else (row,)] = row
    return exchanges if len(last) == len(exchanges) else exchanges.take(pa.array(sorted(last.values())))


class _Book:
    """The people so far, by every name and id that they are known under."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = list(people)
        self.ambiguous: dict[str, None] = {}
        self.outside: dict[str, None] = {}
        self.money_alone = False
        self._by_id: dict[str, set[int]] = {}
        self._by_name: dict[str, set[int]] = {}
        self._as_written: dict[str, set[int]] = {}
        self._taken = {person.name for person in people}
        for index, person in enumerate(people):
            for face in person.faces:
                self._by_id.setdefault(face.id.strip(), set()).add(index)
            self._know(index, {person.name, *(face.name for face in person.faces)}, ())

    def enlist(self, roster: pa.Table) -> Int32s:
        """The person of each row of a roster; those who were not known become known."""
        out = np.full(len(roster), -1, np.int32)
        if not len(roster):
            return out
        known = [(name, _ids(row), tuple(row["aliases"] or ())) for row in roster.to_pylist() for name in [row["name"]]]
        bearers: dict[str, set[tuple[str, ...]]] = {}
        for name, ids, _aliases in known:
            bearers.setdefault(as_written(name), set()).add(ids)
        fresh: dict[tuple[str, tuple[str, ...]], int] = {}
        for row, (name, ids, aliases) in enumerate(known):
            key = (as_written(name), ids)
            if key in fresh:
                out[row] = fresh[key]
                continue
            found = self._one(ids, (name, *aliases) if len(bearers[key[0]]) == 1 else ())
            if found is None:
                if same_name(name) in self._by_name:
                    self.ambiguous[name] = None
                found = self._added(name, ids)
            self._know(found, (name, *aliases), ids)
            out[row] = fresh[key] = found
        return out

    def place(self, exchanges: pa.Table, side: str, money: Bools) -> Int32s:
        """The person on one side of each exchange. A name that nobody bears is a new person's; in rows of `money`
        only where nobody was known before."""
        out = np.full(len(exchanges), -1, np.int32)
        done: dict[tuple[str | None, str | None], int] = {}
        pairs = zip(exchanges[side].to_pylist(), exchanges[f"{side}_id"].to_pylist())
        for row, (name, ident) in enumerate(pairs):
            if name is None and ident is None:
                continue
            if money[row] and not self.money_alone and self._is_nobody(name, ident):
                self.outside[name or ident or ""] = None
                continue
            if (name, ident) not in done:
                done[name, ident] = self._placed(name, ident)
            out[row] = done[name, ident]
        return out

    def _is_nobody(self, name: str | None, ident: str | None) -> bool:
        return not (ident and ident.strip() in self._by_id) and not (name and same_name(name) in self._by_name)

    def _placed(self, name: str | None, ident: str | None) -> int:
        ids = (ident,) if ident else ()
        found = self._one(ids, (name,) if name else ())
        if found is None and name and len(self._by_name.get(same_name(name), ())) > 1:
            self.ambiguous[name] = None
            return -1
        if found is None:
            found = self._added(name or ident or "", ids)
        self._know(found, (name,) if name else (), ids)
        return found

    def _one(self, ids: Iterable[str], names: Iterable[str]) -> int | None:
        """The one person whom an id names, else the one whom the names name; None where none or several."""
        for ident in ids:
            found = self._by_id.get(ident.strip(), set())
            if len(found) == 1:
                return next(iter(found))
        for name in names:
            found = self._as_written.get(as_written(name)) or self._by_name.get(same_name(name), set())
            if len(found) == 1:
                return next(iter(found))
            if found:
                return None
        return None

    def _added(self, name: str, ids: tuple[str, ...]) -> int:
        unique = next(shown for shown in _numbered(name) if shown not in self._taken)
        self._taken.add(unique)
        self.people.append(Person(unique, (Face(ON_PAPER, ids[0] if ids else name, name),)))
        return len(self.people) - 1

    def _know(self, index: int, names: Iterable[str], ids: Iterable[str]) -> None:
        for name in names:
            self._as_written.setdefault(as_written(name), set()).add(index)
            self._by_name.setdefault(same_name(name), set()).add(index)
        for ident in ids:
            self._by_id.setdefault(ident.strip(), set()).add(index)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1


def _ids(row: dict[str, object]) -> tuple[str, ...]:
    """Every number and address of a row of a roster."""
    contacts = row["contacts"] or ()
    own = [row["id"]] if row["id"] else []
    return tuple(str(value) for value in (*own, *(value for _channel, value in contacts)))  # type: ignore[attr-defined]
