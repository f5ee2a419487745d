"""No confident word is wrong on invented groups of many kinds, sizes and tempos, read with the shipped model.

The whole table is printed by `bench/verdict_stress.py`; here stands one of each kind and some of each shape.
"""

from zoneinfo import ZoneInfo

import pytest

from closeknit.answers.linking import link
from closeknit.records.rows import make_rows
from closeknit.vitality.judging import Judgement, judge
from closeknit.vitality.relays import unbridge
from closeknit.vitality.subject_making import make_subject
from tests.vitality.stories import table
from tests.vitality.stress import MAKERS, SHAPES, Makers, story
from tests.vitality.stress_more import MORE

QUICK = ("small and slow", "small", "middling")


def judged(kind: str, shape: str, seed: int = 0, makers: Makers = MAKERS) -> Judgement:
    rows = unbridge(make_rows(table(story(kind, shape, seed, makers))))
    return judge(make_subject(rows, link(rows), zone=ZoneInfo("UTC")))


@pytest.mark.parametrize("kind", MAKERS)
def test_the_word_is_right_or_at_least_not_wrong(kind: str) -> None:
    for shape in QUICK:
        found = judged(kind, shape)
        assert found.verdict.word in MAKERS[kind][1], (shape, found.verdict.because)


@pytest.mark.parametrize("kind", MORE)
def test_so_it_is_of_kinds_that_nobody_had_in_mind_when_the_rules_were_made(kind: str) -> None:
    for shape in ("small", "middling"):
        found = judged(kind, shape, makers=MORE)
        assert found.verdict.word in MORE[kind][1], (shape, found.verdict.because)


def test_a_habit_kept_in_pictures_at_long_intervals_is_no_community() -> None:
    assert judged("picture habit", "slow answers", makers=MORE).verdict.word == "group"


@pytest.mark.parametrize("shape", [name for name in SHAPES if name not in QUICK])
def test_walls_are_no_communities_and_rooms_no_walls_in_any_shape(shape: str) -> None:
    for kind in ("room", "fans", "board"):
        assert judged(kind, shape).verdict.word in MAKERS[kind][1]


def test_notices_by_many_are_said_not_to_answer_each_other() -> None:
    """They are as like each other as answers are, and lie as close together."""
    found = judged("board", "middling")
    assert found.verdict.word == "broadcast"
    assert any("notices" in note for note in found.notes)


def test_fans_who_call_out_short_lines_do_not_have_the_word() -> None:
    assert "小鹿本人" in judged("fans", "middling").verdict.because


def test_two_who_announce_and_many_who_acknowledge_are_a_broadcast_and_not_silence() -> None:
    assert "班主任" in judged("notices", "middling").verdict.because


def test_a_room_that_fell_asleep_is_not_called_becoming_one() -> None:
    found = judged("faded", "fast")
    assert found.verdict.word == "group"
    assert "in most weeks nobody does" in found.verdict.because


def test_a_room_of_few_that_has_not_talked_for_sixty_days_is_a_group_of_people_who_once_did() -> None:
    found = judged("faded", "small and slow", 3)
    assert found.verdict.word == "group"
    assert "for 78 days no two have written" in found.verdict.because


def test_those_who_check_in_side_by_side_are_neither_a_broadcast_nor_a_community() -> None:
    for shape, lot in (("pictures", 2), ("slow answers", 3), ("large", 0)):
        found = judged("check-ins", shape, lot)
        assert found.verdict.word == "group"
        assert "are check-ins" in found.verdict.because
