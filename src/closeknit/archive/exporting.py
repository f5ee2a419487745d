"""Gives everything back: all messages with all their states in an open format, a file a chat and month, what is kept
beside them, and the log."""

from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from closeknit.archive.archive import Archive
from closeknit.archive.operations import listed
from closeknit.archive.persons import NAME, as_mapping, read_persons
from closeknit.archive.schema import in_force
from closeknit.errors import CloseknitError
from closeknit.language import _
from closeknit.records.message import MESSAGE
from closeknit.records.output import replacing, write_messages, write_table


def export(archive: Archive, folder: Path, *, format: str, zone: ZoneInfo) -> int:
    """Write the archive to an empty or new folder, a month in memory at a time; how many files of messages.

    `format` is one of `output.FORMATS`; "chatlab" knows no states, so only those in force are written. Raises
    CloseknitError where something lies in the folder or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CloseknitError(_("{path} is not empty.").format(path=folder), _("Name a new folder after --out."))
        suffix = "jsonl" if format == "chatlab" else format
        for file in archive.files():
            table = archive.table.read(file)
            if format == "chatlab":
                table = in_force(table).select(MESSAGE.names)
            place = folder / file.chat
            place.mkdir(exist_ok=True)
            write_messages(table, place / f"{file.month}.{suffix}", format=format, zone=zone)
        for kept in archive.beside.tables.values():  # of which ChatLab knows nothing
            for file in kept.files.values():
                place = folder / kept.kind.name
                place.mkdir(exist_ok=True)
                name = "-".join(filter(None, file.key)) or kept.kind.name
                write_table(kept.read(file), place / f"{name}.{suffix}", format=suffix, zone=zone)
    except OSError as error:
        raise CloseknitError(
            _("{path} cannot be written: {reason}.").format(path=folder, reason=error.strerror or error),
            _("Choose another folder, or make room."),
        ) from error
    log = {"chats": list(archive.chats().values()), "operations": list(listed(archive.operations))}
    with replacing(folder / "archive.json") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(log), indent=1))
    persons = as_mapping(read_persons(archive.folder))
    if persons:
        with replacing(folder / NAME) as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(persons), indent=1))
    return len(archive.files())
