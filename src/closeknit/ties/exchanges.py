"""From answers to exchanges: who gave whom an answer, when, and how sure that is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.answers.links import Links
from closeknit.records.exchange import EXCHANGE
from closeknit.records.rows import NO_TIME, Rows

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Exchanges:
    """One element an exchange, in time order of `row`: `source` answered `target` (indices into `Rows.people`).

    `at` microseconds UTC or `NO_TIME`; `probability` 0–1; `row` the answering message, `answered_row` the one
    answered (rows of `Rows`), -1 where the exchange comes from elsewhere.
    """

    source: Int32s
    target: Int32s
    at: Int64s
    probability: Floats
    is_explicit: Bools
    row: Int64s
    answered_row: Int64s

    def __len__(self) -> int:
        return len(self.source)

    def take(self, keep: Bools) -> "Exchanges":
        """The chosen exchanges."""
        return Exchanges(
            self.source[keep], self.target[keep], self.at[keep], self.probability[keep],
            self.is_explicit[keep], self.row[keep], self.answered_row[keep],
        )  # fmt: skip

    def to_table(self) -> pa.Table:
        """The exchanges in the schema `records.exchange.EXCHANGE`."""
        at = pa.array(self.at, mask=self.at == NO_TIME).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
        kind = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(self), np.int8)), pa.array(["answer"]))
        columns = [self.source, self.target, at, kind, self.probability, self.row, self.answered_row]
        return pa.Table.from_arrays([pa.array(c) for c in columns], schema=EXCHANGE)


def from_links(rows: Rows, links: Links) -> Exchanges:
    """The answers between two known, different, human people."""
    source, target = rows.person[links.child], rows.person[links.parent]
    human = rows.is_human
    keep = (source >= 0) & (target >= 0) & (source != target) & human[links.child] & human[links.parent]
    child, parent = links.child[keep], links.parent[keep]
    return Exchanges(
        source[keep],
        target[keep],
        rows.at[child],
        links.probability[keep],
        links.is_explicit[keep],
        child,
        parent,
    )
