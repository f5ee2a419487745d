"""Mail as tests write it, and the rows that it gives."""

from typing import Any

from closeknit.carriers.mbox import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import Source, of_bytes


def mbox(text: str | bytes, name: str = "list.mbox") -> History:
    data = text if isinstance(text, bytes) else text.encode()
    return CARRIER.read(of_bytes(name, name, data), ReadOptions())


def folder(name: str, files: dict[str, bytes]) -> Source:
    here = [of_bytes(f"{name}/{file}", file, data) for file, data in files.items() if "/" not in file]
    inside: dict[str, dict[str, bytes]] = {}
    for file, data in files.items():
        if "/" in file:
            box, _sign, rest = file.partition("/")
            inside.setdefault(box, {})[rest] = data
    folders = [folder(box, found) for box, found in inside.items()]
    return Source(name, name, children=lambda: tuple(here + folders))


def mail(number: int, body: str = "hello", *, sender: str = "Qing <qing@example.org>", more: str = "") -> str:
    return (
        f"From qing@example.org Wed Mar 18 10:{number:02}:00 2026\n"
        f"From: {sender}\nDate: Wed, 18 Mar 2026 10:{number:02}:00 +0800\nMessage-ID: <m{number}@example.org>\n"
        f"{more}\n{body}\n\n"
    )


def rows(history: History) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = history.messages.to_pylist()
    return found


def only(text: str | bytes) -> dict[str, Any]:
    [row] = rows(mbox(text))
    return row
