"""What members do when something happens elsewhere."""

from closeknit.house.core import events, jobs
from closeknit.house.core.permissions import the_house
from closeknit.house.features.members.actions import leaving, profiles
from closeknit.house.features.members.models import Profile


@events.on("communities.joined")
def give_profile(event: events.Event) -> None:
    """Whoever becomes a member has a profile; the gate's `welcome` completes it, an import has made it."""
    if event.whom_id is None or event.community_id is None:
        return
    rows = Profile.objects.filter(community_id=event.community_id, person_id=event.whom_id, left_at__isnull=True)
    if not rows.exists():
        profiles.ensure(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


@events.on("communities.parted")
def close_profile(event: events.Event) -> None:
    """Whoever another feature sees off is in no directory any more."""
    if event.whom_id is None or event.community_id is None:
        return
    rows = Profile.objects.filter(community_id=event.community_id, person_id=event.whom_id, left_at__isnull=True)
    if rows.exists():
        leaving.note_parted(actor=the_house(event.community_id), now=jobs.now(), person_id=event.whom_id)


@events.on("communities.appointed")
def keep_profile(event: events.Event) -> None:
    """Whoever holds a role is not taken back with the import that brought her."""
    Profile.objects.filter(community_id=event.community_id, person_id=event.whom_id).update(run=None)
