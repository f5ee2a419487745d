"""Pure rules of the gate."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from closeknit.house.core.questions import Question

OPEN: Final = ("waiting", "listed")
"""States in which an application is not decided for good: before the reviewers, or on the waiting list."""
STATES: Final = (*OPEN, "admitted", "refused", "withdrawn")
REASONS: Final = ("need_unclear", "no_fit", "unknown", "conduct", "other")
TOOLS: Final = ("line", "wechat", "telegram", "whatsapp", "discord", "qq", "other")
INVITATION_LASTS: Final = timedelta(days=14)
LETTER_LASTS: Final = timedelta(days=14)
MOST_INVITATIONS: Final = 10
"""Open invitations of one member at a time."""
MOST_QUESTIONS: Final = 12
FORGOTTEN_AFTER: Final = timedelta(days=30)
"""How long the words of somebody who was not admitted are kept."""
HURRIED: Final = timedelta(seconds=3)
"""Nobody reads a page and answers three questions in less."""
HOSTED_LATELY: Final = timedelta(days=90)
LONGEST_NAME: Final = 80
LONGEST_ANSWER: Final = 1000
SAYS_LITTLE: Final = 8
"""Letters; an answer with fewer says hardly more than "I want to join"."""


def vouches_needed(members: int) -> int:
    """How many members vouch for a newcomer: half of those who can sign in, one at least, three at most."""
    return min(3, max(1, members // 2))


def fit(question: Question, answer: object) -> bool | None:
    """Whether an answer shows the shared need; None where only a human can tell, or nothing was said to fit.

    `answer` is a text, an option's position, a list of positions, a number, or "yes" or "no".
    """
    match question.kind:
        case "choice" if question.fits:
            return answer in question.fits
        case "several" if question.fits:
            return isinstance(answer, Sequence) and any(at in question.fits for at in answer)
        case "number" if question.least is not None:
            return isinstance(answer, int) and answer >= question.least
        case "yes_no" if question.wanted:
            return answer == question.wanted
        case "text":
            return False if says_little(str(answer)) else None
        case _:
            return None


def says_little(answer: str) -> bool:
    """Whether a text is too short to tell a need."""
    return sum(unicodedata.category(c)[0] in "LN" for c in answer) < SAYS_LITTLE


def shown(question: Question, answer: object) -> str:
    """An answer in words, as it is kept: positions become the options' texts."""
    if question.kind == "choice" and isinstance(answer, int):
        return question.options[answer]
    if question.kind == "several" and isinstance(answer, Sequence):
        return "、".join(question.options[int(at)] for at in answer)
    return str(answer)


def tidy(typed: str, most: int = LONGEST_ANSWER) -> str:
    """Lines without what cannot be seen."""
    kept = "".join(
        c for c in unicodedata.normalize("NFC", typed.replace("\r\n", "\n")[: most * 4])
        if c == "\n" or unicodedata.category(c)[0] != "C"
    )  # fmt: skip
    return "\n".join(line.strip() for line in kept.split("\n")).strip()[:most]


def tidy_line(typed: str, most: int = LONGEST_NAME) -> str:
    """One line without what cannot be seen."""
    return " ".join(tidy(typed.replace("\n", " "), most * 2).split())[:most]


def host_of(candidates: Iterable[int], busy: Mapping[int, int]) -> int | None:
    """The host for a newcomer: whoever met the fewest lately, the longest known (smallest id) first; None: nobody."""
    return min(candidates, key=lambda person: (busy.get(person, 0), person), default=None)


def has_room(members: int, places: int | None) -> bool:
    """Whether another member fits in."""
    return places is None or members < places


def usable_link(link: str) -> bool:
    """Whether a chat tool's link may be shown: an address of the web, nothing that runs."""
    return link.startswith(("https://", "http://")) and not any(c.isspace() or c in "\"'<>" for c in link)
