"""Forgets people: their words go out of every file, of the log and of earlier versions, and do not come back.

The tables are written afresh in new folders, which take the place of the old ones in one step; those are then removed
with all that was in them. What remains of a person is a salted hash of each face.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.archive import Archive
from closeknit.archive.datafile import write_file
from closeknit.archive.faces import Crowd, KnownFace, faces_beside, known_faces
from closeknit.archive.forgotten import Emptying, Forgotten, hidden_chat
from closeknit.archive.forwards import chosen as chosen_lines
from closeknit.archive.forwards import roots
from closeknit.archive.lock import writing
from closeknit.archive.operations import Operation
from closeknit.archive.papers import members_without, paper_mark, records_without
from closeknit.archive.persons import Persons, read_persons, write_persons
from closeknit.archive.schema import INNER, MEMBERS, MESSAGES
from closeknit.archive.table import KeptTable
from closeknit.records.enrolment import ON_PAPER, same_name


def forget(archive: Archive, people: Iterable[str], *, at: str, every: bool = False) -> Operation:
    """Remove the words of these people for good. Gives what was done; `rows` are how many lost their words.

    Somebody whose faces were joined is forgotten with all of them, by the name of the person.

    Other people's words stay, but for what they quote, pass on or call by an @. Raises BadOption for a person
    whom nobody or several answer to.
    """
    done: list[Operation] = []

    def afresh(now: Archive, number: int) -> Sequence[str]:
        crowd = Crowd(known_faces(now), faces_beside(now))
        persons = read_persons(now.folder)
        words = [label for person in people for label in _faces_of(persons, person, crowd.faces)]
        chosen = {face.label: face for word in words for face in crowd.choose(word, every=every)}
        if persons.people or persons.apart:
            write_persons(now.folder, persons.without(chosen.keys()))
        marks = _marks(now, chosen, crowd.faces)
        emptying = Emptying(Forgotten(now.marker.salt, {*now.marker.forgotten, *marks}))
        for face in chosen.values():
            emptying.names |= {*face.names, *([face.id] if face.id else [])}
        done.append(_Afresh(now, number, emptying).write(at))
        return marks

    with writing(archive.folder):
        archive.swap(afresh, at=at)
    return done[0]


class _Afresh:
    """All tables of an archive written again in folders of another number, without those whom `emptying` knows."""

    def __init__(self, archive: Archive, number: int, emptying: Emptying) -> None:
        self._archive, self._number, self._emptying = archive, number, emptying
        self._theirs: defaultdict[str, set[str]] = defaultdict(set)
        """Chat → ids of their messages: what these passed on goes with them."""

    def write(self, at: str) -> Operation:
        """Write them; what was done."""
        archive, emptying = self._archive, self._emptying
        rows = removed = 0
        for file in archive.files():
            table = archive.table.read(file)
            rows += emptying.look(table)
            mine = table["id"].filter(pa.array(emptying.forgotten.owns(table)))
            self._theirs[file.chat] |= {*mine.to_pylist()} - {None}
        inner = archive.beside.tables.get(INNER.name)
        removed = sum(emptying.look(inner.read(file)) for file in inner.files.values()) if inner else 0
        n = archive.operations[-1].n + 1
        folder = archive.folder / f"{MESSAGES.name}-{self._number}"
        files = [
            write_file(folder, MESSAGES, file.key, emptying.empty(archive.table.read(file)), f"{n:06d}")
            for file in archive.files()
        ]
        for kept in archive.beside.tables.values():
            removed += self._beside(kept, n, at)
        before = tuple(_without_names(operation, emptying) for operation in archive.operations)
        tables = dict.fromkeys(archive.beside.tables, 0)
        operation = Operation(n, "forget", at, rows=rows, removed=removed, tables=tables, before=before)
        KeptTable.make(folder, operation, files)
        return operation

    def _beside(self, kept: KeptTable, n: int, at: str) -> int:
        """Write one of the tables beside the messages; how many rows went."""
        folder, gone = self._archive.folder / f"{kept.kind.name}-{self._number}", 0
        files = []
        for file in kept.files.values():
            table = kept.read(file)
            left = self._without(kept, file.chat, table)
            gone += len(table) - len(left)
            if len(left):
                files.append(write_file(folder, kept.kind, file.key, left, f"{n:06d}"))
        KeptTable.make(folder, Operation(n, "forget", at), files, kept.kind)
        return gone

    def _without(self, kept: KeptTable, chat: str, table: pa.Table) -> pa.Table:
        if kept.kind is INNER:
            table = self._emptying.empty(table)
            return chosen_lines(table, roots(table) - self._theirs[chat])
        cut = members_without if kept.kind is MEMBERS else records_without
        left = cut(table, self._emptying)
        entries = left["entry"].value_counts().to_pylist()
        had = {one["values"]: one["counts"] for one in table["entry"].value_counts().to_pylist()}
        whole = [one["values"] for one in entries if one["counts"] == had[one["values"]]]
        return left.filter(pc.is_in(left["entry"], pa.array(whole, pa.int64())))  # no state without the others


def _faces_of(persons: Persons, person: str, faces: Sequence[KnownFace]) -> list[str]:
    """The labels of a person whose faces were joined; of anybody else what was given."""
    known = {face.label for face in faces}
    return [label for label in persons.labels(person) if label in known] or [person]


def _marks(archive: Archive, chosen: Mapping[str, KnownFace], faces: Sequence[KnownFace]) -> list[str]:
    """Hashes of the ids, and of the names that nobody else shows: other exports of the chat may have names only, and
    a roster may come later."""
    forgotten = Forgotten(archive.marker.salt, ())
    others = {(face.carrier, name) for face in faces if face.label not in chosen for name in face.names}
    on_paper = {same_name(name) for _carrier, name in others}
    marks = []
    for face in chosen.values():
        ids = {word for word in (face.id, *face.ids) if word}
        if face.carrier != ON_PAPER:
            words = ids | {name for name in face.names if (face.carrier, name) not in others}
            marks += [forgotten.mark(face.carrier, word) for word in words]
        alone = {name for name in face.names if same_name(name) not in on_paper}
        marks += [paper_mark(forgotten, word) for word in ids | alone]
    return marks


def _without_names(operation: Operation, emptying: Emptying) -> Operation:
    """The log's line without the names in chats, files and settings."""
    return msgspec.structs.replace(
        operation,
        files=tuple(msgspec.structs.replace(f, path=emptying.hidden(f.path)) for f in operation.files),
        chats=tuple(hidden_chat(part, emptying) for part in operation.chats),
        settings=emptying.hidden(operation.settings),
        tables={},
    )
