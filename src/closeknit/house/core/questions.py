"""A question that tests for the shared need: templates propose it, organisers change it, the gate asks it. Pure."""

from dataclasses import dataclass
from typing import Final

KINDS: Final = ("text", "choice", "several", "number", "yes_no")


@dataclass(frozen=True, slots=True)
class Question:
    """A question at the gate. What fits is never shown to applicants.

    `kind` is one of KINDS. `fits` are the positions of the options that fit the need, `least` is the least number that
    does, `wanted` is "yes" or "no". `key` is its name in a form; a template's question has none yet.
    """

    kind: str
    text: str
    options: tuple[str, ...] = ()
    fits: tuple[int, ...] = ()
    least: int | None = None
    wanted: str = ""
    key: str = ""
