"""Measures on the worked examples of their sources, on small histories, and the laws that hold for all of them."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeknit.vitality.catalogue import CATALOGUE, measure_all
from closeknit.vitality.measures.absence_factor import smallest_half
from closeknit.vitality.measures.reckoning import gini
from closeknit.vitality.newcomers import survival
from tests.vitality.groups import ALL, circle, notices, shop, star, wall
from tests.vitality.stories import days, subject

MEASURES = {measure.slug: measure for measure in CATALOGUE}


def value(slug: str, lines: list[str], **told: object) -> float | None:
    return MEASURES[slug].compute(subject(lines, **told)).value  # type: ignore[arg-type]


def test_the_absence_factor_of_chaoss_worked_example_is_two() -> None:
    assert smallest_half(np.array([1000, 433, 343, 332, 202, 90, 42, 33])) == 2
    assert smallest_half(np.array([5])) == 1
    assert smallest_half(np.zeros(3, np.int64)) == 0


def test_gini_of_even_and_of_one_voice() -> None:
    assert gini(np.array([3, 3, 3, 3])) == 0
    assert gini(np.array([0, 0, 0, 12])) == pytest.approx(3 / 4)
    assert gini(np.array([], np.int64)) is None


def test_kaplan_meier_by_hand() -> None:
    # After a run-in, 甲 is heard for 10 days and never again, 乙 to the end, 丙 for 40 days.
    lines = [f"{day} 12:00 主人: 早" for day in days("01-05", 200)]
    lines += [f"{day} 12:01 甲: 在" for day in days("03-01", 11)]
    lines += [f"{day} 12:02 乙: 在" for day in days("03-01", 145)]
    lines += [f"{day} 12:03 丙: 在" for day in days("03-01", 41)]
    times, share, n = survival(subject(sorted(lines)))
    assert n == 3
    assert times.round().tolist()[:2] == [10, 40]
    assert share.tolist()[:2] == pytest.approx([2 / 3, 1 / 3])


def test_a_circle_answers_its_own_and_needs_nobody_in_the_middle() -> None:
    lines = circle()
    assert value("two-way", lines) == pytest.approx(0.56, abs=0.1)
    assert value("two-way-aside", lines) > 0.5  # type: ignore[operator]
    assert value("mesh-share", lines) > 0.5  # type: ignore[operator]
    assert value("talking-days", lines) == 1
    assert value("regularity", lines) == -1  # every single evening: a perfect beat
    assert value("answer-time", lines) == pytest.approx(1 / 60)


def test_a_star_is_all_reciprocity_and_no_mesh() -> None:
    lines = star(members=40)
    assert value("reciprocity", lines, infer=False) == 1
    assert value("mesh-share", lines, organisers=["老師"], infer=False) == 0
    assert value("two-way-aside", lines, infer=False) == 0
    assert value("transitivity", lines, infer=False) == 0
    assert value("organiser-share", lines, organisers=["老師"]) == pytest.approx(1 / 3, abs=0.01)


def test_a_notice_board_is_even_and_answers_nothing() -> None:
    lines = notices()
    assert value("gini", lines) < 0.1  # type: ignore[operator]
    assert value("two-way", lines) == 0
    assert value("answered-openings", lines) == 0


def test_a_wall_is_answered_and_never_both_ways() -> None:
    assert value("answered-openings", wall()) == 1
    assert value("two-way", wall()) == 0


def test_a_shop_sells() -> None:
    assert value("promotion-share", shop(), organisers=["店長"]) == pytest.approx(2 / 3, abs=0.02)
    assert value("promotion-share", shop()) == pytest.approx(2 / 3, abs=0.02)  # who calls everybody runs it
    assert value("promotion-share", circle()) is None


def test_questions_left_lying_are_counted_after_a_week() -> None:
    asked = [f"{day} 10:00 成員{n % 7}: 請問誰有第{n}章的筆記？" for n, day in enumerate(days("01-05", 80))]
    answered = [f"{day} 10:10 成員{(n + 1) % 7} ^1: 我有，晚點傳給你。" for n, day in enumerate(days("01-05", 80))]
    half = [line for n in range(80) for line in (asked[n], *([answered[n]] if n % 2 else []))]
    assert value("unanswered", half) == pytest.approx(0.5, abs=0.02)
    assert value("unanswered", asked[:20]) is None  # a list, not a rate


def test_newcomers_who_were_answered_and_who_came_back() -> None:
    lines = [f"{day} 09:00 老手{k}: 大家早，今天也讀十頁" for day in days("01-05", 130) for k in range(3)]
    for n, day in enumerate(days("03-01", 60)):
        lines += [f"{day} 12:00 新人{n} joined", f"{day} 12:01 新人{n}: 大家好，我是新人{n}"]
        if n % 2:
            lines.append(f"{day} 12:02 老手1: 歡迎！你最近在讀什麼？")
        if n % 3 == 0:
            later = days(day, 2, 5)[1]
            lines.append(f"{later} 18:03 新人{n}: 我讀完了第一章，很喜歡。")
    lines.sort(key=lambda line: line[:11])
    assert value("newcomers-answered", lines) == pytest.approx(0.4, abs=0.1)  # half, by inferred answers of 0.8
    assert value("newcomers-second-act", lines) == pytest.approx(1 / 3, abs=0.05)
    assert value("greet-then-silence", lines) == pytest.approx(2 / 3, abs=0.05)


def test_what_cannot_be_known_is_none_with_its_reason_and_never_zero() -> None:
    for measured in measure_all(subject(["01-05 20:00 甲: 哈囉", "01-05 20:01 乙: 你好"])).values():
        assert measured.value is None or measured.value > 0 or measured.n >= 1
        assert (measured.value is None) == bool(measured.why)


def test_the_groups_own_past_is_the_median_of_three_windows() -> None:
    measures = measure_all(subject(circle(evenings=361)))
    assert measures["talking-days"].past == pytest.approx(1.0)
    assert measures["two-way"].past == pytest.approx(measures["two-way"].value, abs=0.1)
    assert measure_all(subject(circle(evenings=120)))["two-way"].past is None


def test_surer_links_alone_are_given_beside() -> None:
    measures = measure_all(subject(circle()))
    assert measures["two-way"].inferred == pytest.approx(1)
    assert measures["two-way"].if_sure[0] == measures["two-way"].value  # all links are of 0.8
    assert measures["two-way"].if_sure[2] == 0
    assert measure_all(subject(wall(), infer=False))["two-way"].if_sure == ()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("measure", CATALOGUE, ids=lambda measure: measure.slug)
def test_every_value_lies_in_its_range_and_says_what_it_rests_on(
    name: str, measure: object, made: dict[str, dict]
) -> None:  # type: ignore[type-arg]
    measured = made[name][measure.slug]  # type: ignore[attr-defined]
    assert measured.n >= 0
    assert measured.coverage is None or 0 <= measured.coverage <= 1
    if measured.value is not None:
        assert measure.low is None or measured.value >= measure.low - 1e-9  # type: ignore[attr-defined]
        assert measure.high is None or measured.value <= measure.high + 1e-9  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def made() -> dict[str, dict]:  # type: ignore[type-arg]
    return {name: measure_all(subject(make())) for name, make in ALL.items()}


names = st.permutations([f"成員{i:02d}" for i in range(8)])


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(names)
def test_renaming_people_changes_no_measure(new: list[str]) -> None:
    lines = circle(evenings=100)
    renamed = [line.replace("成員0", "人") for line in lines]
    for i, name in enumerate(new):
        renamed = [line.replace(f"人{i}:", f"{name}之:") for line in renamed]
    before, after = measure_all(subject(lines)), measure_all(subject(renamed))
    assert {slug: m.value for slug, m in before.items()} == {slug: m.value for slug, m in after.items()}
