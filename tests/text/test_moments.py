"""Dates and times in the shapes that people and programs write."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.text.moments import Moment, Moments, epoch, learn_order, serial


def shown(when: Moment | str | None) -> str:
    if not isinstance(when, Moment):
        return str(when)
    at = datetime(1970, 1, 1) + timedelta(microseconds=when.micros)  # noqa: DTZ001 - a wall time has no zone
    return f"{at.isoformat(' ')}{'Z' if when.instant else ''} {when.precision}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024/1/5 15:04", "2024-01-05 15:04:00 minute"),
        ("2024-01-05 15:04:05", "2024-01-05 15:04:05 second"),
        ("2024年1月5日 15:04", "2024-01-05 15:04:00 minute"),
        ("2024年1月5日下午3点04分", "2024-01-05 15:04:00 minute"),
        ("2024/1/5（五） 上午12:01", "2024-01-05 00:01:00 minute"),
        ("2024/1/5 中午12:30", "2024-01-05 12:30:00 minute"),
        ("2024-01-05 15:04:05.123", "2024-01-05 15:04:05.123000 millisecond"),
        ("2024-01-05T07:04:05.123456Z", "2024-01-05 07:04:05.123456Z microsecond"),
        ("2024-01-05 15:04:05 +0800", "2024-01-05 07:04:05Z second"),
        ("2024-01-05 15:04 (UTC+8)", "2024-01-05 07:04:00Z minute"),
        ("Fri, 5 Jan 2024 15:04:05 +0800", "2024-01-05 07:04:05Z second"),
        ("Jan 5, 2024 3:04 PM", "2024-01-05 15:04:00 minute"),
        ("5 January 2024 at 15:04", "2024-01-05 15:04:00 minute"),
        ("12-Jul-19 08:37 AM", "2019-07-12 08:37:00 minute"),
        ("15:04, 5/1/2024", "2024-01-05 15:04:00 minute"),
        ("5.1.24", "2024-01-05 00:00:00 day"),
        ("20240105", "2024-01-05 00:00:00 day"),
        ("20240105150405", "2024-01-05 15:04:05 second"),
        ("1704438245", "2024-01-05 07:04:05Z second"),
        ("1704438245000", "2024-01-05 07:04:05Z millisecond"),
        ("45296.6277777778", "2024-01-05 15:04:00 second"),
        ("2024-01-05 15:04 CST", "2024-01-05 15:04:00 minute"),
        ("\t2024-01-05", "2024-01-05 00:00:00 day"),
        ("5/1/2024 3:04 p. m.", "2024-01-05 15:04:00 minute"),
        ("5/1/2024 12:04 a.\u00a0m.", "2024-01-05 00:04:00 minute"),
        ("05.01.2024 15:04 Uhr", "2024-01-05 15:04:00 minute"),
        ("113/1/5 15:04", "2024-01-05 15:04:00 minute"),
        ("民國113年1月5日 下午3:04", "2024-01-05 15:04:00 minute"),
        ("5/1/2567 15:04", "2024-01-05 15:04:00 minute"),
        ("２０２４/1/5 15：04", "2024-01-05 15:04:00 minute"),
        ("31/02/2024 10:00", "bad-time"),
        ("2024-02-30 10:00", "bad-time"),
        ("2024-01-05 25:00", "bad-time"),
        ("9999-12-31 10:00", "bad-time"),
        ("yesterday's cake", "bad-time"),
        ("", "bad-time"),
        ("9" * 100_000, "bad-time"),
        ("15:04", "no-date"),
        ("昨天 15:04", "no-date"),
        ("星期三 15:04", "no-date"),
        ("01-05 15:04", "no-year"),
        ("1月5日 15:04", "no-year"),
    ],
)
def test_a_time_is_read_or_what_it_lacks_is_told(text: str, expected: str) -> None:
    assert shown(Moments().read(text)) == expected


def test_day_and_year_may_be_given() -> None:
    assert shown(Moments(day=date(2024, 1, 5)).read("15:04")) == "2024-01-05 15:04:00 minute"
    assert shown(Moments(day=date(2024, 1, 1)).read("昨天 15:04")) == "2023-12-31 15:04:00 minute"
    assert shown(Moments(year=2024).read("2/29 15:04")) == "2024-02-29 15:04:00 minute"
    assert shown(Moments(year=2023).read("02-29 15:04")) == "bad-time"


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/5/2024", "1/13/2024"], ("mdy", True)),
        (["13/1/2024 10:00", "1/2/2024 10:00"], ("dmy", True)),
        (["1/5/2024", "2/5/2024", "3/5/2024", "4/5/2024"], ("dmy", True)),
        (["5/1/2024", "5/2/2024", "5/3/2024", "5/4/2024"], ("mdy", True)),
        (["24/1/5", "24/1/6"], ("ymd", True)),
        (["05.01.2024"], ("dmy", True)),
        (["1/5/2024"], ("dmy", False)),
        (["2024-01-05", "garbage"], ("dmy", True)),
    ],
)
def test_the_order_is_learnt_from_the_column(texts: list[str], order: tuple[str, bool]) -> None:
    assert learn_order(texts) == order


@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_python_writes_is_read_back(at: datetime) -> None:
    found = Moments().read(at.isoformat())
    assert isinstance(found, Moment)
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=found.micros) == at


DAYS = (
    "5-Jan-24",
    "2024/1/5",
    "5/1/2024",
    "31.12.2023",
    "今天",
    "1/5",
    "5/13/2024",
    "２０２４/1/6",
    "Fri",
    "113/1/5",
    "x",
)
CLOCKS = (
    "03:04 PM",
    "下午3:04",
    "下午 3:04",
    "12:05 AM",
    "24:05",
    "3:04:05 pm",
    "15:04:05",
    "15:04+08:00",
    "9:99",
    "中午12:30",
)


@given(
    st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from((" ", "  ", ", ")), st.sampled_from(CLOCKS)), min_size=2)
)
def test_law_what_was_read_before_changes_nothing(column: list[tuple[str, str, str]]) -> None:
    moments = Moments(day=date(2024, 1, 5), year=2024)
    for text in map("".join, column):
        assert moments.read(text) == Moments(day=date(2024, 1, 5), year=2024).read(text), text


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(Moments().read(text), Moment | str)


def test_numbers_outside_every_unit_are_no_time() -> None:
    assert epoch(12345) is None
    assert serial(7) is None
