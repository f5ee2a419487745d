"""What the model reads: the sent messages of one or more channels as columns, in the order of the log."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.answers.joins import in_order
from closeknit.records.rows import NO_TIME, Rows

Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]

_NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True)
class Talk:
    """One element a message, channel after channel.

    `first` is the position of the channel's first message; `speaker` ≥ 0, equal for the same person (an
    unknown author is nobody's equal); `seconds` on any clock, NaN where there is none; `texts` a string array,
    null for no words, where message i stands at `place[i]` (ascending; at i where `place` is None); `names` has the
    speakers' names (people beyond its end have none). `told` is the parent that the history itself states, −1 where it
    states none. `tagged` and `tagged_speaker` list explicit mentions: message, person. `ahead` is false where each
    message is judged as if it were its channel's last.
    """

    first: Int64s
    speaker: Int32s
    seconds: Doubles
    texts: pa.Array | pa.ChunkedArray
    names: tuple[str, ...]
    told: Int64s
    tagged: Int64s = field(default_factory=lambda: _NOBODY)
    tagged_speaker: Int64s = field(default_factory=lambda: _NOBODY)
    ahead: bool = True
    place: Int64s | None = None

    def read(self, low: int, high: int) -> pa.Array:
        """The texts of the messages `low` … `high`."""
        if self.place is None:
            return _whole(self.texts.slice(low, high - low))
        place = self.place[low:high]
        start, end = int(place[0]), int(place[-1]) + 1
        part = _whole(self.texts.slice(start, end - start))
        return part if end - start == len(place) else part.take(pa.array(place - start))

    def __len__(self) -> int:
        return len(self.speaker)

    @cached_property
    def faces(self) -> tuple[Int64s, Int64s]:
        """For each message, its author's message before and after it in the channel, −1 where there is none."""
        n = len(self)
        order, same = self._by_speaker
        before, after = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
        before[order[1:][same]] = order[:-1][same]
        after[order[:-1][same]] = order[1:][same]
        return before, after

    @cached_property
    def spoken(self) -> Int64s:
        """How many messages each message's author sent in the channel before it."""
        n = len(self)
        order, same = self._by_speaker
        new = np.ones(n, np.bool_)
        new[1:] = ~same
        place = np.arange(n)
        out = np.empty(n, np.int64)
        out[order] = place - np.maximum.accumulate(np.where(new, place, 0))
        return out

    @cached_property
    def _by_speaker(self) -> tuple[Int64s, Bools]:
        """The messages by channel and speaker, in their order, and whether each but the first is by the one before."""
        key = self.first * np.int64(int(self.speaker.max(initial=0)) + 1) + self.speaker
        order = in_order(key)
        key = key[order]
        return order, key[1:] == key[:-1]

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
    out = np.full(n, np.nan)
    edge = np.flatnonzero(np.concatenate(([True], first[1:] != first[:-1]))) if n else np.empty(0, np.int64)
    for low, high in pairwise([*edge.tolist(), n]):
        known = gap[low:high][~np.isnan(gap[low:high])]
        if len(known):
            middle = len(known) // 2
            out[low:high] = max(np.partition(known, middle)[middle], 1.0)
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
    told = np.full(len(row), -1, np.int64)
    inside = (place[told_child] >= 0) & (place[told_parent] >= 0)
    told[place[told_child[inside]][::-1]] = place[told_parent[inside]][::-1]
    sent = place[tagged] >= 0
    names = tuple(person.name for person in rows.people)
    tags = place[tagged[sent]], tagged_person[sent]
    return Talk(first, speaker, seconds, rows.table["text"], names, told, *tags, place=row), row


def _whole(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
