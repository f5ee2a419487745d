"""How it is typed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from closeknit.house.core.permissions import BACKBONE
from closeknit.house.features.members.importing.targets import TARGETS
from closeknit.house.features.members.rules import ABOUT, CARRIERS, CONTACTS, FIELDS, LONGEST, USUALLY, Level, Shown
from closeknit.house.features.members.words import (
    CARRIER_WORDS,
    FIELD_WORDS,
    LEVEL_WORDS,
    ROLE_WORDS,
    SHOWN_WORDS,
    TARGET_WORDS,
)
from closeknit.house.ui.forms import HouseForm

OWN_WORDING = _("I agree that the people whom I chose see what I wrote, until I choose otherwise.")
MADE_WORDING = _("The person agreed, by word or on paper, that the people chosen here see it.")
_LONG = frozenset({"introduction", "offer", "need", "skill", "address", "how"})


class DateInput(forms.DateInput):
    """The browser's own way to choose a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Profile(HouseForm):
    """A name and fields, each with who may see it."""

    template_name = "members/profile_fields.html"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Member name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )  # fmt: skip
    name_shown = forms.TypedChoiceField(coerce=int, label=_("Who sees it"))

    def __init__(self, *args: Any, wording: Any = OWN_WORDING, own: bool = True, **words: Any) -> None:
        super().__init__(*args, **words)
        reader = dict(SHOWN_WORDS)
        if own:
            reader[Shown.SELF] = _("only I")
        shown = [(int(s), reader[s]) for s in Shown]
        self.fields["name_shown"].choices = shown[1:]
        for key in FIELDS:
            widget = forms.Textarea(attrs={"rows": 2}) if key in _LONG else forms.TextInput()
            self.fields[f"t_{key}"] = forms.CharField(
                label=FIELD_WORDS[key], required=False, max_length=LONGEST if key in _LONG else 200, widget=widget
            )
            self.fields[f"s_{key}"] = forms.TypedChoiceField(
                coerce=int, label=_("Who sees it"), choices=shown, initial=int(USUALLY[key])
            )
        self.fields["agreed"] = forms.BooleanField(label=wording, required=False)

    @staticmethod
    def initial_of(name: str, name_shown: int, version: int, fields: Iterable[Any]) -> dict[str, Any]:
        """What stands in the form of a profile that has these fields."""
        initial: dict[str, Any] = {"name": name, "name_shown": name_shown, "version": version}
        for field in fields:
            initial |= {f"t_{field.key}": field.text, f"s_{field.key}": field.shown}
        return initial

    @property
    def sections(self) -> list[tuple[Any, str, list[tuple[Any, Any]]]]:
        """(heading, id, pairs of a text and who sees it); the second is folded until it holds something."""
        return [
            (_("About"), "about", [(self["name"], self["name_shown"]), *self._pairs(ABOUT[:5])]),
            (_("How to be reached"), "reached", self._pairs((*CONTACTS, *ABOUT[5:]))),
        ]

    @property
    def unfolded(self) -> bool:
        """Whether the second section holds something, or something wrong."""
        return any(text.value() or text.errors for text, _shown in self._pairs((*CONTACTS, *ABOUT[5:])))

    def _pairs(self, keys: Sequence[str]) -> list[tuple[Any, Any]]:
        return [(self[f"t_{key}"], self[f"s_{key}"]) for key in keys]

    @staticmethod
    def told(typed: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
        """Field → (text, who may see it)."""
        return {key: (typed[f"t_{key}"], typed[f"s_{key}"]) for key in FIELDS}


class Face(HouseForm):
    """An account on a carrier."""

    carrier = forms.ChoiceField(
        label=_("Where"), required=False, choices=[(c, CARRIER_WORDS[c]) for c in CARRIERS]
    )  # fmt: skip
    handle = forms.CharField(label=_("Name or account there"), max_length=200)


class Absence(HouseForm):
    """From one day to another."""

    since = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until, that day included"), widget=DateInput())
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=400, help_text=_("Only the organisers read this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class Keep(HouseForm):
    """What organisers set: level, chapter, roles."""

    level = forms.TypedChoiceField(
        coerce=int, label=_("Level"), choices=[(int(level), LEVEL_WORDS[level]) for level in Level]
    )
    chapter = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=_("Chapter"))
    number = forms.CharField(label=_("Member number"), required=False, max_length=40)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(r, ROLE_WORDS[r]) for r in ("organiser", *map(str, BACKBONE))],
    )  # fmt: skip

    def __init__(self, *args: Any, chapters: Sequence[tuple[int, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["chapter"].choices = [("", _("no chapter")), *chapters]


class Chapter(HouseForm):
    """A name and a place."""

    name = forms.CharField(label=_("What is the chapter called?"), max_length=80)
    place = forms.CharField(label=_("Place"), required=False, max_length=80)


class ChapterWithLeads(Chapter):
    """… and its organisers, of those who are in it."""

    leads = forms.TypedMultipleChoiceField(
        coerce=int, label=_("Its organisers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["leads"].choices = people
        if not people:
            del self.fields["leads"]


class Roster(HouseForm):
    """A file, or cells pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("A list of the members: CSV or .xlsx"), required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
    )  # fmt: skip
    pasted = forms.CharField(
        label=_("Or paste the list here"), required=False, max_length=2_000_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copied from a spreadsheet, with the names of the columns in the first row."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and not typed.get("file") and not typed.get("pasted", "").strip():
            self.add_error("file", _("Choose a file, or paste a list."))
        return typed


class Columns(HouseForm):
    """What each column of a roster is taken as."""

    template_name = "members/columns_fields.html"

    def __init__(
        self, *args: Any, cells: Sequence[str], samples: Sequence[str], guess: Mapping[int, str], **words: Any
    ) -> None:
        super().__init__(*args, **words)
        choices = [("", _("leave out")), *((target, TARGET_WORDS[target]) for target in TARGETS)]
        for at, cell in enumerate(cells):
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=cell.strip()[:60] or _("column {n}").format(n=at + 1), choices=choices, required=False,
                initial=guess.get(at, ""), help_text=samples[at],
            )  # fmt: skip
        shown = [(int(s), SHOWN_WORDS[s]) for s in (Shown.ORGANISERS, Shown.MEMBERS)]
        self.fields["name_shown"] = forms.TypedChoiceField(
            coerce=int, choices=shown, widget=forms.RadioSelect, initial=int(Shown.ORGANISERS),
            label=_("Who sees the names, until each says otherwise?"),
            help_text=_("Everything else is for the organisers, unless a column says that the person agreed."),
        )  # fmt: skip
        self.fields["same_name_is_same"] = forms.BooleanField(
            label=_("A name that is here once and in the list once is the same person"), required=False, initial=True
        )

    @property
    def columns(self) -> list[Any]:
        """The bound fields of the columns."""
        return [self[name] for name in self.fields if name not in {"name_shown", "same_name_is_same"}]

    def told(self) -> dict[int, str]:
        """Column → what it is taken as."""
        return {
            int(name[1:]): value
            for name, value in self.cleaned_data.items()
            if name not in {"name_shown", "same_name_is_same"} and value
        }
