"""How a remedy becomes a deed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.insights import errors, rules
from closeknit.house.features.insights.models import Report, Store, Taken


@action(may="insights.keep")
def take(*, actor: Viewer, now: datetime, report_id: int, slug: str, person_id: int, due: date) -> int:
    """Give a remedy to somebody, to be done by a day; the deed's id. Raises Taken, deeds.NotHere."""
    row = Report.objects.filter(store__community_id=actor.community_id, id=report_id, month="").first()
    remedy = next((one for one in row.facts["remedies"] if one["slug"] == slug), None) if row else None
    if row is None or remedy is None:
        raise Http404
    mark = rules.mark(row.facts, slug)
    text = "\n\n".join(filter(None, (remedy["text"], remedy["expect"], remedy["paste"])))
    deed = deeds.give(
        actor=actor, now=now, person_id=person_id, title=remedy["title"], text=text, due=due,
        source=f"insights.remedy:{slug}"[:80], key=mark,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Taken.objects.create(store_id=row.store_id, mark=mark, deed_id=deed)
    except IntegrityError as error:
        raise errors.Taken from error
    journal.note("insights.taken", actor=actor, now=now, object=("deed", deed), whom=person_id)
    return deed


@action(may="insights.keep")
def say(*, actor: Viewer, now: datetime, language: str) -> None:
    """Ask for the newest examination in another language; `receivers` start it."""
    row = Store.objects.filter(community_id=actor.community_id).first()
    if row is None:
        raise Http404
    journal.note("insights.asked", actor=actor, now=now, object=("language", language))
