"""Messenger and Instagram: every sample as stated, and odd ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.messenger import CARRIER
from closeknit.carriers.messenger.reading import repaired
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

AT = 1_704_438_245_000


def _spoilt(value: Any) -> Any:
    """As Facebook writes it: the bytes of UTF-8 as characters of Latin-1."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [_spoilt(item) for item in value]
    return {key: _spoilt(item) for key, item in value.items()} if isinstance(value, dict) else value


def _thread(*messages: dict[str, Any], title: str = "讀書會") -> str:
    rows = [{"sender_name": "阿嵐", "timestamp_ms": AT + n, **message} for n, message in enumerate(messages)]
    thread = {"participants": [{"name": "阿嵐"}], "messages": rows[::-1], "title": title, "thread_path": "inbox/書_12"}
    return json.dumps(_spoilt(thread))


def _read(text: str, **options: Any) -> History:
    source = of_bytes("message_1.json", "message_1.json", text.encode())
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions(**options))


def _rows(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(_thread(*messages)).messages.to_pylist()
    return found


@pytest.mark.shared
@pytest.mark.parametrize("name", ["synthetic_messenger_e2ee.json", "synthetic_messenger_mojibake.json"])
def test_a_sample_gives_what_is_stated(shared: Path, name: str) -> None:
    path = f"messenger_instagram/{name}"
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > NO
    assert differences(summary(CARRIER.read(source, ReadOptions())), expected) == []


@given(st.text())
def test_what_was_spoilt_is_repaired(text: str) -> None:
    written = "".join(char for char in text if not 0xD800 <= ord(char) < 0xE000)
    assert repaired(_spoilt(written)) == written


def test_what_was_not_spoilt_stays() -> None:
    assert repaired("讀書會 ❤") == "讀書會 ❤"
    assert repaired("café") == "café"  # é alone is no UTF-8


def test_the_parts_of_a_thread_are_one_chat(tmp_path: Path) -> None:
    for number, text in ((10, "oldest"), (2, "middle"), (1, "newest")):
        body = _thread({"content": text, "timestamp_ms": AT - number})
        (tmp_path / f"message_{number}.json").write_text(body, "utf-8")
    (tmp_path / "photos").mkdir()
    source = open_source(tmp_path)
    assert CARRIER.sniff(source) == CERTAIN
    history = CARRIER.read(source, ReadOptions())
    assert history.messages["text"].to_pylist() == ["oldest", "middle", "newest"]
    assert set(history.messages["channel_id"].to_pylist()) == {"書_12"}
    assert history.channels() == {"讀書會": 3}


def test_a_damaged_part_of_several_is_told(tmp_path: Path) -> None:
    whole, cut = (
        _thread({"content": "a"}, {"content": "b"}),
        _thread({"content": "c"}, {"content": "d", "timestamp_ms": AT - 9}),
    )
    (tmp_path / "message_1.json").write_text(whole, "utf-8")
    (tmp_path / "message_2.json").write_text(cut[: cut.index('"title"') - 40], "utf-8")
    history = CARRIER.read(open_source(tmp_path), ReadOptions())
    assert history.messages["text"].to_pylist() == ["d", "a", "b"]
    assert dict(history.issues.counts) == {"cut-off": 1}
    with pytest.raises(TruncatedSource):
        _read(cut[: cut.index('"title"') - 40])
    with pytest.raises(UnreadableSource):
        CARRIER.read(of_bytes("message_1.json", "message_1.json", b"{}"), ReadOptions())


@pytest.mark.parametrize(
    ("more", "kind", "text"),
    [
        ({"photos": [{"uri": "a.jpg"}]}, "image", None),
        ({"photos": [{"uri": "a.jpg"}], "content": "看"}, "image", "看"),
        ({"videos": [{"uri": "a.mp4"}]}, "video", None),
        ({"audio_files": [{"uri": "a.mp4"}]}, "voice", None),
        ({"files": [{"uri": "list.pdf"}]}, "file", None),
        ({"gifs": [{"uri": "a.gif"}]}, "image", None),
        ({"sticker": {"uri": "s.png"}}, "sticker", None),
        ({"share": {"link": "https://example.org"}, "content": "阿嵐 sent an attachment."}, "link", None),
        ({"share": {"link": "https://example.org"}, "content": "看這個"}, "link", "看這個"),
        ({"share": {"share_text": "二手書市"}}, "link", "二手書市"),
        ({"call_duration": 0, "content": "阿嵐 called you."}, "call", None),
        ({"is_unsent": True}, "other", None),
        ({"content": "Liked a message"}, "other", None),
        ({}, "other", None),
    ],
)
def test_kinds(more: dict[str, Any], kind: str, text: str | None) -> None:
    (row,) = _rows(more)
    assert (row["kind"], row["text"], row["is_deleted"]) == (kind, text, bool(more.get("is_unsent")))


@pytest.mark.parametrize(
    ("more", "kind", "event", "author"),
    [
        ({"content": "阿嵐 added 程青 to the group."}, "join", "added", "程青"),
        ({"content": "阿嵐 added 程青 and 老周 to the group."}, "join", "added", None),
        ({"content": "阿嵐 joined the video chat."}, "system", "call", None),
        ({"content": "阿嵐 joined the call."}, "system", "call", None),
        ({"content": "阿嵐 left the group."}, "leave", "leave", "阿嵐"),
        ({"content": "You removed 老周 from the group."}, "leave", "kick", "老周"),
        ({"content": "阿嵐 named the group 讀書會."}, "system", "rename", None),
        ({"content": "阿嵐 pinned a message."}, "system", "pin", None),
        ({"type": "Subscribe", "users": [{"name": "程青"}]}, "join", "join", "程青"),
        ({"type": "Unsubscribe", "users": [{"name": "程青"}]}, "leave", "leave", "程青"),
        ({"content": "老周 left the group."}, "text", None, "阿嵐"),
        ({"content": "he left the group."}, "text", None, "阿嵐"),
    ],
)
def test_what_the_app_says_begins_with_the_one_under_whom_it_stands(
    more: dict[str, Any], kind: str, event: str | None, author: str | None
) -> None:
    (row,) = _rows(more)
    assert (row["kind"], row["event"], row["author"]) == (kind, event, author)


def test_reactions_are_counted_by_their_sign() -> None:
    given = [{"reaction": "❤", "actor": "程青"}, {"reaction": "👍", "actor": "阿嵐"}, {"reaction": "❤", "actor": ""}]
    (row,) = _rows({"content": "好", "reactions": given})
    assert row["reactions"] == [
        {"reaction": "❤", "count": 2, "by": ["程青"]}, {"reaction": "👍", "count": 1, "by": ["阿嵐"]},
    ]  # fmt: skip


def test_all_deleted_accounts_bear_one_name_which_is_nobody_s() -> None:
    (row,) = _rows({"content": "hi", "sender_name": "Facebook user"})
    assert row["author"] is None


def test_an_encrypted_chat_is_clean_and_named_first() -> None:
    rows = [
        {"isUnsent": True, "senderName": "阿嵐", "text": "", "timestamp": AT, "type": "text"},
        {"senderName": "Zoë", "text": "Ã© stays", "timestamp": AT + 1, "type": "text", "media": []},
        {"senderName": "Zoë", "text": "https://example.org", "timestamp": AT + 2, "type": "link"},
        {"senderName": "Zoë", "text": "Encrypted.", "timestamp": AT + 3, "type": "placeholder"},
    ]
    text = json.dumps(
        {"participants": ["阿嵐", "Zoë [x]"], "threadName": "讀書會_3", "messages": rows}, ensure_ascii=False
    )
    history = _read(text)
    found = history.messages.to_pylist()
    assert history.channels() == {"讀書會": 4}
    assert [(row["author"], row["kind"], row["text"], row["is_deleted"]) for row in found] == [
        ("阿嵐", "other", None, True),
        ("Zoë", "text", "Ã© stays", False),
        ("Zoë", "link", "https://example.org", False),
        ("Zoë", "other", None, False),
    ]


def test_bad_times_and_rows_are_told() -> None:
    history = _read(
        _thread({"content": "a", "timestamp_ms": None}, {"content": 3}, {"sender_name": None, "content": "b"})
    )
    assert dict(history.issues.counts) == {"bad-time": 1, "bad-row": 1, "no-author": 1}


def test_other_json_is_not_claimed() -> None:
    for text in ("", "{}", '{"participants": 3}', '{"participants": [], "title": "x"}', '{"messages": []}'):
        assert CARRIER.sniff(of_bytes("message_1.json", "message_1.json", text.encode())) == NO, text
