"""Fills a demonstration: asks every feature's `demo.py`, the lowest tier first."""

import importlib
import random
from importlib.util import find_spec

from closeknit.house.config import discovery
from closeknit.house.core.demo import World


def seed() -> World:
    """Make the invented community, the same each time but for its dates."""
    from closeknit.house.core import jobs

    world = World(now=jobs.now(), rng=random.Random("closeknit"))
    for feature in discovery.found():
        name = f"{feature.name}.demo"
        if find_spec(name):
            importlib.import_module(name).seed(world)
    return world
