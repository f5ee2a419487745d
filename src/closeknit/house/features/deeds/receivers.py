"""What deeds do when a person changes."""

from django.utils.translation import gettext_lazy

from closeknit.house.core import events
from closeknit.house.core.permissions import the_house
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import actions, selectors
from closeknit.house.features.members.api import stores


@events.on("members.claimed", surely=True)
def pass_on(event: events.Event) -> None:
    """The profile's deeds go with it."""
    if event.whom_id is not None:
        actions.pass_on(
            actor=the_house(event.community_id), now=event.at, was=int(event.object_id), is_now=event.whom_id
        )


@events.on("communities.parted", surely=True)
def part(event: events.Event) -> None:
    """Nothing more to do; told late, whoever has come back meanwhile keeps her deeds."""
    if event.whom_id is not None and event.whom_id not in communities.memberships(
        event.community_id or 0, [event.whom_id]
    ):
        actions.part(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


@events.on("members.forgotten", surely=True)
def forget(event: events.Event) -> None:
    """No words about her."""
    if event.whom_id is not None:
        actions.forget(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


stores("deeds", gettext_lazy("Deeds"))(selectors.stored)
