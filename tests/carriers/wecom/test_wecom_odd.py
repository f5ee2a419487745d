"""WeCom's archive: every type of message, and what is refused."""

import json
from typing import Any

import pytest
from tests.conftest import SAMPLES

from closeknit.carriers.contract import CERTAIN
from closeknit.carriers.wecom import CARRIER
from closeknit.errors import UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes


def line(number: int, kind: str, body: object = None, **more: Any) -> dict[str, Any]:
    return {
        "msgid": f"{number}_external", "action": "send", "from": "zhangsan", "tolist": ["lisi"], "roomid": "wrRoom",
        "msgtime": 1704438245000 + number * 1000, "msgtype": kind, kind: body, **more,
    }  # fmt: skip


def read(*lines: object) -> History:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines)
    return CARRIER.read(of_bytes("a.jsonl", "a.jsonl", text.encode()), ReadOptions())


def only(item: dict[str, Any]) -> dict[str, Any]:
    [row] = read(item).messages.to_pylist()
    found: dict[str, Any] = row
    return found


@pytest.mark.parametrize(
    ("kind", "body", "more", "expected"),
    [
        ("text", {"content": "大家好"}, {}, ("text", "大家好")),
        ("markdown", None, {"info": {"content": "**通知**"}}, ("text", "**通知**")),
        ("image", {}, {}, ("image", None)),
        ("voice", {}, {}, ("voice", None)),
        ("emotion", {}, {}, ("sticker", None)),
        ("card", {}, {}, ("contact", None)),
        ("link", {"title": "书单"}, {}, ("link", None)),
        ("weapp", {}, {}, ("link", None)),
        ("external_redpacket", None, {"redpacket": {"wish": "恭喜发财"}}, ("redpacket", None)),
        ("todo", {"title": "t", "content": "带水"}, {}, ("text", "带水")),
        ("meeting", {}, {}, ("call", None)),
        ("calendar", {"title": "读书会"}, {}, ("other", None)),
        ("hologram", {}, {}, ("other", None)),
        ("text", None, {}, ("other", None)),
        (
            "mixed",
            {"item": [{"type": "text", "content": '{"content":"看"}'}, {"type": "image", "content": "{}"},
                      {"type": "text", "content": '{"content":"图"}'}]},
            {},
            ("image", "看图"),
        ),
    ],
)  # fmt: skip
def test_types(kind: str, body: object, more: dict[str, Any], expected: tuple[str, str | None]) -> None:
    row = only(line(1, kind, body, **more))
    assert (row["kind"], row["text"]) == expected


def test_two_people_are_one_chat_whoever_writes() -> None:
    there = line(1, "text", {"content": "在吗"}, roomid="")
    back = line(2, "text", {"content": "在"}, roomid="") | {"from": "lisi", "tolist": ["zhangsan"]}
    assert set(read(there, back).messages["channel_id"].to_pylist()) == {"lisi, zhangsan"}


def test_consent_is_an_event_and_seconds_are_told_from_milliseconds() -> None:
    row = only(line(1, "agree", {"userid": "wm1"}) | {"msgtime": 1704438245})
    assert (row["kind"], row["event"], str(row["sent_at"])) == ("system", "agree", "2024-01-05 07:04:05+00:00")


def test_robots_are_told_by_their_ids() -> None:
    robot = line(1, "text", {"content": "x"}) | {"from": "wbjc7bDwAAJVylUKpSA3Z5U11tDO4AAA"}
    assert only(robot)["is_bot"]
    assert not only(robot | {"from": "wbliu"})["is_bot"]


def test_what_cannot_be_used_is_told() -> None:
    history = read(line(1, "text", {"content": "x"}), "{broken", {"msgid": "2"}, line(3, "text", roomid="", tolist=[]))
    assert len(history.messages) == 1
    assert (history.issues.lost, dict(history.issues.counts)) == (3, {"bad-json": 1, "bad-row": 2})


def test_an_array_is_read_as_well() -> None:
    data = json.dumps([line(1, "text", {"content": "x"})]).encode()
    source = of_bytes("a.json", "a.json", data)
    assert CARRIER.sniff(source) == CERTAIN
    assert len(CARRIER.read(source, ReadOptions()).messages) == 1


def test_the_encrypted_form_is_refused_with_the_reason() -> None:
    source = open_source(SAMPLES / "wecom/synthetic_getchatdata_encrypted.json")
    assert CARRIER.sniff(source) == CERTAIN
    with pytest.raises(UnreadableSource, match="encrypted") as refusal:
        CARRIER.read(source, ReadOptions())
    assert "decrypted" in refusal.value.hint
