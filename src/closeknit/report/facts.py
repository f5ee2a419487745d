"""Method and data: what the report rests on, what it left out, and what it cannot know."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import numpy as np

from closeknit.language import N_, _, ngettext
from closeknit.records.codes import codes
from closeknit.records.issue import CODES
from closeknit.report.names import Names, one_line
from closeknit.report.typography import bracketed, clauses, listed, number, sentences, written_day
from closeknit.report.verdict import carrier_title, carriers, people_seen, period
from closeknit.vitality import counting

if TYPE_CHECKING:
    from closeknit.records.issue import Issue
    from closeknit.vitality.findings import Examination

EXAMPLES: Final = 5
"""Examples of a code that are shown."""
ASIDE: Final = 30

REASON_TITLES: Final = {"bot": N_("bot"), "relay": N_("relay"), "mass-sender": N_("mass sender")}
METHOD_TITLES: Final = {
    "none": N_("not inferred: only answers that the history marks itself count"),
    "quick": N_("inferred by the quick rule"),
    "thorough": N_("inferred by the thorough rule"),
}
GROUND_TITLES: Final = {
    "told": N_("as told"),
    "roles": N_("by their role in the chat tool"),
    "inferred": N_("inferred from what they do"),
    "unknown": N_("unknown"),
}
BASIS_TITLES: Final = {
    "days": N_("the last 90 days, up to the last full day"),
    "messages": N_("the last 200 messages by people, as 90 days hold fewer"),
    "told": N_("as asked for"),
    "all": N_("everything there is"),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A code of issues: its sentence, how many rows, and examples as place and detail."""

    message: str
    count: str
    examples: list[tuple[str, str]]
    more: str


@dataclass(frozen=True, slots=True)
class Aside:
    """An account that is not counted as a person."""

    name: str
    seal: str
    reason: str
    messages: str


def facts(examination: "Examination", names: Names) -> list[tuple[str, str]]:
    """Terms and what is to be said of each."""
    made = [
        (_("Period"), _period(examination)),
        (_("Time zone"), _zone(examination)),
        (_("Sources"), _sources(examination)),
        (_("Judged"), _judged(examination)),
        (_("People"), _people(examination)),
        (_("Organisers"), _organisers(examination, names)),
        (_("Gaps"), _gaps(examination)),
        (_("Answers"), _answers(examination)),
        (_("Rows not used"), _lost(examination)),
    ]
    return [(term, told) for term, told in made if told]


def _period(examination: "Examination") -> str:
    between = period(examination) or _("no times in this export")
    basis = _(BASIS_TITLES[examination.subject.window.basis])
    return bracketed(between, basis)


def _zone(examination: "Examination") -> str:
    zone = examination.subject.zone.key or "UTC"
    if not is_zone_assumed(examination):
        return _("{zone}; the export says when each message was sent").format(zone=zone)
    if examination.zone_told:
        return _("{zone}, as told; the export writes no zone").format(zone=zone)
    return _("{zone}, assumed: the export writes no zone, so this computer's was taken").format(zone=zone)


def is_zone_assumed(examination: "Examination") -> bool:
    """Whether any time was read on a wall clock whose zone the source does not write."""
    code, words = codes(examination.history.messages["zone"])
    return "assumed" in words and bool((code == words.index("assumed")).any())


def _sources(examination: "Examination") -> str:
    return listed(
        [
            ngettext("{carrier}: {n} row", "{carrier}: {n} rows", n).format(carrier=carrier_title(name), n=number(n))
            for name, n in carriers(examination).items()
        ]
    )


def _judged(examination: "Examination") -> str:
    subject = examination.subject
    events = int(subject.rows.is_event.sum())
    aside = sum(account.messages for account in subject.set_aside)
    told = [_("{n} messages by people").format(n=number(len(subject.said)))]
    if events:
        told.append(_("{n} notices of the tool are no messages").format(n=number(events)))
    if aside:
        told.append(_("{n} messages of the accounts set aside are not counted").format(n=number(aside)))
    return clauses(told)


def _people(examination: "Examination") -> str:
    people = examination.subject.rows.people
    joined = sum(len(person.faces) > 1 for person in people)
    seen = _("{n} seen: they wrote, joined or were named").format(n=number(people_seen(examination)))
    return clauses(
        (seen, _("{n} of them with several accounts, joined by hand").format(n=number(joined)) if joined else "")
    )


def _organisers(examination: "Examination", names: Names) -> str:
    subject = examination.subject
    ground = _(GROUND_TITLES[subject.organisers_ground])
    if not subject.organisers:
        return ground
    return bracketed(listed(names.all_of(subject.organisers[:8])), ground)


def _gaps(examination: "Examination") -> str:
    subject = examination.subject
    days = round(subject.window.days)
    if subject.coverage is None or days <= 0:
        return ""
    silent = days - round(subject.coverage * days)
    if not silent:
        return _("there is something on every day")
    told = _("{n} of {days} days without a row")
    doubt = _("a chat does not say whether nobody wrote or the data are missing")
    return clauses((told.format(n=number(silent), days=number(days)), doubt))


def _answers(examination: "Examination") -> str:
    subject = examination.subject
    method = _(METHOD_TITLES[subject.links.method])
    here = subject.here
    if not len(here):
        return method
    explicit = int(here.is_explicit.sum())
    told = [_("{n} in the window").format(n=number(len(here))), _("{n} stated by the tool").format(n=number(explicit))]
    guessed = here.probability[~here.is_explicit]
    if len(guessed):
        mean = number(float(np.mean(guessed)), 2)
        told.append(
            _("{n} inferred, each weighed by its probability ({mean} on average)").format(
                n=number(len(guessed)), mean=mean
            )
        )
    if reach := subject.links.reach:
        told.append(_("older than {day}: only stated ones count").format(day=written_day(reach.start, subject.zone)))
    return clauses((*told, method))


def _lost(examination: "Examination") -> str:
    issues = examination.history.issues
    if not issues.total:
        return _("none")
    return _("{n} rows with a doubt or an error, {lost} of them not read").format(
        n=number(issues.total), lost=number(issues.lost)
    )


def cannot(examination: "Examination") -> list[str]:
    """What no chat export can show, and what this one cannot."""
    subject = examination.subject
    told = [
        _("Private messages, calls and meetings are not in here. The closest people may not talk in the group at all."),
        _("Why the silent are silent. They may be reading."),
        _("Whether it will live. This is no forecast; it compares the group with its own past and published figures."),
        _("Who is a member. A chat has no list: people are those who were seen, and joining is their first sight."),
        sentences(
            (
                _("Whether the rules hold here. They were tried on public archives only."),
                _("On WeChat groups, families and neighbours they are not validated."),
                _("There, take the word as a hint and the conditions as questions."),
            )
        ),
    ]  # fmt: skip
    if len(subject.links) and subject.links.method != "none" and not bool(subject.links.is_explicit.any()):
        told.insert(2, _("This export marks no answers, so every answer is inferred."))
    return told


def troubles(examination: "Examination", names: Names) -> list[Trouble]:
    """The issues of reading by code, the most frequent first, with examples by line."""
    log = examination.history.issues
    made = []
    for code, count in log.counts.most_common():
        examples = [issue for issue in log.examples if issue.code == code]
        shown = [(_place(issue, names), names.quote(issue.detail, 80)) for issue in examples[:EXAMPLES]]
        rest = count - len(shown)
        more = _("and {n} more").format(n=number(rest)) if rest > 0 else ""
        made.append(Trouble(_(CODES[code]), number(count), shown, more))
    return made


def _place(issue: "Issue", names: Names) -> str:
    path = PurePath(issue.path.replace("\\", "/")).name if not names.hidden else ""
    line = _("line {n}").format(n=number(issue.line)) if issue.line else _("the whole file")
    return f"{one_line(path, 60)}: {line}" if path else line


def set_aside(examination: "Examination", names: Names) -> tuple[list[Aside], int]:
    """Accounts that are not counted as people, and how many more there are."""
    accounts = examination.subject.set_aside
    shown = [
        Aside(
            names.of(account.person),
            names.seal(account.person),
            _(REASON_TITLES.get(account.reason, account.reason)),
            counting.messages(account.messages),
        )
        for account in sorted(accounts, key=lambda a: (-a.messages, a.person))[:ASIDE]
    ]
    return shown, max(0, len(accounts) - ASIDE)
