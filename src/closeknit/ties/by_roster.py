"""Two faces sighted as one by a roster: its telephone numbers, and the names that it gives to one person."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

import pyarrow as pa

from closeknit.ties.faces import Faces, is_telling, number_tails, plain
from closeknit.ties.namesakes import Sighting, alone, pairs
from closeknit.ties.naming import family_of

_FOUR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


def names_listed(roster: pa.Table | None) -> Counter[str]:
    """Compared name → the people of the roster who are called so."""
    found: Counter[str] = Counter()
    for row in () if roster is None else roster.select(["name", "aliases"]).to_pylist():
        found.update(set(_names(row)))
    return found


def of_roster(faces: Faces, roster: pa.Table | None) -> Iterator[Sighting]:
    """Two faces, each alone in bearing its name, whose names the roster gives to one person and to nobody else."""
    if roster is None:
        return
    listed = names_listed(roster)
    for row in roster.select(["name", "aliases"]).to_pylist():
        keys = [key for key in _names(row) if listed[key] == 1]
        for first, second in pairs(keys):
            for one, other in product(_borne(faces, row, first), _borne(faces, row, second)):
                if one != other:
                    yield Sighting("roster", one, other, f"{row['name']}: {first}, {second}")


def of_numbers(faces: Faces, roster: pa.Table | None) -> Iterator[Sighting]:
    """Faces that show one number; and a face that shows a number of the roster, or its end beside the name or the
    family name, with the one that bears the name."""
    for tail, group in faces.numbers.items():
        for one, other in pairs(group[:10]):
            yield Sighting("number", one, other, f"…{tail[-4:]}")
    if roster is None:
        return
    cards = _cards_with_digits(faces)
    people = roster.select(["name", "contacts", "aliases"]).to_pylist()
    ends = Counter((family_of(plain(row["name"] or "")), tail[-4:]) for row in people for tail in _tails(row))
    for row in people:
        tails, keys = _tails(row), _names(row)
        family = family_of(plain(row["name"] or ""))
        numbered = {face for tail in tails for face in faces.numbers.get(tail, ())}
        for end in {tail[-4:] for tail in tails}:
            sole = bool(family) and ends[family, end] == 1
            numbered |= {
                face
                for key, face in cards.get(end, ())
                if any(name in key for name in keys)
                or (sole and family_of(key.removesuffix(end), titled=True) == family)
            }
        named = {face for key in keys for face in _borne(faces, row, key)}
        for one in sorted(numbered):
            for other in sorted(named | numbered):
                if one != other:
                    yield Sighting("number", one, other, f"{row['name']} …{min(tails)[-4:]}")


def _names(row: dict[str, Any]) -> list[str]:
    """The compared names of a row of the roster, each once."""
    return list(dict.fromkeys(key for name in (row["name"], *(row["aliases"] or ())) if name and (key := plain(name))))


def _borne(faces: Faces, row: dict[str, Any], key: str) -> list[int]:
    """The faces that show one of the row's names: a whole name alone in its tool, a nickname alone in all."""
    if not is_telling(key) or (key != plain(row["name"] or "") and len(faces.bearers.get(key, ())) > 1):
        return []
    return alone(faces, key)


def _tails(row: dict[str, Any]) -> set[str]:
    return {tail for _where, number in row["contacts"] or () for tail in number_tails(number or "")}


def _cards_with_digits(faces: Faces) -> dict[str, list[tuple[str, int]]]:
    """Four digits → the compared names, and faces, that have them as a word: 小滿5678."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, group in faces.bearers.items():
        for digits in _FOUR.findall(key):
            found[digits] += [(key, face) for face in group]
    return found
