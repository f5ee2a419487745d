"""Chats are told apart by their id: two of one name are two, and one that was renamed is one."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.records.codes import codes

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

_FEW: Final = 1 << 22
"""Combinations up to which counting beats sorting."""


def told_apart(table: pa.Table) -> pa.Table:
    """The message table with the column `channel` naming each chat by itself.

    A chat is its id on its carrier. The first of a name keeps it, the next is "name (2)"; one that bears several
    names bears the last. Rows without an id keep their name, and belong to the chat that has it. A table that
    is already so comes back as it is.
    """
    ids, known = codes(table["channel_id"])
    if not known:
        return table
    names, shown = codes(table["channel"])
    carriers, tools = codes(table["carrier"])
    if len(known) == 1 and len(shown) == 1 and len(tools) <= 1:
        return table
    chat = (carriers.astype(np.int64) + 1) * (len(known) + 1) + ids + 1
    has_id = ids >= 0
    pairs = _present(np.where(has_id, chat * (len(shown) + 1) + names + 1, 0))
    chats, name = np.divmod(pairs[pairs > 0], len(shown) + 1)
    if len(np.unique(chats)) == len(chats) and len(np.unique(name)) == len(name):
        return table
    last = _last_name(chat[has_id], names[has_id])
    order = sorted(last, key=lambda one: last[one][1])
    taken = {shown[code] for code in np.unique(names[~has_id & (names >= 0)]).tolist()}
    given: dict[int, str] = {}
    used: set[str] = set()
    for one in order:
        code = last[one][0]
        base = shown[code] if code >= 0 else known[one % (len(known) + 1) - 1]
        title, number = base, 1
        while title in used or (number > 1 and title in taken):
            number += 1
            title = f"{base} ({number})"
        used.add(title)
        given[one] = title
    return _renamed(table, np.where(has_id, chat, 0), names, given, shown)


def _renamed(table: pa.Table, chat: Int64s, names: Int32s, given: dict[int, str], shown: list[str]) -> pa.Table:
    """With the names given to chats; rows of no chat (0) keep theirs. The words stand in the order of first sight."""
    key = np.where(chat > 0, chat, -names.astype(np.int64) - 1)
    every, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    words: dict[str, int] = {}
    place = np.full(len(every), -1, np.int32)
    for at in np.argsort(first).tolist():
        one = int(every[at])
        word = given[one] if one > 0 else shown[-one - 1] if one < 0 else None
        if word is not None:
            place[at] = words.setdefault(word, len(words))
    new = place[inverse]
    column = pa.DictionaryArray.from_arrays(pa.array(new, mask=new < 0), pa.array(list(words), pa.string()))
    at = table.schema.get_field_index("channel")
    return table.set_column(at, table.schema.field(at), pa.chunked_array([column]))


def _present(keys: Int64s) -> Int64s:
    if len(keys) and int(keys.max()) < _FEW:
        return np.flatnonzero(np.bincount(keys))
    return np.unique(keys)


def _last_name(chat: Int64s, names: Int32s) -> dict[int, tuple[int, int]]:
    """Chat → (code of the last name that it bears, row of its first sight)."""
    every, first = np.unique(chat, return_index=True)
    _every, last = np.unique(chat[::-1], return_index=True)
    codes_ = names[::-1][last]
    return {int(one): (int(code), int(row)) for one, code, row in zip(every, codes_, first)}
