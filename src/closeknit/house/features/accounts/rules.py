"""Pure rules of accounts."""

import hashlib
import unicodedata
from datetime import timedelta

LINK_LASTS = timedelta(hours=1)
FIRST_LINK_LASTS = timedelta(days=7)
DEAD_KEYS_STAY = timedelta(days=1)
"""How long after its end a key is kept, so that a second click on a link still finds whom it let in."""


def digest(token: str) -> str:
    """What is kept of a link's token (it has 192 random bits, so a plain hash is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()


def tidy_email(typed: str) -> str:
    """The address in one form: trimmed, folded, lower case."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def tidy_name(typed: str) -> str:
    """A name without what cannot be seen: control and format characters go, spaces become one.

    The zero-width joiner stays between characters that need it (emoji, Indic scripts).
    """
    kept = "".join(
        c
        for c in unicodedata.normalize("NFC", typed)
        if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} or c in "\u200d\t\n"
    )
    return " ".join(kept.split())[:80]
