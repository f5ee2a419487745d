"""The demonstration's openness: a website that reads along, and an organiser who has her deeds in her calendar."""

from datetime import timedelta

from closeknit.house.core.demo import World
from closeknit.house.features.api import rules
from closeknit.house.features.api.actions import keys


def seed(world: World) -> None:
    """A key and a link: what they open is shown, they themselves are not."""
    organiser, now = world.viewers["organiser"], world.now - timedelta(days=9)
    token, link = (world.rng.randbytes(18).hex() for _ in range(2))
    keys.make_token(
        actor=organiser, now=now, token=rules.MARK + token, label="讀書會的網站", scopes=["members", "deeds"]
    )
    keys.make_link(actor=organiser, now=now, kind="calendar", token=link)
