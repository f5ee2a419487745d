"""Whose words may not stand in the archive, known by salted hashes only; and how their rows are emptied.

A row of theirs stays, as a deleted one without author, name and words, so that answers still point somewhere.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.operations import ChatPart
from closeknit.archive.schema import KEPT, Bools, plain, with_column
from closeknit.records.codes import codes
from closeknit.records.message import EVENTS

PLACE: Final = "…"
"""What stands where a name stood."""
_EMPTIED: Final = (
    "author", "author_id", "text", "quoted", "quoted_author", "quoted_at", "mentions", "forwarded_from", "reactions",
)  # fmt: skip


class Forgotten:
    """The faces to be forgotten. `salt` is the archive's, `hashes` are those of `mark`."""

    def __init__(self, salt: str, hashes: Iterable[str]) -> None:
        self._salt = bytes.fromhex(salt)
        self.hashes = frozenset(hashes)

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def mark(self, carrier: str, face: str) -> str:
        """The salted hash of an id, or of a name, on a carrier."""
        return hmac.new(self._salt, f"{carrier}\0{face}".encode(), hashlib.sha256).hexdigest()

    def with_marks(self, marks: Iterable[str]) -> "Forgotten":
        """These and further faces."""
        return Forgotten(self._salt.hex(), {*self.hashes, *marks})

    def knows(self, carrier: str, face: str | None) -> bool:
        """Whether a face is to be forgotten."""
        return face is not None and self.mark(carrier, face) in self.hashes

    def owns(self, table: pa.Table) -> Bools:
        """Rows of these faces: by id, and by name where a row has no id."""
        out = np.zeros(len(table), np.bool_)
        carrier, carriers = codes(table["carrier"])
        ids, id_words = codes(table["author_id"])
        names, name_words = codes(table["author"])
        for number, slug in enumerate(carriers):
            by_id = np.array([self.knows(slug, word) for word in id_words] + [False])
            by_name = np.array([self.knows(slug, word) for word in name_words] + [False])
            out |= (carrier == number) & np.where(ids >= 0, by_id[ids], by_name[names])
        return out


class Emptying:
    """Empties the rows of the forgotten, and takes what others' rows hold of them: quotes, mentions, names.

    `said`: texts that they are known to have written; `names`: what they were called; `answered`: (carrier, id)
    of their messages. All three grow by what `look` sees, so look at everything before emptying anything.
    """

    def __init__(self, forgotten: Forgotten) -> None:
        self.forgotten = forgotten
        self.said: set[str] = set()
        self.names: set[str] = set()
        self.ids: set[str] = set()

    def look(self, table: pa.Table) -> int:
        """Learn from the rows of the forgotten; how many they are."""
        theirs = self.forgotten.owns(table)
        if not theirs.any():
            return 0
        some = table.filter(pa.array(theirs))
        self.names |= {*some["author"].unique().to_pylist(), *some["author_id"].unique().to_pylist()} - {None}
        self.ids |= {*some["id"].to_pylist()} - {None}
        self.said |= {text for text in some["text"].to_pylist() if text}
        return int(theirs.sum())

    def empty(self, table: pa.Table) -> pa.Table:
        """The table without their words; former states of their messages go altogether."""
        self.__dict__.pop("_sorted", None)
        theirs = self.forgotten.owns(table)
        carrier = (plain(table, "carrier").drop_null().unique().to_pylist() or [""])[0]
        table = self._others(table, theirs, carrier)
        if theirs.any():
            table = _emptied(table, theirs)
            if "replaced_by" in table.schema.names:
                former = np.asarray(table["replaced_by"].is_valid().combine_chunks().to_numpy(zero_copy_only=False))
                table = table.filter(pa.array(~(theirs & former)))
        return table

    def shown(self, carrier: str, word: str) -> str | None:
        """The name or id of a chat without theirs in it; None where it is nothing but theirs."""
        return None if self.forgotten.knows(carrier, word) or word in self.names else self.hidden(word)

    def hidden(self, words: str) -> str:
        """Words with their names (of two characters and more) taken out."""
        for name in self._longest():
            words = words.replace(name, PLACE)
        return words

    def _longest(self) -> list[str]:
        return sorted((name for name in self.names if len(name) > 1), key=len, reverse=True)

    def _others(self, table: pa.Table, theirs: Bools, carrier: str) -> pa.Table:
        """What the rows of others hold of them."""
        knows: Mapping[str | None, bool] = _Asked(self, carrier)
        quoted = self._quoted(table, knows)
        table = _without(table, ("quoted", "quoted_author", "quoted_at"), quoted)
        passed_on = np.array([knows[name] for name in table["forwarded_from"].to_pylist()], np.bool_)
        table = _without(table, ("text", "forwarded_from"), passed_on)
        table = _replaced(table, "mentions", lambda value: [name for name in value if not knows[name]] or None)
        table = _replaced(
            table, "reactions", lambda value: [{**r, "by": [b for b in r["by"] or () if not knows[b]]} for r in value]
        )
        for name in ("channel", "channel_id", "thread"):
            column, words = codes(table[name])
            shown = [None if word in self.said else self.shown(carrier, word) for word in words]
            if shown != words:
                value = pa.array(shown, pa.string()).take(pa.array(column, mask=column < 0))
                table = with_column(table, name, value.dictionary_encode())
        return self._named(table, theirs)

    def _quoted(self, table: pa.Table, knows: Mapping[str | None, bool]) -> Bools:
        out = np.zeros(len(table), np.bool_)
        if table["quoted"].null_count == len(table) and table["quoted_author"].null_count == len(table):
            return out
        columns = [table[name].to_pylist() for name in ("quoted", "quoted_author", "reply_to")]
        for row, (words, author, target) in enumerate(zip(*columns, strict=True)):
            if words is None and author is None:
                continue
            out[row] = knows[author] or target in self.ids or (words is not None and self._wrote(words))
        return out

    def _wrote(self, words: str) -> bool:
        """Whether a quote is of something that they wrote; tools cut quotes short."""
        from bisect import bisect_left

        if words in self.said:
            return True
        start = words.rstrip("….").rstrip()
        place = bisect_left(self._sorted, start)
        return len(start) >= 4 and place < len(self._sorted) and self._sorted[place].startswith(start)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.said)

    def _named(self, table: pa.Table, theirs: Bools) -> pa.Table:
        """Names that were called with an @, and names in the chat's own notices."""
        texts = plain(table, "text")
        called = texts
        for name in sorted(self.names, key=len, reverse=True):
            called = pc.replace_substring(called, f"@{name}", f"@{PLACE}")
        notices = called
        for name in self._longest():
            notices = pc.replace_substring(notices, name, PLACE)
        event = pc.is_in(plain(table, "kind"), pa.array(EVENTS))
        return with_column(table, "text", pc.if_else(event, notices, called)) if self.names else table


def hidden_chat(part: ChatPart, emptying: Emptying) -> ChatPart:
    """A chat's entry in the log without the names of the forgotten, found again by a salted hash."""
    shown = {word: emptying.shown(part.carrier, word) for word in (part.id, part.name) if word is not None}
    marks = [emptying.forgotten.mark(part.carrier, word) for word, now in shown.items() if now != word]
    return msgspec.structs.replace(
        part,
        id=shown[part.id] if part.id is not None else None,
        name=shown[part.name] if part.name is not None else None,
        marks=(*part.marks, *marks),
    )


class _Asked(dict[str | None, bool]):
    """Whether a name or id is one of the forgotten, asked once each."""

    def __init__(self, emptying: Emptying, carrier: str) -> None:
        super().__init__({None: False})
        self._emptying, self._carrier = emptying, carrier

    def __missing__(self, face: str | None) -> bool:
        known = face in self._emptying.names or self._emptying.forgotten.knows(self._carrier, face)
        self[face] = known
        return known


def _emptied(table: pa.Table, theirs: Bools) -> pa.Table:
    table = _without(table, _EMPTIED, theirs)
    kind = plain(table, "kind")
    sent = pc.and_(pc.invert(pc.is_in(kind, pa.array(EVENTS))), pa.array(theirs))
    table = with_column(table, "kind", pc.if_else(sent, "other", kind).dictionary_encode())
    deleted = pc.or_(table["is_deleted"].combine_chunks().fill_null(False), sent)
    table = with_column(table, "is_deleted", deleted)
    if "forgotten" in table.schema.names:
        table = with_column(
            table, "forgotten", pc.or_(table["forgotten"].combine_chunks().fill_null(False), pa.array(theirs))
        )
    return table


def _without(table: pa.Table, names: Iterable[str], rows: Bools) -> pa.Table:
    """The columns null in those rows."""
    if rows.any():
        kept = pa.array(np.arange(len(table)), mask=rows)
        for name in names:
            table = with_column(table, name, _whole(table, name).take(kept))
    return table


def _replaced(table: pa.Table, name: str, change: Any) -> pa.Table:
    if table[name].null_count == len(table):
        return table
    values = [None if value is None else change(value) for value in table[name].to_pylist()]
    return with_column(table, name, pa.array(values, KEPT.field(name).type))


def _whole(table: pa.Table, name: str) -> pa.Array:
    column = table[name]
    column = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column
    return column.combine_chunks()
