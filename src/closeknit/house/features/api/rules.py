"""What tokens are and what they open, how addresses of feeds and hooks look: pure."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

READ: Final = ("members", "roles", "chapters", "charter", "drafts", "deeds", "applications", "histories")
WRITE: Final = tuple(f"{name}.write" for name in READ)
SCOPES: Final = (*READ, *WRITE)
"""What a program may do; writing includes reading, the community's own card is open to every token."""

MARK: Final = "closeknit_"
"""How every token begins, so that one that leaked is found by those who look for such things."""

LABEL: Final = 60
MOST: Final = 20
"""Keys in force at a time."""

PAGE: Final = 50
MOST_READS, MOST_WRITES, PER = 3000, 600, timedelta(minutes=15)
"""How often one key may ask."""

KEY: Final = 128
"""Characters of an Idempotency-Key."""
REMEMBERED: Final = timedelta(days=1)
"""How long what was answered to an Idempotency-Key is kept."""


def opens(scopes: Collection[str], wanted: str) -> bool:
    """Whether a key with these scopes opens a part: writing a part includes reading it."""
    return not wanted or wanted in scopes or f"{wanted}.write" in scopes


def digest(token: str) -> str:
    """What is kept of a token: it was drawn by lot, 24 bytes long, so one plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(header: str) -> str:
    """The token of an `Authorization` header; "" where there is none."""
    kind, _blank, token = header.strip().partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def etag(body: bytes) -> str:
    """The strong ETag of an answer."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def fits(header: str, tag: str) -> bool:
    """Whether an `If-Match` header names this ETag. A proxy that packs answers makes an ETag weak on its way;
    it stands for the same words all the same."""
    named = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in named or tag in named


EVENTS: Final = (
    "admission.knocked", "admission.admitted", "admission.refused", "admission.introduced", "members.made",
    "members.welcomed", "members.edited", "members.accepted", "members.away", "members.left", "members.forgotten",
    "charter.adopted", "deeds.given", "deeds.done", "deeds.let_go", "insights.kept", "insights.examined",
)  # fmt: skip
"""What a hook may hear of: verbs of the journal."""
TEST: Final = "api.test"

FOR_EVERYBODY: Final = ("charter.adopted", "members.welcomed", "admission.introduced")
"""What every member reads in her feed."""
FOR_ONESELF: Final = (
    "deeds.given", "deeds.done", "deeds.let_go", "deeds.taken_up", "deeds.put_off", "members.face_confirmed",
    "members.levelled", "members.placed", "members.accepted", "communities.appointed",
)  # fmt: skip
"""What a member reads there where it concerns herself; who voted on her application, say, is not of it."""

MOST_HOOKS: Final = 5
ADDRESS: Final = 500
SHOWN: Final = 500
"""Characters of a receiver's answer that are kept."""
ANSWER_LASTS: Final = timedelta(seconds=10)
"""How long a receiver may take, from the first step to the last byte that is read."""
PAUSES: Final = (1, 5, 30, 120, 360, 720, 1440)
"""Minutes between the tries of one delivery; after the last one it is given up."""
OFF_AFTER: Final = timedelta(days=3)
"""A hook of which nothing got through for so long is switched off."""
LONGEST_REST: Final = timedelta(hours=1)
KEPT_DELIVERIES: Final = timedelta(days=30)
LOOK_BACK: Final = timedelta(hours=1)
"""How far behind a hook looks for what it missed: longer than any transaction lasts."""


def pause(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None where there is none any more."""
    return timedelta(minutes=PAUSES[tries - 1]) if tries <= len(PAUSES) else None


def rest(failures: int) -> timedelta:
    """How long a hook is left alone after so many failures in a row, so that a dead receiver holds up nobody."""
    return min(LONGEST_REST, timedelta(minutes=1) * 2 ** min(failures - 1, 10))


def tidy_address(typed: str, *, plain_http: bool = False) -> str:
    """An address to which events may go; "" for anything else. Where it leads is looked at when something is sent."""
    if not typed.isascii() or not typed.isprintable() or " " in typed or "\\" in typed or len(typed) > ADDRESS:
        return ""
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    schemes = {"https", "http"} if plain_http else {"https"}
    if parts.scheme not in schemes or not host or parts.username is not None or parts.password is not None or port == 0:
        return ""
    return typed.partition("#")[0]


def secret(key: bytes) -> str:
    """A hook's secret as it is shown: after the Standard Webhooks."""
    return f"whsec_{base64.b64encode(key).decode()}"


def signature(key: bytes, ident: str, stamp: int, body: bytes) -> str:
    """HMAC-SHA256 over id, time and body, after the Standard Webhooks: `v1,` and base64."""
    signed = f"{ident}.{stamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def calendar(name: str, entries: list[tuple[str, str, str, str]]) -> str:
    """An iCalendar file (RFC 5545) of whole days; entries are (uid, stamp, day, title), times as written there."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Closeknit//House//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for uid, stamp, day, title in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day}",
            f"SUMMARY:{_escaped(title)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(part for part in text.splitlines() if part)


def _folded(line: str) -> str:
    """At most 75 octets a line, never in the middle of a letter (3.1)."""
    parts, room = [""], 75
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append("")
            room = 74
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts)
