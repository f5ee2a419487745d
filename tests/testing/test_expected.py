"""The counts that samples are held against."""

from zoneinfo import ZoneInfo

import pytest

from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.testing.expected import differences, summary

TAIPEI = ZoneInfo("Asia/Taipei")
NINE = 1_704_445_200_000_000  # 2024-01-05 09:00:00 on whatever clock


def _history(*, wall: bool = False) -> History:
    build = MessageBuilder("demo", "chat.txt", ReadOptions(TAIPEI), wall=wall)
    build.channel("讀書會", "1")
    build.add(time=NINE, kind="join", event="join", author="阿岚", author_id="u1")
    build.add(
        time=NINE,
        author="阿岚",
        author_id="u1",
        text="大家好",
        reactions=[{"reaction": "👍", "count": 3, "by": ["u2"]}],
    )
    build.add(time=NINE - 60_000_000, author="小滿", text="@阿岚 收到", is_reply=True, mentions=["u1"])
    build.add(time=NINE, author="阿岚 (改名)", author_id="u1", kind="merged_forward", is_forwarded=True, inner=3)
    build.add(time=None, text=None, kind="other", is_deleted=True)
    build.issue(9, "unsupported-row", lost=True)
    return build.finish()


def test_counts_follow_the_rules() -> None:
    assert summary(_history()) == {
        "chats": 1,
        "messages": 4,
        "system": 1,
        "authors": 2,
        "replies": 1,
        "mentions": 1,
        "reactions": 3,
        "forwarded": 1,
        "inner": 3,
        "edited": 0,
        "deleted": 1,
        "kinds": {"text": 2, "merged_forward": 1, "other": 1},
        "first": "2024-01-05T09:00:00+00:00",
        "last": None,
        "earliest": "2024-01-05T08:59:00+00:00",
        "latest": "2024-01-05T09:00:00+00:00",
        "zone": "absolute",
        "unusable": {"rows": 1},
        "first_text": "大家好",
        "last_text": None,
    }


def test_wall_times_come_back_as_the_file_wrote_them() -> None:
    found = summary(_history(wall=True), TAIPEI)
    assert (found["zone"], found["first"]) == ("local", "2024-01-05T09:00:00")


def test_several_chats_are_counted_apart() -> None:
    build = MessageBuilder("demo", "all.json", ReadOptions(), wall=False)
    build.channel("甲", "1")
    build.add(time=NINE, author="a", text="x")
    build.channel("乙", "2")
    build.add(time=NINE, author="a", kind="leave", event="leave")
    found = summary(build.finish())
    assert found["per_chat"] == [{"name": "甲", "messages": 1}, {"name": "乙", "messages": 0}]


def test_nothing_read_is_no_chat() -> None:
    found = summary(MessageBuilder("demo", "x", ReadOptions(), wall=False).finish())
    assert (found["chats"], found["zone"], found["first"]) == (0, None, None)


def test_a_format_without_dates_says_what_must_be_asked() -> None:
    build = MessageBuilder("demo", "x", ReadOptions(), wall=True)
    build.add(time=None, time_text="09:00", author="a", text="x")
    build.issue(1, "no-date")
    found = summary(build.finish())
    assert (found["zone"], found["needs"]) == ("local", ["date", "zone"])


def test_instants_are_compared_as_instants() -> None:
    found = summary(_history())
    written = {
        **found,
        "first": "2024-01-05T17:00:00+08:00",
        "path": "x",
        "note": "…",
        "unusable": {"rows": 1, "reasons": ["r"]},
    }
    assert differences(found, written) == []


@pytest.mark.parametrize("lenient", [False, True])
def test_other_readings_count_only_when_asked_for(lenient: bool) -> None:
    found = summary(_history())
    line = {**found, "replies": 2, "also": {"replies": [1]}}
    assert differences(found, line, lenient=lenient) == ([] if lenient else ["replies: 1, expected 2"])


def test_what_must_be_refused_is_never_right_when_read() -> None:
    assert differences(summary(_history()), {"refused": True}) == ["must be refused, was read as 4 messages"]
