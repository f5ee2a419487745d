"""Killed, crowded out, read-only, written by others: an archive holds whole imports, and says what is wrong."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from closeknit.archive import Archive, forget, open_archive, verify
from closeknit.archive.lock import writing
from closeknit.archive.marker import NAME
from closeknit.errors import BadOption, CloseknitError
from tests.archive.conversation import NOW, archive_in, keep, lines, numbered
from tests.archive.killing import members, rows
from tests.conftest import ROOT


def start(folder: Path, count: int, first: int) -> subprocess.Popen[bytes]:
    """An import of its own, loaded and waiting for a line."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.archive.killing", folder, str(count), str(first)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    return child


def go(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    child.stdin.write(b"\n")
    child.stdin.flush()


def held(archive: Archive) -> tuple[int, int]:
    """Messages and members that it holds."""
    history = archive.history()
    return len(history.messages), len(history.roster)


def test_killed_at_any_moment_it_holds_whole_imports_or_none(tmp_path: Path) -> None:
    keep(archive_in(tmp_path), numbered(rows(0, 100)), members(100))
    luck = random.Random(7)
    whole = 100
    for _round in range(int(os.environ.get("CLOSEKNIT_KILLS", "6"))):
        with start(tmp_path, whole + 50, 0) as child:
            go(child)
            time.sleep(luck.random() * 0.4)
            child.send_signal(signal.SIGKILL)
        archive = open_archive(tmp_path / "archive")
        found = held(archive)
        assert found in {(whole, whole), (whole + 50, whole + 50)}
        assert list(verify(archive)) == []
        keep(archive, numbered(rows(0, whole + 50)), members(whole + 50))
        assert held(archive) == (whole + 50, whole + 50)
        whole += 50


def test_two_imports_at_once(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    with writing(archive.folder), pytest.raises(CloseknitError, match="Another Closeknit") as refusal:
        keep(archive, numbered(rows(0, 5)))
    assert refusal.value.hint
    assert keep(archive, numbered(rows(0, 5))).added == 5


def test_the_disk_is_full(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 50)))
    before = sorted(p.name for p in archive.folder.rglob("*"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
    try:
        with pytest.raises(CloseknitError) as refusal:
            keep(archive, numbered([{**row, "text": os.urandom(6000).hex()} for row in rows(100, 5)]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert refusal.value.hint
    assert [p for p in sorted(p.name for p in archive.folder.rglob("*.parquet")) if p not in before] == []
    assert list(verify(open_archive(archive.folder))) == []
    assert keep(archive, numbered(rows(100, 5))).added == 5


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 5)))
    (archive.folder / "lock").unlink()
    if os.geteuid():
        archive.folder.chmod(0o500)
    else:  # whom no mode stops, a folder in the lock's place does
        (archive.folder / "lock").mkdir()
    try:
        with pytest.raises(CloseknitError, match="cannot be written"):
            keep(archive, numbered(rows(5, 5)))
        assert len(lines(open_archive(archive.folder))) == 5
    finally:
        archive.folder.chmod(0o700)


def test_what_is_in_the_way_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "letter.txt").write_text("dear")
    with pytest.raises(CloseknitError, match="neither an archive nor an empty folder"):
        archive_in(tmp_path)
    with pytest.raises(CloseknitError, match="no archive"):
        open_archive(tmp_path / "archive")
    shutil.rmtree(tmp_path / "archive")
    (tmp_path / "archive").mkdir()
    assert keep(archive_in(tmp_path), numbered(rows(0, 5))).added == 5


def test_an_archive_of_a_newer_closeknit(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    said = json.loads((archive.folder / NAME).read_text())
    (archive.folder / NAME).write_text(json.dumps({**said, "format": 99}))
    with pytest.raises(CloseknitError, match="newer") as refusal:
        open_archive(archive.folder)
    assert "Update" in refusal.value.hint


@pytest.mark.parametrize(
    "damage", ["", "{", '{"format": "x"}', '{"format": 1, "table": "../x", "salt": "", "forgotten": []}']
)
def test_a_damaged_marker(tmp_path: Path, damage: str) -> None:
    archive = archive_in(tmp_path)
    (archive.folder / NAME).write_text(damage)
    with pytest.raises(CloseknitError, match="damaged"):
        open_archive(archive.folder)


def test_another_program_wrote_to_the_table(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 20)))
    held = lines(archive)
    DeltaTable(str(archive.table.folder)).delete("id = '3'")
    changed = open_archive(archive.folder)
    with pytest.raises(CloseknitError, match="Another program"):
        keep(changed, numbered(rows(20, 5)))
    assert any("Another program" in sentence for sentence in verify(changed))
    changed.restore(None, at=NOW)
    assert lines(changed) == held
    assert list(verify(changed)) == []
    assert keep(changed, numbered(rows(20, 5))).added == 5
    with pytest.raises(CloseknitError, match="nothing to restore"):
        changed.restore(None, at=NOW)


@pytest.mark.parametrize("how", ["gone", "cut", "overwritten"])
def test_a_data_file_that_was_lost(tmp_path: Path, how: str) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 20)))
    file = archive.table.folder / archive.files()[1].path
    data = file.read_bytes()
    file.unlink()
    if how != "gone":
        file.write_bytes(data[:300] if how == "cut" else data[:4] + b"\xff" * 90 + data[94:])
    again = open_archive(archive.folder)
    assert list(verify(again))
    if how != "overwritten":
        with pytest.raises(CloseknitError):
            again.history()


def test_the_log_is_gone(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    shutil.rmtree(archive.table.folder / "_delta_log")
    with pytest.raises(CloseknitError):
        open_archive(archive.folder)


def test_back_and_forth(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 5)))
    keep(archive, numbered(rows(5, 5)), numbered(rows(0, 3), name="Other", carrier="line"))
    archive.restore(1, at=NOW)
    assert (len(lines(archive)), len(archive.chats())) == (5, 1)
    assert list(verify(archive)) == []
    archive.restore(2, at=NOW)
    assert (len(lines(archive)), len(archive.chats())) == (13, 2)
    archive.restore(1, at=NOW)
    assert keep(archive, numbered(rows(5, 5))).added == 5
    assert archive.compact(at=NOW) > 0
    with pytest.raises(CloseknitError, match="gone"):
        archive.restore(2, at=NOW)
    with pytest.raises(BadOption):
        archive.restore(77, at=NOW)
    assert (len(lines(archive)), list(verify(archive))) == (10, [])


def test_a_killed_forgetting_leaves_no_second_table(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 20)))
    shutil.copytree(archive.table.folder, archive.folder / "messages-2")
    assert len(lines(open_archive(archive.folder))) == 20
    forget(archive, ["u3"], at=NOW)
    assert sorted(p.name for p in archive.folder.glob("messages-*")) == ["messages-2"]
    assert len(lines(archive)) == 20


def test_a_table_made_before_there_was_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from closeknit.archive import datafile, schema, table

    narrow = schema.delta_schema()
    narrow = narrow.remove(narrow.get_field_index("is_bot"))
    with monkeypatch.context() as patch:
        patch.setattr(table, "delta_schema", lambda kind: narrow)
        patch.setattr(datafile, "only_used", lambda rows: rows.drop_columns(["is_bot"]))
        archive = archive_in(tmp_path)
        keep(archive, numbered(rows(0, 5)))
    assert keep(archive, numbered(rows(3, 5))).added == 3
    assert len(lines(archive)) == 8
    assert [operation.op for operation in archive.operations] == ["make", "import", "widen", "import"]
    assert list(verify(archive)) == []


def test_any_engine_reads_the_table(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    archive = archive_in(tmp_path)
    keep(archive, numbered(rows(0, 20)))
    table = DeltaTable(str(archive.table.folder)).to_pyarrow_table()
    assert sorted(table["text"].to_pylist()) == sorted(f"第 {i} 句" for i in range(20))
    assert set(table["chat"].to_pylist()) == {"0001"}
