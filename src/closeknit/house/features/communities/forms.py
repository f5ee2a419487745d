"""How it is typed."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from closeknit.house.ui.forms import HouseForm, ZoneField


class Found(HouseForm):
    """A name, and the word in its address."""

    name = forms.CharField(label=gettext_lazy("What is the community called?"), max_length=80)
    slug = forms.SlugField(
        label=gettext_lazy("The word in its address"), max_length=40, min_length=2, required=False,
        help_text=gettext_lazy("Latin letters, digits, hyphens. Leave it empty, and one is drawn. It never changes."),
    )  # fmt: skip


class Change(HouseForm):
    """Name, language, zone."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = ZoneField(label=gettext_lazy("Time zone"), unless=settings.TIME_ZONE)
