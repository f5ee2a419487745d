"""What the charter refuses."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class Empty(Refusal):
    """A charter without its reason, need or conditions."""

    code, status = "charter.empty", 422
    text = gettext_lazy("A charter says why you are together, what you share, and what it takes to stay.")
    hint = gettext_lazy("Write a sentence in each of the three.")


class BlankLeft(Refusal):
    """A template's blank is still there."""

    code, status = "charter.blank_left", 422
    text = gettext_lazy("〔{blank}〕 still stands in the text.")
    hint = gettext_lazy("Write your own words in its place.")


class NothingChanged(Refusal):
    """A version like the one before."""

    code, status = "charter.nothing_changed", 409
    text = gettext_lazy("This draft says the same as the charter in force.")
    hint = gettext_lazy("Change a sentence, or drop the draft.")
