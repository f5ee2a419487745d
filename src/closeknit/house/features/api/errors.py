"""What the openness refuses."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class TooMany(Refusal):
    """Enough keys are in force."""

    code, status = "api.too_many", 409
    text = gettext_lazy("{count} keys are in force already.")
    hint = gettext_lazy("End one that is not used any more.")


class NotEmpty(Exception):
    """A community comes into an empty house only; the command line says so."""


class Unreadable(Exception):
    """Not a community's file; says what does not fit."""
