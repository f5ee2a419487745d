"""Of a long history answers are inferred where something looks at them, and the report says from when on."""

from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import closeknit
from closeknit.answers.linking import link
from closeknit.answers.links import Links, Reach
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.issue import IssueLog
from closeknit.records.options import ReadOptions
from closeknit.records.rows import make_rows
from closeknit.report import change, facts
from closeknit.report.names import Names
from closeknit.vitality import window
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import COMPARED
from closeknit.vitality.subject_making import make_subject
from closeknit.vitality.window import YEAR, find_reach

ZONE = ZoneInfo("UTC")
START = int(datetime(2022, 1, 3, 19, tzinfo=UTC).timestamp()) * 1_000_000
MINUTE = 60_000_000
TALK = ("今晚讀到第幾章？", "第三章", "那座橋是他父親修的嗎", "我覺得是", "下週誰帶書？", "我帶")


def evening(build: MessageBuilder, lot: Random, at: int, messages: int) -> None:
    for i in range(messages):
        build.add(time=at + i * MINUTE, author=lot.choice("甲乙丙丁戊"), text=lot.choice(TALK))


def years(days: int = 900, newcomers: int = 40) -> pa.Table:
    """A reading circle that talks on every evening; every twentieth evening somebody new says hello and is answered."""
    build = MessageBuilder("test", "test.txt", ReadOptions(), wall=False)
    build.channel("讀書會")
    lot = Random(7)
    for day in range(days):
        at = START + day * DAY
        evening(build, lot, at, 6)
        if day % 20 == 10 and day // 20 < newcomers:
            build.add(time=at + 60 * MINUTE, author=f"新人{day}", text="大家好，我也想一起讀，從哪裡開始？")
            build.add(time=at + 61 * MINUTE, author="甲", text=f"新人{day} 歡迎，從第一章開始就好")
    return build.finish().messages


def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "INFERRED", 500)


def test_all_of_a_short_history_is_asked() -> None:
    rows = make_rows(years(30))
    asked: list[Reach | None] = []
    make_subject(rows, lambda reach: asked.append(reach) or Links.none(), zone=ZONE)
    assert asked == [None]


@settings(max_examples=30, deadline=None)
@given(days=st.integers(1, 900), least=st.integers(1, 6000), until=st.none() | st.integers(20, 1000))
def test_law_the_reach_holds_what_is_judged_and_the_last_messages(days: int, least: int, until: int | None) -> None:
    rows = make_rows(years(days))
    last = date.fromordinal(date(2022, 1, 3).toordinal() + until) if until is not None else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window, "INFERRED", least)
        part, inside = window.find_window(rows, ZONE, until=last)
        reach = find_reach(rows, part)
    if reach is None:
        return
    assert reach.holds(rows.at)[inside].all()
    assert not reach.holds(rows.at).all()
    length = part.end - part.start if part.basis in COMPARED else 0
    looked_at = min(part.start - max(3 * length, 90 * DAY), part.end - YEAR)
    assert reach.start <= looked_at
    before = rows.at[rows.at < reach.end]
    assert int(reach.holds(before).sum()) >= least
    # And no more is asked about than that.
    assert reach.start == looked_at or int((before > reach.start).sum()) < least


def test_what_lies_outside_is_linked_where_it_is_stated_only(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch)
    rows = make_rows(years())
    reach = Reach(START + 500 * DAY, START + 700 * DAY)
    whole, part = link(rows, inference="quick"), link(rows, inference="quick", reach=reach)
    within = reach.holds(rows.at)
    assert part.reach == reach
    assert within[part.child[~part.is_explicit]].all()
    assert within[part.child].sum() > 0.5 * within.sum()
    np.testing.assert_array_equal(*[one.child[one.is_explicit] for one in (whole, part)])
    later = reach.start + 60 * DAY  # what came just before the reach informs what follows it
    pairs = [
        {pair for pair in zip(one.child.tolist(), one.parent.tolist()) if later <= rows.at[pair[0]] < reach.end}
        for one in (whole, part)
    ]
    assert len(pairs[0] & pairs[1]) > 0.95 * len(pairs[0] | pairs[1])


def test_the_report_says_from_when_on(monkeypatch: pytest.MonkeyPatch) -> None:
    history = History(years(), IssueLog())
    whole = closeknit.examine(history, timezone="UTC", lang="en")
    few(monkeypatch)
    found = closeknit.examine(history, timezone="UTC", lang="en")
    assert whole.to_dict()["reach"] is None
    assert found.to_dict()["reach"]["from"] == "2023-06-21T00:00:00+00:00"
    assert found.verdict == whole.verdict
    assert "older than 21\xa0June 2023: only stated ones count" in dict(facts.facts(found, Names(found)))["Answers"]
    shown = change.shown(found, Names(found))
    answered = [row[2] for row in shown.cohorts]
    assert answered[-1] == "–"
    assert "of" in answered[0]
    assert shown.newcomers[0].startswith("Of the newcomers since 21\xa0June 2023 whose first message was answered")
    assert change.shown(whole, Names(whole)).newcomers[0].startswith("Of the newcomers of the whole history")


def test_a_long_history_is_read_as_closely_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    few(monkeypatch)
    monkeypatch.setattr("closeknit.examination.THOROUGH_UP_TO", 2_400)
    found = closeknit.examine(History(years(), IssueLog()), timezone="UTC")
    assert len(found.history.messages) > 5_000
    assert found.subject.links.method == "thorough"
    monkeypatch.setattr("closeknit.examination.THOROUGH_UP_TO", 2_000)
    assert closeknit.examine(History(years(), IssueLog()), timezone="UTC").subject.links.method == "quick"


def test_a_sleeping_group_is_known_by_the_talk_that_was_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fullest weeks lie years back; the fullest of those asked about say as well that it was talk."""
    build = MessageBuilder("test", "test.txt", ReadOptions(), wall=False)
    build.channel("讀書會")
    lot = Random(7)
    for day in [*range(400), *range(600, 900, 20)]:
        evening(build, lot, START + day * DAY, 12 if day < 100 else 6 if day < 400 else 1)
    history = History(build.finish().messages, IssueLog())
    assert closeknit.examine(history, timezone="UTC").verdict.word == "silent"
    few(monkeypatch)
    found = closeknit.examine(history, timezone="UTC")
    assert found.verdict.word == "silent"
    assert found.subject.links.reach is not None
    assert np.any(~found.subject.links.is_explicit)
