"""Who is addressed with an @: by WhatsApp's own mark-up, else by name."""

import re
from typing import Final

import pyarrow as pa

from closeknit.carriers.whatsapp.names import phone_digits
from closeknit.records.history import History
from closeknit.records.naming import resolve_names

MARKED: Final = re.compile(r"@\u2068~?[\s\u202f]?([^\u2069\n]{1,120})\u2069|(?<![\w@])@\+?(\d{7,15})(?!\w)")
"""What the app itself writes for a mention: the name between isolates, or the bare telephone number."""

STRANGER: Final = re.compile(r"@\u2068~[\s\u202f]?")
"""A mention of somebody who is not in the contacts; the sign is no part of the name."""


def marked_mentions(body: str) -> list[str]:
    """Names and numbers mentioned by mark-up in a body whose direction marks are still in it."""
    return list(dict.fromkeys(name.strip() or number for name, number in MARKED.findall(body)))


def resolve_mentions(history: History) -> History:
    """Numbers become the names of the senders who show that number; then `@name` is resolved."""
    table = history.messages
    names = table["author"].unify_dictionaries()
    shown = names.chunk(0).dictionary.to_pylist() if names.num_chunks else []
    by_number = {digits: name for name in shown if (digits := phone_digits(name))}
    if by_number:
        chunks = [_renamed(chunk, by_number) for chunk in table["mentions"].chunks]
        place = table.schema.get_field_index("mentions")
        column = pa.chunked_array(chunks, table.schema.field("mentions").type)
        history = History(
            table.set_column(place, table.schema.field("mentions"), column), history.issues, history.paths
        )
    return resolve_names(history)


def _renamed(chunk: pa.ListArray, by_number: dict[str, str]) -> pa.ListArray:
    lists = chunk.drop_null()
    if not len(lists):
        return chunk
    values = pa.array([by_number.get(value, value) for value in lists.flatten().to_pylist()], pa.string())
    lengths = pa.array([len(given) for given in lists.to_pylist()], pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pa.compute.cumulative_sum(lengths)])
    filled = pa.ListArray.from_arrays(offsets, values)
    there = pa.compute.subtract(pa.compute.cumulative_sum(chunk.is_valid().cast(pa.int64())), 1)
    return filled.take(pa.compute.if_else(chunk.is_valid(), there, pa.scalar(None, pa.int64())))
