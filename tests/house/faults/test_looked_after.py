"""A process is killed between a deed and those who should have heard of it: the next round finds what is missing."""

from typing import Any

from closeknit.house.core.models import Job, JournalLine
from closeknit.house.features.admission import tasks as admission
from closeknit.house.features.admission.actions import reviewing
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import tasks as members
from closeknit.house.features.members.models import Profile
from tests.house.admission import making
from tests.house.admission.making import knock, set_gate, viewer
from tests.house.conftest import make_world
from tests.house.members.conftest import give_profiles


def present(world: Any) -> set[int]:
    rows = Profile.objects.filter(community_id=world.here, left_at__isnull=True)
    return set(rows.values_list("person_id", flat=True))


def test_who_is_in_has_a_profile_and_who_went_has_none(world: Any, now: Any) -> None:
    give_profiles(world)
    communities.join(actor=world.viewer("organiser"), now=now, person_id=world.people["newcomer"])
    communities.part(actor=world.viewer("organiser"), now=now, person_id=world.people["second"])
    elsewhere = Profile.objects.filter(community_id=world.other).count()
    members.look_after.func()
    assert present(world) == set(communities.member_ids(world.here))
    assert world.people["newcomer"] in present(world)
    assert Profile.objects.filter(community_id=world.other).count() == elsewhere
    lines = JournalLine.objects.count()
    members.look_after.func()
    assert JournalLine.objects.count() == lines, "the second round finds nothing to do"


def test_a_free_place_is_found(race: Any, now: Any) -> None:
    world = make_world()
    set_gate(world, now, places=communities.count_members(world.here), asks_vouches=False)
    ident = knock(world, now)
    assert reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t") == "listed"
    set_gate(world, now, places=communities.count_members(world.here) + 1, asks_vouches=False)
    Job.objects.all().delete()  # as if nobody had heard of it
    admission.look_after.func()
    for job in Job.objects.filter(task__endswith="admission.tasks.fill"):
        admission.fill.func(**job.arguments[1])
    assert making.row(ident).state == "admitted"
