"""A measured value as a figure: digits and unit, what they mean, and always n and coverage beside them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from closeknit.language import _
from closeknit.report.typography import duration, fraction, is_chinese, number, percent, percent_figure

if TYPE_CHECKING:
    from closeknit.vitality.findings import Measure, Measured
    from closeknit.vitality.subject import Window

FEWEST: Final = 30
"""Events below which a rate says nothing and a list is shown instead (PRACTICE.md)."""

_RATES: Final = frozenset({"share", "index"})


@dataclass(frozen=True, slots=True)
class Figure:
    """What stands in the margin. `value` is empty where it cannot be known, and `none` says so; `base` holds
    n and coverage, `inferred` the mark of inferred answers; `past` the group's own earlier value, `past_told` in words.
    """

    slug: str
    number: int
    title: str
    value: str
    unit: str
    none: str
    reading: str
    base: tuple[str, ...]
    inferred: str
    past: str
    past_told: str
    surer: str
    source: str

    @property
    def told(self) -> str:
        """The value in running text."""
        return f"{self.value} {self.unit}".strip().replace(" %", "%" if is_chinese() else "\u00a0%") or self.none


def catalogue() -> "dict[str, Measure]":
    """Every measure that exists, by its slug."""
    from closeknit.vitality import catalogue

    return {measure.slug: measure for measure in catalogue.CATALOGUE}


def figure(slug: str, measured: "Measured", measure: "Measure | None", window: "Window") -> Figure:
    """`measured` as it is shown. A share or an index under 30 events is given as a count where it is one,
    else not at all; a value that is not known is never a 0.
    """
    unit = measure.unit if measure else ""
    past = in_words(unit, measured.past) if measured.past is not None else ""
    value, sign, none = "", "", ""
    if measured.value is None:
        none = _("not measurable")
    elif unit in _RATES and measured.n < FEWEST:
        value = _as_count(unit, measured.value, measured.n)
        none = "" if value else _("too few for a rate")
    else:
        value, sign = written(unit, measured.value)
    reading = measured.why if measured.value is None else _(measure.reading) if measure else ""
    return Figure(
        slug,
        measure.number if measure else 0,
        _(measure.title) if measure else slug,
        value,
        sign,
        none,
        reading,
        _base(measured, window, few=unit in _RATES),
        _("{share} inferred").format(share=percent(measured.inferred)) if measured.inferred else "",
        past,
        _("median of its own earlier periods: {value}").format(value=past) if past else "",
        _surer(unit, measured),
        _(measure.source) if measure else "",
    )


def written(unit: str, value: float) -> tuple[str, str]:
    """A value as digits and unit."""
    if unit == "share":
        return percent_figure(value), "%"
    if unit in {"hours", "days"}:
        return duration(value if unit == "hours" else value * 24)
    if unit == "count":
        return number(value, 0 if float(value).is_integer() else 1), ""
    return number(value, 2), ""


def in_words(unit: str, value: float) -> str:
    """A value within a sentence: 33%, 5.4 hours, 12."""
    if unit == "share":
        return percent(value)
    digits, sign = written(unit, value)
    return f"{digits} {sign}".strip()


def _as_count(unit: str, value: float, n: int) -> str:
    """14 of 23 where a share is that of whole events; nothing where events count by their probability."""
    part = value * n
    if unit != "share" or abs(part - round(part)) > 1e-6 * max(n, 1):
        return ""
    return fraction(round(part), n)


def _base(measured: "Measured", window: "Window", *, few: bool) -> tuple[str, ...]:
    if measured.value is None and not measured.n:
        return ()
    base = [f"n\u00a0=\u00a0{number(measured.n)}"]
    days = round(window.days)
    if measured.coverage is not None and days > 0:
        held = measured.coverage * days
        if abs(held - round(held)) < 0.01:
            base.append(_("days {part}").format(part=fraction(round(held), days)))
        else:
            base.append(_("days covered: {share}").format(share=percent(measured.coverage)))
    if few and measured.value is not None and measured.n < FEWEST:
        base.append(_("under 30: no rate"))
    return tuple(base)


def _surer(unit: str, measured: "Measured") -> str:
    """How the value changes when only surer links count."""
    if not measured.if_sure or measured.value is None or (unit in _RATES and measured.n < FEWEST):
        return ""
    values = [in_words(unit, value) if value is not None else "–" for value in measured.if_sure]
    return _("with links of at least 0.5, 0.7, 0.9: {values}").format(values=" / ".join(values))
