"""A killed run leaves the old report whole."""

import pytest

from closeknit.errors import CloseknitError
from closeknit.report import graphs, writing

FILES = ["card.svg", "examination.json", "fabric.gexf", "fabric.graphml", "report.html", "summary.txt"]


def test_all_files_are_written(circle, tmp_path) -> None:
    written = writing.write(circle("en"), tmp_path / "a" / "b")
    assert sorted(path.name for path in written) == FILES
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == FILES
    assert all(path.stat().st_size for path in written)


@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError])
def test_a_run_that_breaks_off_leaves_the_old_files(circle, tmp_path, monkeypatch, failure) -> None:
    writing.write(circle("en"), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def breaks(*_args) -> None:
        raise failure

    monkeypatch.setattr(graphs, "write_gexf", breaks)
    with pytest.raises(failure):
        writing.write(circle("zh-Hant"), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_place_that_cannot_be_written_is_one_sentence(circle, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CloseknitError, match="cannot be written") as refusal:
        writing.write(circle("en"), tmp_path / "file")
    assert "--out" in refusal.value.hint


def test_writing_twice_gives_the_same_bytes(circle, tmp_path) -> None:
    first = {p.name: p.read_bytes() for p in writing.write(circle("zh-Hans"), tmp_path)}
    assert first == {p.name: p.read_bytes() for p in writing.write(circle("zh-Hans"), tmp_path)}
