"""The deeds and the conditions as the page shows them, every name leading to the rows that caused it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from closeknit.language import _, ngettext
from closeknit.report.figures import Figure, catalogue, figure
from closeknit.report.names import Names, Piece
from closeknit.report.quotes import Quote, Quotes
from closeknit.report.typography import counted, is_chinese, listed, sentences
from closeknit.report.verdict import MARKS, STATE_TITLES, carrier_title

if TYPE_CHECKING:
    from closeknit.vitality.findings import Evidence, Examination, Judged, Remedy

MOST_PEOPLE: Final = 12
MOST_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody a deed is about: seal, name, faces, and the row that caused it where there is one."""

    seal: str
    name: str
    faces: tuple[str, ...]
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Deed:
    """A remedy: `leads` maps a person to the anchor of their row; `rows` are those of nobody named."""

    title: list[Piece]
    text: list[Piece]
    condition: str
    anchor: str
    leads: dict[int, str]
    members: list[Member]
    rows: list[list[Quote]]
    fold: str
    paste: str
    expect: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: a sentence, people it names beside it, and messages, pairs together."""

    note: list[Piece]
    people: str
    against: bool
    groups: list[list[Quote]]


@dataclass(frozen=True, slots=True)
class Condition:
    """A judged condition with its figure, further figures and folded evidence."""

    anchor: str
    slug: str
    title: str
    state: str
    state_title: str
    mark: str
    sentence: list[Piece]
    figure: Figure | None
    more: list[Figure]
    proofs: list[Proof]
    fold: str
    ending: str
    change: list[Piece]
    confidence: str
    looked_for: str


class Page:
    """Everything of one examination that needs names, quotes and figures."""

    def __init__(self, examination: "Examination", names: Names) -> None:
        self.examination = examination
        self.names = names
        self.quotes = Quotes(examination.subject, names)
        self._measures = catalogue()
        self._busy = examination.subject.active[:300].tolist()  # whom a sentence may name
        self._titles = {c.slug: (c.title, f"c{c.number}") for c in examination.conditions}

    def figure(self, slug: str) -> Figure | None:
        """A measure as a figure, None where it was not taken."""
        measured = self.examination.measures.get(slug)
        if measured is None:
            return None
        return figure(slug, measured, self._measures.get(slug), self.examination.subject.window)

    def figures(self, numbers: Iterable[int], apart: Collection[str] = ()) -> tuple[list[Figure], list[Figure]]:
        """The figures of PRACTICE.md's numbers, those with a value and those without, but for slugs `apart`."""
        wanted = frozenset(numbers)
        slugs = [m.slug for m in self._measures.values() if m.number in wanted and m.slug not in apart]
        made = [found for slug in slugs if (found := self.figure(slug)) is not None]
        return [found for found in made if found.value], [found for found in made if not found.value]

    def all_figures(self) -> list[Figure]:
        """Every measure taken, by its number."""
        made = [self.figure(slug) for slug in self.examination.measures]
        return sorted((f for f in made if f is not None), key=lambda f: (f.number, f.slug))

    def because(self) -> list[Piece]:
        """Why the verdict is what it is."""
        return self.names.pieces(self.examination.verdict.because, self._busy)

    def decided_by(self) -> list[tuple[str, str]]:
        """Title and anchor of each condition that decided."""
        return [self._titles[slug] for slug in self.examination.verdict.decided_by if slug in self._titles]

    def deeds(self) -> list[Deed]:
        """The remedies, the first three."""
        return [self._deed(remedy, f"d{i}") for i, remedy in enumerate(self.examination.remedies[:3], 1)]

    def further(self) -> list[Deed]:
        """The deeds for later, in order."""
        return [self._deed(remedy, f"l{i}") for i, remedy in enumerate(self.examination.further, 1)]

    def _deed(self, remedy: "Remedy", place: str) -> Deed:
        own = self.quotes.latest_by(remedy.people, remedy.rows)
        shown = list(dict.fromkeys(remedy.people))[:MOST_PEOPLE]
        gap = "　" if is_chinese() else " "
        members = [
            Member(
                self.names.seal(person),
                self.names.of(person),
                tuple(f"{carrier_title(carrier)}{gap}{name}" for carrier, name in self.names.faces(person)),
                self.quotes.one(own[person], place) if person in own else None,
            )
            for person in shown
        ]
        taken = {own[person] for person in shown if person in own}
        rest = [row for row in dict.fromkeys(remedy.rows) if row not in taken]
        last = len(self.examination.subject.rows)
        rows = [[self.quotes.one(row, place)] for row in rest[:MOST_ROWS] if 0 <= row < last]
        leads = {person: f"{place}-{own[person]}" for person in shown if person in own}
        others = rows[0][0].anchor if rows else ""
        leads |= {person: others or place for person in shown if person not in own}
        title, anchor = self._titles.get(remedy.condition, ("", ""))
        return Deed(
            self.names.pieces(remedy.title, remedy.people),
            self.names.pieces(remedy.text, remedy.people),
            title,
            anchor,
            leads,
            members,
            rows,
            self._fold_of_deed(len(members), len(rows), any(member.quote for member in members)),
            self.names.sentence(remedy.paste),
            self._expect(remedy),
        )

    def _expect(self, remedy: "Remedy") -> str:
        """The sign by which one sees that it worked, and when to look for it."""
        if not remedy.look_again:
            return self.names.sentence(remedy.expect)
        again = ngettext("Look again in {n} day.", "Look again in {n} days.", remedy.look_again)
        return sentences((self.names.sentence(remedy.expect), again.format(n=remedy.look_again)))

    def _fold_of_deed(self, members: int, rows: int, quoted: bool) -> str:
        if members and quoted:
            return _("See what they wrote")
        if members:
            return ngettext("See who it is", "See who they are", members)
        return ngettext("See the message", "See the messages", rows) if rows else ""

    def conditions(self) -> list[Condition]:
        """The conditions in order."""
        return [self._condition(judged) for judged in self.examination.conditions]

    def _condition(self, judged: "Judged") -> Condition:
        place = f"c{judged.number}"
        figures = [made for slug in judged.measures if (made := self.figure(slug)) is not None]
        first = next((f for f in figures if f.value), figures[0] if figures else None)
        proofs = [self.proof(piece, f"{place}-{i}") for i, piece in enumerate(judged.evidence, 1)]
        people = {person for piece in judged.evidence for person in piece.people}
        more = [f for f in figures if f is not first]
        fold = ""
        if judged.state == "cannot-tell":
            fold = _("See why")
        elif proofs:
            fold = ngettext("See one piece of evidence", "See {n} pieces of evidence", len(proofs))
            fold = fold.format(n=counted(len(proofs)))
        elif more or judged.change or judged.confidence or judged.looked_for:
            fold = _("See more")
        ending = _("There is no more evidence than this.") if proofs and judged.all_shown else ""
        return Condition(
            place,
            judged.slug,
            judged.title,
            judged.state,
            _(STATE_TITLES[judged.state]),
            MARKS[judged.state],
            self.names.pieces(judged.sentence, [*self._busy, *people]),
            first,
            more,
            proofs,
            fold,
            ending,
            self.names.pieces(judged.change, self._busy),
            self.names.sentence(judged.confidence),
            self.names.sentence(judged.looked_for),
        )

    def say(self, sentence: str, evidence: "Iterable[Evidence]" = ()) -> list[Piece]:
        """A sentence cut at the names in it: of the busy, and of those whom its evidence is about."""
        return self.names.pieces(sentence, [*self._busy, *{person for piece in evidence for person in piece.people}])

    def proof(self, evidence: "Evidence", place: str) -> Proof:
        """A piece of evidence; `place` makes its anchors unique."""
        note = self.names.pieces(evidence.note, evidence.people)
        said = {piece.person for piece in note}
        groups = self.quotes.of(evidence, place)
        said |= {quote.person for group in groups for quote in group}
        missing = [person for person in dict.fromkeys(evidence.people) if person not in said]
        names = self.names.all_of(missing[:MOST_PEOPLE])
        if len(missing) > MOST_PEOPLE:
            names.append(_("{n} more").format(n=len(missing) - MOST_PEOPLE))
        return Proof(note, listed(names), evidence.against, groups)
