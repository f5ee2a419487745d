"""Which faces are one person, as somebody said: a small file in the archive, changed one yes or no at a time.

Faces are written as labels, `carrier:id`. Nothing is joined by itself, and whatever was joined can be taken apart.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from closeknit.errors import BadOption, UnreadableSource
from closeknit.language import _
from closeknit.records.output import replacing

NAME: Final = "people.json"


class Persons(msgspec.Struct, frozen=True):
    """`people`: name → labels of the faces that are this person; `apart`: pairs of labels that are two people."""

    people: dict[str, tuple[str, ...]] = {}
    apart: tuple[tuple[str, str], ...] = ()

    @property
    def refused(self) -> set[frozenset[str]]:
        """The pairs that are two people."""
        return {frozenset(pair) for pair in self.apart}

    def join(self, name: str, faces: Sequence[str]) -> "Persons":
        """With these faces as one person called `name`; people who have one of them already become part of it.

        Raises BadOption where the name is somebody else's.
        """
        new = list(dict.fromkeys(faces))
        if name in self.people and not {*self.people[name]} & {*new}:
            raise BadOption(
                _("{name} is the name of somebody else here.").format(name=name),
                _("Name the person otherwise with --as, or add one of their faces to join them."),
            )
        taken = {known: group for known, group in self.people.items() if {*group} & {*new}}
        whole = tuple(dict.fromkeys([*(face for group in taken.values() for face in group), *new]))
        people = {known: group for known, group in self.people.items() if known not in taken}
        apart = tuple(pair for pair in self.apart if not {*pair} <= {*whole})
        return Persons({**people, name: whole}, apart)

    def split(self, name: str, faces: Collection[str] = ()) -> "Persons":
        """Without a person, or without some faces of theirs. Raises BadOption where there is none such."""
        group = self.people.get(name)
        missing = [face for face in faces if group is not None and face not in group]
        if group is None or missing:
            raise BadOption(
                _("There is nobody called {name} whose faces were joined.").format(name=name)
                if group is None
                else _("{face} is no face of {name}.").format(face=missing[0], name=name),
                _("`closeknit people show` lists who was joined."),
            )
        left = tuple(face for face in group if face not in faces) if faces else ()
        others = {known: known_faces for known, known_faces in self.people.items() if known != name}
        return Persons({**others, name: left} if len(left) > 1 else others, self.apart)

    def separate(self, one: str, other: str) -> "Persons":
        """With two faces as two people, never to be proposed again."""
        return Persons(self.people, (*self.apart, (one, other)))

    def without(self, faces: Collection[str]) -> "Persons":
        """With nobody who has one of these faces."""
        return Persons(
            {name: group for name, group in self.people.items() if not {*group} & {*faces}},
            tuple(pair for pair in self.apart if not {*pair} & {*faces}),
        )

    def labels(self, person: str) -> tuple[str, ...]:
        """The faces of a person who was joined; of anybody else what was given."""
        return self.people.get(person, (person,))


def read_persons(folder: Path) -> Persons:
    """What an archive keeps. Raises UnreadableSource where the file is damaged."""
    path = folder / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Persons)
    except FileNotFoundError:
        return Persons()
    except OSError as error:
        raise UnreadableSource(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from error
    except msgspec.DecodeError as error:
        raise UnreadableSource(
            _("{path} is damaged.").format(path=path),
            _("Take it from a copy of the archive, or remove it: then nobody is joined."),
        ) from error


def write_persons(folder: Path, persons: Persons) -> None:
    """Keep it. The archive's lock is held. Raises CloseknitError where it cannot be written."""
    with replacing(folder / NAME) as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(persons), indent=1))


def as_mapping(persons: Persons) -> Mapping[str, Sequence[str]]:
    """In the form of `--people`: {name: [face, …]}."""
    return {name: list(group) for name, group in persons.people.items()}
