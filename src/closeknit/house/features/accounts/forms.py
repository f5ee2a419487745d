"""How it is typed."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from closeknit.house.ui.forms import HouseForm, ZoneField

_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class Enter(HouseForm):
    """An address; a password is optional."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"), required=False, max_length=200, strip=False,
        help_text=gettext_lazy("Leave it empty, and a link comes by mail."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip


class Introduce(HouseForm):
    """A newcomer's name."""

    name = forms.CharField(
        label=gettext_lazy("What shall we call you?"), max_length=80,
        help_text=gettext_lazy("It need not be the name in your passport."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip


class Claim(Introduce):
    """The keeper's account."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"), max_length=200, strip=False, widget=_PASSWORD,
        help_text=gettext_lazy("Ten characters or more."),
    )  # fmt: skip


class Own(HouseForm):
    """Name, language, zone."""

    name = forms.CharField(label=gettext_lazy("What shall we call you?"), max_length=80)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = ZoneField(label=gettext_lazy("Time zone"), unless=gettext_lazy("As this device says"))


class NewPassword(HouseForm):
    """A password."""

    password = forms.CharField(
        label=gettext_lazy("New password"), max_length=200, strip=False, widget=_PASSWORD,
        help_text=gettext_lazy("Ten characters or more."),
    )  # fmt: skip


class NewAddress(HouseForm):
    """An address."""

    email = forms.EmailField(label=gettext_lazy("New e-mail address"))


class _Answer(forms.HiddenInput):
    """What the device answered; it holds once, so a form that comes back has none."""

    def format_value(self, value: object) -> None:
        """Nothing."""


class UsePasskey(HouseForm):
    """What a device signed; the script fills it in."""

    answer = forms.CharField(max_length=20_000, widget=_Answer(attrs={"autocomplete": "off"}))


class AddPasskey(UsePasskey):
    """A new key and what it is called."""

    key_name = forms.CharField(
        label=gettext_lazy("What is it called?"), max_length=80, required=False,
        help_text=gettext_lazy("So that you know it again: my telephone."),
    )  # fmt: skip
