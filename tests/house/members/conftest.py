"""A world whose members have profiles, as after the commits of a real house."""

from typing import Any

import pytest

from closeknit.house.core.permissions import the_house
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import profiles
from tests.house.conftest import NOW, World, make_world


def give_profiles(world: World, now: Any = NOW) -> World:
    """What the receivers do after a commit."""
    for community_id in (world.here, world.other):
        for person_id in communities.memberships(community_id):
            profiles.ensure(actor=the_house(community_id), now=now, person_id=person_id)
    return world


@pytest.fixture
def world(db: None) -> World:
    """Two communities and their people, with profiles."""
    return give_profiles(make_world())
