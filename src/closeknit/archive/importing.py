"""One import: exports are laid beside what the archive has, month by month, and come into force in one commit."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.alignment import (
    LIGHT,
    Evidence,
    Shift,
    learn_forgotten,
    learn_names,
    may_differ,
    more_names,
    names_from,
    one_conversation,
)
from closeknit.archive.beside import Beside
from closeknit.archive.beside_import import BesideImport
from closeknit.archive.datafile import DataFile
from closeknit.archive.directory import Directory
from closeknit.archive.forgotten import Emptying, Forgotten, hidden_chat
from closeknit.archive.forwards import Forwards
from closeknit.archive.matching import Windows
from closeknit.archive.merging import keep, merge, pointed
from closeknit.archive.operations import ChatPart, imports_in_force
from closeknit.archive.schema import (
    MESSAGES,
    NO_MONTH,
    Bools,
    Int64s,
    in_force,
    instants,
    month_name,
    months,
    plain,
    with_column,
)
from closeknit.archive.staging import Staging
from closeknit.archive.table import KeptTable
from closeknit.records.codes import codes
from closeknit.records.history import History
from closeknit.records.message import MESSAGE


class Import:
    """Takes histories one after the other; nothing of it holds until the tables' commits name its files."""

    def __init__(self, table: KeptTable, beside: Beside, forgotten: Forgotten, zone: str = "UTC") -> None:
        self.forgotten = forgotten
        operations = table.operations
        self.number = operations[-1].n + 1
        self.parts: list[ChatPart] = []
        self.rows = self.assumed = self.lost = 0
        self.issues: Counter[str] = Counter()
        self._chats = Directory(operations, imports_in_force(operations), forgotten)
        self._messages = Staging(table.folder, MESSAGES, table, self.number)
        zones = {**{operation.n: operation.zone for operation in operations}, self.number: zone}
        self.beside = BesideImport(beside, self.number, zones)
        self._months: defaultdict[str, set[str]] = defaultdict(set)
        for chat, month in self._messages.known():
            self._months[chat].add(month)
        self._entries = self.number << 32

    def add(self, history: History, chat: str | None = None) -> None:
        """Lay an export beside the archive; `chat` names the chat of the archive that it is of."""
        self.rows += len(history.messages)
        self.issues.update(history.issues.counts)
        self.lost += history.issues.lost
        zones = history.messages["zone"]
        self.assumed += pc.sum(pc.equal(zones, "assumed")).as_py() or 0 if len(zones) else 0
        emptying = Emptying(self.forgotten)
        if self.forgotten:
            emptying.look(history.messages)
            emptying.look(history.inner)
        inside = {
            (carrier, id_ or name): ((id_, name), lines) for carrier, id_, name, lines in split_chats(history.inner)
        }
        for carrier, id_, name, messages in split_chats(history.messages):
            number = self._chats.told(chat) if chat else self._chats.find(carrier, id_, name)
            lines = inside.pop((carrier, id_ or name), (None, history.inner[:0]))[1]
            self._add_chat(number, carrier, id_, name, messages, lines, emptying)
        for (carrier, _called), ((id_, name), lines) in inside.items():  # of messages that the export does not give
            number = self._chats.told(chat) if chat else self._chats.find(carrier, id_, name)
            self._add_chat(number, carrier, id_, name, history.messages[:0], lines, emptying)
        self.beside.add(history, emptying)

    @property
    def changes(self) -> tuple[list[DataFile], list[DataFile]]:
        """The files to add to the table of messages and those to take out."""
        return self._messages.changes

    def drop(self) -> None:
        """Take the files away that were laid down."""
        self._messages.drop()
        self.beside.drop()

    def _add_chat(
        self, number: str, carrier: str, id_: str | None, name: str | None, messages: pa.Table, lines: pa.Table,
        emptying: Emptying,
    ) -> None:  # fmt: skip
        at, known = instants(messages)
        as_of = int(at[known].max()) if known.any() else 0
        forwards = Forwards(self._entries, messages, lines)
        rows = keep(messages, self.number, as_of, self._entries)
        self._entries += len(rows)
        if self.forgotten:
            rows = emptying.empty(rows)
        rows, shift, renamed = self._aligned(number, carrier, rows)
        at, known = instants(rows)
        window = (int(at[known].min()), int(at[known].max())) if known.any() else (0, 0)
        windows = Windows(window, self._chats.windows(number))
        added = changed = 0
        aliases: dict[str, str] = {}
        for month, some in _by_month(rows, at, known):
            merged = merge(self._load(number, month), pointed(some, aliases), windows, aliases)
            forwards.settle(month, some, merged)
            if merged.touched:
                self._messages.stage((number, month), merged.table)
                self._months[number].add(month)
            added += merged.added
            changed += merged.changed
        lines = keep(lines, self.number, as_of, self.beside.entries(len(lines)))
        self.beside.add_lines(number, _moved(lines, shift) if shift else lines, forwards, emptying)
        first, last = window if known.any() else (None, None)
        part = hidden_chat(
            ChatPart(number, carrier, id_, name, (), len(rows), added, changed, first, last, shift.minutes, renamed),
            emptying,
        )
        self._chats.add(part)
        self.parts.append(part)

    def _aligned(self, number: str, carrier: str, rows: pa.Table) -> tuple[pa.Table, Shift, int]:
        """The rows with the archive's clock and names; what was learnt for that."""
        nothing = rows, Shift(), 0
        at, known = instants(rows)
        near = self._near(number, at, known)
        nameless = bool(pc.any(pc.and_not(rows["author"].is_valid(), rows["author_id"].is_valid())).as_py())
        if not near or not (nameless or self._zones_may_differ(number, near, rows)):
            return nothing
        evidence = Evidence()
        for old, new in self._beside(number, rows, near):
            if may_differ(old, new):
                evidence.gather(old, new)
        shift = evidence.shift()
        if shift:
            for old, new in self._beside(number, rows, near):
                shift = shift.settled(old, new)
            moved = _moved(rows, shift)
            beside = self._near(number, *instants(moved))
            if one_conversation(self._beside(number, moved, beside)):
                rows, near = moved, beside
            else:  # some phrases in common, but not the conversation
                shift = Shift()
        if not nameless:
            return rows, shift, 0
        authors: Counter[tuple[str, str]] = Counter()
        lost: Counter[str] = Counter()
        totals: Counter[str] = Counter()
        for old, new in self._beside(number, rows, near):
            learn_names(old, new, authors, {})
            learn_forgotten(old, new, lost, totals)
        names = more_names(lambda: self._beside(number, rows, near), names_from(authors))
        known_here = {theirs for theirs, _ours in authors}
        rows = self._without_forgotten(
            carrier, rows, {name for name, n in lost.items() if n > 1 and n * 2 >= totals[name]} - known_here
        )
        others = {theirs: ours for theirs, ours in names.items() if theirs != ours}
        return _renamed(rows, others), shift, len(others)

    def _near(self, number: str, at: Int64s, known: Bools) -> list[int]:
        """The months of the export beside which the archive has something."""
        have = self._months[number]
        present = np.unique(months(at)).tolist() if known.any() else []
        return [m for m in present if any(month_name(m + d) in have for d in (-1, 0, 1))]

    def _zones_may_differ(self, number: str, near: list[int], rows: pa.Table) -> bool:
        if "assumed" in rows["zone"].unique().to_pylist():
            return True
        return any(
            "assumed" in old["zone"].unique().to_pylist()
            for month in near
            if (old := self._load(number, month_name(month), ("zone",))) is not None
        )

    def _beside(self, number: str, rows: pa.Table, near: list[int]) -> Iterator[tuple[pa.Table, pa.Table]]:
        """Month by month: what the archive has within a month of it, and the rows of the export."""
        at, _known = instants(rows)
        month = months(at)
        cache: dict[int, pa.Table | None] = {}
        light = rows.select(LIGHT)
        for m in near:
            cache = {k: v for k, v in cache.items() if k >= m - 1}
            for k in (m - 1, m, m + 1):
                if k not in cache:
                    cache[k] = self._load(number, month_name(k), LIGHT)
            old = [table for table in cache.values() if table is not None]
            if old:
                yield in_force(pa.concat_tables(old).unify_dictionaries()), light.filter(pa.array(month == m))

    def _without_forgotten(self, carrier: str, rows: pa.Table, names: set[str]) -> pa.Table:
        """The rows without the words of people who were forgotten under another name."""
        if not names:
            return rows
        self.forgotten = self.forgotten.with_marks(self.forgotten.mark(carrier, name) for name in names)
        emptying = Emptying(self.forgotten)
        emptying.look(rows)
        return emptying.empty(rows)

    def _load(self, number: str, month: str, columns: tuple[str, ...] | None = None) -> pa.Table | None:
        return self._messages.load((number, month), columns)


def split_chats(messages: pa.Table) -> Iterator[tuple[str, str | None, str | None, pa.Table]]:
    """(carrier, id, name, rows) of each chat of a table, in order of appearance."""
    columns = [codes(messages[name]) for name in ("carrier", "channel_id", "channel")]
    if all((len(words) == 1 and (code == 0).all()) or (code == -1).all() for code, words in columns):
        words = [words[0] if len(code) and code[0] == 0 else None for code, words in columns]
        if len(messages):
            yield words[0] or "", words[1], words[2], messages
        return
    wide = [np.int64(len(words) + 1) for _code, words in columns]
    key = ((columns[0][0] + 1) * wide[1] + columns[1][0] + 1) * wide[2] + columns[2][0] + 1
    _keys, first, which = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(first) + 1))
    for chat in np.argsort(first).tolist():
        rows = order[bounds[chat] : bounds[chat + 1]]
        at = rows[0]
        words = [words[code[at]] if code[at] >= 0 else None for code, words in columns]
        yield words[0] or "", words[1], words[2], _taken(messages, rows)


def _by_month(rows: pa.Table, at: Int64s, known: Bools) -> Iterator[tuple[str, pa.Table]]:
    if not known.any():
        yield NO_MONTH, rows
        return
    month = months(at)
    order = np.argsort(month, kind="stable")
    names, starts = np.unique(month[order], return_index=True)
    for name, start, end in zip(names.tolist(), starts, [*starts[1:], len(rows)], strict=True):
        yield month_name(name), _taken(rows, order[start:end])


def _taken(rows: pa.Table, index: Int64s) -> pa.Table:
    """Rows by number; a stretch of them is a slice, which costs nothing."""
    if int(index[-1]) - int(index[0]) + 1 == len(index) and (np.diff(index) == 1).all():
        return rows.slice(int(index[0]), len(index))
    return rows.take(pa.array(index))


def _moved(rows: pa.Table, shift: Shift) -> pa.Table:
    for name in ("sent_at", "quoted_at"):
        column = rows[name].combine_chunks()
        at = np.asarray(column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False))
        moved = pa.array(at + shift.of(at), mask=np.asarray(column.is_null().to_numpy(zero_copy_only=False)))
        rows = with_column(rows, name, moved.cast(column.type))
    return rows


def _renamed(rows: pa.Table, names: Mapping[str, str]) -> pa.Table:
    """Authors without an id, and who is mentioned or quoted, by the archive's names."""
    if not names:
        return rows
    shown = [names.get(name, name) for name in plain(rows, "author").to_pylist()]
    author = pc.if_else(
        rows["author_id"].combine_chunks().is_null(), pa.array(shown, pa.string()), plain(rows, "author")
    )
    quoted = pa.array([names.get(name, name) for name in rows["quoted_author"].to_pylist()], pa.string())
    mentions = [None if value is None else [names.get(n, n) for n in value] for value in rows["mentions"].to_pylist()]
    changes = {
        "author": author.dictionary_encode(),
        "quoted_author": quoted,
        "mentions": pa.array(mentions, MESSAGE.field("mentions").type),
    }
    for name, column in changes.items():
        rows = with_column(rows, name, column)
    return rows
