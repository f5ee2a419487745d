"""Rows of a history as a reader sees them: who said what and when, alone or as an answer to another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from closeknit.answers.links import GROUNDS
from closeknit.language import N_, _, current
from closeknit.records.message import EVENTS, KINDS
from closeknit.records.rows import NO_TIME
from closeknit.report.typography import local, number, written_date, written_time
from closeknit.text.scripts import script_of

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.findings import Evidence
    from closeknit.vitality.subject import Subject

LONGEST: Final = 240
"""Characters of a message that are quoted."""
SURE: Final = 0.7
"""Probability under which an inferred link is drawn thin: one of three such links is wrong, or more."""

KIND_TITLES: Final = {
    "text": N_("a message without words"), "image": N_("a picture"), "voice": N_("a voice message"),
    "video": N_("a video"), "file": N_("a file"), "sticker": N_("a sticker"), "link": N_("a link"),
    "location": N_("a place"), "call": N_("a call"), "contact": N_("a contact card"),
    "merged_forward": N_("a forwarded conversation"), "redpacket": N_("a red packet"),
    "transfer": N_("a transfer of money"), "poll": N_("a poll"), "chain": N_("a sign-up list"),
    "announcement": N_("an announcement"), "other": N_("a message of another kind"),
    "join": N_("joined"), "leave": N_("left"), "recall": N_("took back a message"),
    "system": N_("a notice of the tool"),
}  # fmt: skip

_GROUND_TITLES: Final = {
    "reply": N_("answers by the reply mark"), "quote": N_("quotes it"), "thread": N_("answers in its thread"),
    "mention": N_("names the person"), "name": N_("names the person"),
}  # fmt: skip
_FOREIGN = (("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("ar", "\u0600-\u06ff"), ("he", "\u0590-\u05ff"))
_SCRIPTS = tuple((tag, re.compile(f"[{signs}]")) for tag, signs in _FOREIGN)


def _language(words: str) -> str:
    """The tag of a quote that is not in the page's language, as far as its script tells; else ""."""
    if words.isascii():
        return ""
    told = next((tag for tag, script in _SCRIPTS if script.search(words)), None) or script_of([words])
    return "" if told is None or told == current() else told


@dataclass(frozen=True, slots=True)
class Quote:
    """One message shown. `words` its text; `instead` what stands for it where there are no words to show;
    `link` "explicit" or "inferred" where it answers the quote before it, or one further up;
    `ground` how that is known; `is_unsure` where an inferred link is hardly likelier than not.
    """

    row: int
    anchor: str
    person: int
    who: str
    seal: str
    words: str
    instead: str
    tag: str
    when: str
    day: str
    iso: str
    link: str = ""
    ground: str = ""
    is_unsure: bool = False


class Quotes:
    """Gives the rows of one examination as quotes."""

    def __init__(self, subject: "Subject", names: "Names") -> None:
        self.subject = subject
        self.names = names
        last = local(subject.window.end, subject.zone)
        self._year = last.year if last else 0

    def one(self, row: int, place: str, link: str = "", ground: str = "", *, is_unsure: bool = False) -> Quote:
        """Row `row` as a quote; `place` makes its anchor unique in the page."""
        rows, names = self.subject.rows, self.names
        person = int(rows.person[row])
        words = names.quote(rows.text(row), LONGEST)
        instead = "" if words else self._instead(row)
        when = local(int(rows.at[row]), self.subject.zone) if rows.at[row] != NO_TIME else None
        year = when is not None and when.year != self._year
        return Quote(
            row, f"{place}-{row}", person, names.of(person), names.seal(person), words, instead, _language(words),
            written_time(when, year=year) if when else _("time unknown"),
            written_date(when.date(), year=year) if when else "",
            when.isoformat(timespec="minutes") if when else "",
            link, ground, is_unsure,
        )  # fmt: skip

    def _instead(self, row: int) -> str:
        code = int(self.subject.rows.kind[row])
        kind = (*KINDS, *EVENTS)[code]
        if self.names.hidden and kind == "text":
            return _("words hidden")
        return _(KIND_TITLES[kind])

    def of(self, evidence: "Evidence", place: str) -> list[list[Quote]]:
        """The rows of a piece of evidence: an answer and what it answers together, other rows one by one."""
        given = sorted({row for row in evidence.rows if 0 <= row < len(self.subject.rows)})
        if len(given) == 2:
            ground = self.ground(given[0], given[1])
            if ground is not None or evidence.probability is not None:
                return [[self.one(given[0], place), self._answer(given[1], place, ground, evidence.probability)]]
        return [[self.one(row, place)] for row in given]

    def _answer(self, row: int, place: str, ground: tuple[str, float] | None, probability: float | None) -> Quote:
        if ground is not None and ground[0] != "inferred" and probability is None:
            return self.one(row, place, "explicit", _(_GROUND_TITLES[ground[0]]))
        sure = probability if probability is not None else (ground or ("", 0.0))[1]
        told = _("inferred answer, probability {value}").format(value=number(min(sure, 0.99), 2))
        return self.one(row, place, "inferred", told, is_unsure=sure < SURE)

    def answer(self, row: int, place: str, ground: tuple[str, float], to: str) -> Quote:
        """Row `row` as an answer to somebody, on a ground of GROUNDS and so surely."""
        if ground[0] != "inferred":
            told = _("to {name}: {ground}").format(name=to, ground=_(_GROUND_TITLES[ground[0]]))
            return self.one(row, place, "explicit", told)
        told = _("to {name}: inferred, {value}").format(name=to, value=number(min(ground[1], 0.99), 2))
        return self.one(row, place, "inferred", told, is_unsure=ground[1] < SURE)

    def ground(self, parent: int, child: int) -> tuple[str, float] | None:
        """Why `child` is held to answer `parent`, one of GROUNDS, and how surely; None where it is not."""
        links = self.subject.links
        low, high = np.searchsorted(links.child, [child, child + 1])
        for i in range(int(low), int(high)):
            if links.parent[i] == parent:
                return GROUNDS[int(links.ground[i])], float(links.probability[i])
        return None

    def latest_by(self, people: Sequence[int], rows: Sequence[int]) -> dict[int, int]:
        """For each person the last of `rows` that they sent."""
        there = [row for row in sorted(set(rows)) if 0 <= row < len(self.subject.rows)]
        wanted = set(people)
        return {
            int(self.subject.rows.person[row]): row for row in there if int(self.subject.rows.person[row]) in wanted
        }
