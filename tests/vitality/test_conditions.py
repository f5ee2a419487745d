"""Each condition in its states, told by small stories; and what is shown for it."""

import pytest

from closeknit.vitality.catalogue import measure_all
from closeknit.vitality.conditions import judge_conditions
from closeknit.vitality.findings import Judged
from closeknit.vitality.judging import judge
from closeknit.vitality.subject import Subject
from tests.vitality.groups import ALL, alumni, circle, desk, notices, shop, star, wall
from tests.vitality.stories import days, subject


def judged(lines: list[str], slug: str, **told: object) -> Judged:
    here = subject(lines, **told)  # type: ignore[arg-type]
    return next(one for one in judge_conditions(here, measure_all(here)) if one.slug == slug)


def talk(words: list[str], people: int = 6, evenings: int = 60) -> list[str]:
    """Everybody in turn says the next of these words, four an evening."""
    lines = []
    for n, day in enumerate(days("01-05", evenings)):
        lines += [f"{day} 20:{k:02d} 成員{(n + k) % people}: {words[(4 * n + k) % len(words)]}" for k in range(4)]
    return lines


def test_a_need_is_shared_where_many_ask_and_are_answered() -> None:
    assert judged(circle(), "shared-need").state == "holds"
    assert judged(notices(), "shared-need").state == "missing"


def test_a_need_left_lying_is_shared_only_in_part() -> None:
    asked = [
        f"{day} {8 + k * 4:02d}:00 成員{(n + k) % 7}: 請問第{n}題怎麼做？"
        for n, day in enumerate(days("01-05", 60))
        for k in range(3)
    ]
    found = judged(asked, "shared-need")
    assert found.state == "partly"
    assert "left lying" in found.sentence


def test_what_is_passed_on_is_not_ones_own() -> None:
    own, link = "昨天的課我整理了一份筆記，放在這裡給大家。", "https://news.example/a"
    assert judged(talk([own, "哪一章？"]), "not-public").state == "holds"
    assert judged(talk([own, link, own]), "not-public").state == "partly"
    assert judged(talk([link, link, own]), "not-public").state == "missing"
    assert judged(talk([own, "限時優惠，下單請私訊，一份 99 元"]), "not-public").state == "partly"


def test_a_backbone_gives_and_draws_answers_week_after_week() -> None:
    found = judged(circle(), "backbone")
    assert found.state == "holds"
    assert "成員" in found.sentence
    assert judged(circle(evenings=60), "backbone").state == "cannot-tell"
    assert judged(alumni(), "backbone").state == "missing"
    assert (
        judged(star(evenings=130), "backbone", infer=False).state == "partly"
    )  # the teacher gives half of all answers


@pytest.mark.parametrize(
    ("make", "state", "word"),
    [
        (circle, "holds", "does without"), (star, "partly", "star"), (desk, "partly", ""),
        (wall, "missing", ""), (shop, "missing", ""),
    ],
)  # fmt: skip
def test_a_mesh_is_told_from_a_star_a_desk_a_wall_and_a_shop(make: object, state: str, word: str) -> None:
    found = judged(make(), "mesh")  # type: ignore[operator]
    assert found.state == state
    assert word in found.sentence
    assert found.change


def test_familiarity_is_meeting_the_same_people_again() -> None:
    assert judged(circle(), "familiarity").state == "holds"
    assert judged(wall(), "familiarity").state == "missing"


def test_deep_links_do_not_all_end_in_the_middle() -> None:
    assert judged(circle(), "deep-links").state == "holds"
    assert judged(star(), "deep-links").state == "partly"
    assert judged(notices(), "deep-links").state == "missing"


def test_rhythm_is_talk_in_most_weeks() -> None:
    weekly = [
        line
        for day in days("01-05", 30, 7)
        for line in (f"{day} 20:00 甲: 這週讀到第{day}頁", f"{day} 20:05 乙: 我也是", f"{day} 20:09 丙: 等等我")
    ]
    assert judged(weekly, "rhythm").state == "holds"
    monthly = [
        line
        for day in days("01-05", 11, 30)
        for line in (f"{day} 20:00 甲: 這個月如何", f"{day} 20:05 乙: 還好", f"{day} 20:09 丙: 很忙")
    ]
    found = judged(monthly, "rhythm")
    assert found.state == "missing"
    assert "30 days" in found.sentence


@pytest.fixture(scope="module", params=sorted(ALL))
def seen(request: pytest.FixtureRequest) -> Subject:
    return subject(ALL[request.param]())


def test_evidence_leads_to_rows_of_the_window_and_to_their_people(seen: Subject) -> None:
    for one in judge(seen).conditions:
        for piece in one.evidence:
            assert piece.rows or piece.people or piece.note
            assert all(seen.in_window[row] for row in piece.rows[-1:])
            assert {int(seen.rows.person[row]) for row in piece.rows} <= set(piece.people)
            if len(piece.rows) == 2:
                asked, answer = piece.rows
                assert asked < answer
                assert seen.rows.person[asked] != seen.rows.person[answer]
            assert piece.probability is None or 0 < piece.probability <= 1


def test_evidence_is_not_three_times_the_same_person_where_others_are_there() -> None:
    found = judged(circle(), "mesh")
    assert len({piece.people[-1] for piece in found.evidence}) == 3
    assert not found.all_shown


def test_remedies_name_people_and_lead_to_rows(seen: Subject) -> None:
    found = judge(seen)
    conditions = {one.slug for one in found.conditions}
    assert found.remedies
    for one in found.remedies:
        assert one.condition in conditions
        assert all(seen.rows.people[i].name in one.title + one.text + one.paste for i in one.people)
        assert all(0 <= row < len(seen.rows) for row in one.rows)
        assert one.paste
    assert len({one.slug for one in found.remedies}) == len(found.remedies)


def test_newcomers_whom_nobody_answered_come_first() -> None:
    lines = circle(evenings=100)
    day = days("01-05", 99)[-1]
    lines += [f"{day} 0{k}:00 新人{k}: 大家好，請多指教。" for k in range(1, 4)]
    lines.sort(key=lambda line: line[:11])
    first = judge(subject(lines)).remedies
    assert any(one.slug == "answer-newcomers" and "新人3" in one.title for one in first)


def test_who_carried_a_silent_group_is_written_to_first() -> None:
    assert judge(subject(alumni())).remedies[0].slug == "write-to-old"
