"""How deeds are given and end."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import errors, rules
from closeknit.house.features.deeds.models import Deed


@action(may=None)
def give(
    *, actor: Viewer, now: datetime, person_id: int, title: str, text: str, due: date, source: str, key: str = ""
) -> int:
    """Give a member something to do by a day; the deed's id. The calling feature has decided that it may be.

    `source` names the feature and its thing (`"insights.report:7"`); with a `key` the same person gets the same
    deed of a source once, and the id of the first is given again. Title and text are cut to 200 and 2,000
    characters. Raises NotHere.
    """
    if person_id not in communities.memberships(actor.community_id or 0, [person_id]):
        raise errors.NotHere(field="person_id")
    same = Deed.objects.filter(community_id=actor.community_id, person_id=person_id, source=source, key=key)
    try:
        with transaction.atomic():
            made = Deed.objects.create(
                community_id=actor.community_id, person_id=person_id, title=rules.shortened(title, rules.TITLE),
                text=text.strip()[: rules.TEXT], due=due, source=source, key=key, given_by_id=actor.person_id,
                given_at=now,
            )  # fmt: skip
    except IntegrityError:
        known = same.first() if key else None
        if known is None:
            raise
        journal.note("deeds.given", actor=actor, now=now, object=("deed", known.id), whom=person_id, why="deeds.again")
        return int(known.id)
    journal.note("deeds.given", actor=actor, now=now, object=("deed", made.id), whom=person_id)
    return int(made.id)


@action(may="deeds.own")
def promise(*, actor: Viewer, now: datetime, person_id: int, title: str, text: str, due: date, today: date) -> int:
    """Take something upon oneself, or, as an organiser, ask it of a member. Raises TooFar, NotHere."""
    actor.must("deeds.own", owner=person_id)
    if not today <= due <= today + timedelta(days=730):
        raise errors.TooFar(field="due")
    return give(
        actor=actor, now=now, person_id=person_id, title=title, text=text, due=due, source=f"deeds.by:{actor.person_id}"
    )


@action(may=None)
def done(*, actor: Viewer, now: datetime, deed_id: int) -> None:
    """It is done: by the person herself, or as an organiser says. Raises Ended."""
    _end(actor, now, deed_id, "done")


@action(may=None)
def let_go(*, actor: Viewer, now: datetime, deed_id: int, why: str = "") -> None:
    """It need not be done any more. Raises Ended."""
    _end(actor, now, deed_id, "let_go", why)


@action(may=None)
def take_up(*, actor: Viewer, now: datetime, deed_id: int) -> None:
    """A deed that ended is open again; where it is open, nothing changes."""
    deed = _owned(actor, deed_id)
    if not deed.title:
        raise Http404
    Deed.objects.filter(id=deed.id).update(state="open", ended_at=None)
    journal.note("deeds.taken_up", actor=actor, now=now, object=("deed", deed.id), whom=deed.person_id)


@action(may=None)
def put_off(*, actor: Viewer, now: datetime, deed_id: int, today: date) -> None:
    """A week later. Raises Ended."""
    deed = _owned(actor, deed_id)
    later = rules.put_off(deed.due, today)
    if not Deed.objects.filter(id=deed.id, state="open", due=deed.due).update(due=later):
        raise errors.Ended
    journal.note("deeds.put_off", actor=actor, now=now, object=("deed", deed.id), whom=deed.person_id)


@action(may=None)
def pass_on(*, actor: Viewer, now: datetime, was: int, is_now: int) -> None:
    """What was given to a profile, or by it, belongs to the person who claimed it."""
    rows = Deed.objects.filter(community_id=actor.community_id)
    for row in rows.filter(person_id=was):
        with transaction.atomic():
            twice = bool(row.key) and rows.filter(person_id=is_now, source=row.source, key=row.key).exists()
            rows.filter(id=row.id).update(person_id=is_now, **({"key": ""} if twice else {}))
    rows.filter(given_by_id=was).update(given_by_id=is_now)
    journal.note("deeds.passed_on", actor=actor, now=now, object=("person", was), whom=is_now)


@action(may=None)
def part(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """Whoever leaves has nothing more to do."""
    rows = Deed.objects.filter(community_id=actor.community_id, person_id=person_id)
    rows.filter(state="open").update(state="let_go", ended_at=now)
    _empty(rows)
    journal.note("deeds.let_go", actor=actor, now=now, object=("person", person_id), whom=person_id, why="deeds.left")


@action(may=None)
def forget(*, actor: Viewer, now: datetime, person_id: int) -> None:
    """Empty what a person was asked to do, and what she asked of others: at once where it has ended, else when it
    does, for whoever promised must know what. Ids stay."""
    rows = Deed.objects.filter(community_id=actor.community_id)
    rows.filter(person_id=person_id, state="open").update(state="let_go", ended_at=now)
    rows.filter(Q(person_id=person_id) | (Q(given_by_id=person_id) & ~Q(state="open"))).update(title="", text="")
    rows.filter(given_by_id=person_id).update(given_by_id=None)
    journal.note("deeds.forgot", actor=actor, now=now, object=("person", person_id), whom=person_id)


def _end(actor: Viewer, now: datetime, deed_id: int, state: str, why: str = "") -> None:
    deed = _owned(actor, deed_id)
    if not Deed.objects.filter(id=deed.id, state="open").update(state=state, ended_at=now):
        raise errors.Ended
    _empty(Deed.objects.filter(id=deed.id))
    journal.note(f"deeds.{state}", actor=actor, now=now, object=("deed", deed.id), whom=deed.person_id, why=why)


def _empty(rows: QuerySet[Deed]) -> None:
    """Take the words out of what ended and was asked by somebody who was forgotten since."""
    asked = rows.filter(source__startswith="deeds.by:", given_by_id__isnull=True)
    asked.exclude(state="open").update(title="", text="")


def _owned(actor: Viewer, deed_id: int) -> Deed:
    deed = Deed.objects.filter(id=deed_id, community_id=actor.community_id).first()
    if deed is None:
        raise Http404
    actor.must("deeds.own", owner=deed.person_id)
    return deed
