"""What the model reads: the sent messages of one or more channels as columns, in the order of the log."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.records.rows import NO_TIME, Rows

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]

_NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True)
class Talk:
    """One element a message, channel after channel.

    `first` is the position of the channel's first message; `speaker` ≥ 0, equal for the same person (an
    unknown author is nobody's equal); `seconds` on any clock, NaN where there is none; `texts` a string array,
    null for no words; `names` has the speakers' names (people beyond its end have none). `told` is the parent
    that the history itself states, −1 where it states none. `tagged` and `tagged_speaker` list explicit mentions:
    message, person. `ahead` is false where each message is judged as if it were its channel's last.
    """

    first: Int64s
    speaker: Int32s
    seconds: Doubles
    texts: pa.Array
    names: tuple[str, ...]
    told: Int64s
    tagged: Int64s = field(default_factory=lambda: _NOBODY)
    tagged_speaker: Int64s = field(default_factory=lambda: _NOBODY)
    ahead: bool = True

    def __len__(self) -> int:
        return len(self.speaker)

    @cached_property
    def faces(self) -> tuple[Int64s, Int64s]:
        """For each message, its author's message before and after it in the channel, −1 where there is none."""
        n = len(self)
        order = np.lexsort((np.arange(n), self.speaker, self.first))
        same = (self.speaker[order[1:]] == self.speaker[order[:-1]]) & (self.first[order[1:]] == self.first[order[:-1]])
        before, after = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
        before[order[1:][same]] = order[:-1][same]
        after[order[:-1][same]] = order[1:][same]
        return before, after

    @cached_property
    def spoken(self) -> Int64s:
        """How many messages each message's author sent in the channel before it."""
        n = len(self)
        order = np.lexsort((np.arange(n), self.speaker, self.first))
        new = np.ones(n, np.bool_)
        new[1:] = (self.speaker[order[1:]] != self.speaker[order[:-1]]) | (
            self.first[order[1:]] != self.first[order[:-1]]
        )
        place = np.arange(n)
        out = np.empty(n, np.int64)
        out[order] = place - np.maximum.accumulate(np.where(new, place, 0))
        return out

    @cached_property
    def tempo(self) -> Doubles:
        """The channel's own tempo at each message: the median gap in seconds of its timed messages, ≥ 1; NaN
        where none is timed. One number a channel.
        """
        return _tempo(self.first, self.seconds)


def _tempo(first: Int64s, seconds: Doubles) -> Doubles:
    n = len(first)
    gap = np.full(n, np.nan)
    gap[1:] = np.where(first[1:] == first[:-1], np.maximum(seconds[1:] - seconds[:-1], 0), np.nan)
    known = np.flatnonzero(~np.isnan(gap))
    out = np.full(n, np.nan)
    if not len(known):
        return out
    order = known[np.lexsort((gap[known], first[known]))]
    edge = np.flatnonzero(np.concatenate(([True], first[order[1:]] != first[order[:-1]])))
    count = np.diff(np.append(edge, len(order)))
    middle = np.maximum(gap[order[edge + count // 2]], 1.0)
    slot = np.searchsorted(first[order[edge]], first)
    found = (slot < len(edge)) & (first[order[edge]][np.minimum(slot, len(edge) - 1)] == first)
    out[found] = middle[slot[found]]
    return out


def from_rows(
    rows: Rows, told_child: Int64s, told_parent: Int64s, tagged: Int64s, tagged_person: Int64s
) -> "tuple[Talk, Int64s]":
    """The sent rows as a talk, and the row of each of its messages.

    `told_child` answers `told_parent` (rows; the first of several counts); `tagged` row names `tagged_person`.
    """
    row = np.flatnonzero(~rows.is_event)
    place = np.full(len(rows) + 1, -1, np.int64)
    place[row] = np.arange(len(row))
    channel = rows.channel[row]
    edge = np.flatnonzero(np.concatenate(([True], channel[1:] != channel[:-1]))) if len(row) else np.empty(0, np.int64)
    first = np.repeat(edge, np.diff(np.append(edge, len(row))))
    speaker = rows.person[row].copy()
    unknown = speaker < 0
    speaker[unknown] = len(rows.people) + np.arange(int(unknown.sum()))
    at = rows.at[row]
    seconds = np.where(at == NO_TIME, np.nan, at / 1e6)
    texts = rows.table["text"].take(pa.array(row)).combine_chunks()
    if isinstance(texts, pa.ChunkedArray):
        texts = pa.concat_arrays(texts.chunks) if texts.num_chunks else pa.array([], pa.string())
    told = np.full(len(row), -1, np.int64)
    inside = (place[told_child] >= 0) & (place[told_parent] >= 0)
    told[place[told_child[inside]][::-1]] = place[told_parent[inside]][::-1]
    sent = place[tagged] >= 0
    names = tuple(person.name for person in rows.people)
    return Talk(first, speaker, seconds, texts, names, told, place[tagged[sent]], tagged_person[sent]), row
