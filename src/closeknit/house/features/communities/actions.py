"""How communities change. Other features admit, appoint and see off through these, by `api`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404

from closeknit.house.core import bulk, journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import BACKBONE, Role, Viewer
from closeknit.house.features.communities import errors, rules
from closeknit.house.features.communities.models import Community, Duty, Membership
from closeknit.house.features.communities.selectors import may_found


@action(may="communities.found")
def found(*, actor: Viewer, now: datetime, name: str, slug: str, language: str = "zh-hant") -> int:
    """A new community, whose founder is its organiser; its id. Raises SlugTaken."""
    if not may_found(actor):
        raise Http404
    if not rules.slug_allowed(slug):
        raise errors.SlugTaken(field="slug")
    try:
        with transaction.atomic():
            made = Community.objects.create(slug=slug, name=rules.tidy(name), language=language, founded_at=now)
    except IntegrityError as error:
        raise errors.SlugTaken(field="slug") from error
    inside = replace(actor, community_id=made.id)
    journal.note("communities.founded", actor=inside, now=now, object=("community", made.id))
    if actor.person_id is not None:
        Membership.objects.create(community=made, person_id=actor.person_id, role=Role.ORGANISER, joined_at=now)
        journal.note("communities.joined", actor=inside, now=now, object=("community", made.id), whom=actor.person_id)
    return int(made.id)


@action(may="communities.change")
def change(*, actor: Viewer, now: datetime, name: str, language: str, time_zone: str) -> None:
    """Name, language, zone."""
    Community.objects.filter(id=actor.community_id).update(
        name=rules.tidy(name), language=language, time_zone=time_zone
    )
    journal.note("communities.changed", actor=actor, now=now, object=("community", actor.community_id))


@action(may="communities.change")
def set_kind(*, actor: Viewer, now: datetime, kind: str, sector: str) -> None:
    """Type and sector, chosen by the charter's template."""
    Community.objects.filter(id=actor.community_id).update(kind=kind, sector=sector)
    journal.note("communities.kind", actor=actor, now=now, object=("community", actor.community_id))


@action(may=None)
def join(
    *, actor: Viewer, now: datetime, person_id: int, role: Role = Role.MEMBER, joined_at: datetime | None = None
) -> int:
    """A person becomes an applicant or a member; the membership's id. The calling feature has decided that she may.

    An applicant who is admitted keeps her row. Raises AlreadyIn.
    """
    moved = role != Role.APPLICANT and Membership.objects.filter(
        community_id=actor.community_id, person_id=person_id, role=Role.APPLICANT, left_at__isnull=True
    ).update(role=role, joined_at=joined_at or now)
    if not moved:
        try:
            with transaction.atomic():
                Membership.objects.create(
                    community_id=actor.community_id, person_id=person_id, role=role, joined_at=joined_at or now
                )
        except IntegrityError as error:
            raise errors.AlreadyIn from error
    row = Membership.objects.get(community_id=actor.community_id, person_id=person_id, left_at__isnull=True)
    verb = "communities.applied" if role == Role.APPLICANT else "communities.joined"
    journal.note(verb, actor=actor, now=now, object=("membership", row.id), whom=person_id)
    return int(row.id)


@action(may=None)
def join_many(*, actor: Viewer, now: datetime, joined: Mapping[int, datetime]) -> None:
    """New people become members, as a roster brings them: person → since when; one journal line for all."""
    columns = ("community_id", "person_id", "role", "joined_at")
    rows = [(actor.community_id, person_id, str(Role.MEMBER), at) for person_id, at in joined.items()]
    bulk.insert(Membership, columns, rows)
    journal.note("communities.joined_many", actor=actor, now=now, object=("people", len(joined)))


@action(may=None)
def part_many(*, actor: Viewer, now: datetime, person_ids: Sequence[int], why: str = "") -> None:
    """Plain members' memberships end, as an undone import takes them back; one journal line for all."""
    rows = Membership.objects.filter(
        community_id=actor.community_id, person_id__in=person_ids, role=Role.MEMBER, left_at__isnull=True
    )
    Duty.objects.filter(membership__in=rows, until__isnull=True).update(until=now)
    count = rows.update(left_at=now)
    journal.note("communities.parted_many", actor=actor, now=now, object=("people", count), why=why)


@action(may=None)
def place(*, actor: Viewer, now: datetime, person_id: int, chapter_id: int | None) -> None:
    """Put a member into a chapter, or into none; `members` keeps the chapters and has decided that it may be."""
    rows = Membership.objects.filter(community_id=actor.community_id, person_id=person_id, left_at__isnull=True)
    if not rows.update(chapter_id=chapter_id):
        raise Http404
    journal.note("communities.placed", actor=actor, now=now, object=("chapter", chapter_id or 0), whom=person_id)


@action(may=None)
def part(*, actor: Viewer, now: datetime, person_id: int, why: str = "") -> None:
    """A membership (or standing at the gate) ends, her duties with it. Raises LastOrganiser, or 404."""
    row = Membership.objects.filter(community_id=actor.community_id, person_id=person_id, left_at__isnull=True).first()
    if row is None:
        raise Http404
    _one_organiser_stays(row)
    Duty.objects.filter(membership=row, until__isnull=True).update(until=now)
    if not Membership.objects.filter(id=row.id, left_at__isnull=True).update(left_at=now):
        raise Http404
    journal.note("communities.parted", actor=actor, now=now, object=("membership", row.id), whom=person_id, why=why)


@action(may="communities.appoint")
def appoint(*, actor: Viewer, now: datetime, person_id: int, roles: frozenset[Role]) -> None:
    """Set a member's roles: ORGANISER or not, and exactly these backbone roles. Raises LastOrganiser."""
    row = (
        Membership.objects.filter(community_id=actor.community_id, person_id=person_id, left_at__isnull=True)
        .exclude(role=Role.APPLICANT)
        .first()
    )
    if row is None:
        raise Http404
    if Role.ORGANISER not in roles:
        _one_organiser_stays(row)
    Membership.objects.filter(id=row.id).update(role=Role.ORGANISER if Role.ORGANISER in roles else Role.MEMBER)
    wanted = {role for role in roles if role in BACKBONE}
    held = Duty.objects.filter(membership=row, until__isnull=True)
    held.exclude(role__in=wanted).update(until=now)
    for role in wanted - set(held.values_list("role", flat=True)):
        Duty.objects.create(membership=row, role=role, since=now)
    journal.note("communities.appointed", actor=actor, now=now, object=("membership", row.id), whom=person_id)


def _one_organiser_stays(row: Membership) -> None:
    """Lock the community's row, so that of two organisers who leave at once one is refused."""
    if row.role != Role.ORGANISER:
        return
    Community.objects.filter(id=row.community_id).update(slug=row.community.slug)
    others = Membership.objects.filter(community_id=row.community_id, role=Role.ORGANISER, left_at__isnull=True)
    if not others.exclude(id=row.id).exists():
        raise errors.LastOrganiser
