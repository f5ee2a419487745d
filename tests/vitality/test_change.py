"""Change: quarters beside quarters, the week of a turn and who made it, and what became of newcomers."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.vitality.change import Change, find_change
from closeknit.vitality.instants import DAY
from tests.vitality.groups import circle
from tests.vitality.stories import days, subject


def on(line: str) -> int:
    """Days since 1970 of a day of 2026."""
    return (date.fromisoformat(f"2026-{line}") - date(1970, 1, 1)).days


def evenings(first: str, count: int, step: int, people: str, messages: int) -> list[str]:
    return [
        f"{day} 20:{minute:02d} {people[minute % len(people)]}: 今天讀到第{minute}章，你們呢"
        for day in days(first, count, step)
        for minute in range(messages)
    ]


def test_each_quarter_has_its_own_figures() -> None:
    told = find_change(subject(evenings("01-01", 270, 1, "甲乙丙", 4)))
    assert [(q.messages, q.people, q.came, q.stayed) for q in told.quarters] == [
        (360, 3, 0, None),
        (360, 3, 0, 3),
    ]
    assert told.turns == ()


def test_the_week_in_which_it_turned_is_named_with_those_who_stopped() -> None:
    lively = evenings("01-05", 100, 1, "甲乙丙丁", 8)
    calm = evenings("04-15", 70, 1, "甲乙", 2)
    told = find_change(subject([*lively, *calm])).turns
    assert len(told) == 1
    turn = told[0]
    assert abs(turn.at / DAY - on("04-15")) <= 7
    assert (turn.before, turn.after) == (56, 14)
    names = [p.name for p in subject(lively).rows.people]
    assert {names[i] for i in turn.gone} == {"丙", "丁"}
    assert turn.new == ()


def test_a_holiday_is_no_turn() -> None:
    lines = [*evenings("01-05", 90, 1, "甲乙丙", 6), *evenings("04-20", 90, 1, "甲乙丙", 6)]
    assert find_change(subject(lines)).turns == ()


def test_newcomers_are_followed_by_the_quarter_in_which_they_came() -> None:
    lines = evenings("01-01", 300, 1, "甲乙", 2)
    for i, (day, back, answered) in enumerate(
        [("03-10", 1, True), ("03-20", 0, False), ("06-10", 1, True), ("10-20", 0, False)]
    ):
        first = date.fromisoformat(f"2026-{day}")
        lines.append(f"{day} 12:00 新人{i}: 大家好，我也想一起讀，請問從哪裡開始")
        if answered:
            lines.append(f"{day} 12:10 甲 ^1: 歡迎！從第一章開始就好")
        lines += [f"{(first + timedelta(3)).isoformat()[5:]} 12:00 新人{i}: 我讀完第一章了"] * back
    lines = sorted(lines, key=lambda line: line[:11])
    told = find_change(subject(lines, infer=False))
    assert [(len(c.people), c.spoke, c.answered, c.again, c.still, c.is_open) for c in told.cohorts] == [
        (2, 2, 1, 1, 0, False),
        (1, 1, 1, 1, 0, False),
        (1, 1, 0, 0, 1, True),
    ]
    assert (told.answered.again, told.answered.n, told.unanswered.again, told.unanswered.n) == (2, 2, 0, 1)
    assert told.survived is None  # under 30 nothing is estimated


def test_without_times_nothing_is_said_of_change() -> None:
    assert find_change(subject(circle(evenings=30), times=False)) == Change()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(3, 9))
def test_names_change_nothing(seed: int, people: int) -> None:
    luck = np.random.default_rng(seed)
    lines = [
        f"{day} {hour:02d}:00 N{who}: 你好，第{hour}句話說得比較長"
        for day in days("01-02", 150, 2)
        for hour, who in enumerate(luck.integers(0, people, luck.integers(1, 9)))
    ]
    renamed = [line.replace(" N", " 某") for line in lines]
    assert find_change(subject(lines)) == find_change(subject(renamed))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_counts_stay_within_each_other(seed: int) -> None:
    luck = np.random.default_rng(seed)
    lines = [
        f"{day} {hour:02d}:00 N{luck.integers(0, 3 + i // 8)}: 你好，第{hour}句話說得比較長"
        for i, day in enumerate(days("01-02", 200))
        for hour in range(luck.integers(1, 6))
    ]
    told = find_change(subject(lines))
    for before, quarter in zip(told.quarters, told.quarters[1:]):
        assert quarter.stayed is not None
        assert quarter.stayed <= min(before.people, quarter.people)
    for cohort in told.cohorts:
        assert max(cohort.answered, cohort.again, cohort.still) <= cohort.spoke <= len(cohort.people)
