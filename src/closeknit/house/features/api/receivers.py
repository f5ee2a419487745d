"""What the openness does when something happens elsewhere."""

from django.utils.translation import gettext_lazy

from closeknit.house.core import events
from closeknit.house.core.permissions import the_house
from closeknit.house.features.api import rules, selectors, sending, tasks
from closeknit.house.features.api.actions import keys
from closeknit.house.features.members.api import stores


@events.on(*rules.EVENTS)
def tell(event: events.Event) -> None:
    """A hook may want to hear of it; were this lost, the next sweep finds it in the journal."""
    if event.community_id is not None and sending.is_heard(event.community_id, event.verb):
        tasks.spread.enqueue(community_id=event.community_id)


@events.on("api.hook_tried", "api.hook_again")
def send(event: events.Event) -> None:
    """Somebody waits for the answer."""
    tasks.deliver.enqueue(hook_id=int(event.object_id))


@events.on("members.forgotten", surely=True)
def forget(event: events.Event) -> None:
    """Nothing opens for her any more."""
    if event.community_id is not None and event.whom_id is not None:
        keys.forget(actor=the_house(event.community_id), now=event.at, person_id=event.whom_id)


stores("programs", gettext_lazy("Keys, private links and events"))(selectors.stored)
