"""Times of one shape, read by vectors: what `datetime` says of each, or nothing at all."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.records.instant import epoch_micros
from closeknit.sources.stamps import read_alike, read_epochs, read_numbers_alike

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
YEARS = st.datetimes().map(lambda when: when.replace(year=1904 + when.year % 296 // 4 * 4))
MOMENTS = st.lists(YEARS, min_size=1, max_size=20)


def exact(when: datetime) -> int:
    return (when - EPOCH) // timedelta(microseconds=1)


@given(MOMENTS, st.sampled_from([" ", "T"]), st.sampled_from(["seconds", "milliseconds", "microseconds"]))
def test_wall_times_are_what_datetime_says(moments: list[datetime], between: str, fineness: str) -> None:
    written = [when.isoformat(between, fineness) for when in moments]
    read = read_alike(written)
    assert read is not None
    assert not read.instant
    assert read.precision == fineness.removesuffix("s")
    assert read.micros.tolist() == [exact(datetime.fromisoformat(one).replace(tzinfo=UTC)) for one in written]


@given(MOMENTS, st.lists(st.integers(-14 * 60, 14 * 60), min_size=20, max_size=20))
def test_instants_are_what_datetime_says(moments: list[datetime], shifts: list[int]) -> None:
    zones = [timezone(timedelta(minutes=shift)) for shift in shifts]
    written = [when.replace(tzinfo=zone).isoformat("T", "milliseconds") for when, zone in zip(moments, zones)]
    read = read_alike(written)
    assert read is not None
    assert read.instant
    assert read.micros.tolist() == [exact(datetime.fromisoformat(one)) for one in written]


@pytest.mark.parametrize(
    "stamps",
    [
        [],
        ["2024-02-30 00:00:00"],
        ["2023-02-29 00:00:00"],
        ["2024-13-01 00:00:00"],
        ["1899-12-31 23:59:59"],
        ["2200-01-01 00:00:00"],
        ["2024-01-05 24:00:00"],
        ["2024-01-05 15:60:00"],
        ["2024-01-05 15:04:60"],
        ["2024-01-05 15:04"],
        ["2024-1-5 15:04:05"],
        ["2024-01-05 15:04:05", "2024-01-05T15:04:05"],
        ["2024-01-05 15:04:05", "2024/01/05 15:04:05"],
        ["2024-01-05 15:04:05", "2024-01-05 15:04:5"],
        ["2024-01-05 15:04:05", "2024-01-05 15:04:0٥"],
        ["2024-01-05T15:04:05+08:00", "2024-01-05T15:04:05,08:00"],
        ["2024-01-05T15:04:05+23:00"],
        ["2024-01-05 15:04:05 "],
        ["昨天 15:04"],
    ],
)
def test_what_is_not_of_one_sound_shape_is_left_alone(stamps: list[str]) -> None:
    assert read_alike(stamps) is None


@given(st.lists(st.integers(3 * 10**7, 10**13 - 1), min_size=1, max_size=20))
def test_epochs_are_what_the_reader_of_one_says_or_nothing(values: list[int]) -> None:
    read = read_epochs(values)
    if read is None:
        assert min(values) < 10**10 <= max(values)
    else:
        assert read.tolist() == [epoch_micros(value) for value in values]


@pytest.mark.parametrize("values", [[], [0], [None], ["1704438245"], [1704438245.0], [True], [10**13], [10**30]])
def test_what_is_no_plain_epoch_is_left_alone(values: list[object]) -> None:
    assert read_epochs(values) is None


@given(st.lists(st.floats(3 * 10**7, 9 * 10**9, exclude_max=True), min_size=1, max_size=20))
def test_fractions_are_rounded_as_the_reader_of_one_does(values: list[float]) -> None:
    read = read_epochs(values, fractions=True)
    assert read is not None
    assert read.tolist() == [epoch_micros(value) for value in values]


def test_what_is_finer_than_a_microsecond_is_cut() -> None:
    read = read_alike(["2024-01-05T15:04:05.1234567+08:00", "2024-01-05T15:04:06.0000009+08:00"])
    assert read is not None
    assert [micros % 1_000_000 for micros in read.micros.tolist()] == [123_456, 0]


@pytest.mark.parametrize(
    "texts", [["a 01-22", "a 03-4"], ["a 01-22", "b 03-44"], ["a 01-22", "a 03-4٤"], ["a 01-22", 5]]
)
def test_numbers_of_another_shape_are_left_alone(texts: list[object]) -> None:
    shape = re.fullmatch(r"a (\d\d)-(\d\d)", "a 01-22")
    assert shape is not None
    assert read_numbers_alike(texts, shape) is None
    read = read_numbers_alike(["a 01-22", "a 99-00"], shape)
    assert read is not None
    assert [numbers.tolist() for numbers in read] == [[1, 99], [22, 0]]
