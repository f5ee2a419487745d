"""summary.txt: what is pasted into the group, at most 300 characters."""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from closeknit.language import _, using
from closeknit.report.names import Names
from closeknit.report.typography import clauses, listed, sentences
from closeknit.report.verdict import WORD_TITLES, period

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination

LONGEST: Final = 300


def summary(examination: "Examination", *, names: "str | Names" = "show") -> str:
    """The word, what holds, what is missing and the first deeds, in the examination's language.

    A deed that does not fit is left out, then what stands last: never half a sentence, except where the name
    of the group alone is too long.
    """
    with using(examination.language):
        called = Names(examination, names) if isinstance(names, str) else names
        word = _(WORD_TITLES[examination.verdict.word])
        told = [_("{group}: {word} ({period}).") if period(examination) else _("{group}: {word}.")]
        told[0] = told[0].format(group=called.title, word=word, period=period(examination))
        by_state: dict[str, list[str]] = defaultdict(list)
        for judged in examination.conditions:
            by_state[judged.state].append(judged.title)
        for state, sentence in (
            ("holds", _("Holds: {conditions}.")),
            ("missing", _("Missing: {conditions}.")),
            ("partly", _("Partly: {conditions}.")),
        ):
            if by_state[state]:
                told.append(sentence.format(conditions=listed(by_state[state])))
        deeds = [called.line(remedy.title, remedy.people) for remedy in examination.remedies[:3]]
        ending = _("Made with Closeknit from the chat alone.")
        kept: list[str] = []
        text = sentences((*told, ending))
        for deed in deeds:
            week = _("This week: {deeds}.").format(deeds=clauses((*kept, deed)))
            longer = sentences((*told, week, ending))
            if len(longer) <= LONGEST:
                kept, text = [*kept, deed], longer
        if len(text) <= LONGEST:
            return text
        while len(told) > 1 and len(sentences(told)) > LONGEST:
            told.pop()
        text = sentences(told)
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
