"""Circles: seen where they are, not where they are not, and never because of names."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.vitality.circles import Circles, Ties, circles_among, find_circles
from tests.vitality.groups import circle, star
from tests.vitality.stories import days, subject


def invented(seed: int, people: int, talks: int, circles: int, mixing: float) -> Ties:
    """Talks of two or three, lively people more often; somebody of another circle is picked `mixing` times as
    often as somebody of one's own, and some pairs simply like each other.
    """
    luck = np.random.default_rng(seed)
    lively, liking = luck.pareto(1.5, people) + 1, luck.lognormal(0, 0.7, (people, people))
    home = np.arange(people) % circles
    weight: dict[tuple[int, int], list[float]] = {}
    for talk in range(talks):
        a = luck.choice(people, p=lively / lively.sum())
        pull = lively * (liking + liking.T)[a] * np.where(home == home[a], 1, mixing)
        pull[a] = 0
        for b in luck.choice(people, size=luck.integers(1, 3), replace=False, p=pull / pull.sum()):
            halves = weight.setdefault((min(a, b), max(a, b)), [0.0, 0.0])
            halves[talk * 2 // talks] += luck.poisson(3) + 0.001 * luck.random()
    ends = np.array(list(weight), np.int64)
    both = np.array(list(weight.values()))
    return Ties(ends[:, 0], ends[:, 1], both[:, 0], both[:, 1])


@pytest.mark.parametrize("people", [14, 25, 60])
def test_chance_alone_makes_no_circle(people: int) -> None:
    assert not [s for s in range(20) if circles_among(invented(s, people, 200, 1, 1)).state == "seen"]


@pytest.mark.parametrize(("people", "talks", "circles"), [(25, 600, 2), (60, 900, 4)])
def test_circles_that_are_there_are_found(people: int, talks: int, circles: int) -> None:
    every = [circles_among(invented(seed, people, talks, circles, 0.05)) for seed in range(8)]
    seen = [found for found in every if found.state == "seen"]
    assert len(seen) >= 6  # in the others one person takes part in nearly everything
    for found in seen:
        assert len(found.circles) == circles
        for one in found.circles:
            assert len({person % circles for person in one.people}) == 1
            assert one.inside > 0.5
        assert (found.held or 0) > (found.chance or 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_renaming_and_reordering_changes_nothing(seed: int) -> None:
    ties = invented(seed, 30, 400, 3, 0.1)
    luck = np.random.default_rng(seed)
    called = luck.permutation(100)[:30]
    renamed = Ties(called[ties.a], called[ties.b], ties.early, ties.late)
    first, again = circles_among(ties), circles_among(renamed)
    assert (first.state, first.people, first.ties) == (again.state, again.people, again.ties)
    assert {frozenset(called[list(c.people)].tolist()) for c in first.circles} == {
        frozenset(c.people) for c in again.circles
    }


def test_a_bridge_is_who_carries_what_passes_between() -> None:
    ties = invented(2, 24, 800, 2, 0.0)
    # One person of the first circle who also talks with three of the second, in both halves.
    more = Ties(
        np.r_[ties.a, 0, 0, 0], np.r_[ties.b, 1, 3, 5], np.r_[ties.early, 2.0, 2.1, 2.2], np.r_[ties.late, 2, 2, 2]
    )
    found = circles_among(more)
    assert found.state == "seen"
    assert [(b.people, b.weight) for b in found.bridges] == [((0,), pytest.approx(12.3))]
    assert circles_among(ties).apart == ((0, 1),)


def test_few_people_are_not_told_apart() -> None:
    found = find_circles(subject(circle(members=8)))
    assert (found.state, found.circles) == ("cannot-tell", ())


def test_one_lively_circle_is_not_two() -> None:
    assert find_circles(subject(circle(members=16))).state != "seen"


def test_a_star_has_no_circles() -> None:
    assert find_circles(subject(star(members=14))).state != "seen"


def test_two_evenings_that_share_nobody_but_one() -> None:
    """Mondays the poets, Thursdays the walkers; 小滿 goes to both."""
    found = find_circles(subject(two_evenings()))
    assert found.state == "seen"
    names = [p.name for p in subject(two_evenings()).rows.people]
    told = [{names[i] for i in one.people} for one in found.circles]
    assert len(told) == 2
    assert all(len({name[0] for name in one} - {"小"}) == 1 for one in told)
    assert [names[i] for bridge in found.bridges for i in bridge.people] == ["小滿"]


def two_evenings() -> list[str]:
    luck = np.random.default_rng(5)
    lines = []
    for n, day in enumerate(days("01-05", 110)):
        home = "詩" if n % 2 else "山"
        here = [f"{home}{i:02d}" for i in luck.choice(9, 3, replace=False)] + (["小滿"] if n % 3 == 0 else [])
        for minute in range(10):
            who = here[minute % len(here)]
            lines.append(f"{day} 20:{minute:02d} {who}{' ^1' if minute else ''}: 我也這樣想，尤其是第{minute}段。")
    return lines


def test_nothing_at_all_is_no_error() -> None:
    empty = np.zeros(0, np.int64)
    assert circles_among(Ties(empty, empty, empty * 1.0, empty * 1.0)) == Circles("cannot-tell", 0, 0)
