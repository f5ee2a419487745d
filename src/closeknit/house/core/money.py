"""Money: whole numbers of a currency's smallest unit, never a fraction."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

DIGITS: Final = {"TWD": 0, "JPY": 0, "KRW": 0, "VND": 0, "CNY": 2, "HKD": 2, "MOP": 2, "SGD": 2, "MYR": 2, "USD": 2,
                 "EUR": 2, "GBP": 2, "AUD": 2, "CAD": 2, "NZD": 2, "CHF": 2}  # fmt: skip
"""Decimal places in use; the new Taiwan dollar has two in ISO 4217 and none in life."""

_AMOUNT: Final = re.compile(r"-?\d{1,3}(?:,?\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in the smallest unit of `currency`. Sums of two currencies are a bug (ValueError)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in DIGITS:
            raise ValueError(self.currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """Read `1,234.50` as a person types it; ValueError for anything else, or for more places than there are."""
        typed = text.strip().replace("，", ",")
        if not _AMOUNT.fullmatch(typed):
            raise ValueError(text)
        minor = Decimal(typed.replace(",", "")).scaleb(DIGITS[currency])
        if minor != minor.to_integral_value():
            raise ValueError(text)
        return cls(int(minor), currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency}")
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * int(times), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def split(self, parts: int) -> "list[Money]":
        """Equal parts whose sum is exact: the first ones are one smallest unit larger. `parts` ≥ 1."""
        share, rest = divmod(self.minor, parts)
        return [Money(share + (i < rest), self.currency) for i in range(parts)]

    def __str__(self) -> str:
        places = DIGITS[self.currency]
        return f"{self.currency} {Decimal(self.minor).scaleb(-places):,.{places}f}"
