"""Groups that are communities by their making may be called so, whether their export marks answers or hides them."""

from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from closeknit.answers.linking import link
from closeknit.records.rows import make_rows
from closeknit.vitality.judging import judge
from closeknit.vitality.subject_making import make_subject
from tests.vitality.lively import GROUPS, history

LIVING = {"community", "becoming-one"}


def word(name: str, *, marked: bool) -> str:
    rows = make_rows(history(name, 0, marked=marked))
    return judge(make_subject(rows, link(rows), zone=ZoneInfo("UTC"))).verdict.word


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "hidden"])
def test_most_lively_histories_are_called_living_and_none_what_it_is_not(marked: bool) -> None:
    words = Counter(word(name, marked=marked) for name in GROUPS)
    assert set(words) <= {*LIVING, "group"}, words
    assert sum(words[one] for one in LIVING) >= 7, words
