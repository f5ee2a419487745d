"""Letters of a house without a mail server: files in a folder, for whoever runs the house to hand over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Final

from django.conf import settings

MOST: Final = 50
LIE: Final = timedelta(days=90)
"""How long a letter waits for somebody who hands it over: longer than any link in it works."""
_LYING: Final = ("new", "cur")
"""The parts of a maildir whose letters are whole; in the third, `tmp`, one may be left that was being written."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """A letter that nobody carries: `name` of its file, who gets it, what it says, when it was written."""

    name: str
    to: str
    subject: str
    text: str
    at: datetime


def keeps() -> bool:
    """Whether letters stay in this house, because no mail server is named."""
    return bool(settings.LETTERS_FOLDER)


def letters() -> list[Unsent]:
    """The newest MOST letters; a file that is no letter is left out."""
    found = []
    for file in sorted(_files(_LYING), key=lambda file: file.stat().st_mtime, reverse=True)[:MOST]:
        told = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
        body = told.get_body(("plain",)) if isinstance(told, EmailMessage) else None
        if body is not None:
            at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            found.append(Unsent(file.name, str(told["To"] or ""), str(told["Subject"] or ""), body.get_content(), at))
    return found


def drop(name: str) -> bool:
    """Remove a letter that was handed over; False where none is called so."""
    file = next((file for file in _files(_LYING) if file.name == name), None)
    if file is None:
        return False
    file.unlink(missing_ok=True)
    return True


def forget(address: str) -> None:
    """Remove every letter to an address, as `core.mail.forget` does with those in the outbox."""
    wanted = address.casefold()
    for file in _files():
        told = BytesParser(policy=policy.default).parsebytes(file.read_bytes(), headersonly=True)
        if wanted in str(told["To"] or "").casefold():
            file.unlink(missing_ok=True)


def forget_old(now: datetime) -> int:
    """Remove letters that nobody handed over in time; how many."""
    old = [file for file in _files() if file.stat().st_mtime < (now - LIE).timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _files(parts: Sequence[str] = (*_LYING, "tmp")) -> list[Path]:
    found = (file for part in parts for file in Path(settings.LETTERS_FOLDER, part).glob("*")) if keeps() else ()
    return [file for file in found if file.is_file()]
