"""Element's plain text: the sample as stated, the browsers' clocks, and odd ones."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.matrix import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.testing.expected import differences, summary

ZONE = ZoneInfo("Asia/Taipei")
NAME = "matrix - Book club - Chat Export - 2024-01-06T00-00-00.000Z.txt"


def read(text: str, name: str = NAME) -> History:
    return CARRIER.read(of_bytes(name, name, text.encode()), ReadOptions())


def rows(text: str, *columns: str) -> list[Any]:
    table = read(text).messages.select(list(columns)).to_pylist()
    return [tuple(row.values()) if len(columns) > 1 else row[columns[0]] for row in table]


@pytest.mark.shared
def test_the_sample_gives_what_is_stated(shared: Path) -> None:
    path = "matrix/synthetic_element_export.txt"
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == path)
    source = open_source(shared / "formats/samples" / path)
    assert CARRIER.sniff(source) > LIKELY
    assert differences(summary(CARRIER.read(source, ReadOptions(ZONE)), ZONE), expected) == []


@pytest.mark.parametrize(
    "written",
    [
        "Fri, Jan 5, 2024, 15:06:05",
        "1/5/2024, 3:06:05 PM",
        "1/5/2024, 3:06:05\u202fPM",
        "05/01/2024, 15:06:05",
        "5.1.2024, 15:06:05",
        "2024-01-05, 15:06:05",
        "2024/1/5 15:06:05",
        "2024/1/5 下午3:06:05",
    ],
)
def test_the_browser_s_own_way_of_writing_a_time(written: str) -> None:
    # a later row says which number is the day
    later = (
        written.replace("Jan 5", "Jan 25").replace("1/5/", "1/25/").replace("05/01", "25/01").replace("5.1.", "25.1.")
    )
    text = f"{written} - Ann: hi\n{later} - Bob: ho\n"
    assert CARRIER.sniff(of_bytes(NAME, NAME, text.encode())) == CERTAIN
    assert rows(text, "sent_at", "time_text")[0] == (datetime(2024, 1, 5, 15, 6, 5, tzinfo=UTC), written)


def test_the_room_s_name_stands_in_the_file_s() -> None:
    assert read("Fri, Jan 5, 2024, 15:06:05 - Ann: hi\n").channels() == {"Book club": 1}
    assert read("Fri, Jan 5, 2024, 15:06:05 - Ann: hi\n", "export.txt").channels() == {"export": 1}


@pytest.mark.parametrize(
    ("line", "kind", "author", "text"),
    [
        ("Ann: hi\nthere: yes", "text", "Ann", "hi\nthere: yes"),
        ("Ann sent an image.", "image", "Ann", None),
        ("Ann sent an image. (Media omitted)", "image", "Ann", None),
        ("Ann sent a video.", "video", "Ann", None),
        ("Ann sent a sticker.", "sticker", "Ann", None),
        ("Ann: plan.pdf (File Attached)", "file", "Ann", "plan.pdf"),
        ("* Ann waves", "text", None, "Ann waves"),
        ("Bob joined the room", "join", "Bob", "Bob joined the room"),
        ("Bob left the room: bye", "leave", "Bob", "Bob left the room: bye"),
        ("Ann removed Bob: spam", "leave", "Bob", "Ann removed Bob: spam"),
        ('Ann changed the topic to "Walks: where".', "system", "Ann", 'Ann changed the topic to "Walks: where".'),
        ("Etwas Neues", "system", None, "Etwas Neues"),
    ],
)
def test_lines(line: str, kind: str, author: str | None, text: str | None) -> None:
    assert rows(f"Fri, Jan 5, 2024, 15:06:05 - {line}\n", "kind", "author", "text") == [(kind, author, text)]


def test_replies() -> None:
    text = (
        'Fri, Jan 5, 2024, 15:06:05 - Ann: <@bob:example.org "who comes?..."> I do\n'
        "Fri, Jan 5, 2024, 15:06:06 - Ann: <@bob:example.org> and she\n"
        "Fri, Jan 5, 2024, 15:06:07 - Bob: a < b and b > c\n"
    )
    assert rows(text, "text", "quoted", "quoted_author", "is_reply") == [
        ("I do", "who comes?...", "@bob:example.org", True),
        ("and she", None, "@bob:example.org", True),
        ("a < b and b > c", None, None, False),
    ]


def test_a_time_that_does_not_exist_is_told() -> None:
    history = read("Fri, Feb 31, 2024, 15:06:05 - Ann: hi\n")
    assert dict(history.issues.counts) == {"bad-time": 1}
    assert history.messages["text"].to_pylist() == ["hi"]


def test_other_texts_are_not_claimed() -> None:
    for text in (
        "", "Fri, Jan 5, 2024, 15:06:05 - Ann: hi\n", "1/5/24, 15:06 - Ann: hi\n1/5/24, 15:06 - Bob joined the room\n",
        "13.6.2018 klo 21.25.15 - Ann: hi\n",
    ):  # fmt: skip
        assert CARRIER.sniff(of_bytes("chat.txt", "chat.txt", text.encode())) == NO, text


@given(st.text(st.sampled_from('Fri, Jan52024:-<>@"()* \n'), max_size=200))
def test_no_text_breaks_the_reader(body: str) -> None:
    assert len(read(f"Fri, Jan 5, 2024, 15:06:05 - {body}").messages) >= 1
