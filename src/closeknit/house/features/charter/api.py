"""The only door for other features. An adoption is told as the event `charter.adopted` ("charter", version id)."""

from closeknit.house.features.charter.actions import adopt, begin, choose, drop, write
from closeknit.house.features.charter.rules import FIELDS, LONGEST
from closeknit.house.features.charter.selectors import (
    CharterCard,
    DraftCard,
    current,
    draft,
    first_deeds,
    questions,
    stored,
    version,
    versions,
)
from closeknit.house.features.charter.sixteen import FirstDeed

__all__ = [
    "FIELDS",
    "LONGEST",
    "CharterCard",
    "DraftCard",
    "FirstDeed",
    "adopt",
    "begin",
    "choose",
    "current",
    "draft",
    "drop",
    "first_deeds",
    "questions",
    "stored",
    "version",
    "versions",
    "write",
]
