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
