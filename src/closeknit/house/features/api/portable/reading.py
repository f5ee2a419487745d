"""Brings a written community into an empty house. Nothing in the file is believed before it was looked at."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from closeknit.house.features.api.errors import NotEmpty, Unreadable
from closeknit.house.features.api.portable import shape
from closeknit.house.features.api.portable.writing import VERSION

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_BATCH: Final = 500
_LONGEST_LINE: Final = 64 * 1_048_576


def read(path: Path) -> int:
    """Bring the community in, whole or not at all; its id. Raises NotEmpty, or Unreadable for a file that
    is none of ours, is damaged, or does not fit this version."""
    if shape.model_of(shape.PERSON).objects.exists() or shape.model_of(shape.COMMUNITY).objects.exists():
        raise NotEmpty
    with ExitStack() as undoing:
        ident = _read(path, undoing)
        undoing.pop_all()
    return ident


def _read(path: Path, undoing: ExitStack) -> int:
    try:
        with zipfile.ZipFile(path) as source, transaction.atomic():
            counts = _manifest(source)
            for label in (shape.PERSON, *shape.tables()):
                if _take_rows(source, label) != counts.get(label, 0):
                    raise ValueError(label)
            _continue_counting()
            community = shape.model_of(shape.COMMUNITY).objects.get()
            _take_files(source, undoing)
            return int(community.id)
    except (
        OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile, DatabaseError,
        ValidationError, NotImplementedError, RuntimeError, shape.model_of(shape.COMMUNITY).DoesNotExist,
    ) as error:  # fmt: skip
        raise Unreadable(str(error)[:200] or type(error).__name__) from error


def _manifest(source: zipfile.ZipFile) -> dict[str, int]:
    if source.getinfo("manifest.json").file_size > 1_048_576:
        raise ValueError("manifest.json")
    said = json.loads(source.read("manifest.json"))
    if said.get("format") != "closeknit-community" or said.get("version") != VERSION:
        raise ValueError(f"{str(said.get('format'))[:40]} {str(said.get('version'))[:10]}")
    known = {shape.PERSON, *shape.tables()}
    if unknown := sorted(set(said["rows"]) - known):
        raise ValueError(", ".join(unknown))
    return dict(said["rows"])


def _take_rows(source: zipfile.ZipFile, label: str) -> int:
    try:
        info = source.getinfo(f"rows/{label}.jsonl")
    except KeyError:
        return 0
    model = shape.model_of(label)
    fields = {f.attname: f for f in shape.columns(model)}
    if label == shape.PERSON:
        fields = {name: fields[name] for name in shape.PERSON_COLUMNS}
    count, batch = 0, []
    for row in _lines(source, info):
        made = model(**{name: fields[name].to_python(value) for name, value in row.items()})
        if label == shape.PERSON:
            made.set_unusable_password()
        batch.append(made)
        count += 1
        if len(batch) == _BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)
    return count


def _lines(source: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[dict[str, Any]]:
    with source.open(info) as stream:
        while line := stream.readline(_LONGEST_LINE):
            yield json.loads(line)


def _continue_counting() -> None:
    """New rows get ids after those that came."""
    models = [shape.model_of(label) for label in (shape.PERSON, *shape.tables())]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _take_files(source: zipfile.ZipFile, undoing: ExitStack) -> None:
    """Only what the rows name is taken, under a name that leads nowhere else; how to undo it goes on `undoing`."""
    named = {
        f"files/{name}"
        for label, column in shape.FILES.items()
        for name in shape.model_of(label).objects.exclude(**{column: ""}).values_list(column, flat=True)
    }
    folders = {
        name
        for label, column in shape.FOLDERS.items()
        for name in shape.model_of(label).objects.values_list(column, flat=True)
    }
    if bad := [name for name in folders if not _PLAIN.fullmatch(name)]:
        raise ValueError(str(bad[0])[:40])
    for info in source.infolist():
        path = PurePosixPath(info.filename)
        if ".." in path.parts or path.is_absolute() or "\\" in info.filename or info.is_dir():
            continue
        if info.filename in named:
            name = str(path.relative_to("files"))
            undoing.callback(default_storage.delete, name)
            default_storage.delete(name)  # what a process that was killed left by halves
            with source.open(info) as stream:
                default_storage.save(name, File(stream))
        elif path.parts[0] == "histories" and len(path.parts) > 2 and path.parts[1] in folders:
            to = Path(settings.HOME) / "insights" / Path(*path.parts[1:])
            to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            undoing.callback(to.unlink, missing_ok=True)
            with source.open(info) as stream, to.open("wb") as out:
                shutil.copyfileobj(stream, out)
