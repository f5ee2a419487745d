"""Conversations with repeated notices put between, which the annotated logs do not have.

Shops, groups with reminders, and spammers post nearly the same text again and again, hours apart and by several
accounts. Such a post answers no other, however alike they are; it may be answered.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from closeknit.scoring.answers_lines import SERVICE, Conversation, Line

_LONG: Final = 20
"""Characters that a text has at least, to be a notice."""

_SHARES: Final = (0.02, 0.06, 0.2)
"""Posts put in, as a share of the lines of a conversation."""

_ANSWERED: Final = 0.3
"""Share of the posts that somebody asks about."""


def with_posters(conversation: Conversation, random: np.random.Generator) -> Conversation:
    """The conversation with posts of one or two accounts among its lines, each an opening, and some answers to them;
    its pace may be slower, with pauses of hours. The same conversation where no text of it is long enough. Posts are
    judged only where the line after them is: else what is judged at all at a log's beginning would be openings alone.
    """
    lines = conversation.lines
    texts = [line.x for line in lines if line.k not in SERVICE and line.x and len(line.x) >= _LONG]
    people = sorted({line.u for line in lines if line.u and line.k not in SERVICE})
    if not texts or len(people) < 2:
        return conversation
    template = texts[random.integers(len(texts))]
    posters = [people[at] for at in random.choice(len(people), 2, replace=False)]
    if random.random() < 0.5:
        posters = [f"{posters[0]}{random.integers(100)}", f"{posters[1]}{random.integers(100)}"]
    posters = posters[: random.integers(1, 3)]
    pace = float(np.exp(random.uniform(0, 7))) if random.random() < 0.5 else 1.0
    posts = random.random(len(lines)) < _SHARES[random.integers(len(_SHARES))]
    made: list[Line] = []
    place: list[int] = []
    later = 0.0
    for line, post in zip(lines, posts):
        if post:
            before = made[-1].s if made else line.s
            later += random.choice([0, 0, 3600, 20_000]) * random.random()
            at = None if before is None else before + random.random() * (later and 60) * pace
            judged = line.g is not None
            poster = posters[random.integers(len(posters))]
            made.append(_post(_varied(template, random), poster, at, [len(made)] if judged else None))
            if random.random() < _ANSWERED:
                asker = people[random.integers(len(people))]
                made.append(_post(_asking(template, random), asker, at, [len(made) - 1] if judged else None))
        place.append(len(made))
        made.append(msgspec.structs.replace(line, s=None if line.s is None else line.s * pace + later))
    for own, at in enumerate(place):
        gold = lines[own].g
        made[at] = msgspec.structs.replace(made[at], g=None if gold is None else [place[parent] for parent in gold])
    return Conversation(conversation.name, tuple(_numbered(made)), conversation.file, conversation.opens)


def _post(text: str, author: str, at: float | None, gold: list[int] | None) -> Line:
    return Line("", 0, author, text, None, at, "msg", gold)


def _numbered(lines: Sequence[Line]) -> list[Line]:
    latest = float("-inf")
    out = []
    for number, line in enumerate(lines):
        latest = latest if line.s is None else max(latest, line.s)
        out.append(msgspec.structs.replace(line, i=number, s=None if line.s is None else latest))
    return out


def _varied(template: str, random: np.random.Generator) -> str:
    """The template, sometimes with another number, or without its end."""
    kind = random.integers(3)
    if kind == 0:
        return template
    if kind == 1:
        return f"{template} {random.integers(1000)}"
    return template[: max(len(template) * 4 // 5, 1)]


def _asking(template: str, random: np.random.Generator) -> str:
    """A few of the template's characters, as a question."""
    start = int(random.integers(max(len(template) - 10, 1)))
    return template[start : start + 10].strip() + "?"
