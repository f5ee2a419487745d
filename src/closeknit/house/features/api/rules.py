"""What tokens are, and what they open: pure."""

import hashlib
from typing import Final

SCOPES: Final = ("members", "charter", "deeds")
"""What a program may read; the community's own card is open to every token."""

MARK: Final = "closeknit_"
"""How every token begins, so that one that leaked is found by those who look for such things."""

LABEL: Final = 60
MOST: Final = 20
"""Keys in force at a time."""

PAGE: Final = 50


def digest(token: str) -> str:
    """What is kept of a token: it was drawn by lot, 24 bytes long, so one plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(header: str) -> str:
    """The token of an `Authorization` header; "" where there is none."""
    kind, _blank, token = header.strip().partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


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
