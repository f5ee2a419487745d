"""What is no message is kept too: members, records, the lines inside forwards; and as well as messages are."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from closeknit.archive import Reading, open_archive, verify
from closeknit.errors import CloseknitError
from closeknit.examination import examine
from closeknit.records.builder import MessageBuilder
from closeknit.records.inner import lines_of
from closeknit.records.options import ReadOptions
from tests.archive.beside import (
    AZHE,
    MET,
    SAID,
    XIAOMAN,
    deeds_of,
    forward,
    lines_in,
    members,
    records,
    roster_of,
)
from tests.archive.conversation import NOW, archive_in, keep, numbered
from tests.archive.killing import rows as chatter


def test_a_roster_is_kept_and_a_later_one_is_a_later_state(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    done = keep(archive, members(XIAOMAN, AZHE))
    assert (done.beside["roster"].added, done.rows) == (2, 0)
    again = keep(archive, members(XIAOMAN, {"name": "阿哲"}))  # what a list does not say does not change
    assert (again.beside["roster"].added, again.beside["roster"].changed) == (0, 0)
    later = keep(archive, members({**XIAOMAN, "role": "backbone"}, {"name": "美玲"}))
    assert (later.beside["roster"].added, later.beside["roster"].changed) == (1, 1)
    assert roster_of(archive) == [("小滿", "backbone"), ("阿哲", "organiser"), ("美玲", None)]
    states = archive.beside.tables["roster"].read_all().select(["name", "role", "replaced_by"]).to_pylist()
    assert [(s["role"], s["replaced_by"]) for s in states if s["name"] == "小滿"] == [("member", 3), ("backbone", None)]
    assert list(verify(archive)) == []
    first = open_archive(archive.folder).history().roster.to_pylist()[0]
    assert (first["joined_on"], first["contacts"]) == (date(2026, 1, 2), [("phone", "0912345678")])


def test_two_members_of_one_name_stay_two(tmp_path: Path) -> None:
    one, other = ({"name": "王芳", "contacts": [("phone", number)]} for number in ("0911", "0922"))
    archive = archive_in(tmp_path)
    keep(archive, members(one, other))
    done = keep(archive, members({**other, "role": "host"}, {"name": "王芳", "contacts": [("phone", "0933")]}))
    assert (done.beside["roster"].added, done.beside["roster"].changed) == (1, 1)
    assert roster_of(archive) == [("王芳", None), ("王芳", "host"), ("王芳", None)]


def test_the_number_of_another_roster_is_another_member(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, members({"name": "小滿", "id": "1"}))
    assert keep(archive, members({"name": "阿哲", "id": "1"})).beside["roster"].added == 1
    assert keep(archive, members({"name": "小滿", "id": "9"})).beside["roster"].added == 1


def test_records_are_kept_once_and_a_withdrawal_is_a_later_state(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    agreed = {**MET, "state": "agreed"}
    keep(archive, records(agreed, {**agreed, "source": "阿哲"}))
    done = keep(archive, records({**MET, "state": "done"}, {**agreed, "source": "阿哲"}, {**MET, "source": "美玲"}))
    assert (done.beside["exchanges"].added, done.beside["exchanges"].changed) == (1, 1)
    assert deeds_of(archive) == [("小滿", "done"), ("阿哲", "agreed"), ("美玲", "done")]
    both = keep(archive, records(agreed, {**MET, "state": "done"}))  # the older sheet beside the newer one
    assert (both.beside["exchanges"].added, both.beside["exchanges"].changed) == (0, 0)


def test_two_equal_payments_are_two(tmp_path: Path) -> None:
    fee = {"kind": "deal", "source": "小滿", "at": "2026-03-01", "amount": 30000, "currency": "TWD"}
    archive = archive_in(tmp_path)
    keep(archive, records(fee))
    assert keep(archive, records(fee, fee)).beside["exchanges"].added == 1
    assert keep(archive, records(fee, fee)).beside["exchanges"].added == 0


def test_a_sheet_read_in_another_zone_is_the_same_sheet(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    for number, zone in enumerate(("Asia/Taipei", "Europe/Berlin")):
        done = archive.add(iter([records(MET, zone=zone)]), Reading(zone=zone), at=NOW)
        assert done is not None
        part = done.beside["exchanges"]
        assert (part.added, part.changed) == (1 - number, 0)
    (kept,) = open_archive(archive.folder).history().exchanges["at"].to_pylist()
    assert kept == datetime(2026, 2, 28, 16, tzinfo=UTC)


def test_lines_inside_a_forward_are_kept_under_the_message_that_carries_them(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    assert keep(archive, forward(SAID)).beside["inner"].added == 3
    assert keep(archive, forward(SAID)).beside["inner"].added == 0
    assert lines_in(archive) == [("7", *line.split(": ")) for line in SAID]
    assert lines_in(archive, mapped_from=0) == lines_in(archive)
    longer = keep(archive, forward([*SAID, "阿哲: 收到"]))
    assert longer.beside["inner"].added == 1
    assert len(lines_in(archive)) == 4
    assert list(verify(archive)) == []


def test_a_forward_without_an_id_is_found_again_by_the_one_that_it_got(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, forward(SAID, id=None))
    assert keep(archive, forward(SAID, id=None)).beside["inner"].added == 0
    history = open_archive(archive.folder).history()
    (carrier,) = [row["id"] for row in history.messages.to_pylist() if row["inner"]]
    assert set(history.inner["thread"].to_pylist()) == {carrier}


def test_another_exporter_s_number_of_the_same_forward(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, forward(SAID))
    done = keep(archive, forward(SAID, id=None))
    assert (done.added, done.beside["inner"].added) == (0, 0)
    assert {thread for thread, _author, _text in lines_in(archive)} == {"7"}


def test_forwards_inside_forwards(tmp_path: Path) -> None:
    build = MessageBuilder("wechat", "chat.json", ReadOptions(), wall=False)
    build.channel("書友會", "42")
    told = [{"name": "小滿", "content": "看這個", "messages": [{"name": "美玲", "content": "裡面的話"}]}]
    build.add(id="7", time=1_780_000_000 * 10**6, author="阿哲", kind="merged_forward", inner=1, lines=lines_of(told))
    history = build.finish()
    archive = archive_in(tmp_path)
    keep(archive, history)
    keep(archive, history)
    assert [thread for thread, _author, _text in lines_in(archive)] == ["7", "7/1"]


def test_a_community_without_chat_lives_in_an_archive(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    people = [{"name": f"成員{i}"} for i in range(12)]
    keep(archive, members(*people))
    for day in (1, 8, 15, 22):
        met = [{**MET, "source": one["name"], "at": f"2026-03-{day:02}", "occasion_id": f"3/{day}"} for one in people]
        keep(archive, records(*met))
    found = examine(archive.folder, timezone="UTC")
    assert len(found.subject.rows.people) == 12
    assert found.verdict.word == examine(open_archive(archive.folder).history(), timezone="UTC").verdict.word
    assert examine(members(*people), timezone="UTC").verdict.word


def test_back_and_forth(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered(chatter(0, 5)))
    keep(archive, members(XIAOMAN), records(MET), forward(SAID))
    keep(archive, members(AZHE))
    archive.restore(1, at=NOW)
    assert (roster_of(archive), deeds_of(archive), lines_in(archive)) == ([], [], [])
    archive.restore(3, at=NOW)
    assert (len(roster_of(archive)), len(deeds_of(archive)), len(lines_in(archive))) == (2, 1, 3)
    archive.restore(2, at=NOW)
    assert [name for name, _role in roster_of(archive)] == ["小滿"]
    assert list(verify(archive)) == []
    assert keep(archive, members(AZHE)).beside["roster"].added == 1
    assert archive.compact(at=NOW) > 0
    with pytest.raises(CloseknitError, match="gone"):
        archive.restore(2, at=NOW)
    assert (len(roster_of(archive)), list(verify(archive))) == (2, [])


def test_killed_between_the_tables_nothing_of_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables beside the messages were committed, and the messages were not."""
    from closeknit.archive.table import KeptTable

    archive = archive_in(tmp_path)
    keep(archive, members(XIAOMAN), forward(SAID))
    commit = KeptTable.commit

    def killed(self: KeptTable, *args: Any) -> None:
        if self.kind.name == "messages":
            raise KeyboardInterrupt
        commit(self, *args)

    with monkeypatch.context() as patch:
        patch.setattr(KeptTable, "commit", killed)
        patch.setattr("closeknit.archive.staging.Staging.drop", lambda self: None)  # the dead remove nothing
        with pytest.raises(KeyboardInterrupt):
            keep(archive, members(AZHE), records(MET), forward([*SAID, "阿哲: 收到"]))
    archive = open_archive(archive.folder)
    assert (roster_of(archive), deeds_of(archive), len(lines_in(archive))) == ([("小滿", "member")], [], 3)
    assert list(verify(archive)) == []
    done = keep(archive, members(AZHE), records(MET), forward([*SAID, "阿哲: 收到"]))
    assert [part.added for part in done.beside.values()] == [1, 1, 1]
    assert (len(roster_of(archive)), len(deeds_of(archive)), len(lines_in(archive))) == (2, 1, 4)
    assert list(verify(archive)) == []


def test_another_program_wrote_to_the_roster(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    archive = archive_in(tmp_path)
    keep(archive, members(XIAOMAN, AZHE))
    DeltaTable(str(archive.beside.place("roster"))).delete("name = '小滿'")
    changed = open_archive(archive.folder)
    assert len(roster_of(changed)) == 2  # the version that the archive names
    assert any("Another program" in sentence for sentence in verify(changed))
    with pytest.raises(CloseknitError, match="Another program"):
        keep(changed, members(AZHE))
    changed.restore(None, at=NOW)
    assert list(verify(changed)) == []
    keep(changed, members({"name": "美玲"}))
    assert len(roster_of(changed)) == 3
