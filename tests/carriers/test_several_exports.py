"""Several exports at once: in a folder, in an archive, beside what cannot be opened."""

import gzip
import zipfile
from pathlib import Path

import pytest

from closeknit.carriers.registry import read_source
from closeknit.errors import UnreadableSource
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source

NOTES = "[25/01/2024, 15:04:01] 岚: 星期六有空嗎\n[25/01/2024, 15:05:00] 阿青: 有的\n"
OTHER = "[26/01/2024, 09:00:00] 小周: 早\n[26/01/2024, 09:01:00] 岚: 早安\n"


def chat(path: Path, words: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", words)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two phones' zips, one that was cut off while it was sent, and a log whose packing broke."""
    chat(tmp_path / "讀書會.zip", NOTES)
    chat(tmp_path / "志工.zip", OTHER)
    (tmp_path / "cut.zip").write_bytes(chat(tmp_path / "tmp", NOTES).read_bytes()[:40])
    (tmp_path / "tmp").unlink()
    (tmp_path / "log.gz").write_bytes(gzip.compress(NOTES.encode())[:-9])
    return tmp_path


def test_what_cannot_be_opened_is_told_and_the_rest_is_read(folder: Path) -> None:
    history = read_source(open_source(folder), ReadOptions())
    assert history.channels() == {"志工": 2, "讀書會": 2}
    assert dict(history.issues.counts) == {"unreadable-file": 2}
    assert {issue.path.rpartition("/")[2] for issue in history.issues.examples} == {"cut.zip", "log.gz"}


def test_an_archive_of_archives_is_as_the_folder(folder: Path) -> None:
    with zipfile.ZipFile(folder.parent / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, f"all/{file.name}")
    history = read_source(open_source(folder.parent / "all.zip"), ReadOptions())
    assert history.channels() == {"志工": 2, "讀書會": 2}
    assert history.issues.total == 2


def test_what_cannot_be_opened_and_lies_alone_is_refused_with_its_reason(folder: Path) -> None:
    for name in ("讀書會.zip", "志工.zip"):
        (folder / name).unlink()
    with pytest.raises(UnreadableSource, match="damaged"):
        read_source(open_source(folder), ReadOptions())


def test_a_locked_attachment_does_not_close_the_chat(tmp_path: Path) -> None:
    (tmp_path / "_chat.txt").write_text(NOTES)
    (tmp_path / "homework.zip").write_bytes(b"PK\x03\x04 locked, or cut off")
    history = read_source(open_source(tmp_path), ReadOptions())
    assert len(history.messages) == 2
    assert history.issues.lost == 0
