"""The last steps on a table that was read: chats of its own, newest-first files turned round, names tied."""

import numpy as np
import pyarrow as pa

from closeknit.carriers.table.reading import TableRows
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.message import MESSAGE
from closeknit.records.naming import resolve_names
from closeknit.records.ordering import steps


def finished(builder: MessageBuilder, table: TableRows) -> History:
    """The history of one table.

    Where more than nine in ten steps lead back in time, the newest row stood first and the table is turned
    round; fewer such steps are counted as issues, and the rows keep their order.
    """
    history = builder.finish()
    messages = history.messages
    if table.channels:
        named = pa.array(table.channels, pa.string()).dictionary_encode()
        messages = messages.set_column(MESSAGE.get_field_index("channel"), MESSAGE.field("channel"), named)
    backwards, forwards = steps(messages)
    if backwards > 9 * forwards:
        messages = messages.take(pa.array(np.arange(len(messages))[::-1]))
    elif backwards:
        builder.issue(0, "clock-backwards", times=backwards)
    return resolve_names(History(messages, history.issues, history.paths))
