"""Charters for tests, made as an organiser makes them."""

from datetime import datetime
from typing import Any

from closeknit.house.features.charter import actions, selectors
from closeknit.house.features.charter.rules import FIELDS
from closeknit.house.features.communities import api as communities

TEXTS = {
    "purpose": "一個人讀不完的書，一起讀得完。",
    "need": "一個人總停在第三章。我們都需要一群人在同一頁等著。",
    "elsewhere": "每一章讀完當晚的討論紀錄。",
    "norms": "這裡不賣東西，也不轉貼。",
    "conditions": "三個月裡來過一次，或回應過一個人。",
    "direction": "十年讀完二十四部大書。",
    "roles": "主持：輪流，一人一章。",
    "rituals": "每週四晚上：一起讀一章。",
}


def viewer(world: Any, who: str = "organiser") -> Any:
    return communities.viewer(world.here, world.people[who])


def draft(world: Any, now: datetime, *, kind: str = "habit", sector: str = "public_good") -> selectors.DraftCard:
    """A draft from a template, its blank filled."""
    held = selectors.draft(viewer(world))
    actions.choose(
        actor=viewer(world), now=now, kind=kind, sector=sector, language="zh-hant", fills={"一件好事": "讀完一章書"},
        revision=held.revision if held else 0,
    )  # fmt: skip
    made = selectors.draft(viewer(world))
    assert made
    return made


def adopted(world: Any, now: datetime, **changes: Any) -> selectors.CharterCard:
    """The next version in force, `changes` away from TEXTS; `material=False` leaves the organiser's tick out."""
    material = changes.pop("material", False)
    if selectors.current(world.here) is None:
        draft(world, now)
    else:
        actions.begin(actor=viewer(world), now=now)
    held = selectors.draft(viewer(world))
    assert held
    revision = actions.write(
        actor=viewer(world), now=now, revision=held.revision, fields={**TEXTS, **changes}, summary="改一句話",
        is_material=material,
    )  # fmt: skip
    actions.adopt(actor=viewer(world), now=now, revision=revision)
    card = selectors.current(world.here)
    assert card
    assert set(card.fields) == set(FIELDS)
    return card
