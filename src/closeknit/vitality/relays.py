"""Gives relayed messages back to the people who wrote them.

A bridge between two rooms speaks with one account for everybody on the other side: `<nick> words`. Unless
they are told apart, a living room looks like one author. To be done before answers are linked.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.people import Face, Person
from closeknit.records.rows import Rows
from closeknit.vitality.set_aside import RELAYED, find_relays

_NICK = r"<(?P<nick>[^<>\n]{1,40})> "


def unbridge(rows: Rows) -> Rows:
    """The same rows, those that a relay passed on standing under a person of their own for each nick.

    The text keeps its `<nick> `. People gain the nicks seen, named as they stand there, with a face of the
    relay's carrier. Rows come back unchanged, the same object, where nothing is relayed.
    """
    relays = find_relays(rows)
    if not relays:
        return rows
    chosen = np.zeros(len(rows.people) + 1, np.bool_)
    chosen[list(relays)] = True
    index = np.flatnonzero(chosen[rows.person] & ~rows.is_event)
    text = rows.texts(index)
    hit = np.asarray(pc.match_substring_regex(text, RELAYED).to_numpy(), np.bool_)
    index = index[hit]
    nick = pc.struct_field(pc.extract_regex(text.filter(pa.array(hit)), _NICK), "nick")
    encoded = pc.utf8_trim_whitespace(nick).combine_chunks().dictionary_encode()
    taken = {person.name for person in rows.people}
    fresh = []
    for name in encoded.dictionary.to_pylist():
        carrier = rows.people[relays[0]].faces[0].carrier
        unique, again = name, 1
        while unique in taken:
            again += 1
            unique = f"{name} ({again})"
        taken.add(unique)
        fresh.append(Person(unique, (Face(carrier, f"relayed:{name}", name),)))
    person = rows.person.copy()
    person[index] = len(rows.people) + np.asarray(encoded.indices.to_numpy(), np.int32)
    return replace(rows, people=(*rows.people, *fresh), person=person)
