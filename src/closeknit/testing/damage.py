"""Damages files the way disks, spreadsheets, editors and hostile people do, the same way for the same seed."""

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

_VALUE = re.compile(rb'(:\s*)("(?:[^"\\]|\\.){0,200}"|-?\d[\d.eE+-]*|null|true|false|\[\]|\{\})')
_NUMBER = re.compile(rb"\d+")
_ODD: Final = (
    b"null", b"{}", b"[]", b'""', b"-1", b"0", b"1e400", b"true", b'"x"', b"[[]]", b'{"a":1}', b"99999999999999999999",
    b'"\\ud83d"', b'"\\u0000"', b'"31/02/2024"', b"[null]", b'["", null, 1, {}]', b"1704438245.5", b"-62135596800000",
)  # fmt: skip
_WORDS: Final = (
    b"\x00", b"\xff\xfe", b"\r", b"\r\n\r\n", b'"', b"'", b"{", b"[", b"]", b"}", b",", b";", b"\t", b"\\", b"<",
    b"&#", b"&", b": ", b"=1+1", b"<script>", b"[CQ:", b"<msg>", b"\xe2\x80\xae", b"\xe2\x80\x8f", b"\xef\xbb\xbf",
    b"\xf0\x9f\x91\x8d", b"\xed\xa0\xbd", b"\xef\xbf\xbd", b"9" * 400, b"[" * 300, b" " * 2000,
    b"31/02/2024, 25:61 - ", b"0000-00-00 00:00:00",
)  # fmt: skip


def damaged(data: bytes, other: bytes, seed: int) -> bytes:
    """`data` with one to three wounds; `other` lends pieces for splicing."""
    dice = random.Random(seed)
    for _wound in range(dice.randint(1, 3)):
        data = dice.choice(_WOUNDS)(data, other, dice)
    return data


def _cut_off(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    return data[: dice.randint(0, len(data))]


def _cut_out(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    start = dice.randint(0, len(data))
    return data[:start] + data[start + dice.randint(1, 200) :]


def _flip_bits(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    out = bytearray(data)
    for _flip in range(dice.randint(1, 8) if out else 0):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def _splice(data: bytes, other: bytes, dice: random.Random) -> bytes:
    start, place = dice.randint(0, len(other)), dice.randint(0, len(data))
    return data[:place] + other[start : start + dice.randint(1, 400)] + data[place:]


def _repeat(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    start = dice.randint(0, len(data))
    return data[:start] + data[start : start + dice.randint(1, 400)] * dice.randint(2, 5) + data[start:]


def _insert(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    place = dice.randint(0, len(data))
    return data[:place] + dice.choice(_WORDS) + data[place:]


def _shuffle_lines(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _other_value(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    """A value of JSON becomes one of another type."""
    return _replace(data, _VALUE, dice, lambda found: found[1] + dice.choice(_ODD))


def _other_number(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    return _replace(data, _NUMBER, dice, lambda _found: str(dice.choice((0, 13, 99, 10**12, 10**30))).encode())


def _replace(
    data: bytes, pattern: re.Pattern[bytes], dice: random.Random, with_what: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    places = list(pattern.finditer(data))
    for found in sorted(dice.sample(places, min(len(places), dice.randint(1, 3))), key=lambda m: -m.start()):
        data = data[: found.start()] + with_what(found) + data[found.end() :]
    return data


_WOUNDS: Final[Sequence[Callable[[bytes, bytes, random.Random], bytes]]] = (
    _cut_off, _cut_out, _flip_bits, _splice, _repeat, _insert, _insert, _shuffle_lines, _other_value, _other_value,
    _other_number,
)  # fmt: skip
