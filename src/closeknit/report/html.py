"""report.html: one file without network, without script, for a phone, a screen and paper."""

import os
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from closeknit import __version__
from closeknit.language import _, current, ngettext, using
from closeknit.report import (
    again,
    card,
    change,
    circles,
    conversations,
    drill,
    facts,
    matrix,
    mesh,
    newcomers,
    participation,
    sightings,
    summary,
    weeks,
)
from closeknit.report.names import Names
from closeknit.report.page import Page
from closeknit.report.typography import counted, is_chinese, number
from closeknit.report.verdict import MARKS, head, period

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from markupsafe import Markup

    from closeknit.vitality.findings import Examination

_LONG_WORD: Final = re.compile(r"\S{17,}")
_EIGHT: Final = re.compile(r".{8}(?=.)")
_HERE: Final = Path(__file__).parent
_SHEETS: Final = ("tokens.css", "closeknit.css", "report.css")
"""The look's two sheets, unchanged, and what the report has beside them."""
_BESIDE: Final = {
    "who": (15, 16, 17),
    "weeks": (1, 2, 19),
    "load": (9, 10, 18),
    "new": (3, 4, 5, 6, 7, 25),
}
"""Measures of PRACTICE.md that stand beside each picture, where no condition shows them already."""


def render(examination: "Examination", *, names: str = "show") -> str:
    """The page in the examination's language; `names` "hide" replaces every name and quote."""
    with using(examination.language):
        called = Names(examination, names)
        return environment().get_template("report.html").render(_context(examination, called))


def _context(examination: "Examination", names: Names) -> dict[str, Any]:
    page, subject = Page(examination, names), examination.subject
    sheet, digest = style()
    curve, came = newcomers.chart(subject)
    grid, answers = matrix.matrix(subject, names)
    deeds, conditions = page.deeds(), page.conditions()
    measures = page.all_figures()
    aside, aside_more = facts.set_aside(examination, names)
    context: dict[str, Any] = {
        "lang": current(), "style": sheet, "style_hash": digest, "version": __version__, "marks": MARKS,
        "colon": "：" if is_chinese() else ": ", "comma": "、" if is_chinese() else ", ",
        "gap": "" if is_chinese() else " ",
        "page": page, "head": head(examination, names), "decided_by": page.decided_by(),
        "deeds": deeds, "conditions": conditions,
        "mesh": mesh.chart(subject, names), "matrix": grid, "matrix_base": _matrix_base(answers),
        "weeks": weeks.charts(subject), "curve": curve,
        "curve_missing": _too_few(came, dated=bool(period(examination))), "load": participation.chart(subject, names),
        "tasks": participation.tasks(subject, names), "measures": measures,
        "measures_fold": ngettext("See it", "See all {n}", len(measures)).format(n=number(len(measures))),
        "any_past": any(f.past for f in measures),
        "further": page.further(), "poles": sightings.poles(page), "failures": sightings.sightings(page),
        "roles": sightings.standings(page),
        "circles": circles.shown(examination, names), "change": change.shown(examination, names),
        "drill": drill.shown(examination, names), "aside": aside, "again": again.shown(examination, names),
        "card": card.draw(examination, names), "text": summary.summary(examination, names=names),
        "conversations": conversations.listing(examination, names, page.quotes),
        "aside_more": _("and {n} more").format(n=number(aside_more)) if aside_more else "",
        "troubles": facts.troubles(examination, names), "cannot": facts.cannot(examination),
        "facts": facts.facts(examination, names), "notes": [names.pieces(note) for note in examination.notes],
    }  # fmt: skip
    shown = {condition.figure.slug for condition in conditions if condition.figure}
    context |= {f"figures_{place}": page.figures(numbers, shown) for place, numbers in _BESIDE.items()}
    context["figures_unanswered"] = page.figures((8, 24, 26))
    context["titles"] = titles = _titles(len(deeds))
    there = {
        "change": bool(context["change"].quarters),
        "again": bool(context["again"]),
        "deeds": bool(deeds),
        "failures": bool(context["failures"]),
        "poles": bool(context["poles"]),
        "roles": bool(context["roles"]),
        "unanswered": any(context["figures_unanswered"]),
        "conversations": bool(context["conversations"]),
        "aside": bool(aside),
        "issues": bool(context["troubles"]),
    }
    context["contents"] = [(anchor, title) for anchor, title in titles.items() if there.get(anchor, True)]
    return context


def _titles(deeds: int) -> dict[str, str]:
    """Every section in order."""
    this_week = ngettext("{n} deed for this week", "{n} deeds for this week", deeds).format(n=counted(deeds))
    return {
        "again": _("Since the last examination"),
        "deeds": this_week[:1].upper() + this_week[1:],
        "conditions": _("The conditions, in order"),
        "failures": _("Why groups fail"),
        "poles": _("Selling at people, or a community"),
        "who": _("Who answers whom"),
        "circles": _("Who keeps to whom"),
        "roles": _("Who is who"),
        "weeks": _("Week by week"),
        "change": _("What changed, and when"),
        "load": _("Who carries what"),
        "new": _("Newcomers"),
        "drill": _("If this tool were gone"),
        "unanswered": _("Forwards and what nobody answered"),
        "conversations": _("Conversations"),
        "share": _("To pass on"),
        "measures": _("All measures"),
        "aside": _("Accounts set aside"),
        "issues": _("What could not be read"),
        "cannot": _("What this cannot tell"),
        "method": _("Method and data"),
    }


def _too_few(came: int, *, dated: bool) -> str:
    if not dated:
        return _("Without dates nobody can be told to be new.")
    if not came:
        return _("Nobody was seen for the first time after the first 30 days, so there are no newcomers to follow.")
    if came >= newcomers.FEWEST:
        return _("{n} newcomers wrote and none of them has been silent for 60 days yet: no curve to draw.").format(
            n=number(came)
        )
    return ngettext(
        "{n} newcomer wrote; under 30 a curve says nothing.",
        "{n} newcomers wrote; under 30 a curve says nothing.",
        came,
    ).format(n=number(came))


def _matrix_base(answers: int) -> str:
    return _("Rows answered columns; n = {n}. The thicker the line, the more often.").format(n=number(answers))


@cache
def style() -> tuple[Any, str]:
    """The style sheets and their hash for the content policy."""
    import base64
    import hashlib

    from markupsafe import Markup

    sheet = "\n".join((_HERE / "style" / name).read_text(encoding="utf-8") for name in _SHEETS)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return Markup(sheet), f"'sha256-{digest}'"


def breakable(name: str) -> "Markup":
    """A name in which a word longer than any real one may be broken, so that it fits a phone."""
    from markupsafe import Markup, escape

    if not _LONG_WORD.search(name):
        return escape(name)
    return Markup("<wbr>").join(_LONG_WORD.sub(lambda word: _EIGHT.sub("\\g<0>\n", word[0]), name).split("\n"))


@cache
def environment() -> "Environment":
    """The templates, everything escaped; compiled once and kept where Python keeps its own bytecode."""
    from typing import override

    from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined

    class BesideTemplates(BytecodeCache):
        """Bytecode in `templates/__pycache__`, as Python does for modules; where it may not write, it does not."""

        folder = _HERE / "templates" / "__pycache__"

        def _file(self, bucket: "Bucket") -> Path:
            return self.folder / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"

        @override
        def load_bytecode(self, bucket: "Bucket") -> None:
            with suppress(OSError, EOFError, ValueError, TypeError), self._file(bucket).open("rb") as stream:
                bucket.load_bytecode(stream)

        @override
        def dump_bytecode(self, bucket: "Bucket") -> None:
            if sys.dont_write_bytecode:
                return
            file = self._file(bucket)
            part = file.with_suffix(f".{os.getpid()}")
            with suppress(OSError):
                self.folder.mkdir(exist_ok=True)
                with part.open("wb") as stream:
                    bucket.write_bytecode(stream)
                part.replace(file)

    made = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE / "style"]), autoescape=True, undefined=StrictUndefined,
        auto_reload=False, trim_blocks=True, bytecode_cache=BesideTemplates(),
    )  # fmt: skip
    made.filters["breakable"] = breakable
    made.globals.update({"_": _, "ngettext": ngettext})
    return made
