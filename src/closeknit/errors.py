"""Every error that Closeknit raises on purpose.

A `CloseknitError` means that what was asked cannot be done: the command line prints its sentence and its
hint and ends with exit code 2. A bad *row* is no error but a value (`records.issue.Issue`). Anything else
that is raised is a bug.
"""

from collections.abc import Sequence


class CloseknitError(Exception):
    """An impossible request or an unreadable input, said in one sentence.

    `message` and `hint` are already in the reader's language; `hint` says what to do and may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UnreadableSource(CloseknitError):
    """A file, folder or archive that cannot be opened or is not what it claims to be."""


class TruncatedSource(UnreadableSource):
    """A file that breaks off; `rows` whole rows stand before the break and `--salvage` keeps them."""

    def __init__(self, message: str, hint: str = "", *, rows: int) -> None:
        super().__init__(message, hint)
        self.rows = rows


class UnknownFormat(UnreadableSource):
    """No carrier recognises the input."""


class AmbiguousFormat(CloseknitError):
    """Several carriers, or several columns of a table, fit equally well; `candidates` names them."""

    def __init__(self, message: str, hint: str = "", *, candidates: Sequence[str]) -> None:
        super().__init__(message, hint)
        self.candidates = tuple(candidates)


class BadOption(CloseknitError):
    """An option whose value cannot be used with this input."""
