"""Which column of a table is what: by its header in English, 简体 or 繁體, by hand, and by what stands in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from closeknit.carriers.table.aliases import ALIASES
from closeknit.errors import AmbiguousFormat, BadOption
from closeknit.language import _
from closeknit.text.moments import Moment, Moments, learn_order
from closeknit.text.scripts import fold

Row = Sequence[str]

ROLES: Final = tuple(ALIASES)
"""What a column can be, and the words that `--map` takes; `type` is the kind of a message."""
_NEEDED: Final = ("time", "author", "text")
FIRST_ROWS: Final = 30
"""A header stands among the first rows; above it there may be a title."""
_BESIDE: Final = re.compile(r"[\s_\-:：*.\"'`]+|\(.*?\)|（.*?）|\[.*?\]")


def _ranks() -> dict[str, tuple[str, int]]:
    return {
        alias: (role, rank)
        for role, groups in ALIASES.items()
        for rank, words in enumerate(groups)
        for alias in words.split()
    }


_RANKS: Final = _ranks()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: `columns` role → index; `clock` the column of the time of day where `time` has
    the date only; `header` the row with the names, `at` its place among the rows (-1: there is none).
    """

    columns: Mapping[str, int]
    clock: int | None
    header: tuple[str, ...]
    at: int

    @property
    def is_utc(self) -> bool:
        """Whether the header of the time says that it is UTC."""
        index = self.columns.get("time", -1)
        return 0 <= index < len(self.header) and bool(re.search(r"utc|gmt(?![+-])", self.header[index].lower()))

    @property
    def is_ours(self) -> bool:
        """Whether `closeknit read` wrote the table: a cell that begins as a formula has an apostrophe before it."""
        return {"timeprecision", "isreply"} <= set(map(_key, self.header))


@dataclass(frozen=True, slots=True)
class Header:
    """A row that can be a header: role → its candidates by rank, the best first."""

    at: int
    cells: tuple[str, ...]
    candidates: Mapping[str, tuple[tuple[int, ...], ...]]

    @property
    def score(self) -> int:
        """How many roles it names."""
        return len(self.candidates)


def find_header(rows: Sequence[Row]) -> Header | None:
    """The first row that names a column of texts and one of authors or times; None where there is none."""
    for at, row in enumerate(rows[:FIRST_ROWS]):
        found: dict[str, tuple[list[int], list[int]]] = {}
        for index, cell in enumerate(row[:1000]):
            role, rank = _RANKS.get(_key(cell), (None, 0))
            if role:
                found.setdefault(role, ([], []))[rank].append(index)
        if "text" in found and ("author" in found or "time" in found or "author_id" in found):
            ranked = {role: tuple(tuple(group) for group in groups if group) for role, groups in found.items()}
            return Header(at, tuple(row), ranked)
    return None


def lay_out(rows: Sequence[Row], mapping: Mapping[str, str]) -> Layout | None:
    """The layout of a table by its first rows; None where no header is found and nothing is mapped.

    Raises AmbiguousFormat where two columns fit one role equally well, BadOption where `mapping` names a role
    or a column that there is not.
    """
    told = {role.strip().lower().replace("-", "_"): column for role, column in mapping.items()}
    if unknown := sorted(told.keys() - set(ROLES)):
        raise BadOption(
            _("--map cannot set {names}.").format(names=", ".join(unknown)),
            _("It takes: {names}.").format(names=", ".join(ROLES)),
        )
    header = _told_header(rows, told) if told else find_header(rows)
    if header is None:
        return None
    by_hand = {role: _index(column, header) for role, column in told.items()}
    samples = rows[header.at + 1 :]
    columns = dict(by_hand)
    clock = None
    for role, ranked in header.candidates.items():
        if role in columns:
            continue
        free = [tuple(i for i in group if i not in by_hand.values()) for group in ranked]
        groups = [group for group in free if group]
        if role == "time" and (pair := _date_and_clock([i for group in groups for i in group], samples)):
            columns[role], clock = pair
        elif groups:
            columns[role] = groups[0][0] if len(groups[0]) == 1 else _choose(role, groups[0], header, samples)
    if "reply_to" in columns and "id" not in columns:  # a bare "id" may be a person's, but replies point at messages
        bare = [at for at, cell in enumerate(header.cells) if _key(cell) == "id" and at not in columns.values()]
        if len(bare) == 1:
            columns["id"] = bare[0]
    return Layout(columns, clock, header.cells, header.at)


def _key(cell: str) -> str:
    return _folded(cell) if cell and len(cell) < 60 else ""


@lru_cache(1 << 12)
def _folded(cell: str) -> str:
    return fold(_BESIDE.sub("", cell))


def _told_header(rows: Sequence[Row], told: Mapping[str, str]) -> Header:
    """The row that holds every name of the mapping; with numbers only, the table may have no header."""
    names = {_key(column) for column in told.values()}
    for at, row in enumerate(rows[:FIRST_ROWS]):
        if names <= {_key(cell) for cell in row}:
            found = find_header([row])
            return Header(at, tuple(row), found.candidates if found else {})
    if all(column.strip().isdigit() for column in told.values()):
        return find_header(rows) or Header(-1, ("",) * max(map(len, rows), default=0), {})
    return find_header(rows) or Header(0, tuple(rows[0]) if rows else (), {})


def _index(column: str, header: Header) -> int:
    keys = [_key(cell) for cell in header.cells]
    if _key(column) in keys:
        return keys.index(_key(column))
    if column.strip().isdigit() and 1 <= int(column) <= len(header.cells):
        return int(column) - 1
    raise BadOption(
        _("There is no column named {name}.").format(name=column),
        _("The columns are: {names}.").format(names=", ".join(cell for cell in header.cells if cell)),
    )


def _values(index: int, samples: Sequence[Row]) -> list[str]:
    return [row[index].strip() if index < len(row) else "" for row in samples]


def _date_and_clock(columns: Sequence[int], samples: Sequence[Row]) -> tuple[int, int] | None:
    """One column of dates and one of times of day, where the table keeps them apart."""
    dates, clocks = [], []
    for index in columns:
        values = [value for value in _values(index, samples) if value]
        found = list(map(Moments(learn_order(values)[0]).read, values))
        if found and all(isinstance(when, Moment) and when.precision == "day" for when in found):
            dates.append(index)
        elif found and all(when == "no-date" for when in found):
            clocks.append(index)
    return (dates[0], clocks[0]) if len(dates) == 1 and len(clocks) == 1 else None


def _choose(role: str, columns: Sequence[int], header: Header, samples: Sequence[Row]) -> int:
    """The one of several columns that the values speak for: filled, and for times readable and finer."""
    scored = sorted(((_fitness(role, _values(i, samples)), -i) for i in columns), reverse=True)
    best = [-i for fitness, i in scored if fitness == scored[0][0]]
    same = {tuple(_values(index, samples)) for index in best}
    if len(best) > 1 and len(same) > 1 and role in _NEEDED:
        names = [header.cells[index] for index in best]
        raise AmbiguousFormat(
            _("Several columns could be {role}: {names}.").format(role=role, names=", ".join(names)),
            _("Say which with --map {role}={name}.").format(role=role, name=names[0]),
            candidates=names,
        )
    return best[0]


def _fitness(role: str, values: Sequence[str]) -> tuple[bool, int]:
    if role != "time":
        return any(values), 0
    found = list(map(Moments(learn_order(values)[0], year=2000).read, values))
    moments = [when for when in found if isinstance(when, Moment)]
    finest = sum({"day": 0, "minute": 1}.get(when.precision, 2) + when.instant * 3 for when in moments[:1])
    return any(moments), len(moments) * 2 >= len(values) and finest
