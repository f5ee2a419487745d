"""One request to another's address: only on the open net, nowhere that the answer leads on to, and not for long."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from closeknit.house.features.api import rules

_READ: Final = 4096
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the receiver's status and the beginning of its answer, or why there is none.

    `failure` is "" where it arrived; else status, redirect, name (nobody has it), inside (not on the open net),
    certificate, slow, connection, or demo (nothing is sent from a demonstration).
    """

    failure: str
    status: int | None = None
    answer: str = ""


def is_open(address: Address) -> bool:
    """Whether an address is on the open net, whatever other address it may wrap."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_open(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def post(address: str, *, headers: Mapping[str, str], body: bytes, loopback: bool = False) -> Outcome:
    """Send it, secured, to the open net. `loopback` lets it reach this machine itself, in the open: for tests."""
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        found = {ipaddress.ip_address(told[4][0]) for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, ValueError, UnicodeError):
        return Outcome("name")
    own = loopback and all(one.is_loopback for one in found)
    if not found or not (own or (secure and all(is_open(one) for one in found))):
        return Outcome("inside")
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    headers = {"Host": parts.netloc, "Content-Length": str(len(body)), "Connection": "close", **headers}
    try:
        with socket.create_connection((str(min(found, key=int)), port), rules.ANSWER_LASTS.total_seconds()) as plain:
            return _exchange(plain, host if secure else "", path, headers, body)
    except ssl.SSLCertVerificationError:
        return Outcome("certificate")
    except TimeoutError:
        return Outcome("slow")
    except (OSError, http.client.HTTPException, ValueError):
        return Outcome("connection")


def _exchange(plain: socket.socket, name: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    """Over a connection to the very address that was looked at, secured under the `name` that was asked for."""
    late = threading.Event()
    context = ssl.create_default_context() if name else None
    there = context.wrap_socket(plain, server_hostname=name, do_handshake_on_connect=False) if context else plain

    def stop() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(there, socket.SHUT_RDWR)

    watch = threading.Timer(rules.ANSWER_LASTS.total_seconds(), stop)
    watch.daemon = True
    watch.start()
    try:
        with there:
            if isinstance(there, ssl.SSLSocket):
                there.do_handshake()
            status, said = _asked(there, path, headers, body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        watch.cancel()
    if late.is_set():  # what was cut off may look whole
        raise TimeoutError
    shown = "".join(c if c.isprintable() else " " for c in said)[: rules.SHOWN].strip()
    failure = "" if 200 <= status < 300 else "redirect" if 300 <= status < 400 else "status"
    return Outcome(failure, status, shown)


def _asked(there: socket.socket, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
    asking = http.client.HTTPConnection("")
    asking.sock = there
    asking.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
    for key, value in headers.items():
        asking.putheader(key, value)
    asking.endheaders(body)
    with asking.getresponse() as answer:
        return answer.status, answer.read(_READ).decode("utf-8", "replace")
