"""How it is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from closeknit.house.features.insights.rules import KEPT_DAYS, MOST_PASTED
from closeknit.house.ui.forms import HouseForm

WHOSE = (
    ("everybody", gettext_lazy("Everybody's who is in the group")),
    ("mine", gettext_lazy("Only my own")),
    ("public", gettext_lazy("Anybody's: the group can be read in public")),
)
GROUNDS = (
    ("told", gettext_lazy("I told the group, and nobody objected")),
    ("agreed", gettext_lazy("Each of them agreed")),
    ("charter", gettext_lazy("Our charter says so, and everybody accepted it")),
)
KEEP = {
    30: gettext_lazy("30 days"), 90: gettext_lazy("90 days"), 365: gettext_lazy("one year"),
    730: gettext_lazy("two years"),
}  # fmt: skip


class Files(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; none is an empty list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file by itself; an empty file is a file that cannot be read, which the reader says better."""
        return [file for file in (data if isinstance(data, list | tuple) else [data]) if file]


class Told(HouseForm):
    """Whose words, on what ground, until when. The browser asks for it before it sends a large file for nothing."""

    use_required_attribute = True

    whose = forms.ChoiceField(label=gettext_lazy("Whose words are these?"), choices=WHOSE, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=gettext_lazy("What allows us to read them?"), choices=GROUNDS, widget=forms.RadioSelect
    )
    keep = forms.TypedChoiceField(
        label=gettext_lazy("How long are they kept?"), coerce=int, choices=[(d, KEEP[d]) for d in KEPT_DAYS],
        initial=365, help_text=gettext_lazy("Then they are removed by themselves, with everything found in them."),
    )  # fmt: skip
    me = forms.CharField(
        label=gettext_lazy("What are you called in this chat?"), max_length=80, required=False,
        help_text=gettext_lazy("Only where the export calls you “Me” or “You”."),
    )  # fmt: skip
    runs = forms.CharField(
        label=gettext_lazy("Who runs the group, as the chat calls them?"), max_length=1000, required=False,
        help_text=gettext_lazy("Several names apart by commas. The verdict weighs their words apart from members'."),
    )  # fmt: skip


class Bring(Told):
    """Files or pasted text, with whose words they are."""

    files = FilesField(label=gettext_lazy("Put the export here, or tap to choose"), required=False)
    folder = FilesField(
        label=gettext_lazy("Or a whole folder"), required=False, widget=Files({"webkitdirectory": True})
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste copied messages"), required=False, max_length=MOST_PASTED,
        widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip
    field_order = ("files", "folder", "text", "whose", "ground", "keep", "runs", "me")


class Choose(HouseForm):
    """Which chats of an export are this community's."""

    chats = forms.MultipleChoiceField(
        label=gettext_lazy("Which of them is this community?"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The others are not kept."),
    )  # fmt: skip

    def __init__(self, *args: Any, options: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["chats"].choices = options


class Carrier(HouseForm):
    """Which tool wrote it."""

    carrier = forms.ChoiceField(label=gettext_lazy("Which tool wrote it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, options: Sequence[tuple[str, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["carrier"].choices = options


class Take(HouseForm):
    """Who does it, by when."""

    person_id = forms.TypedChoiceField(label=gettext_lazy("Who does it?"), coerce=int)
    due = forms.DateField(label=gettext_lazy("By when?"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["person_id"].choices = people
