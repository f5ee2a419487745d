"""One writer at a time: a lock that the system takes back when its holder dies, so that none is ever stale."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from closeknit.errors import CloseknitError
from closeknit.language import _

NAME: Final = "lock"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the archive for writing. Raises CloseknitError where another holds it or it cannot be written."""
    import fcntl

    try:
        stream = (folder / NAME).open("ab")
    except OSError as error:
        raise CloseknitError(
            _("{path} cannot be written: {reason}.").format(path=folder, reason=error.strerror or error),
            _("Choose another folder, or make room."),
        ) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CloseknitError(
                _("Another Closeknit is writing to {path}.").format(path=folder),
                _("Wait until it is done, then try again; nothing was changed."),
            ) from error
        yield
