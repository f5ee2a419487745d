"""The demonstration's world. A feature's `demo.py` has `seed(world)`; the lowest tiers come first."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from closeknit.house.core.permissions import Viewer


@dataclass(slots=True)
class World:
    """What the features before have made: they add to it, later ones use it. Everything goes through actions."""

    now: datetime
    rng: random.Random
    people: dict[str, int] = field(default_factory=dict)
    """Short key → person id."""
    viewers: dict[str, Viewer] = field(default_factory=dict)
    """Role's name (organiser, host, member, applicant) → who plays it in the demonstration's community."""
    community_id: int = 0
    slug: str = ""
