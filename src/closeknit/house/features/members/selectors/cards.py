"""Members as other features see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Q, Value

from closeknit.house.features.members import rules
from closeknit.house.features.members.models import Absence, Claim, Face, Field, Profile
from closeknit.house.features.members.rules import Shown
from closeknit.house.features.members.selectors.reach import away_until, look_alikes, present


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """A member as every member may see her; `fields` holds only what she shows to members."""

    person_id: int
    name: str
    is_shown: bool
    """Whether members may see the name in a list; threads that she took part in show it all the same."""
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


@dataclass(frozen=True, slots=True)
class FaceCard:
    """An account on a carrier."""

    id: int
    carrier: str
    handle: str
    is_confirmed: bool
    claimed_by_id: int | None


CARD = ("id", "person_id", "name", "name_shown", "level", "chapter_id", "joined_at", "claimed_at", "away_until",
         "looks")  # fmt: skip


def card_of(row: Mapping[str, Any], texts: Mapping[str, str], alike: Mapping[str, int]) -> ProfileCard:
    """The card from a row of `CARD` and its texts."""
    return ProfileCard(
        row["person_id"], row["name"], row["name_shown"] >= Shown.MEMBERS, row["level"], row["chapter_id"],
        row["joined_at"], row["claimed_at"] is not None, row["away_until"],
        max(0, alike.get(row["looks"], 1) - 1), dict(texts),
    )  # fmt: skip


def profiles(community_id: int, person_ids: Iterable[int], on: date | None = None) -> Mapping[int, ProfileCard]:
    """Profiles of present members by person, in three queries; who has none or left is not in it.

    `on` is the day for which `away_until` is asked; without it, it is None.
    """
    rows = present(community_id).filter(person_id__in=set(person_ids))
    rows = rows.annotate(away_until=away_until(on) if on else Value(None, output_field=DateField()))
    found_rows = list(rows.values(*CARD))
    texts: dict[int, dict[str, str]] = {row["id"]: {} for row in found_rows}
    shown = Field.objects.filter(profile_id__in=texts, shown__gte=Shown.MEMBERS)
    for ident, key, text in shown.values_list("profile_id", "key", "text"):
        texts[ident][key] = text
    alike = look_alikes(community_id, (row["looks"] for row in found_rows))
    return {row["person_id"]: card_of(row, texts[row["id"]], alike) for row in found_rows}


def alike(community_id: int, name: str) -> int:
    """How many present members have a name that looks like this one, in one query; for those who keep the gate."""
    looks = rules.skeleton(name)
    return look_alikes(community_id, [looks], hidden=True).get(looks, 0) if looks else 0


def names(community_id: int, person_ids: Iterable[int]) -> Mapping[int, str]:
    """What people are called in a community, in one query; one who was forgotten is not in it."""
    rows = Profile.objects.filter(community_id=community_id, person_id__in=set(person_ids)).exclude(name="")
    return dict(rows.values_list("person_id", "name"))


def faces(community_id: int) -> Mapping[tuple[str, str], int]:
    """(carrier, account id or shown name) → person, confirmed faces only; the carrier "" fits any."""
    rows = Face.objects.filter(community_id=community_id, confirmed_at__isnull=False)
    return {(c, h): p for c, h, p in rows.values_list("carrier", "handle", "profile__person_id")}


def away(community_id: int, on: date) -> frozenset[int]:
    """People on leave of absence on a day."""
    rows = Absence.objects.filter(profile__community_id=community_id, since__lte=on, until__gte=on)
    rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__date__gt=on))
    return frozenset(rows.values_list("profile__person_id", flat=True))


def brought_by(community_id: int) -> Mapping[int, int]:
    """Member → who brought her, where that is known; those who left are in it."""
    rows = Profile.objects.filter(community_id=community_id, brought_by_id__isnull=False, forgotten_at__isnull=True)
    return dict(rows.values_list("person_id", "brought_by_id"))


def channels(community_id: int) -> Mapping[int, frozenset[str]]:
    """Member → the channels beside the house by which she agreed that members reach her (phone, email, line …)."""
    rows = Field.objects.filter(
        profile__community_id=community_id, profile__left_at__isnull=True, key__in=rules.CONTACTS,
        shown__gte=Shown.MEMBERS,
    )  # fmt: skip
    found_channels: dict[int, set[str]] = {}
    for person_id, key in rows.values_list("profile__person_id", "key"):
        found_channels.setdefault(person_id, set()).add(key)
    return {person_id: frozenset(keys) for person_id, keys in found_channels.items()}


def is_now(person_ids: Iterable[int]) -> Mapping[int, int]:
    """Person for whom a profile was made → the person who claimed it; others are not in it."""
    return dict(Claim.objects.filter(was_id__in=set(person_ids)).values_list("was_id", "is_now_id"))
