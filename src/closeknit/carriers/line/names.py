"""Names in the desktop file, where only spaces stand between time, name and words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from closeknit.carriers.line.phrases import read_phrase

_ENOUGH: Final = 5
"""Rows of one first word before anything is concluded from them."""
_DIFFERENT: Final = 3
_LONGEST: Final = 5
"""Words of a name."""


def spaced_names(rows: Iterable[str]) -> dict[str, str]:
    """First word → full name, for the names that can be told: every row that begins with the first word goes on
    with the same next one, and then with words of its own. Otherwise the first word is the name.
    """
    groups: defaultdict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        if read_phrase(row) is None:
            words = row.split(" ", _LONGEST + 1)
            groups[words[0]].append(words)
    found = {}
    for first, group in groups.items():
        length = 1
        while length < _LONGEST and all(len(words) > length + 1 for words in group):
            if len({words[length] for words in group}) > 1:
                break
            length += 1
        own = {tuple(words[length:]) for words in group}
        if length > 1 and len(group) >= _ENOUGH and len(own) >= _DIFFERENT:
            found[first] = " ".join(group[0][:length])
    return found


def split_spaced(row: str, names: Mapping[str, str]) -> tuple[str, str]:
    """(name, words) of what stands behind the time."""
    line, sign, more = row.partition("\n")
    first, _space, words = line.partition(" ")
    full = names.get(first, first)
    if line.startswith(f"{full} "):
        words = line[len(full) + 1 :]
    else:
        full = first
    return full, f"{words}{sign}{more}".strip()
