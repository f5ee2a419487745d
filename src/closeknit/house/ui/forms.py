"""Forms after the look: one template a field, one for the whole; a refusal finds its place in them."""

import zoneinfo
from functools import cache
from typing import Any, Final

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from closeknit.house.core.refusals import Refusal
from closeknit.house.ui.widgets import DRAWN


class Renderer(TemplatesSetting):
    """Draws every form with the templates of this folder."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """One widget, field or form."""
        widget = context.get("widget")
        draw = DRAWN.get(template_name) if widget else None
        return draw(widget) if draw else super().render(template_name, context, request)


_NEAR: Final = {
    "Asia/Hong_Kong", "Asia/Kuala_Lumpur", "Asia/Macau", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei",
}  # fmt: skip


@cache
def _zones() -> tuple[tuple[str, str], ...]:
    """Named by place, most readers' first; six hundred files are looked at, once and when somebody asks."""
    names = (zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return tuple((zone, zone) for zone in sorted(names, key=lambda zone: (zone not in _NEAR, zone)))


@cache
def _options() -> str:
    return "".join(format_html('<option value="{}">{}</option>', zone, word) for zone, word in _zones())


class ZoneSelect(forms.Select):
    """The zones in one piece: five hundred templates of one option each take longer than the rest of the page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field with the one that was chosen."""
        chosen = format_html('<option value="{}">', value or "")
        unless = format_html('<option value="">{}</option>', dict(self.choices)[""])
        options = (unless + _options()).replace(chosen, chosen[:-1] + " selected>")
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(attrs or {}, {"name": name})), SafeString(options)
        )


class ZoneField(forms.ChoiceField):
    """A time zone, or none; `unless` says what holds then."""

    widget = ZoneSelect

    def __init__(self, *, unless: Any, **words: Any) -> None:
        super().__init__(choices=lambda: [("", unless), *_zones()], required=False, **words)


class HouseForm(forms.Form):
    """The base of every form. It says what shape was typed; whether it may be is for the action."""

    use_required_attribute = False
    """Our own sentences stand at the field, in the reader's language, on every browser."""

    refusal: Refusal | None = None

    def __init__(self, *args: Any, **words: Any) -> None:
        words.setdefault("label_suffix", "")
        super().__init__(*args, **words)
        for field in self.fields.values():
            field.error_messages["required"] = _("This is still empty.")

    def refuse(self, refusal: Refusal) -> None:
        """Show an action's refusal: at its field where it names one of ours, above the form in any case."""
        self.refusal = refusal
        if refusal.field in self.fields:
            self.add_error(refusal.field, refusal.sentence)
