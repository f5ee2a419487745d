"""How it is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from closeknit.house.features.deeds.rules import TEXT, TITLE
from closeknit.house.ui.forms import HouseForm


class Promise(HouseForm):
    """What, who, by when; `people` are those of whom it may be asked, oneself first."""

    title = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=TITLE)
    text = forms.CharField(
        label=gettext_lazy("More about it"), max_length=TEXT, required=False, widget=forms.Textarea({"rows": 3})
    )
    person_id = forms.TypedChoiceField(label=gettext_lazy("Who does it?"), coerce=int)
    due = forms.DateField(label=gettext_lazy("By when?"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["person_id"].choices = people
