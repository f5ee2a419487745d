"""What insights refuse."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class Nothing(Refusal):
    """Neither a file nor pasted text."""

    code, status = "insights.nothing", 422
    text = gettext_lazy("Nothing was sent.")
    hint = gettext_lazy("Choose the export's file, or paste copied messages.")


class TooMuch(Refusal):
    """More bytes or files than are taken."""

    code, status = "insights.too_much", 422
    text = gettext_lazy("This is more than {gigabytes} GB or {files} files.")
    hint = gettext_lazy("Export without pictures and sounds; the words are what is read.")


class NoRoom(Refusal):
    """The disk is full, or nearly."""

    code, status = "insights.no_room", 507
    text = gettext_lazy("There is no room left on this machine for so large a file.")
    hint = gettext_lazy("Nothing was lost. Ask who runs it to make room, then send it again.")


class NotWaiting(Refusal):
    """The upload is not in the state for that."""

    code, status = "insights.not_waiting", 409
    text = gettext_lazy("This upload is no longer waiting for that.")
    hint = gettext_lazy("Look at its page again.")


class Unfinished(Refusal):
    """Files are not whole yet."""

    code, status = "insights.unfinished", 409
    text = gettext_lazy("{n} files have not come whole yet.")
    hint = gettext_lazy("Choose the same files again: what has come already is not sent again.")


class Taken(Refusal):
    """Somebody made a deed of it first."""

    code, status = "insights.taken", 409
    text = gettext_lazy("Somebody has made a deed of this already.")
