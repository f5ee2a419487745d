"""The builder: rows and columns, odd values, and what a table may never hold."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.records import builder as module
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.message import MESSAGE
from closeknit.records.options import ReadOptions

NINE = 1_704_445_200_000_000  # 2024-01-05 09:00:00


@pytest.fixture(params=[1, 3, 16_384], autouse=True)
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", request.param)


def make(*, wall: bool = False, zone: str = "UTC") -> MessageBuilder:
    return MessageBuilder("demo", "chat.txt", ReadOptions(ZoneInfo(zone)), wall=wall)


def column(history: History, name: str) -> list[Any]:
    assert history.messages.schema.equals(MESSAGE)
    values: list[Any] = history.messages[name].to_pylist()
    return values


def test_rows_and_columns_give_the_same() -> None:
    one, other = make(), make()
    one.add(time=NINE, author="阿岚", author_id="1", text="早", id="7")
    one.add(time=None, kind="join", event="join", author="小滿", reply_to=None)
    one.add(time=NINE, author="阿岚", author_id="1", text="好", id="8", reply_to="7", is_edited=True)
    other.extend(
        {
            "time": [NINE, None, NINE],
            "author": ["阿岚", "小滿", "阿岚"],
            "author_id": [1, None, 1],
            "text": ["早", None, "好"],
            "id": [7, None, 8],
            "reply_to": [None, None, 7],
        },
        {"kind": {1: "join"}, "event": {1: "join"}, "is_edited": {2: True, 0: False}},
    )
    assert one.finish().messages.to_pylist() == other.finish().messages.to_pylist()


def test_a_column_that_comes_late_is_null_before() -> None:
    build = make()
    build.add(time=NINE, text="a")
    build.extend({"time": [NINE], "text": ["b"], "thread": ["t"], "kind": ["image"]})
    build.add(time=NINE, text="c")
    history = build.finish()
    assert column(history, "thread") == [None, "t", None]
    assert column(history, "kind") == ["text", "image", "text"]


def test_columns_of_different_lengths_are_a_bug() -> None:
    with pytest.raises(ValueError, match="text"):
        make().extend({"time": [NINE, NINE], "text": ["a"]})


def test_chats_change_between_rows() -> None:
    build = make()
    for name, ident in (("甲", "1"), ("空", "9"), ("乙", None), ("甲", "1")):
        build.channel(name, ident)
        if name != "空":
            build.add(time=NINE, text=name)
    build.add(time=NINE, text="甲")
    history = build.finish()
    assert column(history, "channel") == ["甲", "乙", "甲", "甲"]
    assert column(history, "channel_id") == ["1", None, "1", "1"]


def test_a_reply_with_a_target_is_a_reply() -> None:
    build = make()
    build.add(time=NINE, text="a", reply_to="1")
    build.add(time=NINE, text="b", is_reply=True)
    build.add(time=NINE, text="c")
    assert column(build.finish(), "is_reply") == [True, True, False]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\u200e阿岚\u202c: \u2067早", "阿岚: 早"),
        ("\u200e", None),
        ("", None),
        ("“引號” — 👨\u200d👩\u200d👧", "“引號” — 👨\u200d👩\u200d👧"),
        ("x\ud83dy", "x\ufffdy"),
        ("\ud83d\ude00", "😀"),
        ("\x00", "\x00"),
    ],
)
def test_texts_are_mended_in_one_place(written: str, kept: str | None) -> None:
    build = make()
    build.add(time=NINE, text=written)
    history = build.finish()
    assert column(history, "text") == [kept]
    assert history.issues.counts == ({"bad-bytes": 1} if "\ufffd" in (kept or "") else {})


@pytest.mark.parametrize("wild", [0, -1, 10**16 + 1, 2**63, -(2**70)])
@pytest.mark.parametrize("wall", [False, True])
def test_times_outside_the_calendar_of_chats_are_told_and_left_out(wild: int, wall: bool) -> None:
    build = make(wall=wall, zone="Asia/Taipei")
    build.add(time=wild, text="a", time_text="?")
    build.add(time=NINE, text="b")
    history = build.finish()
    assert [str(when) for when in column(history, "sent_at")] == [
        "None",
        f"2024-01-05 {'01' if wall else '09'}:00:00+00:00",
    ]
    assert column(history, "zone") == [None, "assumed" if wall else "written"]
    assert history.issues.counts == {"bad-time": 1}


def test_seconds_can_be_told_as_seconds() -> None:
    build = make()
    build.clock(wall=False, precision="second", unit=1_000_000)
    build.extend({"time": [NINE // 1_000_000, None]})
    assert [str(when) for when in column(build.finish(), "sent_at")] == ["2024-01-05 09:00:00+00:00", "None"]


def test_an_hour_that_occurred_twice_takes_its_first_instant_and_is_told() -> None:
    build = make(wall=True, zone="Europe/Berlin")
    build.add(time=1_698_546_600_000_000, text="a")  # 2023-10-29 02:30 on the wall
    history = build.finish()
    assert str(column(history, "sent_at")[0]) == "2023-10-29 00:30:00+00:00"
    assert history.issues.counts == {"ambiguous-time": 1}


@pytest.mark.parametrize(("written", "kept"), [(3, 3), (-1, 0), (10**12, 2**31 - 1), (-62135596800000, 0)])
def test_reactions_are_counted_from_none_to_what_a_column_holds(written: int, kept: int) -> None:
    build = make()
    build.add(time=NINE, text="好", reactions=[{"reaction": "👍", "count": written, "by": []}])
    assert column(build.finish(), "reactions")[0][0]["count"] == kept


def test_events_are_slugs() -> None:
    build = make()
    for event in ("topic_created", "Group_increase", "recall\ufeff", "？"):
        build.add(time=None, kind="system", event=event)
    assert column(build.finish(), "event") == ["topic-created", "group-increase", "recall", "other"]


@given(st.lists(st.tuples(st.text(max_size=4), st.none() | st.integers(-(2**80), 2**80), st.text(max_size=3))))
def test_law_whatever_is_given_a_table_comes_out(rows: list[tuple[str, int | None, str]]) -> None:
    build = make(wall=True, zone="Asia/Taipei")
    for text, time, name in rows:
        build.add(time=time, text=text, author=name, id=name, kind="text")
    history = build.finish()
    assert len(history.messages) == len(rows) == build.rows
    assert column(history, "author") == [name or None for _text, _time, name in rows]
    history.messages.validate(full=True)


def test_what_is_quoted_is_cleaned_as_the_text_that_it_is_to_be_found_in() -> None:
    build = make()
    build.add(time=NINE, text="one\r\ntwo\rthree\u200e")
    build.add(time=NINE, text="yes", quoted="one\r\ntwo\rthree\u200e")
    build.add(time=NINE, text="no", quoted="\u200e")
    history = build.finish()
    assert column(history, "text")[0] == "one\ntwo\nthree"
    assert column(history, "quoted") == [None, "one\ntwo\nthree", None]
