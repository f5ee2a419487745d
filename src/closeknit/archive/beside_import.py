"""What an import brings beside messages: the lines inside forwards, members, records."""

from collections.abc import Mapping
from itertools import groupby
from zoneinfo import ZoneInfo

import pyarrow as pa

from closeknit.archive.beside import Beside
from closeknit.archive.datafile import DataFile
from closeknit.archive.forgotten import Emptying
from closeknit.archive.forwards import Forwards, chosen, merge_forwards, renamed, roots
from closeknit.archive.ledger import merge_ledger
from closeknit.archive.merging import Merged
from closeknit.archive.operations import BesidePart
from closeknit.archive.papers import members_without, records_without
from closeknit.archive.schema import BESIDE, INNER, MEMBERS, NO_MONTH, RECORDS, Kind
from closeknit.archive.staging import Staging
from closeknit.errors import CloseknitError
from closeknit.records.history import History
from closeknit.records.zone import named_zone

WHOLE = ("", "")
"""The key of the one file of a table that is kept whole."""


class BesideImport:
    """The tables beside the messages as they will be. `zones`: number of each import → zone of its wall times."""

    def __init__(self, beside: Beside, number: int, zones: Mapping[int, str]) -> None:
        self.parts: dict[str, BesidePart] = {}
        self._number = number
        self._zones = zones
        self._staged = {
            name: Staging(beside.place(name), kind, beside.tables.get(name), number) for name, kind in BESIDE.items()
        }
        self._next = number << 32

    def entries(self, n: int) -> int:
        """The first of `n` entries that nothing else has."""
        self._next += n
        return self._next - n

    def add(self, history: History, emptying: Emptying) -> None:
        """Take an export's members and records."""
        for kind, table in (
            (MEMBERS, members_without(history.roster, emptying)),
            (RECORDS, records_without(history.exchanges, emptying)),
        ):
            if len(table):
                self._add_whole(kind, table)

    def _add_whole(self, kind: Kind, table: pa.Table) -> None:
        staged = self._staged[kind.name]
        old = staged.load(WHOLE)
        zones = {number: _zone(name) for number, name in self._zones.items()}
        first = self.entries(len(table))
        old = kind.schema.empty_table() if old is None else old
        merged = merge_ledger(old, table, kind, self._number, first, zones)
        if merged.touched:
            staged.stage(WHOLE, merged.table)
        self._count(kind, len(table), merged)

    def add_lines(self, chat: str, lines: pa.Table, forwards: Forwards, emptying: Emptying) -> None:
        """Take the lines inside a chat's forwards (rows made by `merging.keep`), but what the forgotten said or
        passed on."""
        if not len(lines):
            return
        if emptying.forgotten:
            lines = emptying.empty(lines)
        places: list[tuple[str, str, str]] = []
        for name in sorted(roots(lines)):
            place = forwards.places.get(name, (NO_MONTH, name))
            if place is not None:
                places.append((place[0], name, place[1]))
        for month, group in groupby(sorted(places), key=lambda place: place[0]):
            names = {name: ident for _month, name, ident in group}
            some = renamed(chosen(lines, names), names)
            merged = merge_forwards(self._staged[INNER.name].load((chat, month)), some)
            if merged.touched:
                self._staged[INNER.name].stage((chat, month), merged.table)
            self._count(INNER, len(some), merged)

    def _count(self, kind: Kind, rows: int, merged: Merged) -> None:
        had = self.parts.get(kind.name, BesidePart())
        self.parts[kind.name] = BesidePart(had.rows + rows, had.added + merged.added, had.changed + merged.changed)

    @property
    def changes(self) -> dict[str, tuple[list[DataFile], list[DataFile]]]:
        """The files to add to each table and those to take out; none for a table that stays as it is."""
        found = {name: staged.changes for name, staged in self._staged.items()}
        return {name: change for name, change in found.items() if any(change)}

    def drop(self) -> None:
        """Take the files away that were laid down."""
        for staged in self._staged.values():
            staged.drop()


def _zone(name: str) -> ZoneInfo:
    try:
        return named_zone(name)
    except CloseknitError:  # of a machine that knew another list of zones
        return ZoneInfo("UTC")
