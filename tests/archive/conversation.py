"""Short conversations as people see them, and archives to keep them in."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from closeknit.archive import Archive, Operation, Reading, open_or_make
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions

NOW = "2026-11-22T08:00:00+00:00"


def archive_in(folder: Path) -> Archive:
    """An archive, made where there is none."""
    return open_or_make(folder / "archive", salt=b"0123456789abcdef", at=NOW)


def keep(archive: Archive, *histories: History, chat: str | None = None) -> Operation:
    """Import histories as one."""
    operation = archive.add(iter(histories), Reading(), at=NOW, chat=chat)
    assert operation is not None
    return operation


def chat(text: str, *, zone: str = "UTC", name: str = "書友會", carrier: str = "whatsapp") -> History:
    """A text export without ids, a line a message: `2026-03-01 10:00 小滿: 早安`; seconds where they are written.

    A text in ~tildes~ was deleted since, one that ends in (edited) was edited.
    """
    from datetime import datetime

    lines = [line.strip() for line in text.strip().splitlines()]
    seconds = lines[0].split()[1].count(":") == 2
    build = MessageBuilder(
        carrier, "chat.txt", ReadOptions(ZoneInfo(zone)), wall=True, precision="second" if seconds else "minute"
    )
    build.channel(name)
    for line in lines:
        day, clock, rest = line.split(" ", 2)
        author, _colon, words = rest.partition(": ")
        deleted, edited = words.startswith("~"), words.endswith(" (edited)")
        build.add(
            time=micros(datetime.fromisoformat(f"{day}T{clock}")),
            author=author,
            text=None if deleted else words.removesuffix(" (edited)"),
            kind="other" if deleted else "text",
            is_deleted=deleted,
            is_edited=edited,
        )
    return build.finish()


def numbered(rows: Sequence[dict[str, object]], *, name: str = "Group", carrier: str = "telegram") -> History:
    """An export with ids and instants, a dictionary a message; `time` in seconds."""
    build = MessageBuilder(carrier, "result.json", ReadOptions(), wall=False)
    build.channel(name, "42")
    for row in rows:
        build.add(**{**row, "time": int(str(row["time"])) * 1_000_000})  # type: ignore[arg-type]
    return build.finish()


def lines(archive: Archive) -> list[str]:
    """The messages in force as `MM-DD hh:mm author: text`, in the archive's order."""
    return list(_lines(archive.history()))


def _lines(history: History) -> Iterator[str]:
    for row in history.messages.select(["sent_at", "author", "text"]).to_pylist():
        yield f"{row['sent_at']:%m-%d %H:%M} {row['author'] or '–'}: {row['text'] or '–'}"


def states(archive: Archive) -> list[tuple[str | None, bool]]:
    """(text, whether in force) of every state, in the archive's order."""
    return [
        (row["text"], row["replaced_by"] is None)
        for file in archive.files()
        for row in archive.table.read(file).to_pylist()
    ]
