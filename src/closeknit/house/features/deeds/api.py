"""The only door for other features.

    deeds.give(
        actor=actor, now=now, person_id=7, title=_("Introduce yourself"), text="", due=day,
        source=f"admission.application:{application.id}", key="first.1",
    )

Events: `deeds.given`, `deeds.done`, `deeds.let_go` (object ("deed", id), whom: whose it is). `of_source` gives the
deeds of one thing, so that the feature can say what came of them.
"""

from closeknit.house.features.deeds.actions import done, give, let_go, promise, put_off, take_up
from closeknit.house.features.deeds.errors import Ended, NotHere
from closeknit.house.features.deeds.rules import TEXT, TITLE
from closeknit.house.features.deeds.selectors import DeedCard, cards, listed, mine, of_source, one

__all__ = [
    "TEXT", "TITLE", "DeedCard", "Ended", "NotHere", "cards", "done", "give", "let_go", "listed", "mine", "of_source",
    "one", "promise", "put_off", "take_up",
]  # fmt: skip
