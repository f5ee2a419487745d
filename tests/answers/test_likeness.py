"""What two texts share is found whatever their script, and what is everywhere counts little."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from closeknit.answers.likeness import earlier, planes, scale
from closeknit.answers.symbols import symbols
from closeknit.answers.words import tokens


def share(*texts: str) -> list[float]:
    """Share of the last text's weight that each earlier one has, the nearest first."""
    shared, _heaviest, weight = planes(tokens(symbols(pa.array(texts))), len(texts), 10)
    return [round(float(x), 2) for x in shared[1 : len(texts), -1] / weight[-1]]


def test_the_same_text_is_shared_whole_and_another_not_at_all() -> None:
    assert share("dentist near the station", "weather", "Dentist near the station") == [0.0, 1.0]
    assert share("週六下午三點圖書館", "今天好冷", "週六下午三點圖書館") == [0.0, 1.0]


def test_scripts_case_and_width_do_not_part_what_is_alike() -> None:
    assert share("圖書館門口", "图书馆门口") == [1.0]
    assert share("ＤＥＮＴＩＳＴ station", "dentist Station") == [1.0]


def test_a_rare_word_weighs_more_than_one_that_everybody_uses() -> None:
    crowd = ["ok then"] * 400
    near = share(*crowd, "ok dentist", "ok station", "dentist then ok")
    assert near[1] > near[0]


def test_row_zero_is_no_message() -> None:
    shared, heaviest, _weight = planes(tokens(symbols(pa.array(["same", "same"]))), 2, 5)
    assert shared.shape == heaviest.shape == (6, 2)
    assert not shared[0].any()
    assert not shared[:, 0].any()


@given(st.lists(st.lists(st.sampled_from(["tea", "boat", "mend", "茶"]), max_size=3), min_size=2, max_size=20))
def test_what_is_shared_with_each_of_the_messages_before(said: list[list[str]]) -> None:
    found = tokens(symbols(pa.array([" ".join(words) for words in said])))
    shared, heaviest, _weight = planes(found, len(said), 4)
    together = [[bool(i >= d and set(said[i]) & set(said[i - d])) for i in range(len(said))] for d in range(1, 5)]
    assert (shared[1:] > 0).tolist() == (heaviest[1:] > 0).tolist() == together


def test_nothing_at_all() -> None:
    shared, _heaviest, weight = planes(tokens(symbols(pa.array(["", None, "!!"]))), 3, 4)
    assert not shared.any()
    assert np.isfinite(scale(weight)).all()


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=12), st.integers(1, 6), st.data())
def test_a_plane_of_earlier_values(values: list[int], width: int, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(values) - 1))
    high = data.draw(st.integers(low + 1, len(values)))
    plane = earlier(np.array(values), low, high, width, 99)
    expected = [[values[i - d] if i >= d else 99 for i in range(low, high)] for d in range(1, width + 1)]
    assert plane.tolist() == expected
