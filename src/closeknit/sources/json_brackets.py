"""Finds where JSON values begin and end by counting brackets: slow, and right on what cannot be decoded yet."""

import re
from typing import Any, Final

import msgspec

_DEEPEST: Final = 900
"""No decoder goes deeper, and no chat."""
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{}]', re.DOTALL)  # a lone quote: the string is cut off
_BARE = re.compile(rb'\s*(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^,\]\s{\["]+)')

_GAP = re.compile(rb"\s*,\s*")
_FIRST_KEY = re.compile(rb'\{\s*"[^"\\]{0,100}"\s*:')
_TRAILING = re.compile(r"trailing characters \(byte (\d+)\)")


def stopped_at(error: Exception) -> int:
    """Where an array closed before the end of what was to be decoded, by the decoder's word: behind the bracket that
    was put in front. 0 where it stopped for another reason."""
    trailing = _TRAILING.search(str(error))
    return int(trailing[1]) - 2 if trailing else 0  # counted from 1


def array_end(decoder: Any, data: bytes) -> int:
    """Where the array ends whose opening bracket stood before `data`, if it ends there and is sound; else 0."""
    try:
        decoder.decode(b"".join((b"[", data)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return stopped_at(error)
    return len(data)


def between_items(data: bytes) -> bytes | None:
    """The bytes between the first two items of an array of objects: `}`, the gap and the first key. None where
    there is no second item within `data`, or the first is no object.
    """
    end = item_end(data, 0)
    gap = _GAP.match(data, end) if end is not None else None
    first_key = _FIRST_KEY.match(data)
    if end is None or gap is None or first_key is None:
        return None
    return data[end - 1 : gap.end()] + first_key.group()


def item_end(data: bytes, start: int) -> int | None:
    """Where the object or array that begins at `start` ends, or None where it does not within `data`.

    Raises RecursionError where it is nested deeper than anything that could be decoded.
    """
    depth = 0
    if data[start : start + 1] not in {b"{", b"["}:  # a bare value: it ends before the next comma or bracket
        match = _BARE.match(data, start)
        return match.end() if match and match.end() < len(data) else None
    for token in _TOKEN.finditer(data, start):
        sign = data[token.start()]
        if sign in b"{[":
            depth += 1
            if depth > _DEEPEST:
                raise RecursionError(depth)
        elif sign in b"}]":
            depth -= 1
            if depth == 0:
                return token.end()
        elif token.end() - token.start() == 1:
            return None
    return None


def innermost(before: bytes) -> dict[str, Any]:
    """The innermost object that is still open at the end of `before`, decoded as far as it stands."""
    stack: list[int] = []
    for token in _TOKEN.finditer(before):
        sign = before[token.start()]
        if sign in b"{[":
            stack.append(token.start())
            if len(stack) > _DEEPEST:
                return {}
        elif sign in b"}]" and stack:
            stack.pop()
    if not stack or before[stack[-1] : stack[-1] + 1] != b"{":
        return {}
    body = before[stack[-1] :].rstrip().rstrip(b",")
    try:
        found = msgspec.json.decode(body + b"}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
