"""examination.json: the whole result for programs, versioned, in the shape of `examination.schema.json`."""

import math
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from closeknit import __version__
from closeknit.language import _, using
from closeknit.records.issue import CODES
from closeknit.records.rows import NO_TIME
from closeknit.report import json_parts
from closeknit.report.facts import is_zone_assumed
from closeknit.report.figures import catalogue
from closeknit.report.names import Names, visible
from closeknit.report.quotes import Quotes
from closeknit.report.typography import local
from closeknit.report.verdict import WORD_TITLES, carriers, people_seen

if TYPE_CHECKING:
    from closeknit.records.issue import Issue
    from closeknit.vitality.findings import Evidence, Examination, Judged, Measured, Remedy

VERSION: Final = 1
"""Of the shape; it rises when a key changes its meaning or goes, not when one comes."""


def to_dict(examination: "Examination", *, names: str = "show") -> dict[str, Any]:
    """The examination as values that JSON knows; words in the examination's language."""
    with using(examination.language):
        return _Writer(examination, Names(examination, names)).whole()


def to_json(examination: "Examination", *, names: str = "show") -> bytes:
    """The same as UTF-8 text, indented, with a newline at the end."""
    import json

    text = json.dumps(to_dict(examination, names=names), ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-8", "replace") + b"\n"


class _Writer:
    def __init__(self, examination: "Examination", names: Names) -> None:
        self.found = examination
        self.subject = examination.subject
        self.names = names
        self.quotes = Quotes(examination.subject, names)
        self.measures = catalogue()

    def whole(self) -> dict[str, Any]:
        found, subject = self.found, self.subject
        return {
            "version": VERSION,
            "closeknit": __version__,
            "language": found.language,
            "title": self.names.title,
            "names": "hide" if self.names.hidden else "show",
            "messages": len(found.history.messages),
            "people": people_seen(found),
            "window": {
                "from": self._instant(subject.window.start),
                "until": self._instant(subject.window.end),
                "messages": len(subject.said),
                "basis": subject.window.basis,
            },
            "coverage": _share(subject.coverage),
            "zone": {"name": subject.zone.key or "UTC", "assumed": is_zone_assumed(found)},
            "inference": subject.links.method,
            "reach": (
                {"from": self._instant(reach.start), "until": self._instant(reach.end)}
                if (reach := subject.links.reach)
                else None
            ),
            "carriers": carriers(found),
            "organisers": {"people": self._people(subject.organisers), "ground": subject.organisers_ground},
            "set_aside": [
                {"name": self.names.of(a.person), "reason": a.reason, "messages": a.messages} for a in subject.set_aside
            ],
            "rows_lost": found.history.issues.lost,
            "issues": self._issues(),
            "measures": [self._measure(slug, value) for slug, value in found.measures.items()],
            "conditions": [self._condition(judged) for judged in found.conditions],
            "verdict": {
                "word": found.verdict.word,
                "title": _(WORD_TITLES[found.verdict.word]),
                "because": self.names.sentence(found.verdict.because),
                "decided_by": list(found.verdict.decided_by),
            },
            "remedies": [self._remedy(remedy) for remedy in found.remedies],
            "dimensions": json_parts.dimensions(found, self.names, self._evidence),
            "failures": json_parts.failures(found, self.names, self._evidence),
            "roles": json_parts.roles(found, self.names),
            "circles": json_parts.circles(found, self.names),
            "change": json_parts.change(found, self.names, self._instant),
            "drill": json_parts.drill(found, self.names),
            "conversations": json_parts.conversations(found, self.names, self._instant),
            "again": json_parts.again(found, self.names, self._instant),
            "notes": [self.names.sentence(note) for note in found.notes],
        }

    def _instant(self, micros: int) -> str | None:
        when = local(micros, self.subject.zone) if micros != NO_TIME else None
        return when.isoformat(timespec="seconds") if when else None

    def _people(self, people: Iterable[int]) -> list[str]:
        return self.names.all_of(people)

    def _issues(self) -> list[dict[str, Any]]:
        log = self.found.history.issues
        by_code: dict[str, list[Issue]] = {}
        for issue in log.examples:
            by_code.setdefault(issue.code, []).append(issue)
        return [
            {
                "code": code,
                "message": _(CODES[code]),
                "count": count,
                "examples": [self._issue(issue) for issue in by_code.get(code, [])],
            }
            for code, count in log.counts.most_common()
        ]

    def _issue(self, issue: "Issue") -> dict[str, Any]:
        hidden = self.names.hidden
        path = PurePath(issue.path).suffix if hidden else visible(issue.path)
        return {"path": path, "line": issue.line, "detail": self.names.quote(issue.detail, 120), "lost": issue.lost}

    def _measure(self, slug: str, measured: "Measured") -> dict[str, Any]:
        known = self.measures.get(slug)
        return {
            "slug": slug,
            "number": known.number if known else None,
            "title": _(known.title) if known else slug,
            "unit": known.unit if known else None,
            "value": _number(measured.value),
            "n": measured.n,
            "coverage": _share(measured.coverage),
            "inferred": _share(measured.inferred),
            "past": _number(measured.past),
            "if_sure": [_number(value) for value in measured.if_sure],
            "why": self.names.sentence(measured.why),
            "needs": known.needs if known else None,
            "source": _(known.source) if known else None,
        }

    def _condition(self, judged: "Judged") -> dict[str, Any]:
        return {
            "number": judged.number,
            "slug": judged.slug,
            "title": judged.title,
            "state": judged.state,
            "sentence": self.names.sentence(judged.sentence),
            "measures": list(judged.measures),
            "evidence": [self._evidence(piece) for piece in judged.evidence],
            "all_shown": judged.all_shown,
            "change": self.names.sentence(judged.change),
            "confidence": self.names.sentence(judged.confidence),
            "looked_for": self.names.sentence(judged.looked_for),
        }

    def _evidence(self, evidence: "Evidence") -> dict[str, Any]:
        return {
            "note": self.names.sentence(evidence.note),
            "against": evidence.against,
            "probability": _share(evidence.probability),
            "people": self._people(evidence.people),
            "messages": self._messages(evidence.rows),
        }

    def _remedy(self, remedy: "Remedy") -> dict[str, Any]:
        return {
            "slug": remedy.slug,
            "title": self.names.sentence(remedy.title),
            "text": self.names.sentence(remedy.text),
            "condition": remedy.condition,
            "people": self._people(remedy.people),
            "messages": self._messages(remedy.rows),
            "paste": self.names.sentence(remedy.paste),
            "expect": self.names.sentence(remedy.expect),
            "look_again": remedy.look_again or None,
        }

    def _messages(self, rows: Iterable[int]) -> list[dict[str, Any]]:
        shown = [self.quotes.one(row, "") for row in rows if 0 <= row < len(self.subject.rows)]
        ids = self.subject.rows.table["id"]
        return [
            {
                "row": quote.row,
                "id": None if self.names.hidden else ids[quote.row].as_py(),
                "author": quote.who,
                "sent_at": self._instant(int(self.subject.rows.at[quote.row])),
                "text": quote.words,
            }
            for quote in shown
        ]


def _number(value: float | None) -> float | None:
    """Six significant digits: what floats on different machines agree on; no NaN leaves the house."""
    return float(f"{value:.6g}") if value is not None and math.isfinite(value) else None


def _share(value: float | None) -> float | None:
    return _number(None if value is None else min(1.0, max(0.0, value)))
