"""Money as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.text.amounts import currency_of, read_amount


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("¥35.00", (3500, "XXX")),
        ("￥１，０６６．５元", (106650, "XXX")),
        ("NT$1,500", (150000, "TWD")),
        ("HK$ 12", (1200, "HKD")),
        ("RMB 8.8", (880, "CNY")),
        ("1.234,56 €", (123456, "EUR")),
        ("12,50", (1250, "XXX")),
        ("1,234", (123400, "XXX")),
        ("(200)", (-20000, "XXX")),
        ("-3.50", (-350, "XXX")),
        ("3.50-", (-350, "XXX")),
        ("JPY 1,000", (1000, "JPY")),
        ("1.234", None),
        ("12,34,56", None),
        ("三十元", None),
        ("", None),
        ("1e9", None),
        ("=1+1", None),
    ],
)
def test_an_amount_is_an_integer_of_the_smallest_unit(words: str, expected: tuple[int, str] | None) -> None:
    assert read_amount(words) == expected


def test_the_column_says_the_currency_where_the_cell_does_not() -> None:
    assert read_amount("35", "TWD") == (3500, "TWD")
    assert read_amount("1.234", "KWD") == (1234, "KWD")
    assert read_amount("US$35", "TWD") == (3500, "USD")
    assert currency_of("金額（NT$）") == "TWD"
    assert currency_of("firm") is None


@given(st.integers(0, 10**12))
def test_what_is_written_with_commas_is_read_back(cents: int) -> None:
    assert read_amount(f"{cents // 100:,}.{cents % 100:02}") == (cents, "XXX")


@given(st.text(max_size=60))
def test_any_words_are_read_or_not(words: str) -> None:
    found = read_amount(words)
    assert found is None or isinstance(found[0], int)
