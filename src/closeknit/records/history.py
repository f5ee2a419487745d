"""A history: the message table, what stands beside it, what could not be read, and where it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, override

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.channels import told_apart
from closeknit.records.exchange import RECORDED
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.message import MESSAGE
from closeknit.records.overlap import MOST_BY_CHANCE, doubled, only_once
from closeknit.records.roster import ROSTER


class Shelf(Protocol):
    """Where what is found about a history is kept from one examination to the next: an archive has one."""

    def find(self, name: str, seal: bytes) -> pa.Table | None:
        """What was kept under the name, if it was made from what the seal says."""

    def keep(self, name: str, seal: bytes, table: pa.Table) -> None:
        """Keep a result in the stead of what lay there."""

    def rest(self) -> None:
        """A step is done that looked at all rows: what lies on disk anyway may leave memory."""


@dataclass(frozen=True)
class History:
    """What `read` gives. `messages` has the schema `message.MESSAGE`; `paths` are the sources, as named.

    `roster` (schema `roster.ROSTER`) and `exchanges` (schema `exchange.RECORDED`) are what sources other than
    chats give: who is a member; who came, signed or paid. `inner` (schema `message.MESSAGE`) holds the lines
    inside merged forwards, `thread` being the `id` of the row that carries them; they are no rows of the chat.
    Each is an empty table where nothing gives it. `people` joins faces that somebody said are one
    person ({name: [`carrier:id`, …]}), and `shelf` keeps what is found, where the history comes from an archive.
    """

    messages: pa.Table
    issues: IssueLog = field(default_factory=IssueLog)
    paths: tuple[str, ...] = ()
    roster: pa.Table = field(default_factory=ROSTER.empty_table)
    exchanges: pa.Table = field(default_factory=RECORDED.empty_table)
    inner: pa.Table = field(default_factory=MESSAGE.empty_table)
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shelf: Shelf | None = None

    @classmethod
    def beside(
        cls, *, issues: IssueLog, path: str, roster: pa.Table | None = None, exchanges: pa.Table | None = None
    ) -> "History":
        """What a source without messages gives."""
        made = cls(MESSAGE.empty_table(), issues, (path,))
        made = made if roster is None else replace(made, roster=roster)
        return made if exchanges is None else replace(made, exchanges=exchanges)

    @classmethod
    def joined(cls, parts: Sequence["History"]) -> "History":
        """Several histories as one, in the order given; what several exports of one chat have stands once."""
        if len(parts) == 1:
            return parts[0]
        issues = IssueLog()
        for part in parts:
            issues.extend(part.issues)
        if not parts:
            return cls(MESSAGE.empty_table(), issues)
        sizes = [len(part.messages) for part in parts]
        messages = told_apart(_together([part.messages for part in parts]))
        inner = _together([part.inner for part in parts])
        if doubled(messages, sizes):
            messages, left = only_once(messages, sizes)
            if again := sum(sizes) - sum(left):
                issues.add(Issue("", 0, "repeated"), again)
                inner, _left = only_once(inner, [len(part.inner) for part in parts])
            if (again := doubled(messages, left)) >= MOST_BY_CHANCE:
                issues.add(Issue("", 0, "in-two-exports"), again)
        return cls(
            messages,
            issues,
            tuple(path for part in parts for path in part.paths),
            _together([part.roster for part in parts]),
            _together([part.exchanges for part in parts]),
            inner,
            {name: faces for part in parts for name, faces in part.people.items()},
            parts[0].shelf if len({id(part.shelf) for part in parts}) == 1 else None,
        )

    def with_messages(self, messages: pa.Table) -> "History":
        """The same history with its message table mended."""
        return replace(self, messages=messages)

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing at all: no row of a chat, of a roster, or of what passed between people."""
        return not (len(self.messages) or len(self.roster) or len(self.exchanges))

    def channels(self) -> dict[str, int]:
        """Name of each chat → its rows, service rows too, the largest first."""
        counts = self.messages["channel"].combine_chunks().value_counts().to_pylist()
        return {c["values"]: c["counts"] for c in sorted(counts, key=lambda c: -c["counts"]) if c["values"] is not None}

    def only(self, *channels: str) -> "History":
        """The rows of some chats, with the roster and the exchanges, which belong to the whole group."""
        wanted = pa.array(channels, pa.string())
        inner = self.inner.filter(pc.is_in(self.inner["channel"], value_set=wanted))
        mine = pc.is_in(self.messages["channel"], value_set=wanted)
        first, n = pc.index(mine, True).as_py(), pc.sum(mine).as_py() or 0
        # Rows that stand together are a slice, which copies nothing.
        if n and pc.sum(mine.slice(first, n)).as_py() == n:
            return replace(self, messages=self.messages.slice(first, n), inner=inner)
        return replace(self, messages=self.messages.filter(mine), inner=inner)

    def to_pandas(self) -> Any:
        """The messages as a pandas DataFrame (pandas must be installed)."""
        return self.messages.to_pandas()

    def to_polars(self) -> Any:
        """The messages as a polars DataFrame (polars must be installed)."""
        import polars

        return polars.from_arrow(self.messages)

    @override
    def __repr__(self) -> str:
        beside = f", {len(self.roster):,} on a roster, {len(self.exchanges):,} exchanges"
        return f"<History of {len(self.messages):,} rows in {len(self.channels())} chats{beside}>"

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(f"<tr><td>{escape(str(k))}</td><td>{v:,}</td></tr>" for k, v in self.channels().items())
        return f"<table><caption>{len(self.messages):,} rows</caption>{rows}</table>"


def _together(tables: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries()
