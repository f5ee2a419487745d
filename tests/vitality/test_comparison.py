"""The last examination beside this one: which deeds were done, as far as a history shows it, and what moved."""

from typing import Any

import pytest

from closeknit.examination import Examined
from closeknit.records.history import History
from closeknit.vitality.comparison import compare_with, side_by_side
from closeknit.vitality.findings import Examination
from closeknit.vitality.judging import judge
from tests.vitality.groups import circle, shop
from tests.vitality.stories import days, subject

QUESTION = "有人知道怎麼去那家舊書店嗎？"


def examined(lines: list[str], title: str = "story") -> Examination:
    """A story examined, answers as marked."""
    who = subject(lines, infer=False)
    found = judge(who)
    history = History.joined([])
    return Examined(title, history, who, found.measures, found.conditions, found.verdict, found.remedies)


def old(lines: list[str], remedies: list[dict[str, Any]]) -> dict[str, Any]:
    """What an earlier examination.json held."""
    found = examined(lines)
    return {**found.to_dict(), "remedies": remedies}


def deed(slug: str, people: list[str], messages: list[tuple[str, str]] = ()) -> dict[str, Any]:
    quoted = [{"author": author, "sent_at": at} for author, at in messages]
    return {"slug": slug, "title": f"do {slug}", "people": people, "messages": quoted}


def evenings(first: str, count: int, people: str, lines: int) -> list[str]:
    return [
        f"{day} 20:{m:02d} {people[m % len(people)]}{' ^1' if m else ''}: 今天讀第{m}章，覺得如何"
        for day in days(first, count)
        for m in range(lines)
    ]


BEFORE = [
    *evenings("01-05", 30, "甲乙丙", 8),
    f"02-05 21:00 新人: {QUESTION}",
    "02-06 20:00 甲: 今天先到這裡，明天再說",
]
LATER = evenings("02-10", 20, "甲乙", 6)
ASKED = ("新人", "2026-02-05T21:00:00+00:00")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (["02-07 09:00 甲 ^2: 坐地鐵二號線，出來右轉就是"], "done"),
        (["02-07 09:00 甲: 大家早安，今天天氣真好"], "not-seen"),
    ],
)
def test_a_question_was_taken_up_or_not(answer: list[str], state: str) -> None:
    then = old(BEFORE, [deed("answer-questions", ["新人"], [ASKED])])
    told = compare_with(examined([*BEFORE, *answer, *LATER]), then)
    assert [(d.kind, d.state, d.of) for d in told.done] == [("answered", state, 1)]
    assert told.new > 0


def test_who_was_written_to_has_come_back_or_not() -> None:
    then = old(BEFORE, [deed("write-to-old", ["丙", "新人"])])
    told = compare_with(examined([*BEFORE, *LATER, "03-02 20:00 丙: 我回來了，這陣子太忙"]), then)
    assert [(d.kind, d.state, d.done, d.of) for d in told.done] == [("wrote", "partly", 1, 2)]


def test_two_were_introduced() -> None:
    then = old(BEFORE, [deed("introduce", ["丙", "新人", "甲"])])
    met = ["02-20 09:00 丙: 新人你讀到哪了，我也卡在那裡", "02-20 09:01 新人 ^1: 第三章，一起慢慢讀吧"]
    assert compare_with(examined(sorted([*BEFORE, *LATER, *met])), then).done[0].state == "done"
    assert compare_with(examined([*BEFORE, *LATER]), then).done[0].state == "not-seen"


def test_what_a_chat_does_not_show_is_not_told() -> None:
    then = old(BEFORE, [deed("ask-host", ["乙"]), deed("never-heard-of", [])])
    told = compare_with(examined([*BEFORE, *LATER]), then)
    assert [(d.kind, d.state) for d in told.done] == [("", "cannot-tell")] * 2


def test_without_a_new_day_nothing_can_be_told() -> None:
    then = old(BEFORE, [deed("write-to-old", ["丙"])])
    told = compare_with(examined(BEFORE), then)
    assert (told.done[0].state, told.word_before) == ("cannot-tell", told.word_after)
    assert all(one.before == one.after for one in told.shifted)
    assert all(one.before == pytest.approx(one.after, rel=1e-4) for one in told.moved)


def test_people_are_found_by_the_name_that_they_bore() -> None:
    then = old(BEFORE, [deed("write-to-old", ["nobody of this name"])])
    assert compare_with(examined([*BEFORE, *LATER]), then).done[0].state == "cannot-tell"


def test_groups_stand_in_the_order_given() -> None:
    first, second = examined(circle(members=8), "a"), examined(shop(), "b")
    found, turned = side_by_side([first, second]), side_by_side([second, first])
    assert [g.title for g in found.groups] == ["a", "b"]
    for slug, (_title, states) in found.conditions.items():
        assert states == turned.conditions[slug][1][::-1]
    for slug, values in found.measures.items():
        assert values == turned.measures[slug][::-1]
