"""Who is one person is kept in the archive, used by it, undone, exported and forgotten."""

import json
from pathlib import Path

import pytest

from closeknit.archive import Archive, export, forget, open_archive, read_persons
from closeknit.archive.persons import NAME, Persons
from closeknit.errors import BadOption, UnreadableSource
from closeknit.examination import examine
from closeknit.records.zone import named_zone
from tests.archive.conversation import NOW, archive_in, chat, keep, numbered
from tests.archive.test_forgetting import HER_ID, HER_NAME, HER_WORDS, ROWS, absent

ON_THE_PHONE = "2026-03-01 20:00 Xiaoman: 今晚讀第三章\n2026-03-01 20:01 阿哲: 好"
HERS = (f"telegram:{HER_ID}", "whatsapp:Xiaoman")


def two_tools(folder: Path) -> Archive:
    archive = archive_in(folder)
    keep(archive, numbered(ROWS), chat(ON_THE_PHONE))
    return archive


def test_joined_refused_and_taken_apart() -> None:
    one = Persons().join("小滿", ["a:1", "b:2"])
    assert one.people == {"小滿": ("a:1", "b:2")}
    more = one.join("小滿", ["b:2", "c:3"])
    assert more.people == {"小滿": ("a:1", "b:2", "c:3")}
    merged = more.join("阿哲", ["d:4", "e:5"]).join("小滿", ["c:3", "e:5"])
    assert merged.people == {"小滿": ("a:1", "b:2", "c:3", "d:4", "e:5")} or set(merged.people["小滿"]) == {
        "a:1", "b:2", "c:3", "d:4", "e:5",
    }  # fmt: skip
    assert more.split("小滿", ["c:3"]).people == one.people
    assert more.split("小滿").people == {}
    assert one.split("小滿", ["a:1"]).people == {}  # one face is nobody joined
    apart = Persons().separate("a:1", "b:2")
    assert apart.refused == {frozenset(["a:1", "b:2"])}
    assert apart.join("小滿", ["a:1", "b:2"]).refused == set()
    for wrong in (
        lambda: one.split("阿哲"),
        lambda: one.split("小滿", ["x:9"]),
        lambda: one.join("小滿", ["x:1", "y:2"]),
    ):
        with pytest.raises(BadOption):
            wrong()


def test_the_archive_s_examination_knows_one_person(tmp_path: Path) -> None:
    archive = two_tools(tmp_path)
    before = examine(archive.folder, chats=["*"], timezone="UTC")
    archive.decide(lambda persons: persons.join("小滿", HERS))
    after = examine(archive.folder, chats=["*"], timezone="UTC")
    assert len(after.subject.rows.people) == len(before.subject.rows.people) - 1
    person = next(p for p in after.subject.rows.people if p.name == "小滿")
    assert {f"{face.carrier}:{face.id}" for face in person.faces} == {*HERS}
    told = examine(archive.folder, chats=["*"], timezone="UTC", people={"哲": ["阿哲"]})
    assert len(told.subject.rows.people) == len(after.subject.rows.people) - 1
    archive.decide(lambda persons: persons.split("小滿"))
    assert len(examine(archive.folder, chats=["*"], timezone="UTC").subject.rows.people) == len(
        before.subject.rows.people
    )


def test_it_goes_out_with_the_export(tmp_path: Path) -> None:
    archive = two_tools(tmp_path)
    archive.decide(lambda persons: persons.join("小滿", HERS))
    export(archive, tmp_path / "out", format="jsonl", zone=named_zone("UTC"))
    assert json.loads((tmp_path / "out" / NAME).read_text()) == {"小滿": [*HERS]}


def test_a_person_is_forgotten_with_every_face(tmp_path: Path) -> None:
    archive = two_tools(tmp_path)
    archive.decide(lambda persons: persons.join("小滿", HERS).separate(HERS[0], "whatsapp:阿哲"))
    forget(archive, ["小滿"], at=NOW)
    absent(archive, HER_WORDS, HER_NAME, HER_ID, "Xiaoman", "今晚讀第三章", "小滿")
    assert read_persons(archive.folder) == Persons()
    assert len(archive.history().messages) == len(ROWS) + 2


def test_one_face_forgotten_leaves_no_trace_of_the_joining(tmp_path: Path) -> None:
    archive = two_tools(tmp_path)
    archive.decide(lambda persons: persons.join(HER_NAME, HERS))
    forget(archive, [HERS[0]], at=NOW)
    absent(archive, HER_WORDS, HER_NAME, HER_ID)
    assert read_persons(archive.folder) == Persons()


@pytest.mark.parametrize("damage", ["", "[]", '{"people": [1]}', "\x00\x01"])
def test_a_damaged_file(tmp_path: Path, damage: str) -> None:
    archive = two_tools(tmp_path)
    (archive.folder / NAME).write_text(damage)
    with pytest.raises(UnreadableSource, match="damaged"):
        open_archive(archive.folder).history()
