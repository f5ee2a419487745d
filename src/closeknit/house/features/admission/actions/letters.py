"""Letters from the gate, in the language in which somebody knocked. The key makes each of them one letter."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from closeknit.house.core import mail
from closeknit.house.core.refusals import Refusal
from closeknit.house.features.admission.models import Application

KINDS: Final = ("received", "admitted", "listed", "refused")


def received(row: Application, now: datetime) -> None:
    """Her answers are here."""
    with _letter(row) as told:
        told.append(_("{community}: your answers are here").format(community=row.gate_name))
        told.append(
            _("Thank you for knocking. People read what you wrote; their answer comes to this address.\n\n"
              "This address stays the same whatever happens to the chat group: {address}\n\n"
              "If it was not you who wrote to us, do nothing.")
            .format(address=row.gate_address)
        )  # fmt: skip
        _send(row, "received", told, now)


def already(refusal: Refusal, email: str, language: str, now: datetime, community: str, home: str) -> None:
    """What a stranger's page must not say of an address: told to whoever reads its mailbox, once a day."""
    mark = hashlib.sha256(f"{home}{email}{now.date()}".encode()).hexdigest()[:40]
    with translation.override(language):
        body = _("Somebody knocked with this address.\n\n{sentence}\n\n{address}").format(
            sentence=refusal.sentence, address=home
        )
        subject = _("{community}: your answers are here").format(community=community)
        mail.write(key=f"admission.already:{mark}", to=email, subject=subject, body=body, now=now)


def admitted(row: Application, now: datetime, token: str, host: str) -> None:
    """She is in; the link signs her in once."""
    with _letter(row) as told:
        told.append(_("{community}: come in").format(community=row.gate_name))
        told.append(
            _("You are a member of {community}.\n\nOpen this link within 14 days; it works once:\n"
              "{address}letter/{token}/\n\nLater, sign in with this mail address.")
            .format(community=row.gate_name, address=row.gate_address, token=token)
        )  # fmt: skip
        if host:
            told[1] += "\n\n" + _("{host} is there to meet you.").format(host=host)
        _send(row, "admitted", told, now)


def listed(row: Application, now: datetime) -> None:
    """She is welcome, and waits for a place."""
    with _letter(row) as told:
        told.append(_("{community}: you are on the waiting list").format(community=row.gate_name))
        told.append(
            _("You are welcome, but every place is taken. You come in as soon as one is free, in the order of the "
              "decisions; you need do nothing.\n\n{address}")
            .format(address=row.gate_address)
        )  # fmt: skip
        _send(row, "listed", told, now)


def refused(row: Application, now: datetime) -> None:
    """Not now, why, and from when on she may come back."""
    with _letter(row) as told:
        told.append(_("{community}: not this time").format(community=row.gate_name))
        body = row.told + "\n\n"
        if row.again_on:
            body += _("You may knock again from {day} on: {address}").format(
                day=date_format(row.again_on, "DATE_FORMAT"), address=row.gate_address
            )
        else:
            body += _("You may knock again at any time: {address}").format(address=row.gate_address)
        told.append(body + "\n\n" + _("Your answers are removed in thirty days."))
        _send(row, "refused", told, now)


def forget(application_ids: Iterable[int]) -> None:
    """Letters to those who knocked, as far as they have not gone out, are written for nobody."""
    mail.drop([f"admission.{which}:{ident}" for ident in application_ids for which in KINDS])


@contextmanager
def _letter(row: Application) -> Iterator[list[str]]:
    with translation.override(row.language):
        yield []


def _send(row: Application, which: str, told: list[str], now: datetime) -> None:
    if row.email:
        subject, body = told
        mail.write(key=f"admission.{which}:{row.id}", to=row.email, subject=subject, body=body, now=now)
