"""A large archive is mapped from disk and not decoded: the same history, and nothing of it outlives its table."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from closeknit.archive import Archive, forget, open_archive
from closeknit.archive.views import FOLDER
from closeknit.examination import examine
from closeknit.records.identity import Ids
from closeknit.records.output import write_messages, write_messages_in_parts
from closeknit.records.rows import make_rows
from tests.archive.conversation import NOW, archive_in, chat, keep, numbered
from tests.archive.killing import rows
from tests.archive.test_forgetting import EDITED, HER_ID, HER_NAME, HER_WORDS, ROWS, absent, everything


def views(archive: Archive) -> dict[str, int]:
    """The views that lie there, and when each was written."""
    found = open_archive(archive.folder).table.folder.glob(f"{FOLDER}/[0-9]*.arrow")
    return {path.name: path.stat().st_mtime_ns for path in found}


def mapped(archive: Archive) -> list[dict[str, object]]:
    found: list[dict[str, object]] = open_archive(archive.folder).history(mapped_from=0).messages.to_pylist()
    return found


def test_mapped_or_decoded_it_is_the_same_history(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(ROWS), chat("2026-03-01 20:00 小滿: 今晚讀第三章\n2026-03-01 20:01 阿哲: 好"))
    keep(archive, numbered(EDITED), numbered(rows(0, 30), name="Other"))
    decoded = archive.history().messages
    for _once_and_again in range(2):
        found = archive.history(mapped_from=0).messages
        assert found.schema == decoded.schema
        assert found.to_pylist() == decoded.to_pylist()
        found.validate(full=True)


def test_what_has_left_memory_reads_the_same(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 300)))
    archive.history(mapped_from=0)  # lays the views down
    found = archive.history(mapped_from=0)
    before = found.messages.to_pylist()
    assert found.shelf is not None
    found.shelf.rest()
    assert found.messages.to_pylist() == before


def test_only_the_month_that_changed_is_viewed_again(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 40)))
    mapped(archive)
    before = views(archive)
    keep(archive, numbered(rows(40, 1)))
    assert len(mapped(archive)) == 41
    after = views(archive)
    assert {name for name in after if before.get(name) != after[name]} == {max(after)}
    assert len(before) == len(after)  # the old view of that month is gone


def test_a_new_name_of_the_chat_needs_no_new_views(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 20), name="Book Club"))
    mapped(archive)
    keep(archive, numbered(rows(20, 20), name="Readers"))
    assert {row["channel"] for row in mapped(archive)} == {"Readers"}


def test_what_is_forgotten_is_in_no_view_and_no_result(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(ROWS), numbered(EDITED))
    mapped(archive)
    examine(archive.folder, chats=["*"], timezone="UTC")
    assert f"{FOLDER}/" in everything(archive.folder)
    assert HER_WORDS in everything(archive.table.folder / FOLDER)
    forget(archive, [HER_NAME], at=NOW)
    absent(archive, HER_WORDS, HER_WORDS[:6], HER_NAME, HER_ID)
    assert mapped(archive)
    examine(archive.folder, chats=["*"], timezone="UTC")
    absent(archive, HER_WORDS, HER_WORDS[:6], HER_NAME, HER_ID)


def test_results_hold_no_words_at_all(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(ROWS))
    examine(archive.folder, timezone="UTC")
    held = everything(archive.table.folder / FOLDER)
    assert "found-" in held
    assert [word for row in ROWS for word in (row["text"], row["author"]) if word in held] == []


def test_who_reads_while_another_forgets_leaves_nothing(tmp_path: Path) -> None:
    """The table was put out of force between the reader's opening and its writing."""
    archive = archive_in(tmp_path)
    keep(archive, numbered(ROWS))
    late = open_archive(archive.folder)
    assert late.operations
    old = [(file, late.table.read(file)) for file in late.files()]
    forget(archive, [HER_NAME], at=NOW)
    late.table.folder.mkdir()
    late.table.read = lambda file, columns=None: dict(old)[file]  # type: ignore[method-assign]
    assert len(late.history(mapped_from=0).messages) == 5
    absent(archive, HER_WORDS, HER_NAME, HER_ID)


@pytest.mark.parametrize("damage", [b"", b"ARROW1 but no more", None])
def test_a_damaged_view_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 20)))
    before = mapped(archive)
    for path in (archive.table.folder / FOLDER).glob("*.arrow"):
        path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    assert mapped(archive) == before


def test_where_nothing_can_be_written_it_is_read_all_the_same(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 20)))
    if os.geteuid():
        archive.table.folder.chmod(0o500)
    else:  # whom no mode stops, a file in the folder's place does
        (archive.table.folder / FOLDER).write_bytes(b"")
    try:
        assert len(mapped(archive)) == 20
        assert examine(archive.folder, timezone="UTC").verdict.word
    finally:
        archive.table.folder.chmod(0o700)


def test_texts_are_taken_chunk_by_chunk(tmp_path: Path) -> None:
    import numpy as np

    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 60)))
    found = make_rows(archive.history(mapped_from=0).messages)
    assert found.table["text"].num_chunks > 3
    for index in ([], [0], [59, 3, 3, 40], list(range(60))):
        taken = found.texts(np.array(index, np.int64))
        assert taken.to_pylist() == found.table["text"].take(pa.array(index, pa.int64())).to_pylist()


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "chatlab"])
def test_written_month_by_month_it_is_the_same_file(tmp_path: Path, format: str) -> None:
    """Two chats with the same ids, and a chat without any."""
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 40)), numbered(rows(20, 40), name="Other", carrier="line"))
    keep(archive, chat("2026-03-01 20:00 小滿: 好\n2026-03-01 20:00 小滿: 好\n2026-03-01 20:01 阿哲: 好"))
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    write_messages(archive.history().messages, whole, format=format, zone=ZoneInfo("Asia/Taipei"))
    ids = Ids(archive.months(("id", "channel_id", "channel")))
    write_messages_in_parts(archive.months, ids, parts, format=format, zone=ZoneInfo("Asia/Taipei"))
    if format == "parquet":
        assert pq.read_table(parts).to_pylist() == pq.read_table(whole).to_pylist()
    else:
        assert parts.read_bytes() == whole.read_bytes()
