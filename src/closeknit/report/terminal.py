"""The examination as one screenful of a terminal."""

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from closeknit.language import _, ngettext, using
from closeknit.report.again import lines as last_time
from closeknit.report.again import shown
from closeknit.report.names import Names, spaced
from closeknit.report.page import Page
from closeknit.report.typography import columns, is_chinese, listed, number, percent
from closeknit.report.verdict import STATE_TITLES, head

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination
    from closeknit.vitality.subject import Subject

SIGNS: Final = {"holds": "◆", "partly": "◇", "missing": "✕", "cannot-tell": "…"}
_NOT_FIRST: Final = frozenset("，。、；：！？）」』”’…,.;:!?)")
_NOT_LAST: Final = frozenset("（「『“‘《(0123456789")
"""Signs that stay with what follows them: what opens, and a number with its 漢字 (10日)."""


def screenful(examination: "Examination", *, names: str = "show", width: int = 80) -> str:
    """The word, why, the conditions and the deeds in the examination's language, at most `width` columns
    wide (a 漢字 takes two). No colours, no control characters; no newline at the end.
    """
    with using(examination.language):
        called = Names(examination, names)
        page, top = Page(examination, called), head(examination, called)
        colon = "：" if is_chinese() else ": "
        width = max(40, width)
        lines = [*wrap(top.title, width), *wrap(top.about, width), ""]
        lines += [f"  {top.word}", ""]
        lines += list(wrap(spaced(page.because()), width, "  "))[:6]
        told = [judged for judged in examination.conditions if judged.state != "cannot-tell"]
        if told:  # of all fifteen the word itself tells
            lines.append("")
        for judged in told:
            line = f"{SIGNS[judged.state]} {judged.title}{colon}{_(STATE_TITLES[judged.state])}"
            if judged.sentence not in examination.verdict.because:  # it was just said
                line += "  " + spaced(page.say(judged.sentence, judged.evidence))
            lines += wrap(line, width, "", "  ")
        unknown = [judged.title for judged in examination.conditions if judged.state == "cannot-tell"]
        if told and unknown:
            state = STATE_TITLES["cannot-tell"]
            lines += wrap(f"{SIGNS['cannot-tell']} {_(state)}{colon}{listed(unknown)}", width, "", "  ")
        if told:
            lines += _inferred(examination.subject, width)
        before = shown(examination, called)
        if before is not None:
            lines += ["", _("Since the last examination") + ("：" if is_chinese() else ":")]
            lines += [line for told in last_time(before) for line in wrap(told, width, "  ", "    ")]
        deeds = [called.line(remedy.title, remedy.people) for remedy in examination.remedies[:3]]
        if deeds:
            lines += ["", _("This week:")]
            lines += [line for i, deed in enumerate(deeds, 1) for line in wrap(f"{i}. {deed}", width, "", "   ")]
        if examination.history.issues.lost:
            lines += ["", _issues(examination)]
        return "\n".join(lines)


def _inferred(subject: "Subject", width: int) -> list[str]:
    """How much of who answers whom is inferred, where anything is."""
    explicit = subject.pattern.explicit
    if explicit is None or explicit == 1:
        return []
    told = _("{share} of the answers are inferred.").format(share=percent(1 - explicit))
    if not subject.links.is_explicit.any():
        told = _("This export marks no answers, so every answer is inferred.")
    return ["", *wrap(told, width)]


def _issues(examination: "Examination") -> str:
    lost = examination.history.issues.lost
    told = ngettext("{n} row could not be read; see the report.", "{n} rows could not be read; see the report.", lost)
    return told.format(n=number(lost))


def fit(text: str, width: int) -> str:
    """The text cut to `width` columns."""
    if columns(text) <= width:
        return text
    kept = ""
    used = 1
    for sign in text:
        used += columns(sign)
        if used > width:
            break
        kept += sign
    return kept.rstrip() + "…"


def wrap(text: str, width: int, indent: str = "", later: str | None = None) -> Iterator[str]:
    """Lines of at most `width` columns: between words where there are spaces, between 漢字 anywhere, but no
    line begins with a closing sign or ends with an opening one. `later` is the indent of the lines after the first.
    """
    later = indent if later is None else later
    line = indent
    for chunk in _chunks(text):
        if columns(line + chunk.rstrip()) > width and line.strip():
            yield line.rstrip()
            line = later
        line += chunk if line.strip() else chunk.lstrip()
        while columns(line.rstrip()) > width:  # one word longer than a line
            kept = fit(line, width).removesuffix("…") or line[:1]
            yield kept
            line = later + line[len(kept) :]
    if line.strip():
        yield line.rstrip()


def _chunks(text: str) -> Iterator[str]:
    """Parts between which a line may break; spaces stay at the end of their part."""
    held = ""
    for i, sign in enumerate(text):
        held += sign
        following = text[i + 1 : i + 2]
        wide = unicodedata.east_asian_width(sign) in "WF"
        next_wide = unicodedata.east_asian_width(following or " ") in "WF"
        if following and (following in _NOT_FIRST or (sign in _NOT_LAST and following != " ")):
            continue
        if sign == " " or (wide and following != " ") or (next_wide and sign != " "):
            yield held
            held = ""
    if held:
        yield held
