"""What members do when something happens elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from closeknit.house.core import events, jobs
from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.charter import api as charter
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import leaving, profiles
from closeknit.house.features.members.models import Profile
from closeknit.house.features.members.selectors import profile
from closeknit.house.features.members.selectors.elsewhere import stores


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
    """Whoever another feature sees off is in no directory any more; told late, she may have come back."""
    if event.whom_id is None or event.community_id is None:
        return
    if event.whom_id in communities.memberships(event.community_id, [event.whom_id]):
        return
    rows = Profile.objects.filter(community_id=event.community_id, person_id=event.whom_id, left_at__isnull=True)
    if rows.exists():
        leaving.note_parted(actor=the_house(event.community_id), now=jobs.now(), person_id=event.whom_id)


@events.on("communities.appointed")
def keep_profile(event: events.Event) -> None:
    """Whoever holds a role is not taken back with the import that brought her."""
    Profile.objects.filter(community_id=event.community_id, person_id=event.whom_id).update(run=None)


@stores("account", gettext_lazy("Account and ways in"))
def account(_community_id: int, person_id: int) -> Mapping[str, Any]:
    """Of the rooms below this one, which do not know it."""
    return accounts.stored(person_id)


@stores("membership", gettext_lazy("Membership and roles"))
def membership(community_id: int, person_id: int) -> Mapping[str, Any]:
    """The same."""
    return communities.stored(community_id, person_id)


@stores("charter", gettext_lazy("Charters that you wrote"))
def charters(community_id: int, person_id: int) -> Mapping[str, Any]:
    """The same."""
    return charter.stored(community_id, person_id)


@stores("members_work", gettext_lazy("What you did for other members"))
def work(community_id: int, person_id: int) -> Mapping[str, Any]:
    """What is not in one's own profile."""
    return profile.stored(community_id, person_id)
