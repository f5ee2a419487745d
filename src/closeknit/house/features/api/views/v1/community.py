"""The community's card: open to every key."""

from closeknit.house.features.api import shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.communities import api as communities


@operation("GET", "/community", answers=shapes.Community)
def read_community(call: Call) -> shapes.Community:
    """The community that the key opens a part of."""
    card = communities.card(call.community_id)
    return shapes.shaped(shapes.Community, card, members=communities.count_members(card.id))
