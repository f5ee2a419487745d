"""The only door for other features: profiles, names, faces, who is away; and how a profile comes to be.

Events: `members.claimed` (object ("person", who it was), whom: who it is now) — move your rows; `members.forgotten`
(whom) — remove the person's words in that community, keep ids; `members.left`. What a feature stores about a person
it says through `stores`, so that "my data" tells all of it (`told`).
"""

from closeknit.house.features.members.actions.absences import come_back, go_away
from closeknit.house.features.members.actions.acceptances import accept
from closeknit.house.features.members.actions.chapters import change_chapter, close_chapter, open_chapter, place
from closeknit.house.features.members.actions.claims import claim
from closeknit.house.features.members.actions.faces import claim_face, confirm_face
from closeknit.house.features.members.actions.leaving import forget, leave
from closeknit.house.features.members.actions.profiles import edit, make, set_level, set_number, welcome
from closeknit.house.features.members.errors import Claimed, ClaimSpent
from closeknit.house.features.members.forms import MADE_WORDING, OWN_WORDING
from closeknit.house.features.members.rules import FIELDS, LONGEST, LONGEST_NAME, Level, Shown
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
from closeknit.house.features.members.selectors.elsewhere import stores, told
from closeknit.house.features.members.selectors.profile import ProfilePage, acceptances, profile

__all__ = [
    "FIELDS", "LONGEST", "LONGEST_NAME", "MADE_WORDING", "OWN_WORDING", "ChapterCard", "ClaimSpent", "Claimed",
    "Level", "ProfileCard", "ProfilePage", "Shown", "accept", "acceptances", "alike", "away", "brought_by",
    "change_chapter", "channels", "chapters", "claim", "claim_face", "close_chapter", "come_back", "confirm_face",
    "edit", "faces", "forget", "go_away", "is_now", "leave", "make", "names", "open_chapter", "place", "profile",
    "profiles", "search", "set_level", "set_number", "stores", "told", "welcome",
]  # fmt: skip
