"""Conversations: what an opening message set going, as the links tell it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.answers.links import Links
from closeknit.records.rows import NO_TIME, Rows

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

SURE: Final = 0.5
"""Links likelier than not hold a conversation together."""


@dataclass(frozen=True)
class Conversations:
    """One element a conversation, in the order of the messages that opened them; one message that nobody took up is a
    conversation of its own.

    `opener`, `last`: the first and the latest row; `start`, `end`: when they were sent, microseconds UTC, `NO_TIME`
    where unknown; `opened_by`: person, −1 where unknown; `answered`: somebody else answered the opening message
    itself; `messages`, `people`: how many (unknown authors are nobody); `sureness`: mean probability of its links, 1
    where it has none. `row`, sorted, are the messages of all of them one after the other, those of conversation i from
    `row_at[i]` to `row_at[i + 1]`; `person` and `person_at` are who took part, likewise; `of_row` is the
    conversation of each row of the history, −1 for an event.
    """

    opener: Int64s
    last: Int64s
    start: Int64s
    end: Int64s
    opened_by: Int32s
    answered: Bools
    messages: Int64s
    people: Int64s
    sureness: Floats
    row: Int64s
    row_at: Int64s
    person: Int32s
    person_at: Int64s
    of_row: Int64s

    def __len__(self) -> int:
        return len(self.opener)

    def rows_of(self, conversation: int) -> Int64s:
        """Its messages in the order of the history."""
        return self.row[self.row_at[conversation] : self.row_at[conversation + 1]]

    def people_of(self, conversation: int) -> Int32s:
        """Who took part, indices into `Rows.people`, ascending."""
        return self.person[self.person_at[conversation] : self.person_at[conversation + 1]]

    def to_table(self) -> pa.Table:
        """One row a conversation: `rows` and `people` as lists, `start` and `end` as instants or null, `opener`,
        `opened_by` (null where unknown), `answered`, `sureness`."""

        def instants(at: Int64s) -> pa.Array:
            return pa.array(at, mask=at == NO_TIME).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))

        return pa.table(
            {
                "opener": self.opener,
                "opened_by": pa.array(self.opened_by, mask=self.opened_by < 0),
                "start": instants(self.start),
                "end": instants(self.end),
                "rows": pa.LargeListArray.from_arrays(self.row_at, self.row),
                "people": pa.LargeListArray.from_arrays(self.person_at, self.person),
                "answered": self.answered,
                "sureness": self.sureness,
            }
        )


def conversations(links: Links, rows: Rows, *, at_least: float = SURE) -> Conversations:
    """The conversations of all channels.

    A message belongs with the one that it answers, by its surest link, if that is at least `at_least` probable; stated
    links always are. A second parent joins nothing: one doubtful link must not make two conversations one. Without any
    link each message stands alone. Events are in none.
    """
    parent, probability = _surest(links, rows, at_least)
    place = np.arange(len(rows))
    opening = np.where(parent >= 0, parent, place)
    while (opening != opening[opening]).any():
        opening = opening[opening]
    sent = np.flatnonzero(~rows.is_event)
    opener, number = np.unique(opening[sent], return_inverse=True)
    of_row = np.full(len(rows), -1, np.int64)
    of_row[sent] = number
    row = sent[np.argsort(number, kind="stable")]
    messages = np.bincount(number, minlength=len(opener))
    row_at = np.concatenate(([0], np.cumsum(messages)))
    person, person_at = _taking_part(rows, sent, number, len(opener))
    linked = sent[parent[sent] >= 0]
    total = np.bincount(of_row[linked], probability[linked], len(opener))
    answered = np.zeros(len(opener), np.bool_)
    above = parent[linked]
    direct = (above == opener[of_row[linked]]) & (rows.person[linked] != rows.person[above])
    answered[of_row[linked[direct]]] = True
    last = row[row_at[1:] - 1] if len(opener) else opener
    return Conversations(
        opener, last, rows.at[opener], rows.at[last], rows.person[opener], answered, messages, np.diff(person_at),
        np.where(messages > 1, total / np.maximum(messages - 1, 1), 1).astype(np.float32),
        row, row_at, person, person_at, of_row,
    )  # fmt: skip


def _surest(links: Links, rows: Rows, at_least: float) -> tuple[Int64s, Floats]:
    """Each row's likeliest parent (of equals the latest), −1 where none is sure enough or an event is answered, and its
    probability."""
    good = np.flatnonzero(((links.probability >= at_least) | links.is_explicit) & ~rows.is_event[links.parent])
    order = good[np.lexsort((links.parent[good], links.probability[good], links.child[good]))]
    parent, probability = np.full(len(rows), -1, np.int64), np.zeros(len(rows), np.float32)
    parent[links.child[order]] = links.parent[order]
    probability[links.child[order]] = links.probability[order]
    return parent, probability


def _taking_part(rows: Rows, sent: Int64s, number: Int64s, count: int) -> tuple[Int32s, Int64s]:
    """The people of each conversation, one after the other, and where each conversation's begin."""
    span = len(rows.people) + 1
    known = rows.person[sent] >= 0
    pairs = np.unique(number[known].astype(np.int64) * span + rows.person[sent][known])
    many = np.bincount(pairs // span, minlength=count)
    return (pairs % span).astype(np.int32), np.concatenate(([0], np.cumsum(many)))
