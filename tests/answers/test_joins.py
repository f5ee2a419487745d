"""Which earlier row fits: the join, beside the slow way that anybody can read."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from closeknit.answers.joins import latest_match

KEYS = st.sampled_from([0, 1, 2, -1, 2**61, 2**63 - 1, -(2**63)])


@given(rows=st.lists(KEYS, max_size=20), asked=st.lists(st.tuples(KEYS, st.integers(0, 21)), max_size=20))
def test_the_latest_row_before_each_question_that_has_its_key(rows: list[int], asked: list[tuple[int, int]]) -> None:
    found = latest_match(
        np.array(rows, np.int64),
        np.arange(len(rows)),
        np.array([key for key, _before in asked], np.int64),
        np.array([before for _key, before in asked], np.int64),
    )
    assert found.tolist() == [
        max((row for row, key in enumerate(rows[:before]) if key == wanted), default=-1) for wanted, before in asked
    ]
