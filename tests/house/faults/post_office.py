"""A mail server that takes everything and counts it, for tests."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import Any


class PostOffice(socketserver.ThreadingTCPServer):
    """`came` holds (address, Message-ID) of each letter in order; `before` and `after` are called with the number of
    letters so far, when one has come in whole, before and after it is confirmed."""

    allow_reuse_address = daemon_threads = True
    before: Callable[[int], Any] = staticmethod(lambda _number: None)
    after: Callable[[int], Any] = staticmethod(lambda _number: None)

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.came: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        """What CLOSEKNIT_MAIL_URL says."""
        return f"smtp://127.0.0.1:{self.server_address[1]}?tls=0&from=house@example.org"


class _Counter(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self._say("220 here")
        to = ""
        while word := self.rfile.readline():
            command = word[:4].upper()
            if command == b"RCPT":
                to = word.decode().partition("<")[2].partition(">")[0]
            if command == b"DATA":
                self._say("354 go on")
                letter = b""
                while not letter.endswith(b"\r\n.\r\n"):
                    if not (line := self.rfile.readline()):
                        return
                    letter += line
                self.server.came.append((to, str(message_from_bytes(letter)["Message-ID"])))
                self.server.before(len(self.server.came))
            self._say("221 bye" if command == b"QUIT" else "250 ok")
            if command == b"DATA":
                self.server.after(len(self.server.came))

    def _say(self, text: str) -> None:
        try:
            self.wfile.write(f"{text}\r\n".encode())
        except OSError:
            return


@contextmanager
def opened() -> Iterator[PostOffice]:
    """One that answers."""
    with PostOffice() as office:
        threading.Thread(target=office.serve_forever, daemon=True).start()
        yield office
        office.shutdown()
