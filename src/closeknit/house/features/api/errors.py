"""What the openness refuses."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class TooMany(Refusal):
    """Enough keys are in force."""

    code, status = "api.too_many", 409
    text = gettext_lazy("{count} keys are in force already.")
    hint = gettext_lazy("End one that is not used any more.")


class TooManyHooks(Refusal):
    """Enough addresses hear of events."""

    code, status = "api.too_many_hooks", 409
    text = gettext_lazy("{count} addresses hear of events already.")
    hint = gettext_lazy("End one that is not used any more.")


class NotAnAddress(Refusal):
    """No address to which anything may be sent."""

    code, status = "api.not_an_address", 422
    text = gettext_lazy("Events go to an https address on the open net, without a name or password in it.")


class NoToken(Refusal):
    """No key, or one that opens nothing."""

    code, status = "api.token", 401
    text = gettext_lazy("This needs a key that is in force.")
    hint = gettext_lazy(
        "Send it as “Authorization: Bearer …”; an organiser makes one on the page “Copies and programs”."
    )


class NoScope(Refusal):
    """The key does not open this part."""

    code, status = "api.scope", 403
    text = gettext_lazy("This key does not open “{needs}”.")
    hint = gettext_lazy("Make one that does.")


class NotThere(Refusal):
    """Not there, or not open to whoever made the key."""

    code, status = "api.not_there", 404
    text = gettext_lazy("There is nothing here")


class NotThatWay(Refusal):
    """Another method."""

    code, status = "api.method", 405
    text = gettext_lazy("That cannot be done.")


class WrongShape(Refusal):
    """The request is not as the description says; `detail` says where, in English."""

    code, status = "api.shape", 422
    text = gettext_lazy("The request does not fit the description.")
    hint = gettext_lazy("{detail}")


class WrongType(Refusal):
    """Another kind of body."""

    code, status = "api.type", 415
    text = gettext_lazy("The body has to be {type}.")


class TooLong(Refusal):
    """More bytes than one request may have."""

    code, status = "api.too_long", 413
    text = gettext_lazy("This request is larger than {megabytes} MB.")
    hint = gettext_lazy("Send a smaller one.")


class MatchNeeded(Refusal):
    """A change that does not say which state it was made from."""

    code, status = "api.match_needed", 428
    text = gettext_lazy("Say which state you change.")
    hint = gettext_lazy("Read it first, and send its ETag as “If-Match”.")


class Changed(Refusal):
    """Somebody changed it since it was read."""

    code, status = "api.changed", 412
    text = gettext_lazy("Somebody changed this while you were reading.")
    hint = gettext_lazy("Read it again, then decide.")


class KeyUsed(Refusal):
    """The same Idempotency-Key for another request."""

    code, status = "api.key_used", 422
    text = gettext_lazy("This Idempotency-Key was used for another request.")


class KeySpent(Refusal):
    """Done before, and what was answered is not kept any more."""

    code, status = "api.key_spent", 409
    text = gettext_lazy("This was done already; what was answered is not kept any more.")


class NotEmpty(Exception):
    """A community comes into an empty house only; the command line says so."""


class Unreadable(Exception):
    """Not a community's file; says what does not fit."""
