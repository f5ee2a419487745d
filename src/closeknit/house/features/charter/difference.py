"""What differs between two texts, by words; Chinese too, which writes no spaces. Pure.

Latin words, numbers with their measure word (三個月), and the words of `words.txt` stay whole; any other Chinese
character stands alone, and a lone character left between two changes joins them, so that what is shown reads as
phrases rather than as strokes.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Final

from closeknit.text.scripts import fold_script

_NUMBER: Final = "零〇一二三四五六七八九十百千万两半几每"
_COUNTED: Final = "个月|小时|分钟|星期|个|月|天|日|周|年|季度|季|次|位|人|件|页|题|岁|元|条|则|句"
_PIECE: Final = re.compile(
    rf"[第]?(?:\d+|[{_NUMBER}]+)(?:{_COUNTED})"  # 三个月
    r"|[A-Za-z0-9À-ɏ_'’-]+"
    r"|[\u3400-\u9fff\U00020000-\U0003fffd]+"
    r"|\s+|."
)
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003fffd]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is `same`, `gone` or `new`."""

    state: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The pieces in reading order; joined without the new ones they give `before`, without the gone ones `after`."""
    pieces: list[Piece] = []
    old_lines, new_lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, i, j, k, m in SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes():
        old, new = "".join(old_lines[i:j]), "".join(new_lines[k:m])
        pieces += [Piece("same", old)] if tag == "equal" else _words(old, new)
    return _joined(pieces)


def tokens(text: str) -> list[str]:
    """The words of a text; joined they give it again."""
    folded = fold_script(text)
    found: list[str] = []
    for match in _PIECE.finditer(folded):
        start, piece = match.start(), match.group()
        if _HAN.match(piece) and not re.match(rf"[第]?[{_NUMBER}]+(?:{_COUNTED})$", piece):
            found += _split(text, start, piece)
        else:
            found.append(text[start : start + len(piece)])
    return found


def _split(text: str, start: int, run: str) -> list[str]:
    known, found, at = _lexicon(), [], 0
    number = re.compile(rf"[第]?[{_NUMBER}]+(?:{_COUNTED})")
    while at < len(run):
        counted = number.match(run, at)
        size = counted.end() - at if counted else 1
        if not counted:
            size = next((n for n in range(min(4, len(run) - at), 1, -1) if run[at : at + n] in known), 1)
        found.append(text[start + at : start + at + size])
        at += size
    return found


@cache
def _lexicon() -> frozenset[str]:
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold_script(w) for line in lines if not line.startswith("#") for w in line.split())


def _words(before: str, after: str) -> list[Piece]:
    a, b = tokens(before), tokens(after)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=len(a) + len(b) > 1000).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(a[i:j])))
            continue
        pieces += [Piece("gone", "".join(a[i:j])), Piece("new", "".join(b[k:m]))]
    return pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one state become one; a lone Chinese character between two changes goes into both of them."""
    pieces = [p for p in pieces if p.text]
    out: list[Piece] = []
    gone = new = ""
    for at, piece in enumerate(pieces):
        inside = bool(gone or new) and at + 1 < len(pieces)
        if piece.state == "same" and not (inside and len(piece.text) == 1 and _HAN.match(piece.text)):
            out += [Piece(state, text) for state, text in (("gone", gone), ("new", new)) if text]
            gone = new = ""
            if out and out[-1].state == "same":
                piece = Piece("same", out.pop().text + piece.text)  # noqa: PLW2901 - one run, one piece
            out.append(piece)
            continue
        gone += piece.text if piece.state != "new" else ""
        new += piece.text if piece.state != "gone" else ""
    return out + [Piece(state, text) for state, text in (("gone", gone), ("new", new)) if text]
