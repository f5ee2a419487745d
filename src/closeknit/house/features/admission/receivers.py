"""What the gate does when something happens elsewhere."""

from django.utils.translation import gettext_lazy

from closeknit.house.core import events
from closeknit.house.core.permissions import the_house
from closeknit.house.features.admission import tasks
from closeknit.house.features.admission.actions import keeping
from closeknit.house.features.admission.selectors import knocked, review
from closeknit.house.features.members.api import stores


@events.on("communities.parted", "admission.set")
def look_for_places(event: events.Event) -> None:
    """A place may be free."""
    if event.community_id is not None and review.counts(event.community_id)["listed"]:
        tasks.fill.enqueue(community_id=event.community_id)


@events.on("members.claimed", surely=True)
def hand_over(event: events.Event) -> None:
    """The profile's applications go with it."""
    if event.whom_id is not None:
        keeping.hand_over(
            actor=the_house(event.community_id), now=event.at, before=int(event.object_id), after=event.whom_id
        )


@events.on("members.forgotten", surely=True)
def forget(event: events.Event) -> None:
    """No words of hers."""
    if event.whom_id is not None:
        keeping.forget(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


stores("gate", gettext_lazy("Gate"))(knocked.stored)
