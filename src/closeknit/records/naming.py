"""Names in the words of a chat, tied to the people who wrote in it: for logs that mark nobody by an id."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.columns import replaced
from closeknit.records.history import History
from closeknit.records.message import EVENTS

_MOST_SIGNS: Final = 64
"""Signs looked at in one message: nobody addresses more, and hostile text stays cheap."""
_LONGEST_NAME: Final = 80


def resolve_names(history: History) -> History:
    """Fill `mentions` from `@name`, and `author_id` of event rows from their author's name.

    A name counts where somebody wrote under it in the same chat; the longest one that fits is taken, and the
    last to bear it where two did. Rows that already have mentions or an author id stay as they are.
    """
    table = history.messages
    if not len(table):
        return history
    is_event = pc.is_in(table["kind"].cast(pa.string()), pa.array(EVENTS))
    signed = pc.and_(pc.match_substring(table["text"], "@").fill_null(False), table["mentions"].is_null())
    signed = _rows(pc.and_(signed, pc.invert(is_event)))
    unnamed = _rows(pc.and_(is_event, pc.and_(table["author"].is_valid(), table["author_id"].is_null())))
    if not len(signed) and not len(unnamed):
        return history
    names = _names(table.select(["channel", "author", "author_id"]).filter(pc.invert(is_event)))
    found: dict[int, list[str]] = {}
    few = table.select(["channel", "text"]).take(signed).to_pydict()
    lengths = {channel: sorted({len(name) for name in known}, reverse=True) for channel, known in names.items()}
    for row, channel, text in zip(signed.to_pylist(), few["channel"], few["text"]):
        if mentioned := _mentioned(text, names.get(channel, {}), lengths.get(channel, [])):
            found[row] = mentioned
    if found:
        table = replaced(table, "mentions", found)
    few = table.select(["channel", "author"]).take(unnamed).to_pydict()
    ids = {
        row: known
        for row, channel, author in zip(unnamed.to_pylist(), few["channel"], few["author"])
        if (known := names.get(channel, {}).get(author)) is not None and known != author
    }
    if ids:
        table = replaced(table, "author_id", ids)
    return history.with_messages(table)


def _rows(mask: pa.ChunkedArray) -> pa.Array:
    return pa.array(np.flatnonzero(mask.combine_chunks().to_numpy(zero_copy_only=False)))


def _names(messages: pa.Table) -> dict[str | None, dict[str, str]]:
    """Chat → name of each sender → their id, the name itself where there is none."""
    columns = [messages[name].cast(pa.string()) for name in ("channel", "author", "author_id")]
    numbered = pa.table([*columns, pa.array(np.arange(len(messages)))], names=["channel", "author", "id", "row"])
    groups = numbered.group_by(["channel", "author", "id"]).aggregate([("row", "max")]).sort_by("row_max")
    out: dict[str | None, dict[str, str]] = {}
    for channel, author, ident in zip(*(groups[name].to_pylist() for name in ("channel", "author", "id"))):
        if author and len(author) <= _LONGEST_NAME:
            out.setdefault(channel, {})[author] = ident or author
    return out


def _mentioned(text: str, names: Mapping[str, str], lengths: list[int]) -> list[str]:
    found: dict[str, None] = {}
    for at in islice(_signs(text), _MOST_SIGNS):
        for length in lengths:
            name = text[at : at + length]
            if name in names and not (_joins(name[-1:]) and _joins(text[at + length : at + length + 1])):
                found[names[name]] = None
                break
    return list(found)


def _signs(text: str) -> Iterator[int]:
    """The places behind each @ that begins a word; the one of an e-mail address does not."""
    at = text.find("@")
    while at >= 0:
        if not at or not _joins(text[at - 1]):
            yield at + 1
        at = text.find("@", at + 1)


def _joins(sign: str) -> bool:
    """Whether a letter of this kind goes on in the next one; Chinese is written without spaces."""
    return sign.isascii() and sign.isalnum()
