"""Pure rules of communities."""

import unicodedata
from typing import Final

RESERVED: Final = frozenset({"api", "admin", "static", "new"})


def tidy(typed: str, most: int = 80) -> str:
    """One line without characters that cannot be seen."""
    kept = "".join(c for c in unicodedata.normalize("NFC", typed) if unicodedata.category(c)[0] != "C" or c.isspace())
    return " ".join(kept.split())[:most]


def slug_allowed(slug: str) -> bool:
    """Whether a slug may be used."""
    return slug not in RESERVED
