"""Two faces sighted as one by their names: the same name, a name that stands in a name-card."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from closeknit.ties.faces import Faces, is_telling, parts, plain, stem
from closeknit.ties.naming import is_kin
from closeknit.ties.presence import after_each_other, gap

_VARIANTS: Final = 6
_SOON: Final = 12 * 60
"""Minutes between the messages of two names of one stem: who comes back under another has just been there."""
_MOST_PARTS: Final = 6
_GLUED: Final = re.compile(r"^(\d{1,4}[級级班組组棟栋號号樓楼期屆届座區区])(?=[^\W\d])")
"""What stands before a name without a sign between: 3棟張小滿."""
_ANYBODY: Final = frozenset(
    ("root", "user", "users", "guest", "admin", "tester", "nobody", "anonymous", "ubuntu", "linux", "debian")
)
"""What machines and manuals call everybody."""


class Sighting(NamedTuple):
    """Faces `one` and `other` are held for one person on the ground `slug` (of `proposals.GROUNDS`), seen in `seen`;
    `name` is the compared name on which that rests alone, "" where it rests on more."""

    slug: str
    one: int
    other: int
    seen: str
    name: str = ""


def same_name(faces: Faces) -> Iterator[Sighting]:
    """A telling name that one face bears in each of several tools; or that two faces of one tool bear one after the
    other, and nobody else; or a few faces of a tool without ids, but for what is hung on it."""
    yield from _same_stem(faces)
    for key, bearers in faces.bearers.items():
        if len(bearers) < 2 or not is_telling(key):
            continue
        for one, other in pairs(alone(faces, key)):
            yield Sighting("same-name", one, other, key, key)
        for group in _by_tool(faces, key):
            if len(group) == 2 and after_each_other(faces, *group):
                hung = all(_is_its_id(faces, face) for face in group) and faces.share_a_chat(*group)
                yield Sighting("same-name", group[0], group[1], key, "" if hung else key)


def alone(faces: Faces, key: str) -> list[int]:
    """The faces that bear the compared name, each alone in its tool."""
    return [group[0] for group in _by_tool(faces, key) if len(group) == 1]


def _by_tool(faces: Faces, key: str) -> list[list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for face in faces.bearers.get(key, ()):
        found[faces.faces[face].carrier].append(face)
    return list(found.values())


def _same_stem(faces: Faces) -> Iterator[Sighting]:
    stems: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for face, known in enumerate(faces.faces):
        if _is_its_id(faces, face) and faces.sent[face]:
            stems[known.carrier, stem(known.name)].append(face)
    for (_carrier, key), group in stems.items():
        if not 1 < len(group) <= _VARIANTS or not is_telling(key) or key in _ANYBODY:
            continue
        if key.isascii() and len(key) <= 4:
            continue
        for one, other in pairs(group):
            near = faces.share_a_chat(one, other) and gap(faces, one, other) <= _SOON
            # A handle is hung with signs as its bearer comes and goes; of two 阿哲 at once, one may be another.
            if near and (key.isascii() or after_each_other(faces, one, other)):
                yield Sighting("same-name", one, other, key)


def _is_its_id(faces: Faces, face: int) -> bool:
    """Whether the tool knows the face by its name alone."""
    return faces.faces[face].id == faces.faces[face].name


def pairs[T](group: Sequence[T]) -> Iterator[tuple[T, T]]:
    """Each two of a group, once."""
    return ((one, other) for i, one in enumerate(group) for other in group[i + 1 :])


def name_card(faces: Faces) -> Iterator[Sighting]:
    """A whole name that is a part of one other name-card: in another tool, or after the one fell silent."""
    cards: defaultdict[str, set[int]] = defaultdict(set)
    for face, group in enumerate(faces.names):
        for shown in group:
            for word in _inside(shown.name):
                cards[word].add(face)
    for word, bearers in cards.items():
        if len(bearers) > 1:
            continue
        (card,) = bearers
        for whole in alone(faces, word):
            here = faces.faces[whole].carrier == faces.faces[card].carrier
            if whole == card or (here and not (_is_whole(faces, whole, word) and after_each_other(faces, whole, card))):
                continue
            yield Sighting("name-card", whole, card, faces.faces[card].name, word)


def _inside(card: str) -> Iterator[str]:
    """The telling words of a name-card, alone and joined to their neighbours: `Ann Lee (book club)`."""
    words = parts(_GLUED.sub(r"\1 ", card))
    if 1 < len(words) <= _MOST_PARTS and not any(map(is_kin, words)):
        for length in range(1, len(words)):
            for start in range(len(words) - length + 1):
                word = "".join(words[start : start + length])
                if is_telling(word):
                    yield word


def _is_whole(faces: Faces, face: int, key: str) -> bool:
    """Whether a name is more than a first name in Latin letters, which many bear."""
    return not key.isascii() or any(len(parts(name.name)) > 1 for name in faces.names[face] if plain(name.name) == key)
