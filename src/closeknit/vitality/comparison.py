"""Examinations beside each other: one group with its own last examination, or several groups.

Beside its last examination a group shows which deeds were done, as far as a history shows them, and what moved in
the same time. Before and after are no cause and effect. Several groups stand beside each other in the order in which
they were given: nobody is ranked and nothing is added up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from closeknit.language import LANGUAGES, _, using
from closeknit.records.codes import codes
from closeknit.records.instant import micros
from closeknit.vitality.findings import Examination, Judged, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.pseudonyms import pseudonyms
from closeknit.vitality.remedies import TITLES
from closeknit.vitality.subject import Subject

Int64s = npt.NDArray[np.int64]

DONE: Final = ("done", "partly", "not-seen", "cannot-tell")


@dataclass(frozen=True, slots=True)
class Done:
    """A deed of the last examination: `kind` says what was looked for ("answered", "wrote", "met", or "" where a
    history does not show it), `done` of `of` were found; `state` of DONE.
    """

    slug: str
    title: str
    kind: str
    state: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Shifted:
    """A condition then and now, states of `findings.STATES`; None where it was, or is, not judged."""

    slug: str
    title: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure then and now, with the events or people it rested on."""

    slug: str
    before: float
    n_before: int
    after: float
    n_after: int


@dataclass(frozen=True, slots=True)
class Again:
    """This examination beside the last: `since` and `until` instants of the last day judged then and now (None
    without times); `new` messages by people since then; `same` whether both bear the same name. `shifted` are all
    conditions, `moved` all measures with a value then and now.
    """

    since: int | None
    until: int | None
    new: int
    same: bool
    word_before: str
    word_after: str
    done: tuple[Done, ...]
    shifted: tuple[Shifted, ...]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Several examinations: `conditions` maps a slug to its title and each group's judgement, `measures` a slug to
    each group's value; None where a group was not judged or measured on it. In the order of the lists.
    """

    groups: tuple[Examination, ...]
    conditions: dict[str, tuple[str, tuple[Judged | None, ...]]]
    measures: dict[str, tuple[Measured | None, ...]]


def compare_with(examination: Examination, old: Mapping[str, Any]) -> Again:
    """The examination beside an older one, given as what its examination.json holds."""
    subject = examination.subject
    since = _instant(old["window"]["until"])
    said = subject.at[subject.is_said]
    new = int(((said >= since) & (said < subject.window.end)).sum()) if since is not None else 0
    now = {one.slug: one for one in examination.conditions}
    then = {str(one["slug"]): one for one in old["conditions"]}
    slugs = [*now, *(slug for slug in then if slug not in now)]
    values = {str(one["slug"]): one for one in old["measures"] if one["value"] is not None}
    return Again(
        since,
        subject.window.end if subject.window.days > 0 else None,
        new,
        str(old["title"]) == examination.title or "hide" in {old.get("names"), examination.extra.get("names")},
        str(old["verdict"]["word"]),
        examination.verdict.word,
        tuple(_done(subject, _in_our_words(remedy, old, examination.language), since) for remedy in old["remedies"]),
        tuple(
            Shifted(
                slug,
                now[slug].title if slug in now else str(then[slug]["title"]),
                str(then[slug]["state"]) if slug in then else None,
                now[slug].state if slug in now else None,
            )
            for slug in slugs
        ),
        tuple(
            Moved(slug, float(values[slug]["value"]), int(values[slug]["n"]), measured.value, measured.n)
            for slug, measured in examination.measures.items()
            if slug in values and measured.value is not None
        ),
    )


def side_by_side(groups: Sequence[Examination]) -> SideBySide:
    """Several examinations in the order given."""
    judged = [{one.slug: one for one in group.conditions} for group in groups]
    conditions: dict[str, tuple[str, tuple[Judged | None, ...]]] = {}
    for found in judged:
        for slug, one in found.items():
            conditions.setdefault(slug, (one.title, tuple(other.get(slug) for other in judged)))
    measures = {
        slug: tuple(group.measures.get(slug) for group in groups)
        for slug in dict.fromkeys(slug for group in groups for slug in group.measures)
    }
    return SideBySide(tuple(groups), conditions, measures)


def _in_our_words(remedy: Mapping[str, Any], old: Mapping[str, Any], tag: str) -> Mapping[str, Any]:
    """A deed of the last time, called by its kind where its title was written in another language."""
    if old.get("language", tag) == tag:
        return remedy
    with using(tag):
        return {**remedy, "title": _(TITLES.get(str(remedy["slug"]), str(remedy["title"])))}


def _instant(text: object) -> int | None:
    return micros(datetime.fromisoformat(text)) if isinstance(text, str) else None


def _done(subject: Subject, remedy: Mapping[str, Any], since: int | None) -> Done:
    slug, title = str(remedy["slug"]), str(remedy["title"])
    kind, look = _LOOKS.get(slug, ("", None))
    if since is None or look is None or subject.window.end <= since + DAY:
        return Done(slug, title, kind, "cannot-tell", 0, 0)
    done, of = look(subject, remedy, since)
    state = "cannot-tell" if not of else "done" if done == of else "partly" if done else "not-seen"
    return Done(slug, title, kind, state, done, of)


def _answered(subject: Subject, remedy: Mapping[str, Any], _since: int) -> tuple[int, int]:
    """How many of the messages that lay unanswered have been answered by now."""
    rows = [row for row in (_row(subject, message) for message in remedy["messages"]) if row is not None]
    return sum(bool(subject.answered[row] >= 0.5) for row in rows), len(rows)


def _wrote(subject: Subject, remedy: Mapping[str, Any], since: int) -> tuple[int, int]:
    """How many of those whom the deed was for have written since."""
    people = _people(subject, remedy)
    recent = np.flatnonzero(subject.is_said & (subject.at >= since))
    heard = set(subject.rows.person[recent].tolist())
    return sum(person in heard for person in people), len(people)


def _introduced(subject: Subject, remedy: Mapping[str, Any], since: int) -> tuple[int, int]:
    """Whether the two who were introduced, the first named, have exchanged anything since."""
    return _exchanged(subject, _people(subject, remedy)[:2], since)


def _met(subject: Subject, remedy: Mapping[str, Any], since: int) -> tuple[int, int]:
    """Whether any two of them have exchanged anything since."""
    return _exchanged(subject, _people(subject, remedy), since)


def _exchanged(subject: Subject, people: list[int], since: int) -> tuple[int, int]:
    if len(people) < 2:
        return 0, 0
    found = subject.exchanges
    pair = np.isin(found.source, people) & np.isin(found.target, people) & (found.at >= since)
    return int(bool((pair & (found.probability >= 0.5)).any())), 1


_Look = Callable[[Subject, Mapping[str, Any], int], tuple[int, int]]
_LOOKS: Final[dict[str, tuple[str, _Look]]] = {
    "answer-newcomers": ("answered", _answered),
    "answer-questions": ("answered", _answered),
    "write-to-old": ("wrote", _wrote),
    "ask-need": ("wrote", _wrote),
    "bring-own": ("wrote", _wrote),
    "write-to-invited": ("wrote", _wrote),
    "introduce": ("met", _introduced),
    "set-table": ("met", _met),
}
"""What of each deed a history shows. Whether somebody was asked in private, or hosts, it does not."""


def _people(subject: Subject, remedy: Mapping[str, Any]) -> list[int]:
    """Those whom a deed was for, by any name that they ever bore; who cannot be found is left out."""
    found = (_person(subject, name) for name in dict.fromkeys(remedy["people"]))
    return [person for person in found if person is not None]


def _person(subject: Subject, name: str) -> int | None:
    """Whoever is, or was, called so: by number where names were hidden, then now, then as the history wrote it."""
    for tag in LANGUAGES:  # the last report may speak another than this one
        with using(tag):
            shown = pseudonyms(subject)
        if name in shown:
            return shown.index(name)
    for i, person in enumerate(subject.rows.people):
        if person.name == name:
            return i
    code, names = codes(subject.rows.table["author"])
    if name not in names:
        return None
    rows = np.flatnonzero((code == names.index(name)) & (subject.rows.person >= 0))
    return int(subject.rows.person[rows[-1]]) if len(rows) else None


def _row(subject: Subject, message: Mapping[str, Any]) -> int | None:
    """The message that an old examination quotes: by its instant and author."""
    at, author = _instant(message["sent_at"]), _person(subject, str(message["author"]))
    if at is None or author is None:
        return None
    # An examination writes whole seconds.
    near = (subject.rows.at >= at) & (subject.rows.at < at + 1_000_000) & (subject.rows.person == author)
    rows = np.flatnonzero(near)
    return int(rows[0]) if len(rows) else None
