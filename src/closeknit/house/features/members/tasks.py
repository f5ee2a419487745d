"""Background work of members. What reads rosters is heavy, and is loaded when a roster comes."""

from datetime import timedelta

from django.db.models import Q

from closeknit.errors import CloseknitError
from closeknit.house.core import jobs
from closeknit.house.core.jobs import every, task
from closeknit.house.core.permissions import the_house
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import leaving, profiles
from closeknit.house.features.members.models import Profile
from closeknit.house.features.members.rules import UPLOAD_LASTS


@task
def take_in(*, import_id: int) -> None:
    """Carry an import out."""
    from closeknit.house.features.members.importing import taking

    try:
        taking.carry_out(import_id, jobs.now())
    except (CloseknitError, FileNotFoundError) as error:
        taking.give_up(import_id, jobs.now())
        raise jobs.GiveUp(str(error)) from error


@task
def take_back(*, import_id: int) -> None:
    """Take an import back."""
    from closeknit.house.features.members.importing import returning

    returning.carry_back(import_id, jobs.now())


@every(timedelta(hours=6))
@task
def throw_away() -> None:
    """Remove rosters that somebody sent and never imported."""
    from closeknit.house.features.members.importing import taking

    too_old = jobs.now() - UPLOAD_LASTS
    leaving.drop_uploads(Q(state="draft", made_at__lt=too_old))
    for import_id in taking.stuck(too_old):
        taking.give_up(import_id, jobs.now())


@every(timedelta(hours=1))
@task
def look_after() -> None:
    """Whoever is in has a profile, and whoever went has none in force, where a killed process did not come to it."""
    now = jobs.now()
    for community_id in Profile.objects.values_list("community_id", flat=True).distinct():
        rows = Profile.objects.filter(community_id=community_id, left_at__isnull=True)
        inside, held = set(communities.member_ids(community_id)), set(rows.values_list("person_id", flat=True))
        for person_id in inside - held:
            profiles.ensure(actor=the_house(community_id), now=now, person_id=person_id)
        gone = held - inside  # or came since the members were asked for
        for person_id in gone - set(communities.memberships(community_id, gone)):
            leaving.note_parted(actor=the_house(community_id), now=now, person_id=person_id)
