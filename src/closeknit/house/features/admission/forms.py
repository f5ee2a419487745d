"""How it is typed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy

from closeknit.house.core.questions import Question
from closeknit.house.features.admission import rules
from closeknit.house.ui.forms import HouseForm

_SALT = "admission.since"
_YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
KIND_WORDS = {
    "text": gettext_lazy("a text"),
    "choice": gettext_lazy("one of several"),
    "several": gettext_lazy("some of several"),
    "number": gettext_lazy("a number"),
    "yes_no": gettext_lazy("yes or no"),
}
REASON_WORDS = {
    "need_unclear": gettext_lazy("the need is not clear from the answers"),
    "no_fit": gettext_lazy("this community cannot give what is needed"),
    "unknown": gettext_lazy("nobody here knows the person"),
    "conduct": gettext_lazy("conduct elsewhere"),
    "other": gettext_lazy("something else"),
}
TOOL_WORDS = {
    "line": "LINE", "wechat": gettext_lazy("WeChat"), "telegram": "Telegram", "whatsapp": "WhatsApp",
    "discord": "Discord", "qq": "QQ", "other": gettext_lazy("another tool"),
}  # fmt: skip


def since(now: datetime) -> str:
    """When a page was opened, signed."""
    return signing.dumps(int(now.timestamp()), salt=_SALT)


def opened(told: str) -> int | None:
    """The second at which a page was opened; None for anything that we did not sign."""
    try:
        return int(signing.loads(told, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


class Knock(HouseForm):
    """A name, the answers, and for those who are not signed in an address. Two fields see through machines."""

    name = forms.CharField(
        label=gettext_lazy("What shall we call you?"), max_length=rules.LONGEST_NAME,
        help_text=gettext_lazy("It need not be the name in your passport."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Where shall the answer go?"), max_length=254,
        help_text=gettext_lazy("Your mail address; no telephone number is needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    since = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    asked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[Question], signed_in: bool, **words: Any) -> None:
        super().__init__(*args, **words)
        if signed_in:
            del self.fields["email"]
        self.questions = questions
        for question in questions:
            self.fields[f"a_{question.key}"] = _field(question)
        self.order_fields(["name", *(f"a_{q.key}" for q in questions), "email"])

    def answers(self) -> dict[str, object]:
        """What was answered, by question key."""
        return {q.key: self.cleaned_data[f"a_{q.key}"] for q in self.questions}


def _field(question: Question) -> forms.Field:
    options = list(enumerate(question.options))
    match question.kind:
        case "choice":
            return forms.TypedChoiceField(label=question.text, choices=options, coerce=int, widget=forms.RadioSelect)
        case "several":
            return forms.TypedMultipleChoiceField(
                label=question.text, choices=options, coerce=int, widget=forms.CheckboxSelectMultiple
            )
        case "number":
            return forms.IntegerField(label=question.text, min_value=0, max_value=1_000_000)
        case "yes_no":
            return forms.ChoiceField(label=question.text, choices=_YES_NO, widget=forms.RadioSelect)
        case _:
            return forms.CharField(
                label=question.text, max_length=rules.LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 4})
            )


class Introduce(HouseForm):
    """A newcomer's words to the members."""

    words = forms.CharField(
        label=gettext_lazy("Who are you, what do you bring, what do you look for?"), max_length=2000,
        help_text=gettext_lazy("Members read this in your profile, where you may change it at any time."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class Refuse(HouseForm):
    """Why not, what she is told, and when she may come back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=list(REASON_WORDS.items()), widget=forms.RadioSelect,
        help_text=gettext_lazy("Kept for reviewers; she does not see it."),
    )  # fmt: skip
    told = forms.CharField(
        label=gettext_lazy("What she is told"), max_length=rules.LONGEST_ANSWER,
        help_text=gettext_lazy("It goes to her as it stands here."), widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=gettext_lazy("She may knock again"), coerce=int, widget=forms.RadioSelect,
        choices=[
            (0, gettext_lazy("at any time")), (30, gettext_lazy("after a month")),
            (90, gettext_lazy("after three months")), (365, gettext_lazy("after a year")),
        ],
    )  # fmt: skip


class Invite(HouseForm):
    """For whom."""

    label = forms.CharField(
        label=gettext_lazy("For whom?"), max_length=rules.LONGEST_NAME, required=False,
        help_text=gettext_lazy("Only you see this."),
    )  # fmt: skip


class SetGate(HouseForm):
    """How people are let in."""

    is_open = forms.BooleanField(label=gettext_lazy("Anybody may knock"), required=False,
                                 help_text=gettext_lazy("Otherwise only those who were invited."))  # fmt: skip
    asks_vouches = forms.BooleanField(
        label=gettext_lazy("Members vouch for newcomers"), required=False,
        help_text=gettext_lazy("Half of those who can sign in, one at least, three at most."),
    )  # fmt: skip
    votes_needed = forms.IntegerField(
        label=gettext_lazy("How many reviewers have to say yes?"), min_value=1, max_value=9,
        help_text=gettext_lazy("With 1, whoever looks first decides."),
    )  # fmt: skip
    places = forms.IntegerField(
        label=gettext_lazy("How many members may there be?"), min_value=1, max_value=1_000_000, required=False,
        help_text=gettext_lazy("Leave it empty for no limit. Beyond it people wait in order."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("A word above the questions"), max_length=rules.LONGEST_ANSWER, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class Ask(HouseForm):
    """One question."""

    text = forms.CharField(label=gettext_lazy("The question"), max_length=300)
    kind = forms.ChoiceField(
        label=gettext_lazy("How is it answered?"), choices=list(KIND_WORDS.items()), widget=forms.RadioSelect
    )
    options = forms.CharField(
        label=gettext_lazy("Options, one on each line"), required=False, max_length=2000,
        help_text=gettext_lazy("Begin a line with * where the option shows the need. Applicants do not see the *."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    least = forms.IntegerField(
        label=gettext_lazy("The least number that fits"), required=False, min_value=0, max_value=1_000_000
    )
    wanted = forms.ChoiceField(
        label=gettext_lazy("The answer that fits, hidden from applicants"), required=False,
        choices=[("", gettext_lazy("none")), *_YES_NO], widget=forms.RadioSelect,
    )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """The question as the action takes it."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip(" *")]
        return {
            "kind": self.cleaned_data["kind"], "text": self.cleaned_data["text"],
            "options": [line.lstrip("* ") for line in lines],
            "fits": [at for at, line in enumerate(lines) if line.startswith("*")],
            "least": self.cleaned_data["least"], "wanted": self.cleaned_data["wanted"],
        }  # fmt: skip


class Passage(HouseForm):
    """Today's way into a chat tool's group."""

    tool = forms.ChoiceField(label=gettext_lazy("Chat tool"), choices=list(TOOL_WORDS.items()))
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=60, required=False)
    link = forms.CharField(label=gettext_lazy("Its invitation link"), max_length=500, required=False)
    picture = forms.FileField(label=gettext_lazy("Or a picture of its code"), required=False)
    expires_on = forms.DateField(
        label=gettext_lazy("The last day on which it works"), required=False,
        help_text=gettext_lazy("WeChat codes last seven days. Leave it empty where it does not end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
