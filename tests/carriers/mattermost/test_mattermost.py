"""Mattermost's bulk export: the sample as stated, and odd ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.mattermost import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

VERSION = {"type": "version", "version": 1}
TEAM = {"type": "team", "team": {"name": "t", "display_name": "Book club"}}
CHANNEL = {"type": "channel", "channel": {"team": "t", "name": "general", "display_name": "General"}}
ANN = {"type": "user", "user": {"username": "ann", "nickname": "", "first_name": "Ann", "last_name": "Lee"}}
AT = 1_704_438_245_000


def _post(message: str, at: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "type": "post",
        "post": {"team": "t", "channel": "general", "user": "ann", "message": message, "create_at": AT + at, **more},
    }


def _read(*lines: dict[str, Any] | str) -> History:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in (VERSION, *lines))
    source = of_bytes("import.jsonl", "import.jsonl", text.encode())
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions())


def _rows(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(*lines).messages.to_pylist()
    return found


@pytest.mark.shared
def test_the_sample_gives_what_is_stated(shared: Path) -> None:
    path = "mattermost/synthetic_bulk_export.jsonl"
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    assert differences(summary(CARRIER.read(source, ReadOptions())), expected) == []


def test_posts_stand_in_no_order_of_time_in_the_file() -> None:
    other = _post("b", 1)
    other["post"]["channel"] = "other"
    rows = _rows(TEAM, CHANNEL, _post("three", 3000), other, _post("one", 1000, replies=[
        {"user": "bob", "message": "two", "create_at": AT + 2000}
    ]))  # fmt: skip
    assert [(row["channel"], row["text"]) for row in rows] == [
        ("General", "one"), ("General", "two"), ("General", "three"), ("other", "b"),
    ]  # fmt: skip


def test_a_reply_is_known_by_what_it_answers_for_posts_have_no_ids() -> None:
    root, reply = _rows(ANN, _post("who comes?", replies=[{"user": "bob", "message": "I", "create_at": AT + 1}]))
    assert (reply["is_reply"], reply["reply_to"]) == (True, None)
    assert (reply["quoted"], reply["quoted_author"], reply["quoted_at"]) == ("who comes?", "ann", root["sent_at"])


def test_people_are_shown_by_nickname_name_or_account() -> None:
    bob = {"type": "user", "user": {"username": "bob", "nickname": "Bobby"}}
    rows = _rows(ANN, bob, _post("a"), _post("b", user="bob"), _post("c", user="eve"))
    assert [(row["author_id"], row["author"]) for row in rows] == [("ann", "Ann Lee"), ("bob", "Bobby"), ("eve", "eve")]


def test_an_account_behind_an_at_sign_is_a_mention_and_everybody_is_none() -> None:
    (row, _reply) = _rows(
        ANN, _post("@bob, @ann. @all @here mail@bob.org @nobody", replies=[{"user": "bob", "create_at": AT}])
    )
    assert row["mentions"] == ["bob", "ann"]


def test_channels_of_one_name_are_told_apart_by_their_teams() -> None:
    team = {"type": "team", "team": {"name": "u", "display_name": "Walkers"}}
    channel = {"type": "channel", "channel": {"team": "u", "name": "general", "display_name": "General"}}
    history = _read(TEAM, team, CHANNEL, channel, _post("a"), _post("b", team="u"))
    assert history.channels() == {"Book club: General": 1, "Walkers: General": 1}


@pytest.mark.parametrize(
    ("more", "kind", "event", "author_id"),
    [
        ({"type": "system_join_channel"}, "join", "join", "ann"),
        ({"type": "system_add_to_channel", "props": {"addedUsername": "bob"}}, "join", "added", "bob"),
        ({"type": "system_remove_from_channel", "props": {"removedUsername": "bob"}}, "leave", "kick", "bob"),
        ({"type": "system_header_change"}, "system", "topic", "ann"),
        ({"type": "system_something_new"}, "system", "something-new", "ann"),
        ({"type": "custom_poll"}, "text", None, "ann"),
    ],
)
def test_events(more: dict[str, Any], kind: str, event: str | None, author_id: str) -> None:
    (row,) = _rows(ANN, _post("words", **more))
    assert (row["kind"], row["event"], row["author_id"]) == (kind, event, author_id)


def test_files_edits_bots_and_reactions() -> None:
    given = [{"user": "ann", "emoji_name": "+1"}, {"user": "bob", "emoji_name": "+1"}]
    hook = {"from_webhook": "true", "override_username": "Weather"}
    file, edited, bot, liked = _rows(
        ANN,
        _post("", attachments=[{"path": "data/a.png"}]),
        _post("x", 1, edit_at=AT + 9),
        _post("rain", 2, props=hook),
        _post("y", 3, reactions=given, replies=None, attachments=None, flagged_by=["bob"]),
    )
    assert (file["kind"], file["text"]) == ("image", None)
    assert (edited["is_edited"], edited["is_bot"]) == (True, False)
    assert (bot["is_bot"], bot["author"]) == (True, "Weather")
    assert liked["reactions"] == [{"reaction": "+1", "count": 2, "by": ["ann", "bob"]}]


def test_damage_is_told_and_the_rest_is_read() -> None:
    history = _read(TEAM, "{broken", _post("a"), {"type": "post", "post": {"create_at": "x"}}, _post("b", -AT))
    assert history.messages["text"].to_pylist() == ["a", "b"]
    assert dict(history.issues.counts) == {"bad-json": 2, "bad-time": 1}
    assert history.issues.lost == 2


def test_other_json_lines_are_not_claimed() -> None:
    for text in ("", '{"type": "version"}', '{"version": 1, "type": "version"}', '{"type": "post", "post": {}}'):
        assert CARRIER.sniff(of_bytes("a.jsonl", "a.jsonl", text.encode())) == NO, text
