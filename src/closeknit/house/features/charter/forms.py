"""How it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from closeknit.house.features.charter import rules
from closeknit.house.features.charter.rules import FIELDS
from closeknit.house.ui.forms import HouseForm

WORDS = {
    "purpose": gettext_lazy("Why we are together"),
    "need": gettext_lazy("What all of us need"),
    "elsewhere": gettext_lazy("What is not to be had elsewhere"),
    "norms": gettext_lazy("How we treat each other"),
    "conditions": gettext_lazy("What it takes to stay"),
    "direction": gettext_lazy("Where we are going"),
    "roles": gettext_lazy("Who does what"),
    "rituals": gettext_lazy("Our rhythm"),
}
"""What a charter's texts are called."""

_HELP = {
    "need": gettext_lazy("A need, not an interest: what would each of you lack without the others?"),
    "elsewhere": gettext_lazy("If it can be found in public, it is no reason to stay."),
    "conditions": gettext_lazy("What somebody does, in what time, and what happens when she cannot."),
    "roles": gettext_lazy("One line a role."),
}
_ROWS = {"purpose": 2, "direction": 2, "elsewhere": 2, "need": 3}


class Blanks(HouseForm):
    """One line for each blank of a template."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, blanks: tuple[str, ...], **words: Any) -> None:
        super().__init__(*args, **words)
        for at, blank in enumerate(blanks):
            self.fields[f"blank{at}"] = forms.CharField(label=f"〔{blank}〕", max_length=80, required=False)


class Draft(HouseForm):
    """The charter's texts, what changed, and whether members are asked again."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    summary = forms.CharField(
        label=gettext_lazy("What changed, in one line"), max_length=120, required=False,
        help_text=gettext_lazy("Members read this line first."),
    )  # fmt: skip
    is_material = forms.BooleanField(
        label=gettext_lazy("Every member is asked to accept again"), required=False,
        help_text=gettext_lazy(
            "Asked in any case when the reason, the need, the manners or the conditions have other words."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        for name in FIELDS:
            self.fields[name] = forms.CharField(
                label=WORDS[name], required=False, max_length=rules.LONGEST, strip=False, help_text=_HELP.get(name, ""),
                widget=forms.Textarea(attrs={"rows": _ROWS.get(name, 4)}),
            )  # fmt: skip
        self.order_fields([*FIELDS, "summary", "is_material"])


class Revision(HouseForm):
    """Only which state of the draft is meant."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
