"""Values as QQ's JSON holds them: ids that are numbers or text, times in any unit, text with marks in it."""

from datetime import datetime
from typing import Any

from closeknit.carriers.qq.tokens import DIRECTION
from closeknit.records.instant import epoch_micros, micros


def id_text(value: Any) -> str | None:
    """An id as text; None where there is none, which QQ also writes as 0."""
    if type(value) is str:
        return value if value and value != "0" else None
    return str(value) if type(value) is int and value else None


def person_id(value: Any) -> str | None:
    """An id as text; None for the words that an exporter writes where it knows none."""
    word = id_text(value)
    return None if word in {"unknown", "all", "未知"} else word


def instant_of(value: Any) -> int | None:
    """Microseconds of an epoch in any unit or of an ISO time with a zone; None for anything else."""
    try:
        if isinstance(value, str) and not value.isdigit():
            when = datetime.fromisoformat(value)
            return micros(when) if when.tzinfo else None
        return epoch_micros(int(value)) if value else None
    except (ValueError, TypeError, OverflowError):
        return None


def clean(text: str) -> str:
    """Words without marks of the writing direction and without space around them; lines end with LF."""
    if text.isprintable():  # which neither marks nor line ends are
        return text.strip()
    return DIRECTION.sub("", text).replace("\r\n", "\n").strip()
