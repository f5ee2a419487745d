"""Writes the page of measures from the catalogue: `python docs/reference/make_measures.py`.

A test says when the page is no longer what the code says.
"""

import inspect
import re
from pathlib import Path

PAGE = Path(__file__).with_name("measures.md")
GENERATED = "<!-- Made by make_measures.py from the catalogue; edit the code. -->"
HEAD = """# Measures

{generated}

Each is one pure function of a [subject](../explanation/design.md): the rows, who answers whom, who runs the group
and which part is judged. Each says its **n**, its **coverage** (days of the window with data), how much of it is
**inferred**, the group's **own past** where three earlier windows of the same length can be had, and what it would
be if only links of at least 0.5, 0.7 and 0.9 counted. Fewer than 30 events give a list, not a rate. What cannot be
known is no value with a reason, never 0.

T0 needs a roster only, T1 also attendance, forms, offers, decisions or money, T2 a chat history. Measures of T1
stand here as far as a chat, a roster and records show them; where they do not, the measure says what would. Numbers
are those of the project's list of 26; a dash marks one of our own.

| no. | slug | measure | unit | range | needs | source |
|---|---|---|---|---|---|---|
"""


def measures() -> str:
    """The page: a table of all measures, then each with what its function says about itself."""
    from closeknit.vitality.catalogue import CATALOGUE, LINKED, REMEMBERED

    lines = [HEAD.format(generated=GENERATED).rstrip()]
    for one in CATALOGUE:
        low, high = ("" if bound is None else f"{bound:g}" for bound in (one.low, one.high))
        number = one.number or "–"
        lines.append(
            f"| {number} | `{one.slug}` | {one.title} | {one.unit} | {low}–{high} | {one.needs} | {one.source} |"
        )
    for one in CATALOGUE:
        beside = [text for group, text in ((REMEMBERED, "own past"), (LINKED, "surer links")) if one in group]
        given = f" Given beside it: {', '.join(beside)}." if beside else ""
        text = re.sub(r"\s*\n\s*\n\s*", "\n\n", inspect.cleandoc(one.compute.__doc__ or ""))
        paragraphs = "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
        lines += ["", f"## {one.title}", "", f"`{one.slug}`: … {one.reading}.{given}", "", paragraphs]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(measures(), encoding="utf-8")
