"""Histories into archives: one archive for each upload, and one of the whole community made of them all.

The whole one is what is examined: what two uploads have in common is in it once. The archives of the uploads are
there so that an upload can be taken away again: then the whole is made anew from those that remain.
"""

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from closeknit.archive import Archive, Operation, Reading, SourceFile, is_archive, open_archive, open_or_make
from closeknit.carriers.registry import read_each
from closeknit.errors import AmbiguousFormat, TruncatedSource, UnreadableSource
from closeknit.house.features.insights.examining.locking import alone
from closeknit.language import _ as said
from closeknit.records.history import History
from closeknit.records.issue import CODES
from closeknit.records.options import ReadOptions
from closeknit.records.zone import named_zone
from closeknit.sources import open_pasted, open_source

Order = dict[str, Any]
Tell = Callable[[dict[str, Any]], None]
MOST_ASKED = 200
"""Chats that are offered for choosing, the largest first."""


def take(order: Order, tell: Tell) -> dict[str, Any]:
    """Read an upload's files, and keep what is in them. What was kept, or `ask` where somebody has to choose.

    Running it twice is running it once: what an earlier run left half done is done again, what it finished is told.
    """
    folder, ident = Path(order["folder"]), f"upload={order['upload']}"
    with alone(folder):
        whole_at, own_at = folder / order["whole"], folder / order["own"]
        known = _operation(whole_at, ident)
        if known is not None and is_archive(own_at):
            return _told(known, open_archive(own_at).history(), order)
        try:
            parts = list(_read(order, tell))
        except AmbiguousFormat as error:
            return {"ask": {"kind": "carrier", "options": list(error.candidates), "message": error.message}}
        except TruncatedSource as error:
            if not error.rows:
                raise
            return {"ask": {"kind": "salvage", "rows": error.rows, "message": error.message}}
        whole = open_or_make(whole_at, salt=bytes.fromhex(order["salt"]), at=order["at"])
        chosen = _chosen(parts, order["chats"], whole)
        if chosen is None:
            return {"ask": {"kind": "chats", "options": _counts(parts).most_common(MOST_ASKED)}}
        if not sum(len(part.messages) for part in chosen):
            raise UnreadableSource(
                said("There is not one message in it."), said("Was the chat exported with its messages?")
            )
        reading = Reading(tuple(_files(order)), order["zone"], order["zone_told"], ident)
        shutil.rmtree(own_at, ignore_errors=True)
        own_at.parent.mkdir(exist_ok=True)
        own = open_or_make(own_at, salt=bytes.fromhex(order["salt"]), at=order["at"])
        own.marker.forgetting(own.marker.table, whole.marker.forgotten).write(own_at)
        open_archive(own_at).add(iter(chosen), reading, at=order["at"])
        done = whole.add(iter(chosen), reading, at=order["at"])
        return _told(done, History.joined(chosen), order)


def rebuild(order: Order, _tell: Tell) -> dict[str, Any]:
    """Make the whole anew from the archives of the uploads that remain; who was forgotten stays so."""
    folder = Path(order["folder"])
    with alone(folder):
        old, new = folder / order["was"], folder / order["whole"]
        marks = open_archive(old).marker.forgotten if is_archive(old) else ()
        shutil.rmtree(new, ignore_errors=True)
        whole = open_or_make(new, salt=bytes.fromhex(order["salt"]), at=order["at"])
        whole.marker.forgetting(whole.marker.table, marks).write(new)
        whole = open_archive(new)
        for part in order["parts"]:
            if not is_archive(folder / part["own"]):
                continue
            kept = open_archive(folder / part["own"])
            first = next((one for one in kept.imports), None)
            reading = Reading(
                first.files if first else (), first.zone if first else order["zone"],
                bool(first and first.zone_told), f"upload={part['id']}",
            )  # fmt: skip
            whole.add(iter([kept.history()]), reading, at=order["at"])
        shutil.rmtree(old, ignore_errors=True)
        for gone in order["gone"]:
            shutil.rmtree(folder / gone, ignore_errors=True)
        return {"messages": sum(file.rows for file in whole.files())}


def _read(order: Order, tell: Tell) -> Any:
    options = ReadOptions(
        named_zone(order["zone"]), order["zone_told"], me=order.get("me") or None, salvage=bool(order.get("salvage"))
    )
    os.chdir(Path(order["folder"]) / order["incoming"])  # paths in sentences then begin at what was uploaded
    if order.get("pasted"):
        source = open_pasted(Path("files/pasted.txt").read_bytes())
    else:
        inside = sorted(Path("files").iterdir())
        os.chdir("files") if len(inside) == 1 else None
        source = open_source(inside[0].name if len(inside) == 1 else "files", _counting(tell))
    yield from read_each(source, options, order.get("carrier") or None)


def _counting(tell: Tell) -> Callable[[int], None]:
    seen = [0, 0]

    def count(n: int) -> None:
        seen[0] += n
        if seen[0] - seen[1] >= 4 << 20:
            seen[1] = seen[0]
            tell({"read": seen[0]})

    return count


def _counts(parts: Sequence[History]) -> Counter[str]:
    found: Counter[str] = Counter()
    for part in parts:
        found.update(part.channels())
    return found


def _chosen(parts: Sequence[History], chats: Sequence[str], whole: Archive) -> list[History] | None:
    """The chats to keep: the only one, those that were chosen, or those that the community's archive has already.

    None where somebody has to choose: an export of everything holds chats that are nobody's business here.
    """
    names = list(_counts(parts))
    if "*" in chats or (len(names) < 2 and not chats):
        return list(parts)
    known = {name for chat in whole.chats().values() for name in chat.names}
    wanted = [name for name in names if name in (set(chats) or known)]
    if not wanted:
        return None
    return [part.only(name) for part in parts for name in part.channels() if name in wanted]


def _files(order: Order) -> Any:
    root = Path(order["folder"]) / order["incoming"] / "files"
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        yield SourceFile(str(file.relative_to(root)), digest, file.stat().st_size)


def _operation(whole: Path, ident: str) -> Operation | None:
    if not is_archive(whole):
        return None
    return next((one for one in open_archive(whole).imports if one.settings == ident), None)


def _told(done: Operation | None, history: History, order: Order) -> dict[str, Any]:
    """What came of an upload, in numbers and names of chats."""
    from closeknit.house.features.insights.examining.dates import days

    first, last = days(history, order["zone"])
    issues = done.issues if done else {}
    return {
        "kept": {
            "rows": done.rows if done else len(history.messages),
            "added": done.added if done else 0,
            "changed": done.changed if done else 0,
            "lost": done.lost if done else 0,
            "moved": sorted({minutes for part in (done.chats if done else ()) for minutes in part.moved}),
            "chats": [part.name or "" for part in (done.chats if done else ())],
            "carriers": sorted({part.carrier for part in (done.chats if done else ())}),
            "assumed": bool(done and done.assumed and not done.zone_told),
            "zone": order["zone"],
            "first": first,
            "last": last,
            "issues": [[said(CODES.get(code, code)), n] for code, n in issues.items()],
        }
    }
