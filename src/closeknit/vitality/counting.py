"""How many of what, as words within a sentence: one message, 10,908 messages."""

from closeknit.language import ngettext


def messages(n: int) -> str:
    """So many messages."""
    return ngettext("{n} message", "{n} messages", n).format(n=f"{n:,}")


def people(n: int) -> str:
    """So many people."""
    return ngettext("{n} person", "{n} people", n).format(n=f"{n:,}")


def days(n: int) -> str:
    """So many days."""
    return ngettext("{n} day", "{n} days", n).format(n=f"{n:,}")


def times(n: int) -> str:
    """So many times."""
    return ngettext("{n} time", "{n} times", n).format(n=f"{n:,}")


def answers(n: int) -> str:
    """So many answers."""
    return ngettext("{n} answer", "{n} answers", n).format(n=f"{n:,}")


def payments(n: int) -> str:
    """So many payments."""
    return ngettext("{n} payment", "{n} payments", n).format(n=f"{n:,}")
