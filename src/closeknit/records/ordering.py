"""The order of rows: oldest first within each chat, as every reader after the carriers expects it."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.records.codes import codes
from closeknit.records.history import History

Int64s = npt.NDArray[np.int64]


def steps(messages: pa.Table) -> tuple[int, int]:
    """Steps back and forth in time between neighbouring rows of one chat."""
    timed = messages.select(["sent_at", "channel"]).drop_null()
    at = timed["sent_at"].combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False)
    chat, _names = codes(timed["channel"])
    same = np.asarray(chat[1:] == chat[:-1])
    step = np.diff(at)[same] if len(at) > 1 else np.empty(0, np.int64)
    return int((step < 0).sum()), int((step > 0).sum())


def oldest_first(history: History) -> History:
    """The rows as they stand, turned round where the source put the newest first: where more steps lead back."""
    backwards, forwards = steps(history.messages)
    return history if backwards <= forwards else taken(history, np.arange(len(history.messages))[::-1])


def by_chat_and_time(history: History) -> History:
    """The rows chat by chat, in the order in which the chats first appear, and by time within each.

    For sources whose own order means nothing. Equal times keep the order of the source, and a row without a
    time stays behind the row of its chat that stood before it.
    """
    table = history.messages
    by_id, _ids = codes(table["channel_id"])
    by_name, names = codes(table["channel"])
    _chats, first, place = np.unique(
        by_id.astype(np.int64) * (len(names) + 1) + by_name, return_index=True, return_inverse=True
    )
    chat = np.argsort(np.argsort(first))[place]
    together = np.argsort(chat, kind="stable")
    stamps = table["sent_at"].combine_chunks().cast(pa.int64()).take(pa.array(together))
    known = stamps.is_valid().to_numpy(zero_copy_only=False)
    begins = np.diff(chat[together], prepend=-1) != 0
    last = np.maximum.accumulate(np.where(known | begins, np.arange(len(together)), 0))
    at = stamps.fill_null(0).to_numpy(zero_copy_only=False)[last]
    order = together[np.lexsort((at, chat[together]))]
    return history if (np.diff(order) == 1).all() else taken(history, order)


def taken(history: History, rows: Int64s) -> History:
    """The history with these rows, in this order."""
    return history.with_messages(history.messages.take(pa.array(rows)))
