"""Slack's exports: every sample as stated, and odd ones."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.slack import CARRIER
from closeknit.carriers.slack.people import Directory, User, plain
from closeknit.errors import CloseknitError, TruncatedSource, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

SAMPLES = Path(__file__).parents[2] / "samples"
USERS = [
    {"id": "U1", "name": "ann", "profile": {"display_name": "Ann", "real_name": "Ann Lee"}},
    {"id": "U2", "name": "bob", "real_name": "Bob Ray", "profile": {"display_name": ""}},
    {"id": "U3", "name": "helper", "is_bot": True, "profile": {"real_name": "Helper"}},
]
UPLOADED = "<@U1> uploaded a file: <https://x.invalid|a.pdf> and commented: the list"
COMMENTED = "<@U2> commented on <@U1>’s file <https://x.invalid|a.pdf>: nice"


def _workspace(where: Path, *messages: dict[str, Any], **lists: Any) -> Path:
    """A folder with one channel, `general`, of one day."""
    files = {"users.json": USERS, "channels.json": [{"id": "C1", "name": "general"}], **lists}
    rows = [
        {"type": "message", "ts": f"1704438000.{n:06}", "user": "U1", **message} for n, message in enumerate(messages)
    ]
    for name, content in {**files, "general/2024-01-05.json": rows}.items():
        path = where / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(json.dumps(content), "utf-8")
    return where


def _read(where: Path) -> History:
    return CARRIER.read(open_source(where), ReadOptions())


def _rows(where: Path, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(_workspace(where, *messages)).messages.to_pylist()
    return found


@pytest.mark.shared
@pytest.mark.parametrize("path", ["slack/synthetic_export", "slack/synthetic_export_dms"])
def test_a_sample_gives_what_is_stated(shared: Path, path: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) == CERTAIN
    assert differences(summary(CARRIER.read(source, ReadOptions())), expected) == []


def test_the_invented_samples() -> None:
    one, chats = (_read(SAMPLES / "slack" / name) for name in ("synthetic_export", "synthetic_export_dms"))
    assert one.messages["text"].to_pylist()[1] == "大家好 @李四 & 链接 @here"
    assert sorted(chats.channels()) == ["mpdm-qing--lan--zhou-1", "qing, lan", "shufang"]


def test_files_of_other_tools_are_not_claimed() -> None:
    others = [path for path in SAMPLES.rglob("*") if "slack" not in path.parts]
    assert [path.name for path in others if CARRIER.sniff(open_source(path)) != NO] == []


def test_a_zip_is_read_as_it_is_and_the_folder_inside_it_too(tmp_path: Path) -> None:
    _workspace(tmp_path / "in", {"text": "hi"})
    for top in ("", "Acme Slack export/"):
        where = tmp_path / "Acme.zip"
        with zipfile.ZipFile(where, "w") as archive:
            for path in (tmp_path / "in").rglob("*.json"):
                archive.write(path, top + path.relative_to(tmp_path / "in").as_posix())
        source = open_source(where)
        if top:
            assert CARRIER.sniff(source) == NO
            (source,) = source.children
        assert CARRIER.sniff(source) == CERTAIN
        assert CARRIER.read(source, ReadOptions()).channels() == {"general": 1}


def test_threads_edits_reactions_and_bots(tmp_path: Path) -> None:
    rows = _rows(
        tmp_path,
        {"text": "root", "thread_ts": "1704438000.000000"},
        {
            "text": "answer",
            "user": "U2",
            "thread_ts": "1704438000.000000",
            "edited": {"user": "U2", "ts": "1704438009.000000"},
        },
        {"text": "seen by all", "subtype": "thread_broadcast", "thread_ts": "1704438000.000000"},
        {
            "text": "ok",
            "reactions": [{"name": "+1", "count": 3, "users": ["U2"]}, {"name": "eyes", "users": ["U1", "U2"]}],
        },
        {"text": "beep", "user": "U3", "bot_id": "B3"},
        {"text": "boop", "user": None, "bot_id": "B4", "subtype": "bot_message", "bot_profile": {"name": "Cron"}},
        {"text": "by me through an app", "bot_id": "B5"},
    )
    assert [row["reply_to"] for row in rows] == [None, "1704438000.000000", "1704438000.000000", None, None, None, None]
    assert [row["is_edited"] for row in rows] == [False, True, False, False, False, False, False]
    assert [r["count"] for r in rows[3]["reactions"]] == [3, 2]
    assert [(row["author"], row["is_bot"]) for row in rows[3:]] == [
        ("Ann", False),
        ("Helper", True),
        ("Cron", True),
        ("Ann", False),
    ]
    assert rows[0]["time_precision"] == "microsecond"


@pytest.mark.parametrize(
    ("message", "kind", "event", "text"),
    [
        ({"subtype": "channel_join", "text": "<@U1> has joined"}, "join", "join", "@Ann has joined"),
        ({"subtype": "group_leave", "text": "x"}, "leave", "leave", "x"),
        ({"subtype": "channel_topic", "text": "x"}, "system", "topic", "x"),
        ({"subtype": "pinned_item", "text": ""}, "system", "pin", None),
        ({"subtype": "tombstone", "user": "USLACKBOT", "text": "deleted"}, "recall", "recall", "deleted"),
        ({"subtype": "some_new_thing", "text": "x"}, "system", "some-new-thing", "x"),
        ({"subtype": "me_message", "text": "waves"}, "text", None, "waves"),
        ({"text": "", "files": [{"name": "a.png", "mimetype": "image/png"}]}, "image", None, None),
        ({"text": "mine", "files": [None]}, "file", None, "mine"),
        ({"subtype": "file_share", "text": UPLOADED, "file": {"name": "a.pdf"}}, "file", None, "the list"),
        ({"subtype": "file_comment", "text": COMMENTED, "comment": {"user": "U2"}}, "text", None, "nice"),
        ({"text": "", "blocks": None, "attachments": [{"text": "card"}]}, "other", None, None),
        ({"text": None}, "other", None, None),
    ],
)  # fmt: skip
def test_kinds(tmp_path: Path, message: dict[str, Any], kind: str, event: str | None, text: str | None) -> None:
    (row,) = _rows(tmp_path, message)
    assert (row["kind"], row["event"], row["text"]) == (kind, event, text)


def test_who_brought_whom_in(tmp_path: Path) -> None:
    joins = {"subtype": "channel_join", "text": "<@U1> has joined"}
    rows = _rows(tmp_path, joins, {**joins, "inviter": "U2"}, {**joins, "inviter": "U9"})
    assert [row["inviter"] for row in rows] == [None, "Bob Ray", "U9"]


def test_mark_up_is_shown_as_people_see_it() -> None:
    directory = Directory()
    directory.add(User("U1", "ann", "Ann Lee"))
    directory.channels["C1"] = "general"
    text = (
        "<@U1> <@U9|zed> <@U8> in <#C1> <#C2|old> <!here> <!subteam^S1|@team> <!date^1^{date}|today> "
        "<https://x.invalid|label> <https://y.invalid> <mailto:a@b.invalid|a@b.invalid> 1 &lt; 2 &amp;amp; 3 &nbsp;"
    )
    assert plain(text, directory) == (
        "@Ann Lee @zed @U8 in #general #old @here @team today label https://y.invalid a@b.invalid 1 < 2 &amp; 3 &nbsp;",
        ["U1", "U9", "U8"],
    )


def test_direct_and_group_chats_are_found_by_name_or_id_and_strangers_are_read_too(tmp_path: Path) -> None:
    _workspace(
        tmp_path,
        {"text": "hi"},
        **{
            "dms.json": [{"id": "D1", "members": ["U1", "U2"]}, {"id": "D2", "members": ["U1", "U3"]}],
            "mpims.json": [{"id": "G1", "name": "mpdm-ann--bob-1", "members": ["U1", "U2"]}],
            "D1/2024-01-06.json": [{"type": "message", "ts": "1704524400.000000", "user": "U2", "text": "psst"}],
            "G1/2024-01-06.json": [{"type": "message", "ts": "1704524400.000000", "user": "U2", "text": "all"}],
            "unlisted/2024-01-06.json": [{"type": "message", "ts": "1704524400.000000", "user": "U2", "text": "?"}],
            "__uploads/2024-01-06.json": [{"type": "message", "ts": "1704524400.000000", "text": "no chat"}],
            "integration_logs.json": [],
        },
    )
    assert _read(tmp_path).channels() == {"general": 1, "ann, bob": 1, "mpdm-ann--bob-1": 1, "unlisted": 1}


def test_one_damaged_day_or_list_does_not_stop_the_rest(tmp_path: Path) -> None:
    _workspace(tmp_path, {"text": "hi"}, {"ts": None, "text": "no id"}, {"ts": "soon", "text": "no time"})
    (tmp_path / "general/2024-01-06.json").write_text(
        '[{"type": "message", "ts": "1704524400.000000", "text": "cut', "utf-8"
    )
    (tmp_path / "general/2024-01-07.json").write_text("<html>", "utf-8")
    (tmp_path / "dms.json").write_text('[{"name": "no id"}]', "utf-8")
    history = _read(tmp_path)
    assert history.messages["text"].to_pylist() == ["hi", "no time"]
    assert dict(history.issues.counts) == {"bad-row": 2, "bad-time": 1, "cut-off": 1, "bad-json": 1}
    assert {Path(issue.path).name for issue in history.issues.examples} == {
        "dms.json", "2024-01-05.json", "2024-01-06.json", "2024-01-07.json",
    }  # fmt: skip


def test_an_export_without_a_readable_day_is_refused(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text("[]", "utf-8")
    (tmp_path / "channels.json").write_text("[]", "utf-8")
    with pytest.raises(UnreadableSource):
        _read(tmp_path)


def test_a_chats_folder_and_a_day_alone_are_read_with_ids_for_names(tmp_path: Path) -> None:
    _workspace(tmp_path, {"text": "hi <@U2>"})
    for where, name in ((tmp_path / "general", "general"), (tmp_path / "general/2024-01-05.json", "general")):
        assert CARRIER.sniff(open_source(where)) == LIKELY
        history = _read(where)
        assert history.channels() == {name: 1}
        assert history.messages["author"].to_pylist() == ["U1"]
        assert history.messages["text"].to_pylist() == ["hi @U2"]


def test_a_day_that_breaks_off_is_refused_unless_salvaged() -> None:
    data = b'[{"type": "message", "ts": "1704524400.000000", "text": "a"}, {"type": "message", "ts": "17'
    source = of_bytes("2024-01-05.json", "2024-01-05.json", data)
    with pytest.raises(TruncatedSource):
        CARRIER.read(source, ReadOptions())
    assert len(CARRIER.read(source, ReadOptions(salvage=True)).messages) == 1


@given(st.binary(max_size=120))
def test_law_no_bytes_end_in_a_traceback(noise: bytes) -> None:
    source = of_bytes("a.json", "a.json", b'[{"type": "message", "ts": "1704524400.000000"}' + noise)
    CARRIER.sniff(source)
    try:
        CARRIER.read(source, ReadOptions())
    except CloseknitError as refused:
        assert refused.message  # noqa: PT017


@given(st.text(max_size=80))
def test_law_words_without_mark_up_stay_as_they_are(text: str) -> None:
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(written, Directory()) == (text, [])
