"""The only door for other features: profiles, names, faces, who is away; and how a profile comes to be.

The signatures stand; what they call is being built.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from closeknit.house.core.permissions import Viewer


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """A member as every member may see her; `fields` holds only what she shows to members."""

    person_id: int
    name: str
    level: int
    """0 newcomer, 1 member, 2 regular, 3 pillar."""
    chapter_id: int | None
    joined_at: datetime
    is_claimed: bool
    """Whether she herself has taken the profile; False where it was made for her."""
    away_until: date | None
    look_alikes: int
    """How many others of the community have a name that looks the same."""
    fields: Mapping[str, str]


def welcome(
    *, actor: Viewer, now: datetime, person_id: int, name: str, invited_by: int | None = None,
    introduction: str | None = None,
) -> int:  # fmt: skip
    """Create or complete a profile at admission; its id. The calling feature has made her a member."""
    raise NotImplementedError


def claim(*, actor: Viewer, now: datetime, token: str) -> int:
    """Take over the profile behind a claim link; its id. Raises ClaimSpent."""
    raise NotImplementedError


def profiles(community_id: int, person_ids: Iterable[int]) -> Mapping[int, ProfileCard]:
    """Profiles of present members by person, in two queries; who has none or left is not in it."""
    raise NotImplementedError


def names(community_id: int, person_ids: Iterable[int]) -> Mapping[int, str]:
    """What people are called in a community, in one query; one who was forgotten is not in it."""
    raise NotImplementedError


def search(viewer: Viewer, text: str, *, at_most: int = 20) -> Sequence[ProfileCard]:
    """Members found by name, sound or words, as far as the viewer may see; the nearest names first."""
    raise NotImplementedError


def faces(community_id: int) -> Mapping[tuple[str, str], int]:
    """(carrier, account id or shown name) → person, confirmed faces only."""
    raise NotImplementedError


def away(community_id: int, on: date) -> frozenset[int]:
    """People on leave of absence on a day."""
    raise NotImplementedError


def brought_by(community_id: int) -> Mapping[int, int]:
    """Member → who brought her, where that is known."""
    raise NotImplementedError


def channels(community_id: int) -> Mapping[int, frozenset[str]]:
    """Member → the channels beside the house by which she agreed that members reach her (phone, email, line …)."""
    raise NotImplementedError
