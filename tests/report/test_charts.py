"""Pictures are drawn from counts, the same way every time, and say what they show."""

import re
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from closeknit.language import using
from closeknit.report import charts, matrix, mesh, newcomers, participation, weeks
from closeknit.report.names import Names
from tests.report import invented
from tests.report.tiny import of
from tests.report.words import PEOPLE


@given(st.floats(0, 1e9))
def test_ticks_reach_the_highest(highest) -> None:
    marks = charts.ticks(highest)
    assert marks[0] == 0
    assert marks[-1] >= highest
    assert 3 <= len(marks) <= 4
    assert all(mark.is_integer() for mark in marks)


def test_weeks_count_messages_and_people(circle) -> None:
    found = circle("en")
    made = weeks.by_week(found.subject)
    assert sum(made.messages) == int(found.subject.rows.is_human.sum())
    assert max(made.people) <= len(found.subject.rows.people)
    assert made.starts[0].weekday() == 0
    assert made.partial == [False] * (len(made.partial) - 1) + [True]  # 20 April 2026 is a Monday
    assert weeks.by_month(found.subject) is None


def test_a_long_life_is_shown_by_month_or_year() -> None:
    day = 86_400_000_000
    two_years = of([(10**15 + i * day, "ab"[i % 2], "x") for i in range(700)])
    periods, unit = weeks.by_month(two_years.subject)
    assert unit == "month"
    assert sum(periods.messages) == 700
    assert len(weeks.by_week(two_years.subject).starts) == 52
    twenty = of([(10**15 + i * 30 * day, "ab"[i % 2], "x") for i in range(250)])
    periods, unit = weeks.by_month(twenty.subject)
    assert (unit, sum(periods.messages)) == ("year", 250)


def test_newcomers_are_few_or_a_curve(circle) -> None:
    picture, n = newcomers.chart(circle("en").subject)
    assert picture is None
    assert 0 < n < 30
    names = PEOPLE["en"] + tuple(f"Guest{i}" for i in range(300))
    big = invented.examination("en", people=names, days=400)
    picture, n = newcomers.chart(big.subject)
    assert n >= 60
    assert 'class="c-line"' in picture.svg
    assert 'class="c-then"' in picture.svg
    assert f"Of the {n} newcomers" in picture.caption


def test_the_mesh_says_what_remains(circle) -> None:
    found = circle("en")
    drawn = mesh.choose(found.subject)
    assert set(found.subject.organisers) <= set(drawn.core)
    assert not set(drawn.core) & set(drawn.rim)
    assert drawn.mutual <= drawn.pairs
    stay, together = mesh.remaining(drawn)
    assert 0 < together <= stay == len(drawn.core) + len(drawn.rim) - 2
    picture = mesh.chart(found.subject, Names(found))
    assert f"{stay}" in re.search('aria-label="([^"]*)"', picture.svg)[1]
    places = mesh.lay_out(drawn)
    assert len(set(places.values())) == len(places)
    assert all(10 < x < 350 and 5 < y < 350 for x, y in places.values())


def test_a_star_falls_apart_without_its_middle() -> None:
    star = mesh.Drawn([0], [1, 2, 3], [(0, 1, 5.0), (0, 2, 4.0), (0, 3, 3.0)], frozenset({0}), 3, 0)
    assert mesh.remaining(star) == (3, 1)
    with using("en"):
        assert mesh.finding(star).endswith("1 of the other 3 are still connected.")


def test_an_unknown_organiser_is_drawn_as_nobody(circle) -> None:
    subject = replace(circle("en").subject, organisers=(), organisers_ground="unknown")
    picture = mesh.chart(subject, Names(circle("en")))
    assert "p-org" not in picture.svg
    assert "It is not known who organises" in picture.svg


@given(st.lists(st.integers(0, 100), max_size=30))
def test_the_makers_of_half(counts) -> None:
    few = participation.makers_of_half(np.array(counts, np.int64))
    assert few == sorted(few)
    assert sum(counts[i] for i in few) * 2 >= sum(counts)
    if few:
        assert sum(counts[i] for i in few) - min(counts[i] for i in few) < sum(counts) / 2


def test_shares_are_of_groups_and_nobody_is_ranked(circle) -> None:
    found = circle("en")
    names = Names(found)
    picture = participation.chart(found.subject, names)
    assert "2 organisers" in picture.svg
    assert sum(int(p) for p in re.findall(r"(\d+)\u00a0%</text>", picture.svg)) in {99, 100, 101}
    assert not [name for name in names.all_of(range(len(names))) if name in picture.svg]
    writing, answering = participation.tasks(found.subject, names)
    assert writing.half.endswith("people")
    assert answering.inferred


def test_the_matrix_counts_answers(circle) -> None:
    found = circle("en")
    rows, n = matrix.matrix(found.subject, Names(found))
    assert len(rows) == 6
    assert n == sum(cell[0] for row in rows for cell in row.cells if cell)
    assert [row.cells[i] for i, row in enumerate(rows)] == [None] * 6
    assert {cell[1] for row in rows for cell in row.cells if cell} <= {0, 1, 2, 3}
    names = [person.name for person in found.subject.rows.people]
    assert [names.index(row.name) for row in rows] == sorted(names.index(row.name) for row in rows)
    fabric = found.subject.fabric
    first, second = (names.index(row.name) for row in rows[:2])
    there = (fabric.source == first) & (fabric.target == second)
    assert rows[0].cells[1][0] == int(fabric.count[there].sum())
