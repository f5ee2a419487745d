"""Members vouch, reviewers vote and decide, and whoever is admitted is let in."""

from datetime import date, datetime, timedelta

from django.db.models import Count, F
from django.http import Http404
from django.utils import timezone, translation

from closeknit.house.core import journal, people
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Role, Viewer
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.admission import errors, rules
from closeknit.house.features.admission.actions import letters
from closeknit.house.features.admission.actions.knocking import digest, leave_the_gate, person_by_address
from closeknit.house.features.admission.models import Application, Gate, Vote, Vouch
from closeknit.house.features.admission.selectors.gate import gate
from closeknit.house.features.charter import api as charter
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members


@action(may="admission.in")
def vouch(*, actor: Viewer, now: datetime, application_id: int) -> int:
    """A member vouches for somebody at the gate; how many have by now. Twice is once. Raises Decided."""
    row = _held(actor, application_id, "waiting")
    if row.person_id == actor.person_id:
        raise Http404
    Vouch.objects.get_or_create(application=row, person_id=actor.person_id, defaults={"at": now})
    journal.note("admission.vouched", actor=actor, now=now, object=("application", row.id), whom=row.person_id)
    return row.vouches.count()


@action(may="admission.in")
def take_back(*, actor: Viewer, now: datetime, application_id: int) -> None:
    """A member no longer vouches. Raises Decided."""
    row = _held(actor, application_id, "waiting")
    Vouch.objects.filter(application=row, person_id=actor.person_id).delete()
    journal.note("admission.unvouched", actor=actor, now=now, object=("application", row.id), whom=row.person_id)


@action(may="admission.review")
def admit(*, actor: Viewer, now: datetime, application_id: int, token: str) -> str:
    """A reviewer says yes; the application's state after it.

    It stays "waiting" until enough reviewers said yes, becomes "listed" where no place is free, else "admitted".
    `token` is a secret for the letter's link. Raises Decided, NotVouched.
    """
    row = _held(actor, application_id, "waiting")
    set_up = gate(row.community_id)
    Vote.objects.update_or_create(application=row, person_id=actor.person_id, defaults={"yes": True, "at": now})
    journal.note("admission.voted", actor=actor, now=now, object=("application", row.id), whom=row.person_id)
    if row.votes.filter(yes=True).count() < set_up.votes_needed:
        return "waiting"
    lacking = rules.vouches_needed(communities.count_able(row.community_id)) - row.vouches.count()
    if set_up.asks_vouches and lacking > 0:
        raise errors.NotVouched(missing=lacking)
    if not _room(row.community_id):
        _decide(row, "listed", actor, now)
        letters.listed(row, now)
        journal.note("admission.listed", actor=actor, now=now, object=("application", row.id), whom=row.person_id)
        return "listed"
    _let_in(row, actor, now, token)
    return "admitted"


@action(may="admission.review")
def refuse(
    *, actor: Viewer, now: datetime, application_id: int, reason: str, told: str, days: int
) -> str:  # fmt: skip
    """A reviewer says no, with a reason and what she is told; the state after it.

    It stays "waiting" until as many said no as have to say yes. She may knock again `days` later. Raises Decided.
    """
    row = _held(actor, application_id, *rules.OPEN)
    Vote.objects.update_or_create(application=row, person_id=actor.person_id, defaults={"yes": False, "at": now})
    journal.note("admission.voted", actor=actor, now=now, object=("application", row.id), whom=row.person_id)
    if row.votes.filter(yes=False).count() < gate(row.community_id).votes_needed:
        return str(row.state)
    again = timezone.localdate(now) + timedelta(days=days) if days else None
    _decide(row, "refused", actor, now, reason=reason, told=rules.tidy(told), again_on=again)
    leave_the_gate(actor, now, row.person_id)
    letters.refused(row, now)
    journal.note(
        "admission.refused", actor=actor, now=now, object=("application", row.id), whom=row.person_id,
        why=f"admission.{reason}",
    )  # fmt: skip
    return "refused"


@action(may="admission.review")
def fill(*, actor: Viewer, now: datetime, tokens: list[str]) -> int:
    """Let people in from the waiting list as far as there is room; how many. One token a person."""
    journal.note("admission.filled", actor=actor, now=now, object=("community", actor.community_id))
    taken = 0
    for token in tokens:
        rows = Application.objects.filter(community_id=actor.community_id, state="listed")
        first = rows.order_by("decided_at", "id").first()
        if first is None or not _room(first.community_id):
            break
        _let_in(_held(actor, first.id, "listed"), actor, now, token)
        taken += 1
    return taken


def _held(actor: Viewer, ident: int, *states: str) -> Application:
    """The application, held until the transaction ends, so that votes are counted one after the other."""
    rows = Application.objects.filter(community_id=actor.community_id, id=ident)
    if not rows.filter(state__in=states).update(revision=F("revision") + 1):
        if rows.exists():
            raise errors.Decided
        raise Http404
    return rows.get()


def _room(community_id: int) -> bool:
    """Whether a place is free; the gate's row is held, so that the last place is given once."""
    if not Gate.objects.filter(community_id=community_id).update(revision=F("revision") + 1):
        return True
    return rules.has_room(communities.count_members(community_id), gate(community_id).places)


def _decide(row: Application, state: str, actor: Viewer, now: datetime, **words: object) -> None:
    told = {"state": state, "decided_at": now, "decided_by_id": actor.person_id, **words}
    if not Application.objects.filter(id=row.id, state=row.state).update(**told):
        raise errors.Decided
    row.refresh_from_db()


def _let_in(row: Application, actor: Viewer, now: datetime, token: str) -> None:
    """A member with a profile, a host and first deeds; the letter, and the event `admission.admitted`."""
    person = row.person_id if row.person_id is not None else person_by_address(row.email)
    if person is None:
        person = accounts.make_person(actor=actor, now=now, name=row.name, email=row.email, language=row.language)
    if Role.MEMBER not in communities.viewer(row.community_id, person).roles:
        communities.join(actor=actor, now=now, person_id=person)
    members.welcome(actor=actor, now=now, person_id=person, name=row.name, invited_by=row.inviter_id)
    host = _host(row.community_id, person, now)
    _decide(
        row, "admitted", actor, now, person_id=person, host_id=host, letter_digest=digest(token),
        letter_until=now + rules.LETTER_LASTS,
    )  # fmt: skip
    names = people.names([host] if host else [])
    letters.admitted(row, now, token, names.get(host or 0, ""))
    _first_deeds(row, actor, now)
    journal.note("admission.admitted", actor=actor, now=now, object=("application", row.id), whom=person)


def _host(community_id: int, newcomer: int, now: datetime) -> int | None:
    """Whoever of the hosts (or else of the organisers) met the fewest newcomers lately."""
    for role in (Role.HOST, Role.ORGANISER):
        candidates = [p for p in communities.member_ids(community_id, roles=(role,)) if p != newcomer]
        rows = Application.objects.filter(
            community_id=community_id, host_id__in=candidates, decided_at__gte=now - rules.HOSTED_LATELY
        )
        busy = dict(rows.values_list("host_id").annotate(n=Count("id")).order_by())
        if candidates:
            return rules.host_of(candidates, busy)
    return None


def _first_deeds(row: Application, actor: Viewer, now: datetime) -> None:
    """What she does first, and what her host does."""
    source, today = f"admission.application:{row.id}", timezone.localdate(now)

    def give(person: int, title: str, days: int, key: str) -> None:
        due: date = today + timedelta(days=days)
        deeds.give(actor=actor, now=now, person_id=person, title=title, text="", due=due, source=source, key=key)

    with translation.override(row.language):
        give(row.person_id, translation.gettext("Introduce yourself to the members"), 3, "introduce")
    for at, first in enumerate(charter.first_deeds(row.community_id)):
        give(row.person_id, first.text, first.days, f"first.{at}")
    if row.host_id:
        with translation.override(row.language):
            give(row.host_id, translation.gettext("Meet {name}, who is new").format(name=row.name), 3, "meet")
