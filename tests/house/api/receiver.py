"""A receiver of events on this machine, for tests: it keeps what came and answers as it was told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`address`, what came as (headers, body), and the answers still to give: (status, headers, body)."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.held = threading.Event()
        self.held.set()

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.came]


@contextmanager
def receiving(context: Any = None) -> Iterator[Receiver]:
    """A receiver that takes everything with 204 until it is told otherwise; with an SSL context it is secure."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(({key.lower(): value for key, value in self.headers.items()}, body))
            receiver.held.wait(5)
            status, headers, said = receiver.answers.pop(0) if receiver.answers else (204, {}, b"")
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_words: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_words: None  # whoever breaks off is part of the test
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    receiver.address = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}/in?from=house"
    try:
        yield receiver
    finally:
        receiver.held.set()
        server.shutdown()
        server.server_close()
        thread.join()
