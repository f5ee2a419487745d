"""Keeps histories for good: imports without doubling, forgets for good, gives everything back."""

from closeknit.archive.archive import Archive, Reading, open_archive, open_or_make
from closeknit.archive.exporting import export
from closeknit.archive.forgetting import forget
from closeknit.archive.marker import is_archive
from closeknit.archive.operations import Operation, SourceFile
from closeknit.archive.verifying import verify

__all__ = [
    "Archive",
    "Operation",
    "Reading",
    "SourceFile",
    "export",
    "forget",
    "is_archive",
    "open_archive",
    "open_or_make",
    "verify",
]
