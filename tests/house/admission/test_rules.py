"""Pure rules of the gate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.house.core.questions import Question
from closeknit.house.features.admission import rules


@pytest.mark.parametrize(("members", "needed"), [(0, 1), (1, 1), (3, 1), (4, 2), (6, 3), (7, 3), (2000, 3)])
def test_half_of_the_members_vouch_one_at_least_three_at_most(members: int, needed: int) -> None:
    assert rules.vouches_needed(members) == needed


@pytest.mark.parametrize(
    ("question", "answer", "fits"),
    [
        (Question("text", "?"), "想加入", False),
        (Question("text", "?"), "每次都停在第三章，想有人等", None),
        (Question("choice", "?", ("a", "b"), (1,)), 1, True),
        (Question("choice", "?", ("a", "b"), (1,)), 0, False),
        (Question("choice", "?", ("a", "b")), 0, None),
        (Question("several", "?", ("a", "b", "c"), (0, 1)), [1, 2], True),
        (Question("several", "?", ("a", "b", "c"), (0, 1)), [2], False),
        (Question("number", "?", least=2), 2, True),
        (Question("number", "?", least=2), 1, False),
        (Question("number", "?"), 1, None),
        (Question("yes_no", "?", wanted="no"), "yes", False),
        (Question("yes_no", "?", wanted="no"), "no", True),
        (Question("yes_no", "?"), "no", None),
    ],
)
def test_what_an_answer_shows(question: Question, answer: object, fits: bool | None) -> None:
    assert rules.fit(question, answer) is fits


def test_answers_are_kept_in_words() -> None:
    question = Question("several", "?", ("陪讀", "借書"))
    assert rules.shown(question, [0, 1]) == "陪讀、借書"


def test_whoever_met_the_fewest_newcomers_is_the_next_host() -> None:
    assert rules.host_of([5, 3, 9], {3: 2, 5: 1}) == 9
    assert rules.host_of([5, 3], {}) == 3
    assert rules.host_of([], {}) is None


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "https://a b", 'https://a"onclick=', "//x"]
)
def test_links_that_run_are_no_links(link: str) -> None:
    assert not rules.usable_link(link)


@given(st.text())
def test_lines_are_short_and_hold_nothing_unseen(text: str) -> None:
    line = rules.tidy_line(text)
    assert len(line) <= rules.LONGEST_NAME
    assert line.isprintable()
