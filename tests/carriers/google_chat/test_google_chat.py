"""Google Chat's Takeout: the sample as stated, and odd ones."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.google_chat import CARRIER
from closeknit.carriers.google_chat.shapes import instant
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source, open_source
from closeknit.testing.expected import differences, summary

ANN = {"name": "Ann", "email": "ann@example.org", "user_type": "Human"}


def _message(ident: str = "S/t1/t1", **more: Any) -> dict[str, Any]:
    topic = ident.split("/")[1]
    when = "Friday, January 5, 2024 at 7:04:05 AM UTC"
    return {"creator": ANN, "created_date": when, "text": "hi", "topic_id": topic, "message_id": ident, **more}


def _folder(tmp_path: Path, groups: dict[str, Any], **info: Any) -> Source:
    for name, messages in groups.items():
        folder = tmp_path / "Google Chat/Groups" / name
        folder.mkdir(parents=True)
        text = messages if isinstance(messages, str) else json.dumps({"messages": messages})
        (folder / "messages.json").write_text(text, "utf-8")
        (folder / "group_info.json").write_text(json.dumps({"members": [ANN, {"name": "Bob"}], **info}), "utf-8")
    users = tmp_path / "Google Chat/Users/User 1"
    users.mkdir(parents=True)
    (users / "user_info.json").write_text("{}", "utf-8")
    return open_source(tmp_path / "Google Chat")


def _rows(tmp_path: Path, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(_folder(tmp_path, {"Space AAAA": list(messages)})).messages.to_pylist()
    return found


def _read(source: Source, **options: Any) -> History:
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions(**options))


@pytest.mark.shared
def test_the_sample_gives_what_is_stated(shared: Path) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == "google_chat")
    source = open_source(shared / "formats/samples/google_chat")
    assert differences(summary(_read(source)), expected) == []


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("Friday, January 5, 2024 at 7:04:05 AM UTC", 7),
        ("Friday, January 5, 2024 at 7:04:05\u202fPM UTC", 19),
        ("January 5, 2024 at 12:04:05 AM UTC", 0),
        ("Friday, January 5, 2024 at 12:04:05 PM UTC", 12),
        ("Friday, January 5, 2024 at 23:04:05 UTC", 23),
        ("Friday, 5 January 2024 at 07:04:05 UTC", 7),
        ("2024年1月5日 星期五 下午7:04:05 [UTC]", 19),
        ("2024年1月5日星期五 UTC 19:04:05", 19),
    ],
)
def test_times(written: str, hour: int) -> None:
    assert instant(written) == micros(datetime(2024, 1, 5, hour, 4, 5, tzinfo=UTC))


@pytest.mark.parametrize("written", ["", "2024年1月5日星期五", "Friday, Floreal 5, 2024 at 7:04:05 AM UTC",
                                     "Friday, February 31, 2024 at 7:04:05 AM UTC",
                                     "Friday, January 5, 2024 at 31:04:05 AM UTC"])  # fmt: skip
def test_what_is_no_time(written: str) -> None:
    assert instant(written) is None


def test_each_group_is_a_chat_and_a_direct_one_is_called_by_its_members(tmp_path: Path) -> None:
    source = _folder(tmp_path, {"DM BBBB": [_message("B/t/t")], "Space AAAA": [_message()]})
    rows = _read(source).messages.to_pylist()
    assert [(row["channel_id"], row["channel"]) for row in rows] == [("BBBB", "Ann, Bob"), ("AAAA", "Ann, Bob")]
    assert CARRIER.sniff(open_source(tmp_path)) == NO  # it is the folder inside that is the export
    alone = open_source(tmp_path / "Google Chat/Groups/Space AAAA/messages.json")
    assert _read(alone).channels() == {"Space AAAA": 1}


def test_a_topic_hangs_on_its_first_message(tmp_path: Path) -> None:
    root, reply, other = _rows(tmp_path, _message(), _message("S/t1/m2"), _message("S/t2/t2"))
    assert [row["reply_to"] for row in (root, reply, other)] == [None, "S/t1/t1", None]
    assert [row["thread"] for row in (root, reply, other)] == ["t1", "t1", "t2"]


def test_without_ids_the_first_of_a_topic_is_its_root(tmp_path: Path) -> None:
    rows = _rows(tmp_path, *(_message(ident, message_id=None) for ident in ("S/t1/a", "S/t2/b", "S/t1/c")))
    assert [(row["is_reply"], row["reply_to"]) for row in rows] == [(False, None), (False, None), (True, None)]


def test_quotes_reactions_edits_and_deletions(tmp_path: Path) -> None:
    quoted = {"creator": {"name": "Bob", "email": "bob@example.org"}, "text": "who?", "message_id": "S/t0/t0"}
    given = [{"emoji": {"unicode": "👍"}, "reactor_emails": ["bob@example.org"]}]
    gone = {
        "text": None,
        "message_state": "DELETED",
        "updated_date": "x",
        "deletion_metadata": {"deletion_type": "CREATOR"},
    }
    quote, liked, edited, deleted = _rows(
        tmp_path,
        _message("S/t1/t1", quoted_message_metadata=quoted),
        _message("S/t2/t2", reactions=given),
        _message("S/t3/t3", updated_date="x"),
        _message("S/t4/t4", **gone),
    )
    assert (quote["reply_to"], quote["quoted"], quote["quoted_author"]) == ("S/t0/t0", "who?", "bob@example.org")
    assert liked["reactions"] == [{"reaction": "👍", "count": 1, "by": ["bob@example.org"]}]
    assert (edited["is_edited"], edited["is_deleted"]) == (True, False)
    assert (deleted["is_edited"], deleted["is_deleted"], deleted["kind"]) == (False, True, "other")


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"attached_files": [{"original_name": "a.mp4", "export_name": "File-a.mp4"}]}, "video"),
        ({"text": None, "annotations": [{"drive_metadata": {"id": "1"}}]}, "file"),
        ({"text": None, "annotations": [{"video_call_metadata": {}}]}, "call"),
        ({"text": "", "annotations": [{"url_metadata": {}}]}, "link"),
        ({"text": None}, "other"),
    ],
)
def test_kinds(tmp_path: Path, more: dict[str, Any], kind: str) -> None:
    (row,) = _rows(tmp_path, _message(**more))
    assert row["kind"] == kind


def test_a_sender_behind_an_at_sign_is_a_mention(tmp_path: Path) -> None:
    bob = {"name": "Bob", "email": "bob@example.org"}
    rows = _rows(tmp_path, _message(text="@Bob come"), _message("S/t2/t2", creator=bob))
    assert rows[0]["mentions"] == ["bob@example.org"]


def test_a_damaged_group_of_several_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    cut = json.dumps({"messages": [_message(), _message("S/t1/m2")]})[:-50]
    history = _read(_folder(tmp_path, {"Space AAAA": cut, "Space BBBB": [_message(), 3, _message(created_date="?")]}))
    assert len(history.messages) == 3
    assert dict(history.issues.counts) == {"cut-off": 1, "bad-row": 1, "bad-time": 1}
    with pytest.raises(TruncatedSource):
        _read(open_source(tmp_path / "Google Chat/Groups/Space AAAA"))


def test_a_list_without_messages_is_refused(tmp_path: Path) -> None:
    source = _folder(tmp_path, {"Space AAAA": '{"messages": {"creator": 1, "created_date": 2}}'})
    assert CARRIER.sniff(source) == NO
    with pytest.raises(UnreadableSource):
        CARRIER.read(source, ReadOptions())
