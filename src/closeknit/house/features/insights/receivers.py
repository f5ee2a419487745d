"""What insights do when something happened: start the job that it needs."""

from django.utils.translation import gettext_lazy

from closeknit.house.core import events
from closeknit.house.core.permissions import the_house
from closeknit.house.features.insights import selectors, tasks
from closeknit.house.features.insights.actions import uploads
from closeknit.house.features.members.api import stores


@events.on("insights.sent")
def read(event: events.Event) -> None:
    """Files have come."""
    tasks.read.enqueue(upload_id=int(event.object_id))


@events.on(
    "insights.kept",
    "insights.rebuilt",
    "insights.forgot",
    "insights.in_charge",
    "members.face_confirmed",
    "communities.appointed",
)
def examine(event: events.Event) -> None:
    """What is kept has changed, or who is behind a face."""
    if event.community_id is not None:
        tasks.examine.enqueue(community_id=event.community_id)


@events.on("insights.asked")
def examine_in(event: events.Event) -> None:
    """In another language too."""
    if event.community_id is not None:
        tasks.examine.enqueue(community_id=event.community_id, language=event.object_id)


@events.on("insights.removed")
def rebuild(event: events.Event) -> None:
    """An upload is to go."""
    if event.community_id is not None:
        tasks.rebuild.enqueue(community_id=event.community_id)


@events.on("insights.asked_to_forget")
def forget(event: events.Event) -> None:
    """Somebody is to be forgotten."""
    tasks.forget.enqueue(forgetting_id=int(event.object_id))


@events.on("members.forgotten", surely=True)
def forget_member(event: events.Event) -> None:
    """A member who is forgotten in the house is forgotten here."""
    if event.whom_id is not None:
        uploads.forget_member(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


stores("insights", gettext_lazy("Check-up"))(selectors.stored)
