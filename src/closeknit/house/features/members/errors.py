"""What members refuse."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class NoName(Refusal):
    """Nothing that can be seen was typed."""

    code, status = "members.no_name", 422
    text = gettext_lazy("A name needs at least one character that can be seen.")


class NeedsConsent(Refusal):
    """More people would see something than the person agreed to."""

    code, status = "members.needs_consent", 422
    text = gettext_lazy("Members would see more than was agreed to.")
    hint = gettext_lazy("Tick that it is agreed, or choose fewer people.")


class ClaimSpent(Refusal):
    """The link was used, is too old, or never was; all look the same."""

    code, status = "members.claim_spent", 410
    text = gettext_lazy("This link has been used or is too old.")
    hint = gettext_lazy("Ask the organiser for a new one.")


class AlreadyHere(Refusal):
    """Whoever claims has a profile in this community."""

    code, status = "members.already_here", 409
    text = gettext_lazy("You have a profile in this community already.")
    hint = gettext_lazy("Ask the organiser to remove the one that was made for you.")


class Claimed(Refusal):
    """A profile belongs to the person herself; nobody else writes in it."""

    code, status = "members.claimed", 409
    text = gettext_lazy("She looks after this profile herself.")


class NoAddress(Refusal):
    """There is no mail address to write to."""

    code, status = "members.no_address", 409
    text = gettext_lazy("No mail address is known.")
    hint = gettext_lazy("Give her the link yourself.")


class FaceTaken(Refusal):
    """Somebody else's account, confirmed."""

    code, status = "members.face_taken", 409
    text = gettext_lazy("This account is confirmed as somebody else's.")
    hint = gettext_lazy("Ask an organiser if that is wrong.")


class FaceTwice(Refusal):
    """Claimed already."""

    code, status = "members.face_twice", 409
    text = gettext_lazy("This account is in the profile already.")


class OwnFace(Refusal):
    """One's own claim needs another's word."""

    code, status = "members.own_face", 403
    text = gettext_lazy("Somebody else has to confirm it.")


class ChapterThere(Refusal):
    """A chapter of this name is open."""

    code, status = "members.chapter_there", 409
    text = gettext_lazy("There is a chapter of this name already.")


class AbsenceDays(Refusal):
    """The days do not fit."""

    code, status = "members.absence_days", 422
    text = gettext_lazy("The leave has to end today or later, after it begins, within a year.")


class AlreadyAway(Refusal):
    """One leave at a time."""

    code, status = "members.already_away", 409
    text = gettext_lazy("A leave is in course already.")
    hint = gettext_lazy("End it first, then ask for another.")


class NotCurrent(Refusal):
    """The charter has a newer version by now."""

    code, status = "members.not_current", 409
    text = gettext_lazy("The charter has changed since.")
    hint = gettext_lazy("Read the version in force, then accept it.")


class NotARoster(Refusal):
    """The file is no table that can be read."""

    code, status = "members.not_a_roster", 422
    text = gettext_lazy("{reason}")
    hint = gettext_lazy("Save the list as CSV or .xlsx, with the names of the columns in its first row.")


class ImportTwice(Refusal):
    """The same file again."""

    code, status = "members.import_twice", 409
    text = gettext_lazy("This very file was imported before.")
    hint = gettext_lazy("Undo that import first.")


class ImportRunning(Refusal):
    """One import at a time."""

    code, status = "members.import_running", 409
    text = gettext_lazy("Another import is being carried out.")
    hint = gettext_lazy("Wait until it has ended, then press again.")


class NoNameColumn(Refusal):
    """A mapping without a name."""

    code, status = "members.no_name_column", 422
    text = gettext_lazy("Say which column holds the names.")


class NumberTaken(Refusal):
    """Another member has the number."""

    code, status = "members.number_taken", 409
    text = gettext_lazy("Another member has this number.")
