"""What draws a field here draws what Django's own templates draw."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from closeknit.house.ui.forms import Renderer
from closeknit.house.ui.widgets import DRAWN

ODD = "<b>\"&'\u202e"


class Everything(forms.Form):
    line = forms.CharField(initial=ODD, help_text="x", max_length=9)
    lines = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), initial=f"\n{ODD}\n")
    tick = forms.BooleanField(initial=True)
    number = forms.IntegerField(initial=1200, min_value=0, localize=True)
    day = forms.DateField(initial="2026-11-22", widget=forms.DateInput(attrs={"type": "date"}))
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput, initial=0)
    one = forms.ChoiceField(choices=[("", "–"), (ODD, ODD), ("Big", [(1, "1000"), (2, 2)])], initial=2)
    some = forms.MultipleChoiceField(choices=[(1, "a"), (2, "b")], initial=[2])
    dot = forms.ChoiceField(choices=[("a", ODD), ("b", "B")], initial="a", widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=[("a", ODD)], initial=["a"], widget=forms.CheckboxSelectMultiple)
    file = forms.FileField()


def tokens(html: str) -> list[Any]:
    """Tags with their attributes in any order, and the text between them as it stands."""
    found: list[Any] = []
    for tag, text in re.findall(r"(<[^>]*>)|([^<]+)", html):
        found.append(frozenset(re.findall(r'[\w-]+="[^"]*"|[</\w-]+', tag)) if tag else text.strip(" \n"))
    return [token for token in found if token]


@pytest.mark.parametrize("name", list(Everything.base_fields))
@pytest.mark.parametrize("data", [None, {}, {"line": ODD, "lines": ODD, "one": ODD, "dot": "b", "number": "x"}])
def test_a_field_is_what_django_draws(name: str, data: dict[str, str] | None) -> None:
    ours = Everything(data, renderer=Renderer())[name]
    theirs = Everything(data, renderer=DjangoTemplates())[name]
    assert tokens(str(ours)) == tokens(str(theirs))
    for here, there in zip(ours.subwidgets, theirs.subwidgets, strict=True):
        assert tokens(here.tag()) == tokens(there.tag())


def test_the_lines_of_a_text_stay_as_they_were_typed() -> None:
    assert "\n\n&lt;b&gt;" in str(Everything(renderer=Renderer())["lines"])


def test_every_name_is_one_of_djangos() -> None:
    shipped = {widget.template_name for widget in vars(forms.widgets).values() if hasattr(widget, "template_name")}
    shipped |= {w.option_template_name for w in vars(forms.widgets).values() if hasattr(w, "option_template_name")}
    assert set(DRAWN) <= shipped
