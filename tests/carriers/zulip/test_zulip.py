"""Zulip's exports: every sample as stated, and odd ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.registry import units
from closeknit.carriers.zulip import CARRIER
from closeknit.carriers.zulip.markup import from_html, from_source
from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source, open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

REALM: dict[str, Any] = {
    "zerver_userprofile": [
        {"id": 10, "full_name": "Ann", "is_bot": False},
        {"id": 11, "full_name": "Bob"},
        {"id": 12, "full_name": "Robot", "is_bot": True},
    ],
    "zerver_stream": [{"id": 3, "name": "general"}],
    "zerver_recipient": [
        {"id": 5, "type": 2, "type_id": 3},
        {"id": 6, "type": 1, "type_id": 10},
        {"id": 7, "type": 1, "type_id": 11},
        {"id": 8, "type": 3, "type_id": 1},
    ],
    "zerver_subscription": [{"user_profile": user, "recipient": 8} for user in (12, 11, 10)],
    "zerver_reaction": [{"user_profile": 11, "message": 1, "emoji_name": "+1"}],
}
AT = 1_704_438_245.0


def _folder(tmp_path: Path, files: dict[str, Any]) -> Source:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return open_source(tmp_path)


def _message(ident: int, **more: Any) -> dict[str, Any]:
    return {
        "id": ident,
        "sender": 10,
        "recipient": 5,
        "subject": "Walk",
        "content": "hi",
        "date_sent": AT + ident,
        **more,
    }


def _server(tmp_path: Path, *messages: dict[str, Any], **tables: Any) -> History:
    rows = {"zerver_message": messages, "zerver_usermessage": []}
    source = _folder(tmp_path, {"messages-000001.json": rows, "realm.json": {**REALM, **tables}})
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions())


@pytest.mark.shared
@pytest.mark.parametrize("path", ["zulip/synthetic_server_export", "zulip/synthetic_zulip_archive"])
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    ((unit, carrier),) = units(open_source(shared / "formats/samples" / path), [CARRIER])
    assert carrier is CARRIER
    assert differences(summary(CARRIER.read(unit, ReadOptions())), expected) == []


def test_direct_chats_are_called_by_their_people(tmp_path: Path) -> None:
    history = _server(
        tmp_path,
        _message(1),
        _message(2, recipient=7),
        _message(3, sender=11, recipient=6),
        _message(4, recipient=8),
        _message(5, sender=99, recipient=77),
    )
    rows = history.messages.to_pylist()
    assert [(row["channel"], row["channel_id"], row["id"]) for row in rows] == [
        ("general", "3", "1"),
        ("Ann, Bob", "10,11-dm", "2"),
        ("Ann, Bob", "10,11-dm", "3"),
        ("Ann, Bob, Robot", "10,11,12-group", "4"),
        ("77", "recipient-77", "5"),
    ]
    assert rows[0]["reactions"] == [{"reaction": "+1", "count": 1, "by": ["11"]}]
    assert (rows[4]["author_id"], rows[4]["author"]) == ("99", None)


def test_a_message_that_was_only_moved_is_not_edited(tmp_path: Path) -> None:
    moved = json.dumps([{"prev_subject": "x", "timestamp": 1}])
    changed = json.dumps([{"prev_content": "x", "timestamp": 1}])
    rows = _server(
        tmp_path,
        _message(1, edit_history=moved, last_edit_time=AT),
        _message(2, edit_history=changed, last_edit_time=AT),
        _message(3, edit_history=None, last_edit_time=AT),
        _message(4, sender=12),
    ).messages.to_pylist()
    assert [row["is_edited"] for row in rows] == [False, True, True, False]
    assert [row["is_bot"] for row in rows] == [False, False, False, True]


def test_an_older_export_calls_the_time_by_another_name(tmp_path: Path) -> None:
    row = _message(1)
    row["pub_date"] = row.pop("date_sent")
    history = _server(tmp_path, row, _message(2, date_sent=None), _message(3, date_sent=1e30))
    assert [at is not None for at in history.messages["sent_at"].to_pylist()] == [True, False, False]
    assert dict(history.issues.counts) == {"bad-time": 2}


def test_without_the_list_of_people_numbers_stand_for_names(tmp_path: Path) -> None:
    source = _folder(tmp_path, {"messages-000001.json": {"zerver_message": [_message(1)], "zerver_usermessage": []}})
    history = CARRIER.read(source, ReadOptions())
    assert dict(history.issues.counts) == {"missing-part": 1}
    assert (history.messages["channel"][0].as_py(), history.messages["author_id"][0].as_py()) == ("5", "10")


def test_bad_rows_of_a_list_cost_only_themselves(tmp_path: Path) -> None:
    people = [{"id": "x"}, None, {"id": 10, "full_name": "Ann"}]
    history = _server(tmp_path, _message(1), zerver_userprofile=people)
    assert history.messages["author"].to_pylist() == ["Ann"]
    assert dict(history.issues.counts) == {"bad-row": 2}


def test_a_damaged_file_of_several_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    whole = json.dumps({"zerver_message": [_message(1)], "zerver_usermessage": []})
    cut = json.dumps({"zerver_message": [_message(2), _message(3)]})[:-40]
    files = {"messages-000001.json": whole, "messages-000002.json": cut, "realm.json": REALM}
    history = CARRIER.read(_folder(tmp_path, files), ReadOptions())
    assert history.messages["id"].to_pylist() == ["1", "2"]
    assert dict(history.issues.counts) == {"cut-off": 1}
    with pytest.raises(TruncatedSource):
        CARRIER.read(of_bytes("messages-000002.json", "messages-000002.json", cut.encode()), ReadOptions())


def test_the_same_topic_under_two_names_is_read_once(tmp_path: Path) -> None:
    def row(ident: int, name: str) -> dict[str, Any]:
        return {"content": f"<p>{ident}</p>", "id": ident, "sender_full_name": name, "timestamp": AT + ident}

    files = {
        "7-book.20club/Walk.json": [row(3, "Ann"), row(1, "Bob")],
        "7-book.20club/walk.json": [row(3, "Ann"), row(1, "Bob")],
        "7-book.20club/Caf.C3.A9.json": [row(2, "Ann")],
        "stream_index.json": {"streams": {}},
    }
    source = _folder(tmp_path, files)
    assert CARRIER.sniff(source) == CERTAIN
    rows = CARRIER.read(source, ReadOptions()).messages.to_pylist()
    assert [(row["id"], row["channel"], row["channel_id"], row["thread"]) for row in rows] == [
        ("1", "book club", "7", "Walk"), ("2", "book club", "7", "Café"), ("3", "book club", "7", "Walk"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "text", "mentions"),
    [
        ("hi @**Ann** and @**Bob|11**", "hi @Ann and @Bob", ["10", "11"]),
        ("@**all** come, @*walkers*", "@all come, @walkers", []),
        ("@_**Ann|10** was there", "@Ann was there", []),
        ("@**Eve** who?", "@Eve who?", ["Eve"]),
        ("see #**general>Walk** and [the map](https://example.org/m)", "see #general>Walk and the map", []),
        ("/me waves", "waves", []),
        ("a@b.org **bold** [x]", "a@b.org **bold** [x]", []),
    ],
)
def test_markup(content: str, text: str, mentions: list[str]) -> None:
    said = from_source(content, {"Ann": "10", "Bob": "11"})
    assert (said.kind, said.text, said.mentions) == ("text", text, mentions)


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ("[a.png](/user_uploads/2/x/a.png)", "image", None),
        ("look [plan.pdf](/user_uploads/2/x/plan.pdf)", "file", "look"),
        ("/poll When?\nSat\nSun", "poll", None),
        ("", "other", None),
    ],
)
def test_kinds(content: str, kind: str, text: str | None) -> None:
    said = from_source(content, {})
    assert (said.kind, said.text) == (kind, text)


def test_a_quote_names_the_message_that_it_answers() -> None:
    said = from_source(
        "@_**Bob|11** [said](https://x.org/#narrow/stream/3-general/topic/Walk/near/42):\n"
        "```quote\nwho comes?\nSaturday\n```\nI do",
        {},
    )
    assert (said.target, said.quoted, said.quoted_author, said.text) == ("42", "who comes?\nSaturday", "11", "I do")
    said = from_html(
        '<p><span class="user-mention silent" data-user-id="11">Bob</span> <a href="https://x.org/#narrow/near/42">'
        "said</a>:</p>\n<blockquote>\n<p>who comes?</p>\n</blockquote>\n<p>I do &amp; she</p>"
    )
    assert (said.target, said.quoted, said.quoted_author, said.text) == ("42", "who comes?", "Bob", "I do & she")
    assert said.mentions == []


def test_html_becomes_words() -> None:
    said = from_html(
        '<p>hi <span class="user-mention" data-user-id="2">@Ann</span><br>\nsee '
        '<a href="https://e.org">the map</a> <span class="user-mention" data-user-id="*">@all</span></p>'
    )
    assert (said.text, said.mentions) == ("hi @Ann\nsee the map @all", ["Ann"])
    image = from_html('<p><a href="/user_uploads/2/a.png">a.png</a></p>')
    assert (image.kind, image.text) == ("image", None)


def test_an_unreadable_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource):
        CARRIER.read(_folder(tmp_path, {"1-a/x.json": "{}", "1-a/y.json": "nothing"}), ReadOptions())


def test_other_files_are_not_claimed() -> None:
    for text in ("", "[]", '[{"id": 1}]', '{"zerver_message": 1}', '[{"sender_full_name": "x"}]'):
        assert (CARRIER.sniff(of_bytes("a.json", "a.json", text.encode())) > NO) == ("sender" in text), text


@given(st.text(st.sampled_from('@_*|10`~quote\n[]()/near:<>apb"= '), max_size=200))
def test_no_words_break_the_markup(text: str) -> None:
    from_source(text, {})
    from_html(text)
