"""Money as people and programs write it: signs, separators, full-width digits, the unit behind or in front.

An amount is a whole number of the smallest unit of its currency (cents, 分; yen have none). What cannot be read
for certain is not read: the sign ¥ alone names no currency, and 1.234 in a currency of cents is no amount.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Final

NO_CURRENCY: Final = "XXX"
"""ISO 4217's own code for no currency: what is written where none is named."""
_PLACES: Final = {
    **dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_SIGNS: Final = (
    ("NT$", "TWD"), ("NTD", "TWD"), ("新臺幣", "TWD"), ("新台幣", "TWD"), ("新台币", "TWD"), ("TWD", "TWD"),
    ("HK$", "HKD"), ("港幣", "HKD"), ("港币", "HKD"), ("HKD", "HKD"), ("MOP", "MOP"), ("澳門幣", "MOP"),
    ("RMB", "CNY"), ("CNY", "CNY"), ("人民幣", "CNY"), ("人民币", "CNY"), ("CN¥", "CNY"),
    ("S$", "SGD"), ("SGD", "SGD"), ("RM", "MYR"), ("MYR", "MYR"), ("US$", "USD"), ("USD", "USD"), ("A$", "AUD"),
    ("AUD", "AUD"), ("C$", "CAD"), ("CAD", "CAD"), ("JP¥", "JPY"), ("JPY", "JPY"), ("日圓", "JPY"), ("円", "JPY"),
    ("€", "EUR"), ("EUR", "EUR"), ("£", "GBP"), ("GBP", "GBP"), ("₩", "KRW"), ("KRW", "KRW"), ("CHF", "CHF"),
    ("₹", "INR"), ("INR", "INR"), ("฿", "THB"), ("THB", "THB"), ("₫", "VND"), ("VND", "VND"),
)  # fmt: skip
_LONGEST_FIRST: Final = sorted((sign for sign, _code in _SIGNS), key=len, reverse=True)
_LOOSE: Final = re.compile(r"[¥￥$元圓块塊整正\s'’_]+")
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+(?:[.,]\d+)?")
_LONGEST: Final = 40


def currency_of(words: str) -> str | None:
    """The currency that words name (`金額(NT$)`, `RMB`); None where they name none, or only ¥, $ or 元."""
    plain = unicodedata.normalize("NFKC", words[:200]).upper()
    return next((code for sign, code in _SIGNS if _stands(sign, plain)), None)


def _stands(sign: str, plain: str) -> bool:
    """Whether a sign stands in the words, and not inside a longer one (RM in FIRM)."""
    at = plain.find(sign)
    while at >= 0:
        before, after = plain[at - 1 : at] if at else "", plain[at + len(sign) : at + len(sign) + 1]
        joined = (sign[0].isascii() and sign[0].isalpha() and before.isascii() and before.isalpha()) or (
            sign[-1].isascii() and sign[-1].isalpha() and after.isascii() and after.isalpha()
        )
        if not joined:
            return True
        at = plain.find(sign, at + 1)
    return False


@lru_cache(maxsize=1 << 16)
def read_amount(words: str, currency: str | None = None) -> tuple[int, str] | None:
    """(amount in the smallest unit, its currency); negative where it is written so; None where it is no amount.

    `currency` is what the table says of the whole column; a sign beside the number goes before it.
    """
    plain = unicodedata.normalize("NFKC", words[: _LONGEST * 2]).strip()
    if not plain or len(plain) > _LONGEST:
        return None
    found = currency_of(plain)
    body = plain.upper()
    for sign in _LONGEST_FIRST:
        body = body.replace(sign, "")
    body = _LOOSE.sub("", body)
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1]
    for sign in ("-", "−", "–"):
        if body.startswith(sign) or body.endswith(sign):
            negative, body = not negative, body.strip(sign)
    body = body.removeprefix("+")
    if not _NUMBER.fullmatch(body):
        return None
    code = found or currency or NO_CURRENCY
    value = _decimal(body) * 10 ** _PLACES.get(code, 2)
    if value != value.to_integral_value():
        return None
    return (-int(value) if negative else int(value)), code


def _decimal(body: str) -> Decimal:
    """The number: of two kinds of separators the last one is the decimal sign, and so is a lone comma before
    one or two digits."""
    comma, point = body.rfind(","), body.rfind(".")
    if comma > point >= 0:
        return Decimal(body.replace(".", "").replace(",", "."))
    if comma >= 0 > point and len(body) - comma - 1 in {1, 2} and body.count(",") == 1:
        return Decimal(body.replace(",", "."))
    return Decimal(body.replace(",", ""))
