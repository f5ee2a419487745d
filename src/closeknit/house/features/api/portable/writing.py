"""Writes a community as one file, in pieces, so that its size is bounded by the disk and not by memory."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction

from closeknit import __version__
from closeknit.house.features.api.portable import shape

VERSION: Final = 1
_CHUNK: Final = 1_048_576
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Every entry's time: the same community gives the same file."""


class _Sink:
    """A file that can only be appended to; what came is taken away in between."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Keep it until it is taken."""
        self.held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to close."""

    def take(self) -> bytes:
        """What came since the last time."""
        taken, self.held = b"".join(self.held), []
        return taken


def pieces(community_id: int) -> Iterator[bytes]:
    """The file's bytes. The rows are of one moment; the caller has asked whether they may be had."""
    with tempfile.TemporaryFile() as rows:
        files, folders = _write_rows(community_id, rows)
        rows.seek(0)
        sink = _Sink()
        with zipfile.ZipFile(sink, "w") as out, zipfile.ZipFile(rows) as made:
            for info in made.infolist():
                with made.open(info) as stream:
                    yield from _entry(out, sink, info.filename, stream)
            for name in files:
                if default_storage.exists(name):
                    with default_storage.open(name) as stream:
                        yield from _entry(out, sink, f"files/{name}", stream)
            for folder in folders:
                home = Path(settings.HOME) / "insights" / folder
                for path in sorted(p for p in home.rglob("*") if p.is_file() and not p.is_symlink()):
                    with path.open("rb") as stream:
                        yield from _entry(out, sink, f"histories/{folder}/{path.relative_to(home).as_posix()}", stream)
        yield sink.take()


def _entry(out: zipfile.ZipFile, sink: _Sink, name: str, stream: IO[bytes]) -> Iterator[bytes]:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    with out.open(info, "w", force_zip64=True) as entry:
        while chunk := stream.read(_CHUNK):
            entry.write(chunk)
            yield sink.take()
    yield sink.take()


def _write_rows(community_id: int, to: IO[bytes]) -> tuple[list[str], list[str]]:
    """Every table; the names of files and folders that the rows hold."""
    files, folders, people, counts = set[str](), set[str](), set[int](), dict[str, int]()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as out, transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for label, way in shape.tables().items():
            model = shape.model_of(label)
            names = [f.attname for f in shape.columns(model)]
            whose = list(shape.people_columns(model))
            rows = model._base_manager.filter(**{way: community_id}).order_by("pk").values_list(*names)
            counts[label] = 0
            with out.open(zipfile.ZipInfo(f"rows/{label}.jsonl", _EPOCH), "w", force_zip64=True) as stream:
                for values in rows.iterator(chunk_size=500):
                    row = dict(zip(names, values, strict=True))
                    people.update(row[name] for name in whose if row[name] is not None)
                    files.update(filter(None, [row.get(shape.FILES.get(label, ""))]))
                    folders.update(filter(None, [row.get(shape.FOLDERS.get(label, ""))]))
                    stream.write(line(row))
                    counts[label] += 1
        counts[shape.PERSON] = _write_people(community_id, people, out)
        manifest = {"format": "closeknit-community", "version": VERSION, "made_with": __version__, "rows": counts}
        out.writestr(zipfile.ZipInfo("manifest.json", _EPOCH), json.dumps(manifest, indent=1))
    return sorted(files), sorted(folders)


def _write_people(community_id: int, people: set[int], out: zipfile.ZipFile) -> int:
    """Whoever is named; the address of those only who are in the community now."""
    membership = shape.model_of("communities.Membership")
    present = set(
        membership.objects.filter(community_id=community_id, left_at__isnull=True).values_list("person_id", flat=True)
    )
    count, wanted = 0, sorted(people | present)
    with out.open(zipfile.ZipInfo(f"rows/{shape.PERSON}.jsonl", _EPOCH), "w", force_zip64=True) as stream:
        for begin in range(0, len(wanted), 500):
            rows = shape.model_of(shape.PERSON).objects.filter(id__in=wanted[begin : begin + 500]).order_by("id")
            for values in rows.values_list(*shape.PERSON_COLUMNS):
                row = dict(zip(shape.PERSON_COLUMNS, values, strict=True))
                if row["id"] not in present:
                    row |= {"email": None, "keeper": False}
                stream.write(line(row))
                count += 1
    return count


def line(row: dict[str, Any]) -> bytes:
    """A row as one line of JSON, its names in one order: PostgreSQL keeps objects in an order of its own."""
    return json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
