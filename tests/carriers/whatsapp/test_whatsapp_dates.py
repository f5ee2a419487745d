"""Every way in which a phone writes the time, and what is told where it says too little."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.whatsapp.dates import BAD, Clocks, Days, tell_order

ARABIC = "٢٥\u200f/٦\u200f/٢٠١٨، ٩:٢٥ م - علي: مرحبا"


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("25/6/18, 1:55 p.m. - Ann: hi", "2018-06-25T13:55:00"),
        ("6/25/18, 12:05 AM - Ann: hi", "2018-06-25T00:05:00"),
        ("25-06-2018, 01.55 PM - Ann: hi", "2018-06-25T13:55:00"),
        ("25.06.18 21.25.15: Ann: hi", "2018-06-25T21:25:15"),
        ("25.6.2018 klo 21.25 - Ann: hi", "2018-06-25T21:25:00"),
        ("[25.6.2018 klo 21.25.15] Ann: hi", "2018-06-25T21:25:15"),
        ("[2018/06/25, 21:25:15] Ann: hi", "2018-06-25T21:25:15"),
        ("[2024/1/5 下午3:04:05] 阿明: 你好", "2024-01-05T15:04:05"),
        ("2024/1/5 凌晨12:30 - 阿明: 你好", "2024-01-05T00:30:00"),
        ("2024/1/5 中午12:10 - 阿明: 你好", "2024-01-05T12:10:00"),
        ("2024/1/5 晚上9:10 - 阿明: 你好", "2024-01-05T21:10:00"),
        ("2024/1/5 午後3:04 - 健: こんにちは", "2024-01-05T15:04:00"),
        ("2018. 6. 25. 오후 9:25 - 이름: 안녕", "2018-06-25T21:25:00"),
        ("24. 1. 5. 오전 12:04 - 이름: 안녕", "2024-01-05T00:04:00"),
        ("25/06/2018 à 21:25 - Zoé: salut", "2018-06-25T21:25:00"),
        ("2018-06-25 21 h 25 - Luc: salut", "2018-06-25T21:25:00"),
        ("21:25, 25/06/2018 - Anh: chào", "2018-06-25T21:25:00"),
        ("[3:04 PM, 5/13/2024] Ann: copied from the web client", "2024-05-13T15:04:00"),
        (ARABIC, "2018-06-25T21:25:00"),
        ("25/6/2561 21:25 - สมชาย: สวัสดี", "2018-06-25T21:25:00"),
        ("[113/1/5 下午3:04:05] 阿明: 民國的年", "2024-01-05T15:04:05"),
        ("5/1/24, 3:04 PM - Ann: an American phone", "2024-05-01T15:04:00"),
        ("05/01/24, 3:04 pm - Ann: an Indian one", "2024-01-05T15:04:00"),
        ("5/1/24, 3:04 अपराह्न - Ann: words with signs above them", "2024-01-05T15:04:00"),
        ("5/1/2567 3:04 หลังเที่ยง - Ann: สวัสดี", "2024-01-05T15:04:00"),
    ],
)
def test_a_phone_anywhere(times, line: str, time: str) -> None:  # type: ignore[no-untyped-def]
    assert times(line) == [time]


@pytest.mark.parametrize(
    ("dates", "order", "guessed"),
    [
        (["01/02/2024", "13/02/2024"], "dmy", False),  # 13 is no month
        (["01/02/2024", "02/13/2024"], "mdy", False),
        (["2024-01-02", "2024-02-01"], "ymd", False),
        (["23/11/26", "23/12/01"], "ymd", False),  # 2001 is before WhatsApp
        (["02/01/2024", "03/01/2024", "01/02/2024"], "dmy", False),  # else it would run backwards
        (["01/02/2024", "01/03/2024", "02/01/2024"], "mdy", False),
        (["04/05/2024", "05/05/2024", "06/05/2024"], "dmy", True),  # the day changes more often
        (["05/04/2024", "05/05/2024", "05/06/2024"], "mdy", True),
        (["05/04/2024"], "dmy", True),
        (["05/05/2024"], "dmy", False),  # the same either way
        ([], "dmy", False),
    ],
)
def test_the_order_of_day_and_month(dates: list[str], order: str, guessed: bool) -> None:
    found = tell_order(dates, "12:00")
    assert (found.order, found.guessed) == (order, guessed)


def test_one_line_that_contradicts_a_long_file_is_the_bad_one(reading) -> None:  # type: ignore[no-untyped-def]
    days = "".join(f"{day}/3/2024, 10:00 - Ann: hi\n" for day in range(1, 29))
    history = reading(f"{days}3/30/2024, 10:00 - Ann: hand-made\n")
    assert dict(history.issues.counts) == {"bad-time": 1}
    assert history.issues.examples[0].line == 29


def test_an_ambiguous_file_is_read_day_first_and_says_so(reading, times) -> None:  # type: ignore[no-untyped-def]
    text = "05/04/2024, 10:00 - Ann: hi"
    assert times(text) == ["2024-04-05T10:00:00"]
    assert dict(reading(text).issues.counts) == {"ambiguous-date": 1}


def test_an_impossible_date_keeps_its_row_without_a_time(rows, reading) -> None:  # type: ignore[no-untyped-def]
    text = "31/02/2024, 10:00 - Ann: never\n01/03/2024, 25:61 - Bob: nor this\n02/03/2024, 10:00 - Bob: ok\n"
    assert [(row["text"], row["sent_at"] is None, row["time_text"]) for row in rows(text)] == [
        ("never", True, "31/02/2024, 10:00"),
        ("nor this", True, "01/03/2024, 25:61"),
        ("ok", False, "02/03/2024, 10:00"),
    ]
    issues = reading(text).issues
    assert [(issue.line, issue.code, issue.lost) for issue in issues.examples] == [
        (1, "bad-time", False),
        (2, "bad-time", False),
    ]


def test_a_clock_that_runs_backwards_is_told_and_the_rows_stay(rows, reading) -> None:  # type: ignore[no-untyped-def]
    text = "13/03/2024, 10:00 - Ann: one\n13/03/2024, 08:00 - Ann: two\n13/03/2024, 07:30 - Ann: summer time\n"
    assert [row["text"] for row in rows(text)] == ["one", "two", "summer time"]
    assert [(i.line, i.code) for i in reading(text).issues.examples] == [(2, "clock-backwards")]


def test_words_that_are_no_half_of_the_day_are_told(reading) -> None:  # type: ignore[no-untyped-def]
    history = reading("13/03/2024 blorp 10:00 - Ann: one\n")
    assert [(i.code, i.detail) for i in history.issues.examples] == [("unknown-value", "blorp")]


def test_the_export_is_precise_to_the_minute_or_the_second(rows) -> None:  # type: ignore[no-untyped-def]
    assert rows("13/03/2024, 10:00 - Ann: x")[0]["time_precision"] == "minute"
    assert rows("[13/03/2024, 10:00:01] Ann: x")[0]["time_precision"] == "second"


@given(st.integers(0, 23), st.integers(0, 59))
def test_law_both_clocks_say_the_same(hour: int, minute: int) -> None:
    clocks = Clocks()
    half = ("AM", "上午", "a. m.", "오전") if hour < 12 else ("PM", "下午", "p. m.", "오후")
    plain = clocks[f", {hour:02}:{minute:02}"]
    assert plain == (hour * 60 + minute) * 60_000_000
    twelve = hour % 12 or 12
    for word in half:
        assert clocks[f", {twelve}:{minute:02}\u202f{word}"] == clocks[f" {word}{twelve}:{minute:02}"] == plain


@given(st.dates(min_value=dt.date(2009, 1, 1), max_value=dt.date(2051, 12, 31)))
def test_law_a_date_is_itself_in_every_order(day: dt.date) -> None:
    written = {
        "dmy": f"{day.day}/{day.month}/{day.year}",
        "mdy": f"{day.month}-{day.day}-{day.year % 100:02}",
        "ymd": f"{day.year}. {day.month}. {day.day}",
    }
    assert len({Days(order)[text] for order, text in written.items()}) == 1


@given(st.text(max_size=40))
def test_law_nothing_that_is_written_raises(text: str) -> None:
    assert Clocks()[text] == BAD or 0 <= Clocks()[text] < 86_400_000_000 + 60_000_000
    for order in ("dmy", "mdy", "ymd"):
        assert isinstance(Days(order)[text], int)
    tell_order([text, text + "1"], text)


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 61), st.integers(0, 61)), min_size=1, max_size=20))
def test_many_clocks_are_read_as_each_alone(parts: list[tuple[int, int, int]]) -> None:
    for shape in (", {:02}:{:02}:{:02}", ", {}:{:02}:{:02}\u202fPM", " 上午{}:{:02}:{:02}"):
        written = [shape.format(*part) for part in parts]
        assert Clocks().read(written) == [Clocks()[clock] for clock in written]
