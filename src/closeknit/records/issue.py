"""A row that could not be used is a value, counted and shown; it never stops a run."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from closeknit.language import N_, _

CODES: Final = {
    "bad-row": N_("The row does not have the shape of this format."),
    "bad-json": N_("The line is not valid JSON."),
    "bad-time": N_("The time cannot be read."),
    "no-date": N_("The export gives times of day without a date; name it with --date."),
    "no-year": N_("The export gives dates without a year; name it with --year."),
    "no-time": N_("The source gives no times."),
    "day-or-month": N_("Day and month cannot be told apart in the dates; the first number was taken for the day."),
    "no-author": N_("The row has no author."),
    "unsupported-row": N_("The tool itself wrote that it does not export this row."),
    "bad-bytes": N_("Some bytes are not text in this encoding and were replaced."),
    "unread-file": N_("No carrier recognises this file; it was left out."),
    "unreadable-file": N_("An export beside others that cannot be read; it was left out."),
    "left-out": N_("The file is empty and was left out."),
    "repeated": N_("The same message stands twice in the source; it was taken once."),
    "in-two-exports": N_(
        "Two of the exports hold the same messages, and both were counted. Where they are of one chat, import them "
        "into an archive (`closeknit import`): there each counts once."
    ),
    "missing-part": N_("A part of the export that its list names is not there."),
    "cut-off": N_("The file breaks off here; the whole rows before it were kept."),
    "clock-backwards": N_("Times run backwards; rows are kept in the order of the file."),
    "ambiguous-date": N_("Day and month cannot be told apart for certain; the likelier reading was taken."),
    "ambiguous-time": N_("The clock was set back and the time occurred twice; the earlier instant was taken."),
    "answered-again": N_("The same person answered the form again; the later answer counts."),
    "wrong-number": N_("A line of a sign-up chain bears another number than its place."),
    "bad-amount": N_("The amount of money cannot be read."),
    "open-ended": N_("It recurs without an end; only the first time was taken."),
    "bad-zone": N_("The calendar names a zone that is not known; its times were taken for local ones."),
    "unplaced-reply": N_("Replies name rows that are not in the export."),
    "unknown-value": N_("A value that this format is not known to write."),
}
"""Every code that may be given, with its sentence. Options are named as the command line writes them."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One row that could not be used, or was used with a doubt.

    `path` as the user named it (`export.zip!/chat.txt` inside an archive); `line` counted from 1, 0 where
    the whole file is meant; `code` of `CODES`; `detail` the offending words, shortened; `lost` whether the
    row is missing from the table.
    """

    path: str
    line: int
    code: str
    detail: str = ""
    lost: bool = False

    @property
    def message(self) -> str:
        """The sentence, in the language in force."""
        return _(CODES[self.code])


@dataclass(slots=True)
class IssueLog:
    """The issues of a run: all are counted, the first `keep` of each code are kept to be shown."""

    keep: int = 50
    examples: list[Issue] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lost: int = 0

    def add(self, issue: Issue, times: int = 1) -> None:
        """Count an issue `times` times; keep it as an example while there are few of its code."""
        if issue.code not in CODES:
            raise ValueError(issue.code)
        if self.counts[issue.code] < self.keep:
            self.examples.append(issue)
        self.counts[issue.code] += times
        if issue.lost:
            self.lost += times

    def extend(self, other: "IssueLog") -> None:
        """Take over what another log holds."""
        kept = Counter(issue.code for issue in self.examples)
        for issue in other.examples:
            if kept[issue.code] < self.keep:
                self.examples.append(issue)
                kept[issue.code] += 1
        self.counts.update(other.counts)
        self.lost += other.lost

    @property
    def total(self) -> int:
        """How many issues there were in all."""
        return self.counts.total()
