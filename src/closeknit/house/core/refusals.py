"""A rule says no: typed, translated, and shown in the form or on a page of its own."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy


class Refusal(Exception):
    """The base of every refusal; a feature's `errors.py` derives its own.

        class Full(Refusal):
            code = "admission.full"
            status = 409
            text = gettext_lazy("The waiting list holds {count} people already.")
            hint = gettext_lazy("Come back on {day}.")

        raise Full(count=40, day="…", field="answer")

    `status` is the HTTP status: 400 cannot be, 403 not now or not you, 409 somebody was first, 410 no longer,
    422 typed wrongly, 429 too often. `field` names the form's field at which the sentence stands.
    """

    code: ClassVar[str] = "house.refused"
    status: ClassVar[int] = 409
    text: ClassVar[Any] = gettext_lazy("That cannot be done.")
    hint: ClassVar[Any] = ""

    def __init__(self, *, field: str | None = None, **blanks: Any) -> None:
        super().__init__(self.code)
        self.field = field
        self.blanks = blanks

    @property
    def sentence(self) -> str:
        """What is refused, in the language in force."""
        return str(self.text).format(**self.blanks)

    @property
    def way_out(self) -> str:
        """What to do instead; may be empty."""
        return str(self.hint).format(**self.blanks)


class Stale(Refusal):
    """What the form was made from has changed since."""

    code = "house.stale"
    status = 409
    text = gettext_lazy("Somebody changed this while you were reading.")
    hint = gettext_lazy("Look at the page again; what you typed is still in the form.")


class TooOften(Refusal):
    """A rate limit."""

    code = "house.too_often"
    status = 429
    text = gettext_lazy("That was tried too often.")
    hint = gettext_lazy("Wait {minutes} minutes and try again.")
