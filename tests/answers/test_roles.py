"""Who asks, who answers, and how many share a thread: counted by hand in a talk one can read."""

import numpy as np
import pyarrow as pa

from closeknit.answers.marks import MARKS, marks
from closeknit.answers.roles import opened_and_answered, speakers
from closeknit.answers.symbols import symbols
from closeknit.answers.words import tokens

ANA, BEN, CID = 0, 1, 2


def test_a_thread_counts_each_person_once_from_when_they_join() -> None:
    people = np.array([ANA, BEN, ANA, CID, BEN, CID], np.int32)
    thread = np.array([0, 0, 0, 3, 0, 0])  # Cid opens something of his own, then joins the first
    assert speakers(people, thread).tolist() == [1, 2, 2, 1, 2, 3]


def test_who_opened_and_who_answered_is_counted_before_each_message() -> None:
    people = np.array([ANA, BEN, ANA, BEN, ANA], np.int32)
    opening = np.array([1, 0, 1, 0.25, 0], np.float32)
    opened, answered = opened_and_answered(people, opening)
    np.testing.assert_allclose(np.expm1(opened), [0, 0, 1, 0, 2], atol=1e-6)
    np.testing.assert_allclose(np.expm1(answered), [0, 0, 0, 1, 0], atol=1e-6)


def test_only_what_a_person_did_lately_says_whether_they_ask() -> None:
    opening = np.concatenate((np.ones(30), np.zeros(30))).astype(np.float32)
    opened, answered = opened_and_answered(np.zeros(60, np.int32), opening)
    np.testing.assert_allclose(np.expm1(opened[[30, 59]]), [20, 0], atol=1e-4)
    np.testing.assert_allclose(np.expm1(answered[[30, 59]]), [0, 20], atol=1e-4)


def seen(text: str) -> set[str]:
    """The marks of a text that are set."""
    read = symbols(pa.array([text]))
    return {name for name, value in zip(MARKS, marks(read, tokens(read))[0]) if value} - {"length"}


def test_who_is_spoken_of_is_marked_in_both_scripts_and_languages() -> None:
    assert seen("How do I get there") == {"asking", "i"}
    assert seen("You could walk") == {"you"}
    assert seen("你可以走路") == {"you", "assent"}
    assert seen("我不知道") == {"i"}
    assert seen("誰有空") == seen("谁有空") == {"asking"}
    assert seen("walk along the river") == set()
