"""Times of one shape, read by vectors: what `datetime` says of each, or nothing at all."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.sources.stamps import read_alike

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.lists(st.datetimes(), min_size=1, max_size=20)


def exact(when: datetime) -> int:
    return (when - EPOCH) // timedelta(microseconds=1)


@given(MOMENTS, st.sampled_from([" ", "T"]), st.sampled_from(["seconds", "milliseconds", "microseconds"]))
def test_wall_times_are_what_datetime_says(moments: list[datetime], between: str, fineness: str) -> None:
    written = [when.isoformat(between, fineness) for when in moments]
    read = read_alike(written)
    assert read is not None
    assert not read.instant
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
        ["0000-01-01 00:00:00"],
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
