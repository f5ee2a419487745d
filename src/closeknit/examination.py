"""The whole pipeline on one page: read → answer → tie → measure → judge → show."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, override
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from closeknit import language
from closeknit.answers.by_month import link_by_month
from closeknit.answers.linking import link
from closeknit.answers.links import Links, Reach
from closeknit.archive.marker import is_archive
from closeknit.carriers.registry import read_source
from closeknit.errors import BadOption, UnreadableSource
from closeknit.language import _
from closeknit.records.enrolment import Enrolment, enrol
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.rows import Rows, make_rows
from closeknit.records.zone import machine_zone, named_zone
from closeknit.report.verdict import close_call
from closeknit.sources import open_source
from closeknit.text.scripts import chinese_of
from closeknit.vitality.closeness import READINGS, other_words
from closeknit.vitality.findings import Examination, Verdict
from closeknit.vitality.judging import Judgement, judge
from closeknit.vitality.placement import placement_notes, unmatched_notes
from closeknit.vitality.pseudonyms import without_names
from closeknit.vitality.relays import unbridge
from closeknit.vitality.stating import sentences
from closeknit.vitality.subject import Subject
from closeknit.vitality.subject_making import make_subject

THOROUGH_UP_TO: Final = 50_000
"""Messages up to which answers are inferred thoroughly unless told; of more quickly (`window.find_reach`: of how many
they are)."""


def read(
    *paths: str | Path,
    timezone: str | None = None,
    carrier: str | None = None,
    day: date | None = None,
    year: int | None = None,
    me: str | None = None,
    mapping: Mapping[str, str] | None = None,
    salvage: bool = False,
) -> History:
    """All chats of the files, folders or archives (Closeknit's own too) at `paths` as one table.

    `timezone` is the zone of wall times without one (this machine's where not told); the rest is what
    `records.options.ReadOptions` says. Raises CloseknitError where a path cannot be read at all; rows that
    cannot be used are in `History.issues`.
    """
    zone = named_zone(timezone) if timezone else machine_zone()
    options = ReadOptions(zone, timezone is not None, day, year, me, mapping or {}, salvage)
    return History.joined([_read(path, options, carrier) for path in paths])


def _read(path: str | Path, options: ReadOptions, carrier: str | None) -> History:
    if is_archive(path):
        from closeknit.archive import open_archive

        return open_archive(path).history()
    return read_source(open_source(path), options, carrier)


class Examined(Examination):
    """What `examine` gives: the findings, with ways to show them and to pass them on."""

    def to_dict(self) -> dict[str, Any]:
        """What `examination.json` holds; the schema is published in the documents."""
        from closeknit.report.as_json import to_dict

        return to_dict(self, names=self._names("show"))

    def to_networkx(self) -> Any:
        """The fabric as a networkx Graph, people as nodes, ties with their weight (networkx must be installed)."""
        import io

        import networkx

        from closeknit.report.graphs import write_graphml
        from closeknit.report.names import Names

        stream = io.BytesIO()
        write_graphml(self, Names(self), stream)
        stream.seek(0)
        return networkx.read_graphml(stream)

    def write(self, folder: str | Path, *, names: str = "show") -> list[Path]:
        """Write report.html, examination.json, the graphs and summary.txt into `folder`, whole or not at all.

        What was examined with its names hidden is never written with quotes, whatever `names` says.
        """
        from closeknit.report.writing import write

        return write(self, Path(folder), names=self._names(names))

    def _names(self, names: str) -> str:
        """`names`, or "hide" where they were hidden before a sentence was written."""
        return "hide" if self.extra.get("names") == "hide" else names

    def _repr_html_(self) -> str:
        from html import escape

        from closeknit.report.verdict import STATE_TITLES, WORD_TITLES

        with language.using(self.language):
            rows = "".join(
                f"<tr><td>{escape(c.title)}</td><td>{escape(_(STATE_TITLES[c.state]))}</td></tr>"
                for c in self.conditions
            )
            word = _(WORD_TITLES[self.verdict.word])
        head = f"<h3>{escape(self.title)} · {escape(word)}</h3><p>{escape(self.verdict.because)}</p>"
        return f"{head}<table>{rows}</table>"

    @override
    def __repr__(self) -> str:
        return f"<Examined {self.title!r}: {self.verdict.word}, {len(self.history.messages):,} rows>"


def examine(
    *sources: str | Path | History,
    chats: Sequence[str] = (),
    timezone: str | None = None,
    organisers: Sequence[str] = (),
    bots: Sequence[str] = (),
    people: Mapping[str, Sequence[str]] | None = None,
    since: date | None = None,
    until: date | None = None,
    inference: str | None = None,
    lang: str | None = None,
    title: str | None = None,
    names: str = "show",
) -> Examined:
    """Examine a group: what `read` takes, or histories that it gave.

    `chats` chooses among several chats ("*" takes all as one group); `organisers` and `bots` are names or
    ids; `people` joins faces by hand ({name: [`carrier:id`, id or name, …]}), beside those that an archive keeps
    joined; `since` and `until` are days, both included;
    `inference` is "none", "quick" or "thorough" (by size unless told); `lang` one of `language.LANGUAGES`
    (the history's script unless told); with `names` "hide" nobody is named in what is found. Raises BadOption
    where there are several chats and none is chosen.
    """
    if names not in {"show", "hide"}:
        raise ValueError(f"names is {names!r}, neither show nor hide")
    zone = named_zone(timezone) if timezone else machine_zone()
    parts = [s if isinstance(s, History) else read(s, timezone=timezone) for s in sources]
    history = choose_chats(parts, _several(chats))
    if history.is_empty:
        raise UnreadableSource(_("There is not one message in it."), _("Was the chat exported with its messages?"))
    joined = {**history.people, **(people or {})}
    rows, enrolment = enrol(unbridge(make_rows(history.messages, joined, _several(bots))), history)
    with language.using(lang or chinese_of(sample_texts(rows)) or "en"):
        found = _examined(
            rows, history, enrolment, zone, _several(organisers), since, until, inference, title, timezone is not None,
            names == "hide",
        )  # fmt: skip
        unmatched = unmatched_notes(rows, _several(bots), people or {}, hide=names == "hide")
        return replace(found, notes=(*found.notes, *unmatched))


def _several(told: Sequence[str]) -> Sequence[str]:
    """What was told, as names: a text alone is one name, and not its letters."""
    return (told,) if isinstance(told, str) else told


def _examined(
    rows: Rows,
    history: History,
    enrolment: Enrolment,
    zone: ZoneInfo,
    organisers: Sequence[str],
    since: date | None,
    until: date | None,
    inference: str | None,
    title: str | None,
    zone_told: bool,
    hide: bool,
) -> Examined:
    shelf = history.shelf

    def answers(reach: Reach | None) -> Links:
        asked = ~rows.is_event if reach is None else ~rows.is_event & reach.holds(rows.at)
        how = inference or ("thorough" if int(asked.sum()) <= THOROUGH_UP_TO else "quick")
        if shelf:
            return link_by_month(rows, shelf, inference=how, reach=reach)
        return link(rows, inference=how, reach=reach)

    subject = make_subject(
        rows, answers, zone=zone, organisers=organisers, since=since, until=until, enrolment=enrolment
    )
    pa.default_memory_pool().release_unused()  # the holes that the steps so far left: 200 MB of ten million rows
    if shelf:
        shelf.rest()
    if hide:
        subject = without_names(subject)
    found = judge(subject)
    return Examined(
        title=_("A group (name hidden)") if hide else title or "、".join(rows.channels) or _("A chat without a name"),
        history=history,
        subject=subject,
        measures=found.measures,
        conditions=found.conditions,
        verdict=_with_closeness(subject, found),
        remedies=found.remedies,
        notes=(*found.notes, *placement_notes(enrolment, hide=hide)),
        dimensions=found.dimensions,
        roles=found.roles,
        failures=found.failures,
        further=found.further,
        language=language.current(),
        zone_told=zone_told,
        extra={"enrolment": enrolment, "names": "hide" if hide else "show"},
    )


def _with_closeness(subject: Subject, found: Judgement) -> Verdict:
    """The verdict, saying so where it was a close call."""
    words = other_words(subject, found)
    if not words:
        return found.verdict
    return replace(found.verdict, because=sentences(found.verdict.because, close_call(words, READINGS)))


LISTED: Final = 40
"""Chats that a refusal names: more do not fit a screen."""


def choose_chats(parts: Sequence[History], chats: Sequence[str]) -> History:
    """The chosen chats of several histories as one.

    One source with one chat needs no choice; several sources with one chat each are one group seen through
    several tools. Raises BadOption, with the list, where a source holds several chats and none is chosen.
    """
    if not chats:
        for part in parts:
            if len(found := part.channels()) > 1:
                lines = [f"  {name}  ({n:,})" for name, n in list(found.items())[:LISTED]]
                if len(found) > LISTED:
                    lines.append(_("  … and {n} smaller ones").format(n=f"{len(found) - LISTED:,}"))
                raise BadOption(
                    _("There are {n} chats in it:\n{listed}").format(n=len(found), listed="\n".join(lines)),
                    _("Choose with --chat NAME (repeatable), or take all as one group with --chat '*'."),
                )
    history = History.joined(parts)
    if not chats or "*" in chats:
        return history
    known = history.channels()
    for chat in chats:
        if chat not in known:
            like = [name for name in known if chat.casefold() in name.casefold()] or list(known)
            more = "…" if len(like) > LISTED else ""
            raise BadOption(
                _("There is no chat named {name} in it.").format(name=chat),
                _("There are: {names}.").format(names="、".join(like[:LISTED]) + more),
            )
    return history.only(*chats)


def sample_texts(rows: Rows) -> list[str]:
    """A thousand texts spread evenly over the history: enough to tell its script."""
    step = max(1, len(rows) // 1000)
    return [text for text in rows.texts(np.arange(0, len(rows), step)).to_pylist() if text]
