"""What is kept beside messages when things go wrong: the same promises, the same sentences."""

import os
import resource
import shutil
import signal
from pathlib import Path

import pytest

from closeknit.archive import forget, open_archive, verify
from closeknit.errors import CloseknitError
from tests.archive.beside import (
    AZHE,
    HER,
    MET,
    PASSED_ON,
    SAID,
    XIAOMAN,
    forward,
    lines_in,
    members,
    records,
    roster_of,
)
from tests.archive.conversation import NOW, archive_in, keep, numbered
from tests.archive.killing import members as many
from tests.archive.killing import rows
from tests.archive.test_forgetting import absent


@pytest.mark.parametrize("how", ["gone", "cut", "overwritten"])
@pytest.mark.parametrize("name", ["roster", "exchanges", "inner"])
def test_a_data_file_that_was_lost(tmp_path: Path, name: str, how: str) -> None:
    archive = archive_in(tmp_path)
    keep(archive, members(XIAOMAN), records(MET), forward(SAID))
    (path,) = archive.beside.place(name).rglob("*.parquet")
    data = path.read_bytes()
    path.unlink()
    if how != "gone":
        path.write_bytes(data[:300] if how == "cut" else data[:4] + b"\xff" * 90 + data[94:])
    again = open_archive(archive.folder)
    assert any(path.name in sentence for sentence in verify(again))
    if how != "overwritten":
        with pytest.raises(CloseknitError) as refusal:
            again.history()
        assert refusal.value.hint


def test_a_table_that_is_gone(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, members(XIAOMAN))
    shutil.rmtree(archive.beside.place("roster"))
    again = open_archive(archive.folder)
    assert any("gone" in sentence for sentence in verify(again))
    with pytest.raises(CloseknitError, match="gone"):
        again.history()


def test_the_disk_is_full(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, members(XIAOMAN), numbered(rows(0, 5)))
    before = sorted(archive.folder.rglob("*.parquet"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, hard))
    crowd = members(*({"name": os.urandom(40).hex()} for _ in range(200)))
    try:
        with pytest.raises(CloseknitError) as refusal:
            keep(archive, numbered(rows(5, 5)), crowd)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert refusal.value.hint
    assert sorted(archive.folder.rglob("*.parquet")) == before
    archive = open_archive(archive.folder)
    assert (len(roster_of(archive)), list(verify(archive))) == (1, [])
    assert keep(archive, numbered(rows(5, 5)), crowd).beside["roster"].added == 200


def test_a_killed_forgetting_leaves_no_second_tables(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, members(XIAOMAN, AZHE), forward(SAID))
    for name in ("messages", "roster", "inner"):
        shutil.copytree(archive.folder / f"{name}-1", archive.folder / f"{name}-2")
    assert len(roster_of(archive)) == 2
    forget(archive, ["roster:阿哲"], at=NOW)
    folders = sorted(path.name for path in archive.folder.glob("*-[0-9]*"))
    assert folders == ["inner-2", "messages-2", "roster-2"]
    assert roster_of(archive) == [("小滿", "member")]


def test_who_is_forgotten_is_in_no_view_of_the_lines(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, forward(PASSED_ON))
    assert len(lines_in(archive, mapped_from=0)) == 2
    late = open_archive(archive.folder)
    tables, held = late.beside.tables, late.beside.tables["inner"]
    rows_ = {file: held.read(file) for file in held.files.values()}
    forget(archive, [HER], at=NOW)
    absent(archive, HER, "銀河鐵道之夜")
    # Who was still reading writes nothing into the folder of a table that is no longer in force.
    held.folder.mkdir()
    tables["inner"].read = lambda file, columns=None: rows_[file]  # type: ignore[method-assign]
    late.table.read = lambda file, columns=None: archive.table.read(archive.files()[0], columns)  # type: ignore[method-assign]
    assert len(late.history(mapped_from=0).inner) == 2
    absent(archive, HER, "銀河鐵道之夜")


def test_a_table_made_before_there_was_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from closeknit.archive import datafile, schema, table

    def narrow(kind: schema.Kind) -> object:
        found = schema.delta_schema(kind)
        return found.remove(found.get_field_index("consents")) if kind is schema.MEMBERS else found

    with monkeypatch.context() as patch:
        patch.setattr(table, "delta_schema", narrow)
        patch.setattr(datafile, "only_used", lambda rows: rows.drop_columns({"consents"} & {*rows.column_names}))
        archive = archive_in(tmp_path)
        keep(archive, members(XIAOMAN))
    assert keep(archive, members({**AZHE, "consents": True})).beside["roster"].added == 1
    assert [row["consents"] for row in archive.history().roster.to_pylist()] == [None, True]
    assert list(verify(archive)) == []


def test_any_engine_reads_the_tables(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    archive = archive_in(tmp_path)
    keep(archive, many(3), records(MET), forward(SAID))
    found = {name: DeltaTable(str(archive.beside.place(name))).to_pyarrow_table() for name in archive.beside.tables}
    assert found["roster"]["name"].to_pylist() == ["成員0", "成員1", "成員2"]
    assert found["exchanges"]["source"].to_pylist() == ["小滿"]
    assert sorted(found["inner"]["text"].to_pylist()) == sorted(line.partition(": ")[2] for line in SAID)


def test_a_roster_of_many_thousands_is_no_matter_of_minutes(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, many(20_000))
    done = keep(archive, many(20_100))
    assert (done.beside["roster"].added, done.beside["roster"].changed) == (100, 0)
