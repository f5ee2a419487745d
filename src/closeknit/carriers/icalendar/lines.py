"""The lines of a calendar: unfolded, taken apart, and put into their components."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from closeknit.sources import Source

_LONGEST: Final = 100_000
"""Characters of one unfolded line; what is longer is an attachment and is cut."""
_MOST_PROPERTIES: Final = 20_000
_PROPERTY: Final = re.compile(r"([A-Za-z0-9-]{1,60})((?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)*)*):(.*)", re.DOTALL)
_PARAMETER: Final = re.compile(r";([A-Za-z0-9-]{1,60})=((?:\"[^\"]*\"|[^;\"])*)")
_ESCAPES: Final = re.compile(r"\\([\\;,nN])")

Bad = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Property:
    """One line: `name` in capitals, `parameters` by their names in capitals, `value` as written."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return _ESCAPES.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value).strip()


def components(source: Source, bad: Bad) -> Iterator[tuple[str, int, list[Property]]]:
    """(name, number of its first line, properties) of each VEVENT, and of the head (VCALENDAR) before them.

    Components inside an event (alarms) are left out. A line that is none is told to `bad`.
    """
    inside: list[str] = []
    held: list[Property] = []
    begin = 1
    for number, line in _unfolded(source):
        found = _PROPERTY.fullmatch(line)
        if found is None:
            if line.strip():
                bad(number, line)
            continue
        name, value = found[1].upper(), found[3].strip()
        if name == "BEGIN":
            if value.upper() == "VEVENT":
                if held and "VEVENT" not in inside:
                    yield "VCALENDAR", begin, held
                held, begin, inside = [], number, ["VEVENT"]
            else:
                inside.append(value.upper())
        elif name == "END":
            if value.upper() == "VEVENT" and "VEVENT" in inside:
                yield "VEVENT", begin, held
                held, inside = [], []
            elif inside:
                inside.pop()
        elif inside in (["VCALENDAR"], ["VEVENT"], []) and len(held) < _MOST_PROPERTIES:
            parameters = {key.upper(): word.strip('"') for key, word in _PARAMETER.findall(found[2])}
            held.append(Property(name, parameters, found[3]))
    if inside == ["VEVENT"] and held:
        yield "CUT-OFF", begin, held


def _unfolded(source: Source) -> Iterator[tuple[int, str]]:
    """The lines with those that continue them (a blank in front) put on."""
    held: list[str] = []
    begin, size = 1, 0
    for number, line in enumerate(source.lines(), 1):
        if line[:1] in {" ", "\t"} and held:
            if size < _LONGEST:
                held.append(line[1:])
                size += len(line)
            continue
        if held:
            yield begin, "".join(held)[:_LONGEST]
        held, begin, size = [line], number, len(line)
    if held:
        yield begin, "".join(held)[:_LONGEST]
