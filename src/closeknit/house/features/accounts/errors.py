"""What accounts refuse."""

from django.utils.translation import gettext_lazy

from closeknit.house.core.refusals import Refusal


class KeySpent(Refusal):
    """The link was used, is too old, or never was; all look the same."""

    code, status = "accounts.key_spent", 410
    text = gettext_lazy("This link has been used or is too old.")
    hint = gettext_lazy("Ask for a new one on the sign-in page.")


class WrongPassword(Refusal):
    """Address and password do not belong together, or there is no such account."""

    code, status = "accounts.wrong_password", 422
    text = gettext_lazy("Address and password do not fit together.")
    hint = gettext_lazy("Leave the password empty to get a link by mail.")


class AddressTaken(Refusal):
    """Another person signs in with this address."""

    code, status = "accounts.address_taken", 409
    text = gettext_lazy("This address belongs to another account.")


class WeakPassword(Refusal):
    """Too short, or known to everybody."""

    code, status = "accounts.weak_password", 422
    text = gettext_lazy("{reasons}")


class ChallengeSpent(Refusal):
    """What the device signed was asked too long ago, was answered before, or was never asked here."""

    code, status = "accounts.challenge_spent", 410
    text = gettext_lazy("That took too long, or was sent twice.")
    hint = gettext_lazy("Try again.")


class PasskeyRefused(Refusal):
    """The answer does not hold, nobody has this key, or the account is closed; all look the same."""

    code, status = "accounts.passkey_refused", 422
    text = gettext_lazy("This passkey was not accepted.")
    hint = gettext_lazy("Try again, or take another way in.")


class PasskeyKnown(Refusal):
    """The key belongs to an account already."""

    code, status = "accounts.passkey_known", 409
    text = gettext_lazy("This passkey is kept here already.")


class PasskeysFull(Refusal):
    """Nobody needs so many."""

    code, status = "accounts.passkeys_full", 409
    text = gettext_lazy("You have {count} passkeys already.")
    hint = gettext_lazy("Remove one that you do not use.")
