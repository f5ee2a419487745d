"""The words of the verdict and of the four states, and the head of every report."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from closeknit.language import N_, _, ngettext
from closeknit.records.codes import codes
from closeknit.report.typography import counted, is_chinese, listed, local, number, written_date
from closeknit.vitality.findings import STATES

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.findings import Examination

WORD_TITLES: Final = {
    "community": N_("A community"),
    "becoming-one": N_("Becoming a community"),
    "group": N_("A chat group"),
    "broadcast": N_("A broadcast"),
    "silent": N_("Silent"),
    "cannot-tell": N_("Cannot tell"),
}
STATE_TITLES: Final = {
    "holds": N_("holds"),
    "partly": N_("partly"),
    "missing": N_("missing"),
    "cannot-tell": N_("cannot tell"),
}
MARKS: Final = {"holds": "knot", "partly": "part", "missing": "break", "cannot-tell": "dots"}
"""Symbol of each state, as the page's sprite names them."""

_CARRIERS: Final = {
    "chatlab": "ChatLab", "discord": "Discord", "irc": "IRC", "line": "LINE", "qq": "QQ", "slack": "Slack",
    "telegram": "Telegram", "whatsapp": "WhatsApp", "wechat": N_("WeChat"), "pasted": N_("pasted text"),
    "table": N_("a table"),
}  # fmt: skip
_KEYS: Final = {
    "holds": N_("Holds: {n}"),
    "partly": N_("Partly: {n}"),
    "missing": N_("Missing: {n}"),
    "cannot-tell": N_("Cannot tell: {n}, neither good nor bad"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above everything: `about` people, carriers and days; `word` the verdict; `tally` each state
    that occurs with its sentence.
    """

    title: str
    about: str
    word: str
    tally: tuple[tuple[str, str], ...]


def close_call(words: Counter[str], readings: int) -> str:
    """The sentence on the words that came out when some messages were left out, of so many readings."""
    word, n = max(words.items(), key=lambda one: (one[1], one[0]))
    return _(
        "A close call: of {all} readings, each without another twentieth of the messages, {n} gave “{word}”."
    ).format(all=readings, n=n, word=_(WORD_TITLES[word]))


def head(examination: "Examination", names: "Names") -> Head:
    """The head of a report in the language in force."""
    counts = Counter(condition.state for condition in examination.conditions)
    tally = tuple((state, _(_KEYS[state]).format(n=counted(counts[state]))) for state in STATES if counts[state])
    title = _("{group}: examination").format(group=names.title)
    return Head(title, _about(examination), _(WORD_TITLES[examination.verdict.word]), tally)


def _about(examination: "Examination") -> str:
    people = people_seen(examination)
    parts = [
        ngettext("{n} person seen", "{n} people seen", people).format(n=number(people)),
        listed([carrier_title(name) for name in carriers(examination)]),
    ]
    between = period(examination)
    if between:
        days = round(examination.subject.window.days)
        parts.append(ngettext("{period}, {n} day", "{period}, {n} days", days).format(period=between, n=number(days)))
    return ("・" if is_chinese() else ", ").join(part for part in parts if part)


def people_seen(examination: "Examination") -> int:
    """Everybody who wrote, joined or was named, without the accounts set aside."""
    return len(examination.subject.rows.people) - len(examination.subject.set_aside)


def carriers(examination: "Examination") -> dict[str, int]:
    """Short name of each chat tool → its rows, the most first."""
    code, words = codes(examination.history.messages["carrier"])
    tally = Counter(dict(zip(words, (int((code == i).sum()) for i in range(len(words))))))
    return {name: n for name, n in tally.most_common() if n}


def carrier_title(name: str) -> str:
    """What a chat tool is called."""
    return _(_CARRIERS.get(name, name)) if name else ""


def period(examination: "Examination") -> str:
    """The judged days as words, "" where there are no times."""
    subject = examination.subject
    first = local(subject.window.start, subject.zone)
    end = local(subject.window.end, subject.zone)
    if first is None or end is None or subject.window.end <= subject.window.start:
        return ""
    last = end - timedelta(days=1)
    if first.date() >= last.date():
        return written_date(first.date(), year=True)
    same = first.year == last.year
    early = written_date(first.date(), year=is_chinese() or not same)
    late = written_date(last.date(), year=not is_chinese() or not same)
    return _("{first} to {last}").format(first=early, last=late)
