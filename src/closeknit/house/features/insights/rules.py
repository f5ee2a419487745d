"""Pure rules of insights: what may be uploaded, how long it is kept, what a remedy is known by."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

WHOSE: Final = ("everybody", "mine", "public")
GROUNDS: Final = ("told", "agreed", "charter")
KEPT_DAYS: Final = (30, 90, 365, 730)
WORDING: Final = "2026-11"
"""Which wording of the questions on whose words these are was answered; changed when the questions change."""
PAGES: Final = "2"
"""Raised when pages of examinations would come out otherwise: then they are made again."""

MOST_BYTES: Final = 4 << 30
MOST_FILES: Final = 2000
MOST_PASTED: Final = 2_000_000
SPARE: Final = 256 << 20
"""Bytes of the disk that are left to others."""
CHUNK: Final = 4 << 20
LONGEST_PATH: Final = 300
LONGEST_WORD: Final = 200
MOST_IN_CHARGE: Final = 40
RECEIVING_LASTS: Final = timedelta(days=7)
"""How long half an upload, or one about which nobody answers, is kept."""
STUCK_AFTER: Final = timedelta(minutes=90)
REMEDY_LASTS: Final = timedelta(days=7)
_BETWEEN: Final = re.compile(r"[,，、;；\r\n]")


def clean_path(name: str) -> str:
    """The name of a file as it may lie in a folder of ours: no way up, no hidden file, no odd characters."""
    parts = []
    for raw in name.replace("\\", "/").split("/"):
        part = "".join("_" if unicodedata.category(c)[0] == "C" else c for c in raw).strip().lstrip(".")
        while len(part.encode()) > 180:
            stem, dot, end = part.rpartition(".")
            part = f"{stem[:-8]}{dot}{end}" if dot and len(stem) > 8 and len(end) < 12 else part[:-8]
        if part:
            parts.append(part)
    return "/".join(parts[-6:])[-LONGEST_PATH:].lstrip("/") or "file"


def distinct(names: Sequence[str]) -> list[str]:
    """The same names, a second of its kind with a number before its suffix: no file overwrites another."""
    taken: set[str] = set()
    out = []
    for name in names:
        free, count = name, 1
        while free.casefold() in taken:
            count += 1
            stem, dot, end = name.rpartition(".")
            free = f"{stem} ({count}).{end}" if dot else f"{name} ({count})"
        taken.add(free.casefold())
        out.append(free)
    return out


def called(labels: Iterable[str], name: str) -> list[str]:
    """What somebody with these faces may be named by: the name shown, and what stands in the labels."""
    return [name, *(label.partition(":")[2] for label in labels)]


def words(typed: str) -> list[str]:
    """Names as somebody types several: apart by commas or lines, each once, at most MOST_IN_CHARGE."""
    found = (part.strip()[:LONGEST_WORD] for part in _BETWEEN.split(typed))
    return list(dict.fromkeys(part for part in found if part))[:MOST_IN_CHARGE]


def needed_bytes(size: int) -> int:
    """Room that an upload wants: itself, the archive made of it, and what is spared."""
    return size * 2 + SPARE


def mark(facts: Mapping[str, Any], slug: str) -> str:
    """What a remedy is known by: the last day that was examined, and its kind."""
    return f"{facts.get('until') or '-'}:{slug}"[:60]


def moved(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[dict[str, str]]:
    """Conditions whose state is not what it was, in their order."""
    was = {one["slug"]: one["state"] for one in (before or {}).get("conditions", ())}
    return [
        {"slug": one["slug"], "title": one["title"], "before": was[one["slug"]], "after": one["state"]}
        for one in now.get("conditions", ())
        if one["slug"] in was and was[one["slug"]] != one["state"]
    ]


def tally(facts: Mapping[str, Any]) -> dict[str, int]:
    """How many conditions are in each state."""
    counts = dict.fromkeys(("holds", "partly", "missing", "cannot-tell"), 0)
    for one in facts.get("conditions", ()):
        counts[one["state"]] = counts.get(one["state"], 0) + 1
    return counts


def spared(
    people: Iterable[Mapping[str, Any]], away: Iterable[int]
) -> tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]:
    """Those who went quiet, and those of them who are merely on leave."""
    gone = set(away)
    quiet: list[Mapping[str, Any]] = []
    excused: list[Mapping[str, Any]] = []
    for person in people:
        (excused if person.get("id") in gone else quiet).append(person)
    return quiet, excused


def is_old(last: str | None, today: date) -> bool:
    """Whether the newest day that was read is more than a week ago."""
    return last is None or date.fromisoformat(last) < today - timedelta(days=8)
