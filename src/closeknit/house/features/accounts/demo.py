"""The people of the demonstration."""

from closeknit.house.core.demo import World
from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import actions

ROLES = {"organiser": "許立夏", "host": "陳穀雨", "member": "林白露", "applicant": "林小寒"}


def seed(world: World) -> None:
    """One person a role, under addresses that no mail reaches."""
    for role, name in ROLES.items():
        world.people[role] = actions.make_person(
            actor=the_house(), now=world.now, name=name, email=f"{role}@demo.invalid"
        )
