"""Fields as HTML. Django draws each by a template, and each option of a choice by another: on a page with a dozen
small forms that takes longer than everything else together. What is drawn is the same."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

type Widget = Mapping[str, Any]
"""A widget's context as Django makes it: name, value, attrs; for choices `optgroups`."""


def input_(widget: Widget) -> SafeString:
    """One field for anything that fits into a line, or a box to tick."""
    value = SafeString("") if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, _attributes(widget))


def textarea(widget: Widget) -> SafeString:
    """Several lines; the first break is the browser's to drop."""
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), widget["value"] or ""
    )


def select(widget: Widget) -> SafeString:
    """A choice, in groups where it has them."""
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _at in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget), groups)


def _group(name: Any, options: Any) -> SafeString:
    drawn = format_html_join(
        "\n", '<option value="{}"{}>{}</option>', ((str(o["value"]), _attributes(o), o["label"]) for o in options)
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _attributes(widget: Widget) -> str:
    return flatatt(widget["attrs"]) if widget["attrs"] else ""


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox", "file",
           "checkbox_option", "radio_option", "search", "tel", "color")  # fmt: skip
DRAWN: Mapping[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{kind}.html": input_ for kind in _INPUTS},
    "django/forms/widgets/select.html": select, "django/forms/widgets/textarea.html": textarea,
}  # fmt: skip
"""Django's template → what draws it here; groups of boxes, several fields and files to clear stay Django's."""
