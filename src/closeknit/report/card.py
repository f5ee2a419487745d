"""card.svg: one picture of the examination to pass on. It names no person and quotes nobody.

It needs nothing beside itself: shapes and text with their own colours, those of the look in the light.
"""

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from closeknit.language import _, current, using
from closeknit.report.names import Names
from closeknit.report.typography import columns, counted
from closeknit.report.verdict import MARKS, STATE_TITLES, WORD_TITLES, period

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination, Judged

WIDTH: Final = 720
_EDGE: Final = 48
_GROUND, _INK, _SOFT, _RULE = "#f6f1e6", "#1b2240", "#4a516b", "#d6cbb5"
_COLOURS: Final = {"holds": "#2a3e7f", "partly": "#2a3e7f", "missing": "#9c2a22", "cannot-tell": "#575d73"}
_PATHS: Final = {
    "knot": "M0 12h4l8-8 8 8-8 8-8-8M20 12h4M8 8l8 8M16 8l-2.6 2.6M10.6 13.4L8 16",
    "part": "M0 12h4l8-8M4 12l8 8M8 8l4 4-4 4M24 12h-4.5l-3-4M19.5 12l-3 4",
    "break": "M0 12h5l3.5-4.5M5 12l3.5 4.5M24 12h-5l-3.5-4.5M19 12l-3.5 4.5",
    "dots": "M4 12h.01M12 12h.01M20 12h.01",
}
"""The marks of the look, as the report's sprite draws them."""
_BOOK: Final = "'Noto Serif CJK TC', 'Source Han Serif', 'Songti TC', PMingLiU, Georgia, serif"
_TEXT: Final = "'Noto Sans CJK TC', 'Source Han Sans', 'PingFang TC', 'Microsoft JhengHei', Arial, sans-serif"
_ROW: Final = 44


def card(examination: "Examination", *, names: str = "show") -> Markup:
    """The card in the examination's language, as a standalone SVG picture."""
    with using(examination.language):
        return draw(examination, Names(examination, names))


def draw(examination: "Examination", names: Names) -> Markup:
    """The card in the language in force."""
    every = examination.conditions
    conditions = [one for one in every if one.state != "cannot-tell"]
    rows = -(-len(conditions) // 2) if len(conditions) > 8 else len(conditions)
    top = 300
    height = top + rows * _ROW + 130
    word = _(WORD_TITLES[examination.verdict.word])
    parts = [
        f'<rect width="{WIDTH}" height="{height}" fill="{_GROUND}"/>',
        _rule(28),
        _line(_EDGE, 92, _fit(names.title, 30), 34, _BOOK, _INK, bold=True),
        _line(_EDGE, 126, period(examination), 22, _TEXT, _SOFT),
        _line(_EDGE, 212, word, 64 if columns(word) <= 16 else 48, _BOOK, _COLOURS["holds"], bold=True),
        *_cord(every, 236),
    ]
    for i, one in enumerate(conditions):
        column, row = divmod(i, max(1, rows))
        x, y = _EDGE + column * (WIDTH // 2 - 20), top + 34 + row * _ROW
        room = 25 if len(conditions) > 8 else 44
        parts.append(_mark(one.state, x, y - 21, 26))
        parts.append(_line(x + 38, y, _fit(one.title, room), 22, _TEXT, _INK))
        if len(conditions) <= 8:
            state = _(STATE_TITLES[one.state])
            parts.append(_line(WIDTH - _EDGE, y, state, 20, _TEXT, _COLOURS[one.state], end=True))
    unknown = len(every) - len(conditions)
    if unknown:
        told = _("Cannot tell: {n}, neither good nor bad").format(n=counted(unknown))
        parts.append(_line(_EDGE, height - 88, told, 18, _TEXT, _SOFT))
    made = _("Closeknit: from the chat alone, without a score")
    parts += [_line(_EDGE, height - 52, made, 18, _TEXT, _SOFT), _rule(height - 28)]
    label = _("{group}: {word}").format(group=names.title, word=word)
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(label)}" xml:lang="{current()}">' + "".join(parts) + "</svg>"
    )


def _rule(y: int) -> str:
    return f'<path d="M{_EDGE} {y}H{WIDTH - _EDGE}" stroke="{_RULE}" stroke-width="2" stroke-dasharray="7 5"/>'


def _line(
    x: int, y: int, words: str, size: int, face: str, colour: str, *, bold: bool = False, end: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-family="{face}" fill="{colour}"{weight}{anchor}>'
        f"{escape(words)}</text>"
    )


def _mark(state: str, x: int, y: int, size: int) -> str:
    """The mark of a state in a square of `size`."""
    wide = 4 if state == "cannot-tell" else 2
    return (
        f'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 24 24"><path d="{_PATHS[MARKS[state]]}" '
        f'fill="none" stroke="{_COLOURS[state]}" stroke-width="{wide}" stroke-linecap="round" stroke-linejoin="round"/>'
        "</svg>"
    )


def _cord(conditions: "tuple[Judged, ...]", y: int) -> list[str]:
    """Every condition in order on one thread."""
    size = min(48, (WIDTH - 2 * _EDGE) // max(1, len(conditions)))
    return [_mark(one.state, _EDGE + i * size, y, size) for i, one in enumerate(conditions)]


def _fit(words: str, most: int) -> str:
    """At most so many half-width columns."""
    if columns(words) <= most:
        return words
    kept = ""
    for sign in words:
        if columns(kept + sign) > most - 1:
            break
        kept += sign
    return kept.rstrip() + "…"
