"""Several groups side by side: conditions as cords, measures with their n, in the order given. Nobody is ranked."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from closeknit import __version__
from closeknit.language import _, current, using
from closeknit.report.figures import Figure, catalogue, figure
from closeknit.report.html import environment, style
from closeknit.report.json_parts import share
from closeknit.report.names import Names
from closeknit.report.terminal import SIGNS, fit
from closeknit.report.typography import bracketed, columns, is_chinese, number
from closeknit.report.verdict import MARKS, STATE_TITLES, WORD_TITLES, Head, head
from closeknit.vitality.comparison import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from closeknit.vitality.comparison import SideBySide
    from closeknit.vitality.findings import Examination, Measured

VERSION: Final = 1
MOST: Final = 12
"""Groups that are compared at once; more columns cannot be read."""


@dataclass(frozen=True, slots=True)
class Group:
    """One of the groups: its head, the word's reason, and the states of its conditions in order."""

    anchor: str
    head: Head
    because: str
    states: list[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one group has on one line: a state with its words, or a measured figure."""

    state: str
    words: str
    figure: Figure | None = None


class Compared:
    """Several examinations in one language, their names shown or hidden."""

    def __init__(self, groups: "Sequence[Examination]", names: str = "show") -> None:
        self.found: SideBySide = side_by_side(groups)
        self.names = [Names(group, names) for group in groups]
        if names == "hide":
            for i, called in enumerate(self.names, 1):
                called.title = _("Group {n}").format(n=i)
        given = [called.title for called in self.names]
        # Two groups of one name are told apart by their place.
        self.titles = [bracketed(t, number(i)) if given.count(t) > 1 else t for i, t in enumerate(given, 1)]

    def groups(self) -> list[Group]:
        """Each group's head."""
        made = []
        for i, (group, names) in enumerate(zip(self.found.groups, self.names), 1):
            states = [one.state for one in group.conditions]
            made.append(Group(f"g{i}", head(group, names), names.sentence(group.verdict.because), states))
        return made

    def conditions(self) -> list[tuple[str, list[Cell]]]:
        """A line for each condition."""
        lines = []
        for title, judged in self.found.conditions.values():
            cells = [Cell(one.state, _(STATE_TITLES[one.state])) if one else Cell("", "–") for one in judged]
            lines.append((title, cells))
        return lines

    def measures(self) -> list[tuple[str, list[Cell]]]:
        """A line for each measure that could be taken in one group at least, by its number."""
        known = catalogue()
        lines = []
        for slug, values in self.found.measures.items():
            measure = known.get(slug)
            cells = [self._cell(slug, one, i) for i, one in enumerate(values)]
            if any(cell.figure is not None and cell.figure.value for cell in cells):
                place = measure.number if measure else 99
                lines.append((place, _(measure.title) if measure else slug, cells))
        return [(title, cells) for _place, title, cells in sorted(lines, key=lambda line: line[0])]

    def _cell(self, slug: str, measured: "Measured | None", group: int) -> Cell:
        if measured is None:
            return Cell("", "–")
        shown = figure(slug, measured, catalogue().get(slug), self.found.groups[group].subject.window)
        return Cell("", shown.told, shown)


def render(groups: "Sequence[Examination]", *, names: str = "show") -> str:
    """The page in the language of the first group."""
    with using(groups[0].language):
        compared = Compared(groups, names)
        sheet, digest = style()
        context: dict[str, Any] = {
            "lang": current(), "style": sheet, "style_hash": digest, "version": __version__, "marks": MARKS,
            "colon": "：" if is_chinese() else ": ", "titles": compared.titles, "groups": compared.groups(),
            "conditions": compared.conditions(), "measures": compared.measures(),
            "head": {"title": _("Side by side")},
        }  # fmt: skip
        return environment().get_template("compare.html").render(context)


def to_json(groups: "Sequence[Examination]", *, names: str = "show") -> bytes:
    """The comparison for programs: a list of groups, and of each what stands beside the others'."""
    with using(groups[0].language):
        compared = Compared(groups, names)
        found = {
            "version": VERSION,
            "closeknit": __version__,
            "language": current(),
            "groups": [
                {
                    "title": title,
                    "word": group.verdict.word,
                    "people": len(group.subject.rows.people) - len(group.subject.set_aside),
                    "messages": len(group.subject.said),
                    "conditions": {one.slug: one.state for one in group.conditions},
                    "measures": {
                        slug: {"value": share(one.value), "n": one.n, "coverage": share(one.coverage),
                               "inferred": share(one.inferred)}
                        for slug, one in group.measures.items()
                    },
                }
                for title, group in zip(compared.titles, compared.found.groups)
            ],
        }  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8", "replace") + b"\n"


def screenful(groups: "Sequence[Examination]", *, names: str = "show", width: int = 80) -> str:
    """The words and the conditions for a terminal: one line a condition, one column a group."""
    with using(groups[0].language):
        compared = Compared(groups, names)
        lines = []
        for i, (title, group) in enumerate(zip(compared.titles, compared.found.groups), 1):
            tally = Counter(one.state for one in group.conditions)
            counts = " ".join(f"{SIGNS[state]}{tally[state]}" for state in SIGNS if tally[state])
            word = _(WORD_TITLES[group.verdict.word])
            lines.append(fit(f"{i} {title}{'：' if is_chinese() else ': '}{word}  {counts}", width))
        lines.append("")
        rows = compared.conditions()
        wide = min(max((columns(title) for title, _cells in rows), default=0), width - 4 * len(groups))
        lines.append(" " * wide + "".join(f"{i:>4}" for i in range(1, len(groups) + 1)))
        for title, cells in rows:
            shown = fit(title, wide)
            signs = "".join(f"   {SIGNS.get(cell.state, '·')}" for cell in cells)
            lines.append(shown + " " * (wide - columns(shown)) + signs)
        legend = "  ".join(f"{sign} {_(STATE_TITLES[state])}" for state, sign in SIGNS.items())
        return "\n".join([*lines, "", legend])
