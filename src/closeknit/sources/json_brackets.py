"""Finds where JSON values begin and end by counting brackets: slow, and right on what cannot be decoded yet."""

import re
from typing import Any

import msgspec

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|["\[\]{}]', re.DOTALL)  # a lone quote: the string is cut off
_BARE = re.compile(rb'\s*(?:"(?:[^"\\]|\\.)*+"|[^,\]\s{\["]+)')


def item_end(data: bytes, start: int) -> int | None:
    """Where the object or array that begins at `start` ends, or None where it does not within `data`."""
    depth = 0
    if data[start : start + 1] not in {b"{", b"["}:  # a bare value: it ends before the next comma or bracket
        match = _BARE.match(data, start)
        return match.end() if match and match.end() < len(data) else None
    for token in _TOKEN.finditer(data, start):
        sign = data[token.start()]
        if sign in b"{[":
            depth += 1
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
