"""What is read of an archive's tables: months one after the other, each chat under its latest name."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from closeknit.archive.datafile import DataFile
from closeknit.archive.operations import Chat
from closeknit.archive.schema import NO_MONTH, in_force, with_column
from closeknit.archive.table import KeptTable
from closeknit.records.message import MESSAGE


def by_month(table: KeptTable) -> list[DataFile]:
    """The data files by chat and month; what has no time comes first."""
    return sorted(table.files.values(), key=lambda f: (f.chat, f.month != NO_MONTH, f.month))


def messages_of(table: pa.Table, columns: Sequence[str], chat: Chat | None) -> pa.Table:
    """The messages in force of a data file, or some columns of them, their chat under its latest name and id."""
    messages = in_force(table).select(columns)
    if chat is None:
        return messages
    for name, words in (("channel", chat.names), ("channel_id", chat.ids)):
        if name not in columns:
            continue
        zeros = pa.array(np.zeros(len(messages), np.int32))
        column = (
            pa.DictionaryArray.from_arrays(zeros, pa.array([words[-1]], pa.string()))
            if words
            else pa.nulls(len(messages), MESSAGE.field(name).type)
        )
        messages = with_column(messages, name, column)
    return messages
