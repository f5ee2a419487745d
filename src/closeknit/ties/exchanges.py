"""From answers and from what was recorded to exchanges: who gave whom what, when, and how sure that is."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.answers.links import Links
from closeknit.records.codes import codes
from closeknit.records.enrolment import Enrolment
from closeknit.records.exchange import EXCHANGE, EXCHANGE_KINDS
from closeknit.records.rows import NO_TIME, Rows

Int8s = npt.NDArray[np.int8]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

KIND_OF: Final = {slug: code for code, slug in enumerate(EXCHANGE_KINDS)}
"""Code of each kind in `Exchanges.kind`."""

TALKED_TO: Final = 3
"""How many others one surely talks to at a gathering: freely forming conversations hold at most four people
(Dunbar, Duncan & Nettle, Human Nature 6, 1995)."""

ASSEMBLY: Final = 50
"""Our choice: of a gathering of more people it cannot be said who met whom; it makes no exchanges."""


@dataclass(frozen=True)
class Exchanges:
    """One element an exchange: `source` gave `target` an answer or something else (indices into `Rows.people`).

    Answers stand in time order of `row`. `at` microseconds UTC or `NO_TIME`; `probability` 0–1; `row` the
    answering message, `answered_row` the one answered (rows of `Rows`), -1 where the exchange comes from
    elsewhere; `kind` of `KIND_OF`, all answers unless given.
    """

    source: Int32s
    target: Int32s
    at: Int64s
    probability: Floats
    is_explicit: Bools
    row: Int32s
    answered_row: Int32s
    kind: Int8s = field(default_factory=lambda: np.empty(0, np.int8))

    def __post_init__(self) -> None:
        if len(self.kind) != len(self.source):
            object.__setattr__(self, "kind", np.full(len(self.source), KIND_OF["answer"], np.int8))

    def __len__(self) -> int:
        return len(self.source)

    def take(self, keep: Bools) -> "Exchanges":
        """The chosen exchanges."""
        return Exchanges(
            self.source[keep], self.target[keep], self.at[keep], self.probability[keep],
            self.is_explicit[keep], self.row[keep], self.answered_row[keep], self.kind[keep],
        )  # fmt: skip

    def to_table(self) -> pa.Table:
        """The exchanges in the schema `records.exchange.EXCHANGE`."""
        at = pa.array(self.at, mask=self.at == NO_TIME).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
        kind = pa.DictionaryArray.from_arrays(pa.array(self.kind), pa.array(EXCHANGE_KINDS))
        rows = [pa.array(row, pa.int64(), mask=row < 0) for row in (self.row, self.answered_row)]
        columns = [self.source, self.target, at, kind, self.probability, *rows]
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
        child.astype(np.int32),  # no table has two thousand million rows
        parent.astype(np.int32),
    )


def from_recorded(enrolment: Enrolment) -> Exchanges:
    """What was recorded as done between two known, different people: payments, gifts, thanks, and meetings.

    All who came to one occasion met each other, both ways. Of n people each is held to have talked to at least
    `TALKED_TO` others, so that a pair's probability is min(1, TALKED_TO / (n - 1)), explicit where it is 1;
    gatherings of more than `ASSEMBLY` give nothing. Rows come in the order of the records, meetings last.
    """
    table = enrolment.exchanges
    kind, kinds = codes(table["kind"])
    state, states = codes(table["state"])
    done = state == (states.index("done") if "done" in states else -2)
    of_kind = np.array([KIND_OF.get(slug, -1) for slug in kinds] + [-1], np.int8)[kind]
    at = np.asarray(table["at"].combine_chunks().cast(pa.int64()).fill_null(NO_TIME).to_numpy(zero_copy_only=False))
    source, target = enrolment.sources, enrolment.targets
    direct = np.flatnonzero(done & (of_kind >= 0) & (source >= 0) & (target >= 0) & (source != target))
    came = np.flatnonzero(done & (of_kind == KIND_OF["meeting"]) & (source >= 0) & (target < 0))
    first, second, chance, row = _met(table, source, came)
    n = len(direct) + len(row)
    return Exchanges(
        np.concatenate([source[direct], first]),
        np.concatenate([target[direct], second]),
        np.concatenate([at[direct], at[row]]),
        np.concatenate([np.ones(len(direct), np.float32), chance]),
        np.concatenate([np.ones(len(direct), np.bool_), chance >= 1]),
        np.full(n, -1, np.int32),
        np.full(n, -1, np.int32),
        np.concatenate([of_kind[direct], np.full(len(row), KIND_OF["meeting"], np.int8)]),
    )


def _met(table: pa.Table, source: Int32s, came: Int64s) -> tuple[Int32s, Int32s, Floats, Int64s]:
    """Who met whom at the occasions of the rows `came`: both people, the probability, a row of the occasion."""
    named = table["occasion_id"].combine_chunks().dictionary_encode()
    if isinstance(named, pa.ChunkedArray):  # an empty column keeps no chunk
        named = pa.array([], pa.string()).dictionary_encode()
    occasion = np.asarray(named.indices.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)[came]
    came = came[occasion >= 0]
    there = np.stack([occasion[occasion >= 0], source[came].astype(np.int64)])
    (occasions, people), rows = np.unique(there, axis=1, return_index=True)
    row = came[rows]
    _which, start, count = np.unique(occasions, return_index=True, return_counts=True)
    first, second, chance, at = [], [], [], []
    for n in np.unique(count[(count > 1) & (count <= ASSEMBLY)]).tolist():
        who = people[start[count == n][:, None] + np.arange(n)]
        one, other = np.nonzero(~np.eye(n, dtype=np.bool_))
        first.append(who[:, one].ravel())
        second.append(who[:, other].ravel())
        chance.append(np.full(len(who) * len(one), min(1.0, TALKED_TO / (n - 1)), np.float32))
        at.append(np.repeat(row[start[count == n]], len(one)))
    if not first:
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.int64)
    return (
        np.concatenate(first).astype(np.int32),
        np.concatenate(second).astype(np.int32),
        np.concatenate(chance),
        np.concatenate(at),
    )


def together(*parts: Exchanges) -> Exchanges:
    """Several sets of exchanges as one, in the order given: nothing downstream knows where they came from."""
    names = ("source", "target", "at", "probability", "is_explicit", "row", "answered_row", "kind")
    return Exchanges(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
