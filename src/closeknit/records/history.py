"""A history: the message table, what could not be read, and where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.issue import IssueLog
from closeknit.records.message import MESSAGE


@dataclass(frozen=True)
class History:
    """What `read` gives. `messages` has the schema `message.MESSAGE`; `paths` are the sources, as named."""

    messages: pa.Table
    issues: IssueLog = field(default_factory=IssueLog)
    paths: tuple[str, ...] = ()

    @classmethod
    def joined(cls, parts: Sequence["History"]) -> "History":
        """Several histories as one, in the order given."""
        issues = IssueLog()
        for part in parts:
            issues.extend(part.issues)
        table = pa.concat_tables([part.messages for part in parts]) if parts else MESSAGE.empty_table()
        return cls(table.unify_dictionaries(), issues, tuple(path for part in parts for path in part.paths))

    def channels(self) -> dict[str, int]:
        """Name of each chat → its rows, service rows too, the largest first."""
        counts = self.messages["channel"].combine_chunks().value_counts().to_pylist()
        return {c["values"]: c["counts"] for c in sorted(counts, key=lambda c: -c["counts"]) if c["values"] is not None}

    def only(self, channel: str) -> "History":
        """The rows of one chat."""
        return History(self.messages.filter(pc.equal(self.messages["channel"], channel)), self.issues, self.paths)

    def to_pandas(self) -> Any:
        """The messages as a pandas DataFrame (pandas must be installed)."""
        return self.messages.to_pandas()

    def to_polars(self) -> Any:
        """The messages as a polars DataFrame (polars must be installed)."""
        import polars

        return polars.from_arrow(self.messages)

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(f"<tr><td>{escape(str(k))}</td><td>{v:,}</td></tr>" for k, v in self.channels().items())
        return f"<table><caption>{len(self.messages):,} rows</caption>{rows}</table>"
