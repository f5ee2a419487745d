"""The window's conversations as a reader finds them."""

import numpy as np

from closeknit.vitality.talks import find_talks
from tests.vitality.groups import circle
from tests.vitality.stories import subject

EVENING = """
01-05 20:00 小滿: 這週誰主持？
01-05 20:03 穀雨 ^1: 我來吧，題目我想想
01-05 20:05 大寒: 有人知道那家書店幾點開嗎？
01-05 20:06 小滿 ^2: 太好了
01-05 20:20 白露 ^2: 十點開，週一休
01-06 09:00 立夏: 早上好，今天讀到第三章
"""


def test_a_conversation_is_what_an_opening_set_going() -> None:
    who = subject(EVENING, infer=False)
    names = [p.name for p in who.rows.people]
    talks = find_talks(who)
    assert (talks.opened, talks.taken_up, len(talks)) == (3, 2, 2)
    first, second = (talks.talk(number) for number in talks.latest(9)[::-1])
    assert [who.rows.text(row)[:2] for row in first.rows] == ["這週", "我來", "太好"]
    assert ({names[i] for i in first.people}, names[first.opened_by]) == ({"小滿", "穀雨"}, "小滿")
    assert (first.answered, first.minutes, first.sureness) == (True, 6.0, 1.0)
    assert (second.minutes, {names[i] for i in second.people}) == (15.0, {"大寒", "白露"})
    assert talks.widest(1) == [talks.latest(2)[1]]  # as many people, one message more


def test_numbers_are_those_of_the_whole_history_though_only_the_window_is_read() -> None:
    who = subject(circle(evenings=150))
    talks = find_talks(who)
    assert talks.first > 0
    for number in talks.latest(5):
        talk = talks.talk(number)
        assert who.in_window[list(talk.rows)].all()
        assert {int(who.rows.person[row]) for row in talk.rows} == set(talk.people)


def test_without_times_a_conversation_has_no_length() -> None:
    talks = find_talks(subject(circle(evenings=20), times=False))
    assert len(talks) > 0
    assert talks.talk(talks.latest(1)[0]).minutes is None


def test_an_empty_window_holds_none() -> None:
    who = subject(EVENING)
    empty = who.during(type(who.window)(0, 1, "told"))
    assert not np.any(empty.in_window)
    assert (len(find_talks(empty)), find_talks(empty).opened) == (0, 0)
