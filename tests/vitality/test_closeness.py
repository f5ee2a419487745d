"""How near a call is: what came out when a twentieth of the messages was left out, so that each was left out once."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from closeknit import language
from closeknit.report.verdict import close_call
from closeknit.vitality import closeness
from closeknit.vitality.closeness import other_words, thinned
from closeknit.vitality.conditions import judge_conditions
from closeknit.vitality.judging import judge
from tests.vitality.groups import circle, wall
from tests.vitality.stories import subject
from tests.vitality.stress import story


def test_what_is_plain_stays_what_it_is() -> None:
    for lines in (circle(), wall()):
        group = subject(lines)
        assert not other_words(group, judge(group))


def test_a_room_on_the_line_between_a_community_and_a_group_is_a_close_call() -> None:
    group = subject(story("room", "small", 1))
    found = judge(group)
    assert found.verdict.word == "community"
    words = other_words(group, found)
    assert set(words) == {"group"}
    assert 2 <= words["group"] < closeness.READINGS


def test_twenty_messages_are_on_the_line_under_which_nothing_is_said() -> None:
    """One fewer, and the ground rules' floor is not reached."""
    group = subject(circle(evenings=30)[::8][:20])
    words = other_words(group, judge(group))
    assert set(words) <= {"cannot-tell"}


def test_each_message_is_missing_from_one_reading() -> None:
    group = subject(circle())
    lost = [np.setdiff1d(group.said, thinned(group, reading).said) for reading in range(closeness.READINGS)]
    assert sorted(np.concatenate(lost).tolist()) == group.said.tolist()
    assert max(len(some) for some in lost) < len(group.said) / 10


def test_with_a_message_what_answered_it_is_missing_and_nothing_else() -> None:
    group = subject(circle())
    made = thinned(group, 4)
    lost = np.setdiff1d(group.said, made.said)
    assert len(made.exchanges) < len(group.exchanges)
    assert not np.isin(made.exchanges.row, lost).any()
    assert not np.isin(made.exchanges.answered_row, lost).any()
    assert not np.isin(made.links.child, lost).any()


def test_of_very_many_messages_it_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    group = subject(story("room", "small", 1))
    monkeypatch.setattr(closeness, "READ_AT_MOST", len(group.said) - 1)
    assert not other_words(group, judge(group))


@pytest.mark.parametrize(
    ("tongue", "told"),
    [
        ("en", "of 20 readings, each without another twentieth of the messages, 3 gave “A chat group”"),
        ("zh-Hant", "其中 3 次得到「"),
        ("zh-Hans", "其中 3 次得到“"),
    ],
)
def test_it_is_said_in_three_languages(tongue: str, told: str) -> None:
    with language.using(tongue):
        assert told in close_call(Counter({"group": 3, "silent": 1}), 20)


def test_without_evidence_every_state_and_sentence_is_the_same() -> None:
    made = thinned(subject(circle()), 4)
    known = judge(made).measures
    shown, plain = (judge_conditions(replace(made, with_evidence=asked), known) for asked in (True, False))
    assert any(one.evidence for one in shown)
    assert [(one.state, one.sentence) for one in shown] == [(one.state, one.sentence) for one in plain]
