"""The only door for other features. An adoption is told as the event `charter.adopted` ("charter", version id)."""

from closeknit.house.features.charter.rules import FIELDS
from closeknit.house.features.charter.selectors import (
    CharterCard,
    current,
    first_deeds,
    questions,
    stored,
    version,
    versions,
)
from closeknit.house.features.charter.sixteen import FirstDeed, Question

__all__ = [
    "FIELDS",
    "CharterCard",
    "FirstDeed",
    "Question",
    "current",
    "first_deeds",
    "questions",
    "stored",
    "version",
    "versions",
]
