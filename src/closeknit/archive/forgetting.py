"""Forgets people: their words go out of every file, of the log and of earlier versions, and do not come back.

The table is written afresh in a new folder, which takes the place of the old one in one step; the old one is then
removed with all that was in it. What remains of a person is a salted hash of each face.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from closeknit.archive.archive import Archive
from closeknit.archive.forgotten import Emptying, Forgotten, hidden_chat
from closeknit.archive.lock import writing
from closeknit.archive.operations import Operation
from closeknit.archive.persons import Persons, read_persons, write_persons
from closeknit.archive.table import DataFile, MessageTable, write_file
from closeknit.errors import BadOption
from closeknit.language import _
from closeknit.records.codes import codes


@dataclass(slots=True)
class KnownFace:
    """One account in the archive: its id (or its name, where it has none) and all names that it showed."""

    carrier: str
    id: str | None
    names: set[str] = field(default_factory=set)

    @property
    def label(self) -> str:
        """As the user writes it to mean this one and no other."""
        return f"{self.carrier}:{self.id or next(iter(self.names))}"


def known_faces(archive: Archive) -> list[KnownFace]:
    """Every face that wrote anything, former states included."""
    found: dict[tuple[str, str | None, str | None], KnownFace] = {}
    for file in archive.files():
        table = archive.table.read(file, ("carrier", "author_id", "author"))
        columns = [codes(table[name]) for name in ("carrier", "author_id", "author")]
        triples = np.unique(np.stack([code for code, _words in columns]), axis=1).T.tolist()
        for triple in triples:
            carrier, id_, name = (
                words[c] if c >= 0 else None for c, (_code, words) in zip(triple, columns, strict=True)
            )
            if id_ is None and name is None:
                continue
            face = found.setdefault((carrier or "", id_, name if id_ is None else None), KnownFace(carrier or "", id_))
            if name is not None:
                face.names.add(name)
    return list(found.values())


def choose_faces(faces: Sequence[KnownFace], person: str, *, every: bool = False) -> list[KnownFace]:
    """The faces that a word means: `carrier:id`, an id, or a name that was shown.

    Raises BadOption where there is none, or several and not `every` one is meant.
    """
    exact = [face for face in faces if face.label == person]
    found = exact or [face for face in faces if person == face.id or person in face.names]
    if not found:
        raise BadOption(
            _("Nobody in the archive is called {name}.").format(name=person),
            _("Give a name as the chat shows it, or an id as in telegram:user123."),
        )
    if len(found) > 1 and not every:
        listed = "\n".join(f"  {face.label}  {'、'.join(sorted(face.names))}" for face in found[:40])
        raise BadOption(
            _("{n} accounts are called {name}:\n{listed}").format(n=len(found), name=person, listed=listed),
            _("Name those that are meant as they stand first in the line, or add --every."),
        )
    return found


def forget(archive: Archive, people: Iterable[str], *, at: str, every: bool = False) -> Operation:
    """Remove the words of these people for good. Gives what was done; `rows` are how many lost their words.

    Somebody whose faces were joined is forgotten with all of them, by the name of the person.

    Other people's words stay, but for what they quote, pass on or call by an @. Raises BadOption for a person
    whom nobody or several answer to.
    """
    done: list[Operation] = []

    def afresh(now: Archive, folder: Path) -> tuple[MessageTable, Sequence[str]]:
        faces = known_faces(now)
        persons = read_persons(now.folder)
        words = [label for person in people for label in _faces_of(persons, person, faces)]
        chosen = {face.label: face for word in words for face in choose_faces(faces, word, every=every)}
        if persons.people or persons.apart:
            write_persons(now.folder, persons.without(chosen.keys()))
        marks = _marks(now, list(chosen.values()), faces)
        emptying = Emptying(Forgotten(now.marker.salt, {*now.marker.forgotten, *marks}))
        for face in chosen.values():
            emptying.names |= {*face.names, *([face.id] if face.id else [])}
        rows = sum(emptying.look(now.table.read(file)) for file in now.files())
        last = now.operations[-1].n
        before = tuple(_without_names(operation, emptying) for operation in now.operations)
        operation = Operation(last + 1, "forget", at, rows=rows, before=before)
        done.append(operation)
        files = [_rewritten(now, file, folder, emptying, operation.n) for file in now.files()]
        return MessageTable.make(folder, operation, files), marks

    with writing(archive.folder):
        archive.swap(afresh)
    return done[0]


def _faces_of(persons: Persons, person: str, faces: Sequence[KnownFace]) -> list[str]:
    """The labels of a person whose faces were joined; of anybody else what was given."""
    known = {face.label for face in faces}
    return [label for label in persons.labels(person) if label in known] or [person]


def _marks(archive: Archive, chosen: Sequence[KnownFace], faces: Sequence[KnownFace]) -> list[str]:
    """Hashes of the ids, and of the names that nobody else shows: other exports of the chat may have names only."""
    forgotten = Forgotten(archive.marker.salt, ())
    labels = {face.label for face in chosen}
    others = {(face.carrier, name) for face in faces if face.label not in labels for name in face.names}
    marks = []
    for face in chosen:
        words = {face.id} if face.id else set()
        words |= {name for name in face.names if (face.carrier, name) not in others}
        marks += [forgotten.mark(face.carrier, word) for word in words if word]
    return marks


def _rewritten(archive: Archive, file: DataFile, folder: Path, emptying: Emptying, number: int) -> DataFile:
    table = emptying.empty(archive.table.read(file))
    return write_file(folder, file.chat, file.month, table, f"{number:06d}")


def _without_names(operation: Operation, emptying: Emptying) -> Operation:
    """The log's line without the names in chats, files and settings."""
    return msgspec.structs.replace(
        operation,
        files=tuple(msgspec.structs.replace(f, path=emptying.hidden(f.path)) for f in operation.files),
        chats=tuple(hidden_chat(part, emptying) for part in operation.chats),
        settings=emptying.hidden(operation.settings),
    )
