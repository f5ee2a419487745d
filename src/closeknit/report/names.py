"""What people are called in a report: by their names, or by numbers where names are hidden.

Everything a person typed is hostile: control characters and direction overrides are taken out here, once,
before any format sees them. `Names` is made once for a report, so that every file of it says the same.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import category

from closeknit.language import _
from closeknit.vitality.pseudonyms import pseudonyms

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination

MODES: Final = ("show", "hide")
LONGEST: Final = 40
"""Characters of a name that are shown; nobody reads more, and a hostile one has megabytes."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+"
)
_SPACES = re.compile(r"\s+")
_MIXED: Final = re.compile("[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
_QUOTED = re.compile(r"「.*」|『.*』|“.*”|\"[^\"]*\"", re.DOTALL)
_CLOSING = {"「": "」", "『": "』", "“": "”", '"': '"'}
_SEPARATORS = frozenset(" \n、，。：；！？,.:;!?「」『』“”\"'（）()@")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def visible(text: str) -> str:
    """The text without control characters, direction overrides and marks that nobody can see."""
    return _UNSEEN.sub("", text)


def one_line(text: str, longest: int) -> str:
    """The visible text on one line, at most `longest` characters."""
    if len(text) <= longest and text.isprintable() and "  " not in text and text == text.strip():
        return text  # nearly all names: nothing to take out
    line = _SPACES.sub(" ", visible(text[: 20 * longest])).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: plain words, or the name of `person`."""

    text: str
    person: int | None = None


class Names:
    """The names of one examination, shown or hidden.

    Hidden, a person is "Member 12" by the order of first appearance, in every file alike; the group is "the
    group"; words in quotation marks become an ellipsis, and `quote` gives nothing.
    """

    def __init__(self, examination: "Examination", mode: str = "show") -> None:
        if mode not in MODES:
            raise ValueError(mode)
        self.hidden = mode == "hide"
        people = examination.subject.rows.people
        self._people = people
        if self.hidden:
            self._shown = pseudonyms(examination.subject)
            self.title = _("A group (name hidden)")
        else:
            self._shown = [one_line(person.name, LONGEST) or _("(no name)") for person in people]
            self.title = one_line(examination.title, 80) or _("A group without a name")
        self._lexicon = self._make_lexicon(examination)
        self._lengths: dict[str, list[int]] = {}
        for name in self._lexicon:
            self._lengths.setdefault(name[:2], []).append(len(name))
        for lengths in self._lengths.values():
            lengths[:] = sorted(set(lengths), reverse=True)

    def _make_lexicon(self, examination: "Examination") -> dict[str, tuple[str, int | None]]:
        """What each name in a sentence becomes; where nothing is hidden, only the names that are too long
        or cannot be seen whole.
        """
        lexicon: dict[str, tuple[str, int | None]] = {}
        if self.hidden:
            places = {examination.title, *examination.subject.rows.channels}
            lexicon.update({place: (_("the group"), None) for place in places if place and len(place) > 1})
            lexicon.update({name: (_("somebody"), None) for name in examination.subject.organisers_absent})
        for index, person in enumerate(self._people):
            shown = self._shown[index]
            if self.hidden:
                for face in person.faces:
                    lexicon.setdefault(face.name, (shown, index))
                    lexicon.setdefault(face.id, (shown, index))
            if self.hidden or shown != person.name:
                lexicon[person.name] = (shown, index)
        return {name: told for name, told in lexicon.items() if _is_findable(name)}

    def __len__(self) -> int:
        return len(self._shown)

    def of(self, person: int) -> str:
        """What `person`, an index into the people, is called; somebody unknown where it is -1."""
        return self._shown[person] if person >= 0 else _("somebody")

    def all_of(self, people: Iterable[int]) -> list[str]:
        """What several people are called."""
        return [self.of(person) for person in people]

    def seal(self, person: int) -> str:
        """One character to know a person by: the last 漢字 of a name, or its first letter."""
        if self.hidden:
            return str(person + 1) if 0 <= person < 99 else "・"
        name = self.of(person)
        han = _HAN.findall(name)
        if han:
            return str(han[-1])
        return next((c.upper()[:1] for c in name if c.isalnum()), "・")

    def faces(self, person: int) -> list[tuple[str, str]]:
        """Carrier and name of each account, where they say more than the name itself."""
        if self.hidden or person < 0:
            return []
        known = [(face.carrier, one_line(face.name, LONGEST)) for face in self._people[person].faces[:4]]
        return known if len(known) > 1 or known[0][1] != self.of(person) else []

    def quote(self, text: str, longest: int) -> str:
        """A message's words on one line, or nothing where names are hidden."""
        return "" if self.hidden else one_line(text, longest)

    def sentence(self, text: str) -> str:
        """A sentence that may name people, as it is shown."""
        return "".join(piece.text for piece in self.pieces(text))

    def line(self, text: str, among: Collection[int]) -> str:
        """A sentence that names some of `among`, as plain text."""
        return spaced(self.pieces(text, among))

    def pieces(self, text: str, among: Collection[int] = ()) -> list[Piece]:
        """A sentence cut where it names somebody of `among`, or somebody whose name is replaced."""
        lexicon, lengths = self._lexicon, self._lengths
        named = ((self._people[i].name, i) for i in among if i >= 0)
        wanted = {name: (self._shown[i], i) for name, i in named if _is_findable(name)}
        if wanted:
            lexicon = {**wanted, **lexicon} if len(lexicon) < 1000 else _Either(wanted, lexicon)
            lengths = dict(lengths)
            for name in wanted:
                lengths[name[:2]] = sorted({*lengths.get(name[:2], ()), len(name)}, reverse=True)
        found = _cut(text[:20_000], lexicon, lengths)
        whole = [Piece(visible(piece.text), piece.person) if piece.person is None else piece for piece in found]
        return _without_quotes(whole) if self.hidden else [piece for piece in whole if piece.text]


def spaced(pieces: Iterable[Piece]) -> str:
    """The pieces as plain text: between 漢字 and a Latin name stands a space, as pages leave a gap."""
    line, was_name = "", False
    for piece in pieces:
        is_name = piece.person is not None
        edge = line[-1:] + piece.text[:1]
        line += f" {piece.text}" if (is_name or was_name) and _MIXED.fullmatch(edge) else piece.text
        was_name = is_name
    return line


class _Either(dict[str, tuple[str, int | None]]):
    """Two dictionaries as one, without a copy of the larger."""

    def __init__(self, first: dict[str, tuple[str, int]], second: dict[str, tuple[str, int | None]]) -> None:
        super().__init__(first)
        self._second = second

    def __missing__(self, key: str) -> tuple[str, int | None]:
        return self._second[key]


def _is_findable(name: str) -> bool:
    """Whether a name can be told from its surroundings: one of dots or spaces alone is not, and says nothing."""
    return any(sign.isalnum() or category(sign) == "So" for sign in name[:LONGEST])


def _cut(text: str, lexicon: dict[str, tuple[str, int | None]], lengths: dict[str, list[int]]) -> list[Piece]:
    pieces: list[Piece] = []
    start = here = 0
    while here < len(text):
        candidates = [*lengths.get(text[here : here + 2], ()), *lengths.get(text[here : here + 1], ())]
        for length in candidates:
            try:
                shown, person = lexicon[text[here : here + length]]
            except KeyError:
                continue
            if _stands_alone(text, here, here + length):
                pieces += [Piece(text[start:here]), Piece(shown, person)]
                start = here = here + length
                break
        else:
            here += 1
    return [*pieces, Piece(text[start:])]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name found in a sentence is a word of its own.

    Letters beside letters are not. Digits and single letters count only between separators, a single 漢字 only
    beside one and never beside a digit, or every 月 of every date would be somebody.
    """
    before, after, name = text[start - 1 : start], text[end : end + 1], text[start:end]
    opens, closes = not before or before in _SEPARATORS, not after or after in _SEPARATORS - {" "}
    if name.isdigit() or (len(name) == 1 and _joins(name)):
        return opens and closes
    if len(name) == 1 and name.isalpha():
        return (opens or closes) and not before.isdigit() and not after.isdigit()
    return not (_joins(before) and _joins(name[0])) and not (_joins(after) and _joins(name[-1]))


def _joins(sign: str) -> bool:
    """Signs of scripts that write spaces between words."""
    return bool(sign) and sign.isalnum() and ord(sign) < 0x2E80


def _without_quotes(pieces: list[Piece]) -> list[Piece]:
    """The pieces with everything between quotation marks replaced by an ellipsis."""
    text = "".join(piece.text for piece in pieces)
    if not _QUOTED.search(text):
        return [piece for piece in pieces if piece.text]
    return [Piece(_QUOTED.sub(lambda m: f"{m[0][0]}…{_CLOSING[m[0][0]]}", text))]
