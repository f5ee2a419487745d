"""Pure rules of charters."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

KINDS: Final = ("person", "interest", "brand", "habit")
SECTORS: Final = ("public_good", "business", "politics", "faith")
FIELDS: Final = ("purpose", "need", "elsewhere", "norms", "conditions", "direction", "roles", "rituals")
"""The texts of a charter, in the order in which they are read."""
BLANK: Final = re.compile("〔([^〔〕]{1,40})〕")

LONGEST: Final = 2000
"""Characters of one text."""
NEEDED: Final = ("purpose", "need", "conditions")
"""Without these nothing is adopted: why, what is shared, what it takes to stay."""
BINDING: Final = ("purpose", "need", "norms", "conditions")
"""What a member agreed to: when its words change she is asked again."""


def tidy(text: str) -> str:
    """Lines without what cannot be seen, without space at their ends, without empty lines at either end."""
    kept = "".join(
        c for c in unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        if c == "\n" or unicodedata.category(c)[0] != "C"
    )  # fmt: skip
    return "\n".join(line.strip() for line in kept.split("\n")).strip()[:LONGEST]


def missing(fields: Mapping[str, str]) -> str:
    """The first needed text that is empty, or ""."""
    return next((name for name in NEEDED if not fields[name].strip()), "")


def blanks(text: str) -> list[str]:
    """The 〔blanks〕 left in a text."""
    return BLANK.findall(text)


def blank(fields: Mapping[str, str]) -> tuple[str, str]:
    """(field, blank) of the first 〔blank〕 left, or two empty words."""
    return next(((name, left[0]) for name in FIELDS if (left := blanks(fields[name]))), ("", ""))


def words(text: str) -> str:
    """The text without spaces, punctuation and letter case: what is left of it when only its looks change."""
    return "".join(c for c in text.casefold() if unicodedata.category(c)[0] in "LN")


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names of the texts that differ at all."""
    return [name for name in FIELDS if before[name] != after[name]]


def must_be_material(before: Mapping[str, str] | None, after: Mapping[str, str]) -> bool:
    """Whether members have to be asked again: a first charter, or other words in what binds them."""
    return before is None or any(words(before[name]) != words(after[name]) for name in BINDING)
