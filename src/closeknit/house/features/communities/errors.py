"""What communities refuse."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class SlugTaken(Refusal):
    """Another community has this address."""

    code, status = "communities.slug_taken", 409
    text = gettext_lazy("Another community has this address already.")
    hint = gettext_lazy("Choose another word; it cannot be changed later.")


class AlreadyIn(Refusal):
    """She is a member (or stands at the gate) already."""

    code, status = "communities.already_in", 409
    text = gettext_lazy("This person is in the community already.")


class LastOrganiser(Refusal):
    """A community is never without an organiser."""

    code, status = "communities.last_organiser", 409
    text = gettext_lazy("A community needs an organiser.")
    hint = gettext_lazy("Make somebody else an organiser first.")
