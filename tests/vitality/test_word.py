"""The word, told by stories; and what may change it and what may not."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeknit.records.rows import make_rows
from closeknit.vitality.conditions import mesh_margin
from closeknit.vitality.findings import STATES, WORDS
from closeknit.vitality.judging import Judgement, judge
from closeknit.vitality.subject_making import make_subject
from tests.vitality.groups import ALL, alumni, circle, couple, desk, notices, shop, star, wall
from tests.vitality.stories import days, link, subject, table

WORD_OF = {
    "circle": "community", "star": "group", "shop": "broadcast", "wall": "broadcast", "desk": "group",
    "notices": "broadcast", "alumni": "silent", "couple": "group",
}  # fmt: skip


def word(lines: Sequence[str], **told: object) -> str:
    return judge(subject(lines, **told)).verdict.word  # type: ignore[arg-type]


def states(found: Judgement) -> dict[str, str]:
    return {one.slug: one.state for one in found.conditions}


@pytest.mark.parametrize("name", ALL)
def test_each_group_gets_its_word_and_the_reason(name: str) -> None:
    found = judge(subject(ALL[name]()))
    assert found.verdict.word == WORD_OF[name]
    assert found.verdict.word in WORDS
    assert found.verdict.because
    assert [one.number for one in found.conditions] == list(range(1, 16))
    assert {one.state for one in found.conditions} <= set(STATES)
    assert all(one.sentence and len(one.evidence) <= 3 for one in found.conditions)
    assert set(found.verdict.decided_by) <= {one.slug for one in found.conditions}


def test_a_circle_without_twelve_weeks_behind_it_is_becoming_one() -> None:
    found = judge(subject(circle(evenings=70)))
    assert found.verdict.word == "becoming-one"
    assert states(found)["backbone"] == "cannot-tell"
    assert "twelve weeks" in found.verdict.because


def test_where_nobody_answers_none_is_said_and_not_a_nought() -> None:
    assert "none answers anybody" in judge(subject(notices())).verdict.because
    [mesh] = [one for one in judge(subject(shop())).conditions if one.slug == "mesh"]
    assert "none stands in an exchange" in mesh.sentence


def test_a_class_in_which_the_teacher_talks_to_everyone_is_no_mesh_however_warm() -> None:
    found = judge(subject(star(), organisers=["老師"]))
    assert found.verdict.word == "group"
    assert states(found)["mesh"] == "partly"
    assert "老師" in found.verdict.because


def test_a_holiday_of_six_weeks_silences_nobody() -> None:
    lines = circle(evenings=150) + [line.replace("01-", "07-") for line in circle(evenings=20)]
    assert word(lines) != "silent"


def test_a_group_that_only_says_received_is_a_broadcast_or_silent() -> None:
    lines = [
        f"{day} 09:0{k} 成員{(n + k) % 9}: {('收到', '👍', '好的', '謝謝')[k]}"
        for n, day in enumerate(days("01-05", 90))
        for k in range(4)
    ]
    assert word(lines) in {"silent", "broadcast"}


TOO_LITTLE = {
    "one message": ["01-05 20:00 甲: 哈囉"],
    "one day": [f"01-05 20:{k:02d} {'甲乙丙'[k % 3]}: 說說第{k}件事" for k in range(40)],
    "two people": [f"{day} 20:00 {'甲乙'[n % 2]}: 說說第{n}件事" for n, day in enumerate(days("01-05", 60))],
    "nineteen messages": [f"{day} 20:00 {'甲乙丙'[n % 3]}: 說說第{n}件事" for n, day in enumerate(days("01-05", 19))],
    "only notices": [f"{day} 20:00 新人{n} joined" for n, day in enumerate(days("01-05", 60))],
}


@pytest.mark.parametrize("name", TOO_LITTLE)
def test_too_little_to_tell_is_said_with_what_would_help(name: str) -> None:
    found = judge(subject(TOO_LITTLE[name]))
    assert found.verdict.word == "cannot-tell"
    assert set(states(found).values()) == {"cannot-tell"}
    assert any(c.isdigit() for c in found.verdict.because)
    assert found.remedies == ()


def test_a_history_without_times_cannot_be_told() -> None:
    found = judge(subject(circle(), times=False))
    assert (found.verdict.word, "dates" in found.verdict.because) == ("cannot-tell", True)


def test_everyone_a_program_cannot_be_told() -> None:
    assert word(circle(), bots=[f"成員0{i}" for i in range(8)]) == "cannot-tell"


def test_only_pictures_are_judged_by_who_and_when_and_say_so() -> None:
    lines = [line.rpartition(": ")[0].replace(": ", "") + " [image]" for line in circle()]
    found = judge(subject(lines))
    assert found.verdict.word in WORDS
    assert states(found)["shared-need"] == "cannot-tell"


def test_an_organiser_who_does_not_occur_is_asked_for() -> None:
    found = judge(subject(circle(), organisers=["Lin"]))
    assert (found.verdict.word, "Lin" in found.verdict.because) == ("cannot-tell", True)


def test_a_gap_of_a_year_is_noted() -> None:
    before = circle(evenings=30)
    gap = [line.replace("01-", "11-") for line in circle(evenings=25)]
    assert any("gap" in note for note in judge(subject(before + gap)).notes)


def test_without_inference_unmarked_answers_are_not_called_silence() -> None:
    assert word(circle(), infer=False) == "cannot-tell"
    assert word(wall(), infer=False) == "broadcast"  # its answers are marked
    assert word(desk(), infer=False) == "group"


def test_the_organisers_rows_given_to_members_and_theirs_to_them_change_the_word() -> None:
    # Three organisers talk with everybody, members talk less among themselves.
    lot, lines = Random(3), []
    for n, day in enumerate(days("01-05", 120)):
        a, b = (f"成員{i}" for i in lot.sample(range(9), 2))
        chief = f"發起人{n % 3}"
        pairs = [(a, chief), (chief, a)][n % 2] * 4 + (a, b, a, b)
        lines += [f"{day} 20:{k:02d} {who}: 這是第{n}天第{k}句話，你怎麼看？" for k, who in enumerate(pairs)]
    told = ["發起人0", "發起人1", "發起人2"]
    swapped = [
        line.replace("發起人", "※").replace("成員6", "發起人0").replace("成員7", "發起人1").replace("成員8", "發起人2")
        .replace("※0", "成員6").replace("※1", "成員7").replace("※2", "成員8")
        for line in lines
    ]  # fmt: skip
    assert word(lines, organisers=told) == "group"
    assert word(swapped, organisers=told) == "community"


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(ALL)), st.integers(0, 99))
def test_renaming_everybody_changes_neither_word_nor_state(name: str, seed: int) -> None:
    rows = make_rows(table(ALL[name]()))
    fresh = list(range(len(rows.people)))
    Random(seed).shuffle(fresh)
    people = tuple(replace(person, name=f"某人{fresh[i]:04d}", faces=()) for i, person in enumerate(rows.people))
    renamed = replace(rows, people=people)
    zone = ZoneInfo("UTC")
    one = judge(make_subject(rows, link(rows), zone=zone))
    other = judge(make_subject(renamed, link(rows), zone=zone))
    assert one.verdict.word == other.verdict.word
    assert states(one) == states(other)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(ALL)), st.integers(0, 99))
def test_the_order_of_rows_in_the_file_changes_nothing(name: str, seed: int) -> None:
    plain = table(ALL[name]())
    order = list(range(len(plain)))
    Random(seed).shuffle(order)
    rows = make_rows(plain.take(order))
    # Rows of one minute keep the file's order, so their seconds are told apart first.
    ranked = make_rows(plain)
    assert sorted(rows.at.tolist()) == ranked.at.tolist()
    seconds = plain.set_column(
        plain.schema.get_field_index("sent_at"), "sent_at",
        _with_seconds(plain),
    )  # fmt: skip
    one, other = make_rows(seconds), make_rows(seconds.take(order))
    zone = ZoneInfo("UTC")
    first, second = (judge(make_subject(r, link(r), zone=zone)) for r in (one, other))
    assert first.verdict.word == second.verdict.word
    assert states(first) == states(second)


def _with_seconds(plain):  # type: ignore[no-untyped-def]
    import pyarrow as pa

    micros = plain["sent_at"].combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False)
    seconds = micros + np.arange(len(micros)) % 60 * 1_000_000 // 60
    return pa.array(np.maximum.accumulate(seconds)).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))


@pytest.mark.parametrize("name", ["circle", "star", "shop", "wall", "notices", "alumni"])
def test_a_twentieth_of_the_rows_lost_or_the_zone_off_by_hours_leaves_the_word(name: str) -> None:
    lines = ALL[name]()
    kept = [line for n, line in enumerate(lines) if (n % 20 != 7 and " ^" not in line) or name in {"star", "wall"}]
    assert word(kept) == WORD_OF[name]
    assert word(lines, zone="Asia/Tokyo") == WORD_OF[name]
    assert word(lines, zone="America/New_York") == WORD_OF[name]


def test_the_margin_ranks_talk_above_broadcast() -> None:
    talk = [mesh_margin(subject(make())) for make in (circle, desk, star, couple)]
    out = [mesh_margin(subject(make())) for make in (shop, wall, notices)]
    assert min(talk) > max(out)
    assert mesh_margin(subject(alumni())) > max(out)


def test_a_large_room_in_which_few_pairs_talk_twice_may_be_a_mesh() -> None:
    lines = circle(members=40, evenings=200)
    found = subject(lines)
    assert found.turns.equals == pytest.approx(1, abs=0.25)  # whoever begins also joins, as often as by lot
    assert states(judge(found))["mesh"] == "holds"


def test_who_only_asks_and_who_only_helps_are_no_mesh() -> None:
    found = subject(desk())
    assert found.turns.equals == 0
    assert states(judge(found))["mesh"] != "holds"
