"""Whoever is forgotten is in no table: neither in the roster, nor in records, nor in lines that others passed on."""

from pathlib import Path

import pytest

from closeknit.archive import forget, verify
from closeknit.errors import CloseknitError
from tests.archive.beside import (
    AZHE,
    DEEDS,
    HER,
    INVITED,
    LISTED,
    PASSED_ON,
    SAID,
    deeds_of,
    forward,
    lines_in,
    members,
    records,
    roster_of,
)
from tests.archive.conversation import NOW, archive_in, keep, numbered
from tests.archive.test_forgetting import absent, everything


def test_who_is_forgotten_is_in_no_table(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, members(LISTED, INVITED), records(*DEEDS), forward(PASSED_ON))
    keep(archive, members({**LISTED, "role": "host"}))
    for table in archive.beside.newest():
        table.checkpoint()
    assert HER in everything(archive.folder)
    done = forget(archive, [HER], at=NOW)
    assert (done.rows, done.removed) == (0, 4)  # two states of the roster's row, a meeting, a line
    absent(archive, HER, "A01", "0912345678", "user777001", "銀河鐵道之夜")
    assert roster_of(archive) == [("阿哲", None)]
    assert deeds_of(archive) == [("阿哲", "done"), ("阿哲", "done")]
    assert lines_in(archive) == [("7", None, None), ("7", "阿哲", "好看")]
    assert list(verify(archive)) == []
    keep(archive, members(LISTED, INVITED), records(*DEEDS), forward(PASSED_ON))
    absent(archive, HER, "A01", "0912345678", "user777001", "銀河鐵道之夜")
    assert roster_of(archive) == [("阿哲", None)]


def test_what_she_passed_on_goes_with_her_message(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, forward(SAID, author=HER))
    assert forget(archive, [HER], at=NOW).removed == 3
    absent(archive, *(line.partition(": ")[2] for line in SAID[:1]))
    keep(archive, forward(SAID, author=HER))
    assert lines_in(archive) == []
    assert list(verify(archive)) == []


def test_the_account_and_the_paper_are_forgotten_together(tmp_path: Path) -> None:
    """A name that one account and one member bear is one person, as in an examination."""
    archive = archive_in(tmp_path)
    wrote = [{"id": "1", "time": 1_780_000_000, "author": "王小满", "author_id": "user777001", "text": "我的話"}]
    keep(archive, numbered(wrote), members({"name": HER}, AZHE), records(*DEEDS))
    forget(archive, ["telegram:user777001"], at=NOW)
    absent(archive, HER, "王小满", "user777001", "我的話")
    assert roster_of(archive) == [("阿哲", "organiser")]


def test_a_roster_that_comes_after_the_forgetting(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered([{"id": "1", "time": 1_780_000_000, "author": HER, "author_id": "u7", "text": "我的話"}]))
    forget(archive, [HER], at=NOW)
    keep(archive, members({"name": HER}, {"name": "小滿", "contacts": [("telegram", "u7")]}, AZHE), records(*DEEDS))
    absent(archive, HER)
    assert roster_of(archive) == [("阿哲", "organiser")]


def test_a_namesake_on_paper_is_not_forgotten(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, members({"name": HER, "id": "A01"}, {"name": HER, "id": "B02"}), records(*DEEDS[1:2]))
    with pytest.raises(CloseknitError, match="roster:A01"):
        forget(archive, [HER], at=NOW)
    forget(archive, ["roster:A01"], at=NOW)
    assert [row["id"] for row in archive.history().roster.to_pylist()] == ["B02"]
    absent(archive, "A01")
