"""The only door for other features: profiles, names, faces, who is away; and how a profile comes to be.

Events: `members.claimed` (object ("person", who it was), whom: who it is now) — move your rows; `members.forgotten`
(whom) — remove the person's words in that community, keep ids; `members.left`. What a feature stores about a person
it says through `stores`, so that "my data" tells all of it.
"""

from closeknit.house.features.members.actions.absences import come_back, go_away
from closeknit.house.features.members.actions.claims import claim
from closeknit.house.features.members.actions.faces import claim_face, confirm_face
from closeknit.house.features.members.actions.profiles import make, set_level, welcome
from closeknit.house.features.members.errors import ClaimSpent
from closeknit.house.features.members.rules import Level, Shown
from closeknit.house.features.members.selectors.cards import (
    ProfileCard,
    alike,
    away,
    brought_by,
    channels,
    faces,
    is_now,
    names,
    profiles,
)
from closeknit.house.features.members.selectors.chapters import ChapterCard, chapters
from closeknit.house.features.members.selectors.directory import search
from closeknit.house.features.members.selectors.elsewhere import stores
from closeknit.house.features.members.selectors.profile import acceptances

__all__ = [
    "ChapterCard", "ClaimSpent", "Level", "ProfileCard", "Shown", "acceptances", "alike", "away", "brought_by",
    "channels", "chapters", "claim", "claim_face", "come_back", "confirm_face", "faces", "go_away", "is_now", "make",
    "names", "profiles", "search", "set_level", "stores", "welcome",
]  # fmt: skip
