"""What deeds refuse."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class Ended(Refusal):
    """It was done or let go already."""

    code, status = "deeds.ended", 409
    text = gettext_lazy("This deed has ended already.")
    hint = gettext_lazy("It stands among those that ended, and can be taken up again there.")


class NotHere(Refusal):
    """A deed is for a member."""

    code, status = "deeds.not_here", 422
    text = gettext_lazy("Whoever is to do it is not a member of this community.")
    hint = gettext_lazy("Choose a member.")


class TooFar(Refusal):
    """A date in the past, or years away."""

    code, status = "deeds.too_far", 422
    text = gettext_lazy("Choose a day from today on, within the next two years.")
