"""Which earlier row fits, and in what order: beside the slow way that anybody can read."""

from itertools import pairwise
from statistics import median_high

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from closeknit.answers.joins import in_order, latest_match
from closeknit.answers.talk import Talk

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


@given(st.lists(st.sampled_from([0, 1, 65_535, 65_536, 65_537, 2**31, 2**33, 2**48 + 1, 2**63 - 1]), max_size=30))
def test_numbers_are_put_in_order_and_equal_ones_stay_as_they_stand(numbers: list[int]) -> None:
    for dtype in (np.int64, np.uint64):
        assert in_order(np.array(numbers, dtype)).tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)


TIMES = st.none() | st.integers(0, 500)


@given(st.lists(st.lists(TIMES, min_size=1, max_size=9), max_size=4))
def test_a_channels_tempo_is_the_median_of_its_gaps(channels: list[list[int | None]]) -> None:
    first = [sum(map(len, channels[:i])) for i, channel in enumerate(channels) for _ in channel]
    seconds = np.array([np.nan if at is None else at for channel in channels for at in channel], np.float64)
    n = len(first)
    talk = Talk(np.array(first, np.int64), np.zeros(n, np.int32), seconds, pa.nulls(n), (), np.full(n, -1))
    wanted = []
    for channel in channels:
        gaps = [max(b - a, 0) for a, b in pairwise(channel) if a is not None and b is not None]
        wanted += [max(median_high(gaps), 1) if gaps else np.nan] * len(channel)
    np.testing.assert_array_equal(talk.tempo, wanted)
