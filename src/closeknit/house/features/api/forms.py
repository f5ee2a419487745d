"""How it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from closeknit.house.core.features import in_words
from closeknit.house.features.api.rules import ADDRESS, EVENTS, LABEL
from closeknit.house.ui.forms import HouseForm

SCOPES = (
    ("members", gettext_lazy("See members as they see each other")),
    ("members.write", gettext_lazy("See members as organisers do; add, change and remove them")),
    ("roles", gettext_lazy("See who holds which role")),
    ("roles.write", gettext_lazy("See roles, give and take them")),
    ("chapters", gettext_lazy("See the chapters")),
    ("chapters.write", gettext_lazy("Open, change and close chapters, and say who is in them")),
    ("charter", gettext_lazy("Read the charter, and who accepted it")),
    ("charter.write", gettext_lazy("Accept the charter in your name")),
    ("drafts", gettext_lazy("Read the draft of the charter")),
    ("drafts.write", gettext_lazy("Write the draft of the charter and adopt it")),
    ("deeds", gettext_lazy("See everybody's deeds")),
    ("deeds.write", gettext_lazy("See, give and end deeds")),
    ("applications", gettext_lazy("Read applications")),
    ("applications.write", gettext_lazy("Read applications and decide")),
    ("histories", gettext_lazy("See uploads and the check-up")),
    ("histories.write", gettext_lazy("Upload histories and remove them")),
)


class NewToken(HouseForm):
    """A key's name, and what it opens."""

    label = forms.CharField(label=gettext_lazy("Which program is it for?"), max_length=LABEL)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"), widget=forms.CheckboxSelectMultiple, choices=SCOPES
    )


def _events() -> list[tuple[str, str]]:
    return [(event, in_words(event)) for event in EVENTS]


class Events(HouseForm):
    """What a hook hears of."""

    events = forms.MultipleChoiceField(
        label=gettext_lazy("Of what does it hear?"), widget=forms.CheckboxSelectMultiple, choices=_events,
        help_text=gettext_lazy("What is sent holds numbers and no names; a key reads more."),
    )  # fmt: skip


class NewHook(Events):
    """An address, and what it hears of."""

    address = forms.CharField(
        label=gettext_lazy("Where do events go?"), max_length=ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )  # fmt: skip
    field_order: Any = ("address", "events")
