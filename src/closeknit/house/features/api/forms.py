"""How it is typed."""

from django import forms
from django.utils.translation import gettext_lazy

from closeknit.house.features.api.rules import LABEL
from closeknit.house.ui.forms import HouseForm


class NewToken(HouseForm):
    """A key's name, and what it opens."""

    label = forms.CharField(label=gettext_lazy("Which program is it for?"), max_length=LABEL)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it read?"), widget=forms.CheckboxSelectMultiple,
        choices=[
            ("members", gettext_lazy("Members, as members see each other")),
            ("charter", gettext_lazy("The charter")),
            ("deeds", gettext_lazy("Everybody's deeds")),
        ],
    )  # fmt: skip
