"""Who runs the group: told, from what only those in charge can do, or inferred from deeds.

Never from volume: who writes most is not therefore in charge. Where nothing shows it the ground is
"unknown", and the measures that need an organiser take the busiest person and say so.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow.compute as pc

from closeknit.records.people import as_typed
from closeknit.records.rows import KIND_CODES, Rows, equal_to
from closeknit.vitality.subject import Bools

TO_ALL: Final = r"@(?:所有人|全体成员|全體成員|全员|全員|all\b|everyone\b|channel\b|here\b)"
"""How the chat tools write a call to everybody; most let only those in charge do it."""

_ENOUGH: Final = 3  # deeds before a person is held for an organiser by them; our choice
_CHARGE: Final = ("pin", "announcement", "settings", "title", "group-created", "create")


def find_organisers(rows: Rows, told: Sequence[str]) -> tuple[tuple[int, ...], str, tuple[str, ...]]:
    """The organisers (indices into `rows.people`), the ground, and the names told that do not occur.

    `told` are shown names, ids, or labels (`carrier:id`), which mean one face and no other.
    """
    if told:
        found, absent = _told(rows, told)
        return found, "told" if found else "unknown", absent
    for ground, deeds in (("roles", _announced(rows)), ("inferred", _called_everybody(rows))):
        who = rows.person[deeds & rows.is_human | _charged(rows)] if ground == "roles" else rows.person[deeds]
        counts = np.bincount(who[who >= 0], minlength=len(rows.people))
        # Half of the most: two who share the work are both found, one slip of a third is not.
        floor = max(_ENOUGH, counts.max(initial=0) / 2)
        people = np.flatnonzero(counts >= floor)
        if len(people):
            return tuple(people.tolist()), ground, ()
    return (), "unknown", ()


def _told(rows: Rows, told: Sequence[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    wanted = {as_typed(name): name for name in told}
    found: dict[str, list[int]] = {}
    for index, person in enumerate(rows.people):
        for key in person.called() & wanted.keys():
            found.setdefault(key, []).append(index)
    people = sorted({index for group in found.values() for index in group})
    return tuple(people), tuple(name for key, name in wanted.items() if key not in found)


def _announced(rows: Rows) -> Bools:
    return np.asarray(rows.kind == KIND_CODES["announcement"])


def _charged(rows: Rows) -> Bools:
    mask = np.zeros(len(rows), np.bool_)
    if rows.is_event.any():
        for event in _CHARGE:
            mask |= equal_to(rows.table["event"], event)
    return mask & (rows.person >= 0)


def _called_everybody(rows: Rows) -> Bools:
    found = pc.match_substring_regex(rows.table["text"], TO_ALL, ignore_case=True)
    return np.asarray(found.fill_null(False).to_numpy()) & rows.is_human
