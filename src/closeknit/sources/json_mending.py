"""Mends what writers of JSON are known to get wrong, where it keeps a piece from being decoded."""

import re
from collections.abc import Callable

_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


def mended(piece: bytes, repair: Callable[[bytes], bytes] | None) -> bytes:
    """The piece after `repair`, with U+FFFD for bytes that are not UTF-8 and for halves of surrogate pairs."""
    if repair is not None:
        piece = repair(piece)
    try:
        piece.decode()
    except UnicodeDecodeError:
        piece = piece.decode("utf-8", "replace").encode()
    if b"\\ud" in piece or b"\\uD" in piece:
        piece = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], piece)
    return piece
