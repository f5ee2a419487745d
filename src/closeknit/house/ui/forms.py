"""Forms after the look: one template a field, one for the whole; a refusal finds its place in them."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from closeknit.house.core.refusals import Refusal


class Renderer(TemplatesSetting):
    """Draws every form with the templates of this folder."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"


class HouseForm(forms.Form):
    """The base of every form. It says what shape was typed; whether it may be is for the action."""

    use_required_attribute = False
    """Our own sentences stand at the field, in the reader's language, on every browser."""

    refusal: Refusal | None = None

    def __init__(self, *args: Any, **words: Any) -> None:
        words.setdefault("label_suffix", "")
        super().__init__(*args, **words)

    def refuse(self, refusal: Refusal) -> None:
        """Show an action's refusal: at its field where it names one of ours, above the form in any case."""
        self.refusal = refusal
        if refusal.field in self.fields:
            self.add_error(refusal.field, refusal.sentence)
