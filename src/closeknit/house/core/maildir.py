"""Letters of a house without a mail server: one file each in a folder that mail programs can open, too.

Django's own backend names a file by the second and an object's address, which comes again: two letters of one second
could share a file, and the second was never seen.
"""

from collections.abc import Sequence
from mailbox import Maildir
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Puts each letter into `folder`, whole or not at all."""

    def __init__(self, *, folder: str, **words: Any) -> None:
        super().__init__(**words)
        self._folder = folder

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep them; how many. Raises OSError or mailbox.Error where the disk does not take one."""
        for part in ("tmp", "new", "cur"):
            Path(self._folder, part).mkdir(mode=0o700, parents=True, exist_ok=True)
        box = Maildir(self._folder, create=False)
        for letter in email_messages:
            box.add(letter.message().as_bytes())
        return len(email_messages)
