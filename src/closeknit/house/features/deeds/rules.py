"""What makes a deed: pure."""

from datetime import date, timedelta
from typing import Final

TITLE: Final = 200
TEXT: Final = 2000
WEEK: Final = timedelta(days=7)
SOON: Final = timedelta(days=2)


def shortened(text: str, longest: int) -> str:
    """The text on one line of at most `longest` characters; what is cut off ends in "…"."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def put_off(due: date, today: date) -> date:
    """A week later than it was due, or than today where it is overdue."""
    return max(due, today) + WEEK


def nearness(due: date, today: date) -> str:
    """ "late", "soon" (today, tomorrow or the day after) or ""."""
    if due < today:
        return "late"
    return "soon" if due - today <= SOON else ""
