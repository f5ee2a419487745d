"""Odd histories end in a word, never in a traceback: the whole door is opened for each."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeknit.answers.links import Links
from closeknit.language import using
from closeknit.records.builder import MessageBuilder
from closeknit.records.options import ReadOptions
from closeknit.records.rows import make_rows
from closeknit.vitality.findings import WORDS
from closeknit.vitality.judging import Judgement, judge
from closeknit.vitality.relays import unbridge
from closeknit.vitality.subject_making import make_subject
from tests.vitality.groups import circle
from tests.vitality.stories import days, link, subject

TAIPEI = ZoneInfo("Asia/Taipei")
MINUTE = 60_000_000

ODD = {
    "nothing": [],
    "one message": ["01-05 20:00 甲: 哈囉"],
    "one person": [f"{day} 20:00 甲: 第{n}天" for n, day in enumerate(days("01-05", 60))],
    "twenty messages": [f"{day} 20:00 {'甲乙丙丁'[n % 4]}: 第{n}天" for n, day in enumerate(days("01-05", 20))],
    "only notices": [f"{day} 20:00 新人{n} joined" for n, day in enumerate(days("01-05", 60))],
    "only pictures": [f"{day} 20:00 {'甲乙丙丁'[n % 4]} [image]" for n, day in enumerate(days("01-05", 60))],
    "only stickers": [f"{day} 20:00 {'甲乙丙丁'[n % 4]} [sticker]" for n, day in enumerate(days("01-05", 60))],
    "all at once": [f"01-05 20:00 {'甲乙丙丁'[n % 4]}: 第{n}句" for n in range(300)],
    "a gap": [
        f"{day} 20:00 {'甲乙丙丁'[n % 4]}: 第{n}天" for n, day in enumerate((*days("01-05", 30), *days("11-05", 30)))
    ],
    "formulas and tags": [
        f"{day} 20:00 {('=SUM(A1)', '<script>', '@me', '，')[n % 4]}: =1+1 <b>{n}</b>"
        for n, day in enumerate(days("01-05", 60))
    ],
}


def whole(found: Judgement) -> None:
    assert found.verdict.word in WORDS
    assert found.verdict.because
    assert len(found.conditions) == 15
    assert len(found.remedies) <= 3


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("times", [True, False])
def test_odd_histories_get_a_word(name: str, times: bool) -> None:
    whole(judge(subject(ODD[name], times=times, zone="Asia/Taipei")))


@pytest.mark.parametrize("tag", ["en", "zh-Hant", "zh-Hans"])
def test_every_language_fills_its_blanks(tag: str) -> None:
    with using(tag):
        found = judge(subject(ODD["a gap"]))
        texts = [
            found.verdict.because,
            *found.notes,
            *(one.sentence for one in found.conditions),
            *(one.change for one in found.conditions),
        ]
        texts += [text for one in found.remedies for text in (one.title, one.text, one.paste)]
        assert not [text for text in texts if "{" in text or "}" in text]


def test_a_hundred_thousand_authors_who_write_once() -> None:
    n = 100_000
    builder = MessageBuilder("story", "story.txt", ReadOptions(), wall=False, precision="second")
    builder.channel("crowd")
    names = [f"u{i}" for i in range(n)]
    builder.extend(
        {"time": [i * MINUTE for i in range(n)], "author": names, "text": ["hi there"] * n, "kind": ["text"] * n}
    )
    rows = make_rows(builder.finish().messages)
    child = np.arange(1, n, dtype=np.int64)
    links = Links(child, child - 1, np.full(n - 1, 0.4, np.float32), np.full(n - 1, 5, np.int8), "quick")
    found = judge(make_subject(unbridge(rows), links, zone=TAIPEI))
    whole(found)
    assert found.verdict.word not in {"community", "becoming-one"}


authors = st.sampled_from(["甲", "乙", "bot", "bridge", "", "丙"])
texts = st.sampled_from(
    [
        "",
        "收到",
        "<甲> 好",
        "<乙> 在？",
        "[net] <丙> hi",
        "你好嗎？",
        "https://x.example/",
        "x" * 400,
        "\x00\u202e",
        "@所有人 開會",
    ]
)
kinds = st.sampled_from(
    ["text", "image", "sticker", "join", "leave", "system", "redpacket", "announcement", "merged_forward"]
)
moments = st.one_of(st.none(), st.integers(-(10**15), 4 * 10**15))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(authors, texts, kinds, moments), max_size=60))
def test_any_rows_at_all_get_a_word(lines: list[tuple[str, str, str, int | None]]) -> None:
    builder = MessageBuilder("story", "story.txt", ReadOptions(), wall=False, precision="second")
    builder.channel("any")
    for number, (author, text, kind, moment) in enumerate(lines):
        event = kind if kind in {"join", "leave", "system"} else None
        builder.add(time=moment, author=author or None, text=text or None, kind=kind, event=event, id=str(number))
    rows = unbridge(make_rows(builder.finish().messages))
    for links in (Links.none(), link(rows)):
        whole(judge(make_subject(rows, links, zone=TAIPEI, organisers=["甲"] if len(lines) % 2 else [])))


def test_pictures_alone_are_not_called_people_who_talk() -> None:
    lines = [f"{day} 20:{k:02d} 人{k % 4} [image]" for day in days("01-05", 60) for k in range(3)]
    found = judge(subject(lines)).verdict
    assert found.word == "cannot-tell"
    assert "Of 180 messages 0 have words" in found.because
    assert "marks replies would help" in found.because


def test_a_wall_whose_words_were_withheld_is_a_wall_still() -> None:
    """Data for research leave the words out: what was a text says who spoke, and passed by."""
    builder = MessageBuilder("story", "story.txt", ReadOptions(), wall=False, precision="second")
    builder.channel("wall")
    for number in range(900):
        author = "主辦" if number % 10 == 0 else f"路人{number}"
        builder.add(time=(29_000_000 + 60 * number) * MINUTE, author=author, text=None, kind="text", id=str(number))
    rows = unbridge(make_rows(builder.finish().messages))
    assert judge(make_subject(rows, link(rows), zone=TAIPEI)).verdict.word == "broadcast"


def test_where_everyone_is_a_program_the_note_says_so() -> None:
    notes = judge(subject(circle(), bots=[f"成員{i:02d}" for i in range(8)])).notes
    assert any("100 %" in note for note in notes), notes
