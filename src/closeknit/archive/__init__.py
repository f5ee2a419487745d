"""Keeps histories for good: imports without doubling, forgets for good, gives everything back.

Each name is loaded from its module when it is first asked for: whoever reads an export pays for no tables.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from closeknit.archive.archive import Archive, Reading, open_archive, open_or_make
    from closeknit.archive.exporting import export
    from closeknit.archive.forgetting import forget
    from closeknit.archive.marker import is_archive
    from closeknit.archive.operations import BesidePart, Operation, SourceFile
    from closeknit.archive.persons import Persons, read_persons
    from closeknit.archive.verifying import verify

_MODULES = {
    "Archive": "archive",
    "BesidePart": "operations",
    "Operation": "operations",
    "Persons": "persons",
    "Reading": "archive",
    "SourceFile": "operations",
    "export": "exporting",
    "forget": "forgetting",
    "is_archive": "marker",
    "open_archive": "archive",
    "open_or_make": "archive",
    "read_persons": "persons",
    "verify": "verifying",
}

__all__ = [
    "Archive",
    "BesidePart",
    "Operation",
    "Persons",
    "Reading",
    "SourceFile",
    "export",
    "forget",
    "is_archive",
    "open_archive",
    "open_or_make",
    "read_persons",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"closeknit.archive.{_MODULES[name]}"), name)
