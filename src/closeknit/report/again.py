"""The last examination beside this one: read from its JSON, and told as before and after, never as a cause."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from closeknit.errors import BadOption
from closeknit.language import N_, _, ngettext
from closeknit.report.figures import catalogue, in_words
from closeknit.report.typography import clauses, fraction, is_chinese, local, number, written_date
from closeknit.report.verdict import STATE_TITLES, WORD_TITLES
from closeknit.vitality.findings import STATES, WORDS
from closeknit.vitality.remedies import TITLES

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.comparison import Again, Done
    from closeknit.vitality.findings import Examination

DONE_TITLES: Final = {
    "done": N_("done"),
    "partly": N_("partly done"),
    "not-seen": N_("not seen yet"),
    "cannot-tell": N_("cannot tell"),
}
DONE_MARKS: Final = {"done": "knot", "partly": "part", "not-seen": "break", "cannot-tell": "dots"}
_STATES: Final = {"done": "holds", "partly": "partly", "not-seen": "missing", "cannot-tell": "cannot-tell"}
FEWEST: Final = 30
LARGEST: Final = 64 << 20
"""Bytes of an examination.json that are read: many times the largest that is written."""


@dataclass(frozen=True, slots=True)
class DeedShown:
    """A deed of the last time, and what of it can be seen."""

    title: str
    state: str
    state_title: str
    mark: str
    told: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told of the last time: a sentence or two, the deeds, conditions that changed (title, then, now with
    their marks), measures (title, then, now, bases).
    """

    told: list[str]
    deeds: list[DeedShown]
    conditions: list[tuple[str, str, str, str, str]]
    measures: list[tuple[str, str, str, str]]


def read_old(path: Path) -> dict[str, Any]:
    """What an earlier examination found: its examination.json, or the folder that holds it.

    Raises BadOption where it is not one, or was written by another version.
    """
    file = path / "examination.json" if path.is_dir() else path
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError(_("it is too large"))
        found = json.loads(file.read_text(encoding="utf-8"))
        _check(found)
    except OSError as error:
        raise BadOption(
            _("--again: {path} cannot be read: {reason}.").format(path=file, reason=error.strerror),
            _("Give the folder of an earlier report, or the examination.json in it."),
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadOption(
            _("--again: {path} is no examination that this version understands.").format(path=file),
            _("Give the folder of an earlier report, or the examination.json in it."),
        ) from error
    return dict(found)


def beside(examination: "Examination", path: Path) -> None:
    """Let an examination know the one before it, so that every report shows what was done and what moved."""
    from closeknit.vitality.comparison import compare_with

    examination.extra["again"] = compare_with(examination, read_old(path))


def _check(found: Any) -> None:
    """Raise ValueError, KeyError or TypeError where a part that is compared is missing or of another kind."""
    from datetime import datetime

    if found["version"] != 1 or found["verdict"]["word"] not in WORDS:
        raise ValueError(found["version"])
    if found["window"]["until"] is not None:
        datetime.fromisoformat(found["window"]["until"])
    for one in found["conditions"]:
        if one["state"] not in STATES or not isinstance(one["title"], str):
            raise ValueError(one["state"])
    for one in found["measures"]:
        if not isinstance(one["slug"], str) or not isinstance(one["value"], int | float | None):
            raise TypeError(one["slug"])
        int(one["n"])
    for one in found["remedies"]:
        if not all(isinstance(name, str) for name in (one["title"], one["slug"], *one["people"])):
            raise TypeError(one["slug"])
        for message in one["messages"]:
            if message["sent_at"] is not None:
                datetime.fromisoformat(message["sent_at"])
            str(message["author"])
    str(found["title"])


def shown(examination: "Examination", names: "Names") -> Shown | None:
    """What moved since the last examination, None where none was given."""
    again: Again | None = examination.extra.get("again")
    if again is None:
        return None
    known = catalogue()
    measures = []
    for one in again.moved:
        measure = known.get(one.slug)
        unit = measure.unit if measure else ""
        if unit in {"share", "index"} and min(one.n_before, one.n_after) < FEWEST:
            continue
        before, after = in_words(unit, one.before), in_words(unit, one.after)
        if before != after:
            base = f"n = {number(one.n_before)} → {number(one.n_after)}"
            measures.append((_(measure.title) if measure else one.slug, before, after, base))
    conditions = [
        (one.title, one.before, _(STATE_TITLES[one.before]), one.after, _(STATE_TITLES[one.after]))
        for one in again.shifted
        if one.before is not None and one.after is not None and one.before != one.after
    ]
    return Shown(_told(examination, again), [_deed(one, names) for one in again.done], conditions, measures)


def _told(examination: "Examination", again: "Again") -> list[str]:
    told = []
    since = local(again.since - 1, examination.subject.zone) if again.since is not None else None
    if since is not None:
        told.append(
            ngettext(
                "The last examination looked up to {day}; {n} message by people has come since.",
                "The last examination looked up to {day}; {n} messages by people have come since.",
                again.new,
            ).format(day=written_date(since.date(), year=True), n=number(again.new))
        )
    if again.word_before == again.word_after:
        told.append(_("The word is the same: {word}.").format(word=_(WORD_TITLES[again.word_after])))
    else:
        told.append(
            _("The word was {before} and is now {after}.").format(
                before=_(WORD_TITLES[again.word_before]), after=_(WORD_TITLES[again.word_after])
            )
        )
    if not again.same:
        told.append(_("The last examination bears another name: see to it that it is the same group."))
    told.append(_("What follows is before and after; that the one made the other it does not say."))
    return told


def _deed(one: "Done", names: "Names") -> DeedShown:
    told = {
        "answered": _("{part} of these messages have an answer by now"),
        "wrote": _("{part} of these people have written since"),
        "met": _("they have exchanged words since") if one.done else _("they have not exchanged words since"),
    }.get(one.kind, _("whether it was done, a chat does not show"))
    if one.state == "cannot-tell" and one.kind:
        told = _("too little time has passed, or they are called otherwise by now")
    told = told.format(part=fraction(one.done, one.of))
    # An older examination may name people whom this one hides.
    title = _(TITLES.get(one.slug, one.slug)) if names.hidden else names.sentence(one.title)
    return DeedShown(title, _STATES[one.state], _(DONE_TITLES[one.state]), DONE_MARKS[one.state], told)


def lines(shown_: Shown) -> list[str]:
    """The same in a few lines for a terminal."""
    made = [*shown_.told[:-1]]
    colon = "：" if is_chinese() else ": "
    made += [clauses((f"{deed.title}{colon}{deed.state_title}", deed.told)) for deed in shown_.deeds]
    made += [f"{title}{colon}{before} → {after}" for title, _b, before, _a, after in shown_.conditions]
    return made
