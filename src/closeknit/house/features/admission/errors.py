"""What the gate refuses."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class Closed(Refusal):
    """Nobody may knock at present."""

    code, status = "admission.closed", 403
    text = gettext_lazy("The gate is closed at present.")
    hint = gettext_lazy("The address stays the same; come back later.")


class KnockedAlready(Refusal):
    """An application of hers is open."""

    code, status = "admission.knocked_already", 409
    text = gettext_lazy("You have knocked already.")
    hint = gettext_lazy("See below what became of it.")


class InAlready(Refusal):
    """She is a member."""

    code, status = "admission.in_already", 409
    text = gettext_lazy("You are a member already.")


class TooSoon(Refusal):
    """The way back opens later."""

    code, status = "admission.too_soon", 403
    text = gettext_lazy("You may knock again from {day} on.")


class QuestionsChanged(Refusal):
    """A form of yesterday."""

    code, status = "admission.questions_changed", 409
    text = gettext_lazy("The questions have changed since you opened this page.")
    hint = gettext_lazy("Your answers are still here; look through them and send again.")


class Hurried(Refusal):
    """Sent faster than anybody reads."""

    code, status = "admission.hurried", 429
    text = gettext_lazy("That was very quick.")
    hint = gettext_lazy("Read it through once more, then send it.")


class LeaveEmpty(Refusal):
    """The field that only machines fill."""

    code, status = "admission.leave_empty", 422
    text = gettext_lazy("One field is to be left empty.")
    hint = gettext_lazy("Empty it, then send again.")


class InvitationSpent(Refusal):
    """Used, withdrawn, expired, or never there: they look the same."""

    code, status = "admission.invitation_spent", 410
    text = gettext_lazy("This invitation no longer holds.")
    hint = gettext_lazy("Ask for another one, or knock at the gate without it.")


class TooManyInvitations(Refusal):
    """A member has enough of them open."""

    code, status = "admission.too_many_invitations", 409
    text = gettext_lazy("{count} of your invitations are still open.")
    hint = gettext_lazy("Withdraw one, or wait until it is used.")


class Decided(Refusal):
    """Somebody was first."""

    code, status = "admission.decided", 409
    text = gettext_lazy("This application was decided already.")


class NotVouched(Refusal):
    """Members have to vouch first."""

    code, status = "admission.not_vouched", 409
    text = gettext_lazy("{missing} more members have to vouch first.")
    hint = gettext_lazy("Those who know this person find the name on the gate's page.")


class LetterSpent(Refusal):
    """A letter's link that was used, or is too old."""

    code, status = "admission.letter_spent", 410
    text = gettext_lazy("This link was used, or is too old.")
    hint = gettext_lazy("Sign in with your address; you are in all the same.")


class NoSuchOption(Refusal):
    """A question of choice needs options."""

    code, status = "admission.options", 422
    text = gettext_lazy("Give two options at least, one on each line.")


class NotALink(Refusal):
    """A chat tool's invitation is an address or a picture."""

    code, status = "admission.not_a_link", 422
    text = gettext_lazy("Give a link that begins with https://, or a picture of the code.")


class TooManyQuestions(Refusal):
    """A gate is no examination."""

    code, status = "admission.too_many_questions", 409
    text = gettext_lazy("{count} questions are enough.")
    hint = gettext_lazy("Remove one first.")
