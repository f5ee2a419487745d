"""What was edited or recalled keeps both states; the later one is in force."""

from pathlib import Path

import pytest

from tests.archive.conversation import archive_in, chat, keep, lines, numbered, states

ROW = {"id": "1", "time": 1_780_000_000, "author": "小滿", "author_id": "u1", "text": "七點見"}
NEXT = {"id": "2", "time": 1_780_000_100, "author": "阿哲", "author_id": "u2", "text": "好"}
EDITED = {**ROW, "text": "八點見", "is_edited": True}
DELETED = {**ROW, "text": None, "kind": "other", "is_deleted": True}


@pytest.mark.parametrize("older_first", [True, False])
@pytest.mark.parametrize(("later", "shown"), [(EDITED, "八點見"), (DELETED, "–")])
def test_both_states_whichever_export_comes_first(
    tmp_path: Path, older_first: bool, later: dict[str, object], shown: str
) -> None:
    exports = [numbered([ROW, NEXT]), numbered([later, NEXT])]
    archive = archive_in(tmp_path)
    for export in exports if older_first else exports[::-1]:
        keep(archive, export)
    assert [line.rpartition(" ")[2] for line in lines(archive)] == [shown, "好"]
    assert ("七點見", False) in states(archive)
    assert [keep(archive, export).changed for export in exports] == [0, 0]
    assert len(states(archive)) == 3


def test_edited_twice_without_a_mark_goes_by_the_later_export(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    later = {**NEXT, "id": "3", "time": 1_780_000_500}
    keep(archive, numbered([{**ROW, "text": "九點見"}, NEXT, later]))
    keep(archive, numbered([ROW, NEXT]))
    assert lines(archive)[0].endswith("九點見")
    assert ("七點見", False) in states(archive)


def test_a_recall_takes_the_place_of_its_message(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    keep(archive, numbered([ROW, NEXT]))
    done = keep(archive, numbered([{**ROW, "kind": "recall", "event": "recall", "text": "小滿撤回了一則訊息"}, NEXT]))
    assert (done.added, done.changed) == (0, 1)
    assert archive.history().messages["kind"].to_pylist() == ["recall", "text"]
    assert ("七點見", False) in states(archive)


def test_without_ids_a_change_is_told_by_its_place(tmp_path: Path) -> None:
    before = """
        2026-03-01 10:00 小滿: 早
        2026-03-01 10:01 小滿: 七點見
        2026-03-01 10:01 阿哲: 好
        2026-03-01 10:02 小滿: 記得帶書
        2026-03-01 10:03 阿哲: 會
    """
    after = before.replace("七點見", "八點見 (edited)").replace("記得帶書", "~")
    archive = archive_in(tmp_path)
    keep(archive, chat(before))
    done = keep(archive, chat(after))
    assert (done.added, done.changed) == (0, 2)
    assert [line.partition(": ")[2] for line in lines(archive)] == ["早", "八點見", "好", "–", "會"]
    assert {("七點見", False), ("記得帶書", False)} <= set(states(archive))


def test_what_an_export_lacks_is_not_a_change(tmp_path: Path) -> None:
    """Without the media a second export has no words for a picture; and more reactions are no other words."""
    archive = archive_in(tmp_path)
    picture = {**ROW, "kind": "image", "text": "封面"}
    one = [{"reaction": "👍", "count": 1, "by": []}]
    keep(archive, numbered([picture, {**NEXT, "reactions": one}]))
    done = keep(archive, numbered([{**picture, "text": None}, {**NEXT, "reactions": [{**one[0], "count": 5}]}]))
    assert (done.added, done.changed) == (0, 0)
    messages = archive.history().messages
    assert messages["text"].to_pylist() == ["封面", "好"]
    assert messages["reactions"].to_pylist()[1][0]["count"] == 5
