"""The only door for the command line: a whole community out, and into an empty house."""

from closeknit.house.features.api.errors import NotEmpty, Unreadable
from closeknit.house.features.api.portable.reading import read
from closeknit.house.features.api.portable.writing import pieces

__all__ = ["NotEmpty", "Unreadable", "pieces", "read"]
