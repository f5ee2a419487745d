"""The community of the demonstration."""

from datetime import timedelta

from closeknit.house.core.demo import World
from closeknit.house.core.people import viewer_of
from closeknit.house.core.permissions import Role
from closeknit.house.features.communities import actions, selectors


def seed(world: World) -> None:
    """城南夜讀, founded two years ago."""
    founded = world.now - timedelta(days=730)
    world.slug = "city-south"
    world.community_id = actions.found(
        actor=viewer_of(world.people["organiser"], keeper=True), now=founded, name="城南夜讀", slug=world.slug
    )
    organiser = selectors.viewer(world.community_id, world.people["organiser"])
    for i, (who, role) in enumerate((("host", Role.MEMBER), ("member", Role.MEMBER), ("applicant", Role.APPLICANT))):
        at = world.now - timedelta(days=600 - 250 * i)
        actions.join(actor=organiser, now=at, person_id=world.people[who], role=role)
    appointed = world.now - timedelta(days=420)
    actions.appoint(actor=organiser, now=appointed, person_id=world.people["host"], roles=frozenset({Role.HOST}))
    for who in ("organiser", "host", "member", "applicant"):
        world.viewers[who] = selectors.viewer(world.community_id, world.people[who])
