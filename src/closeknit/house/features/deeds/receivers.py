"""What deeds do when a person changes."""

from django.utils.translation import gettext_lazy

from closeknit.house.core import events
from closeknit.house.core.permissions import the_house
from closeknit.house.features.deeds import actions, selectors
from closeknit.house.features.members.api import stores


@events.on("members.claimed", surely=True)
def pass_on(event: events.Event) -> None:
    """The profile's deeds go with it."""
    if event.whom_id is not None:
        actions.pass_on(
            actor=the_house(event.community_id), now=event.at, was=int(event.object_id), is_now=event.whom_id
        )


@events.on("communities.parted")
def part(event: events.Event) -> None:
    """Nothing more to do."""
    if event.whom_id is not None:
        actions.part(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


@events.on("members.forgotten", surely=True)
def forget(event: events.Event) -> None:
    """No words about her."""
    if event.whom_id is not None:
        actions.forget(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


stores("deeds", gettext_lazy("Deeds"))(selectors.stored)
