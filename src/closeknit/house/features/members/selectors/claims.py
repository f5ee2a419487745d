"""Profiles that wait for the person for whom they were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.models import ClaimLink, Profile
from closeknit.house.features.members.rules import digest, tidy_mail


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """An unclaimed profile as the holder of its link or of its mail address sees it."""

    profile_id: int
    name: str
    community: str
    slug: str


def behind(token: str, now: datetime) -> ClaimCard | None:
    """The profile behind a link, as long as it can be claimed."""
    link = ClaimLink.objects.filter(
        digest=digest(token), used_at__isnull=True, expires_at__gt=now, profile__claimed_at__isnull=True,
        profile__left_at__isnull=True,
    ).select_related("profile__community").first()  # fmt: skip
    if link is None:
        return None
    community = link.profile.community
    return ClaimCard(link.profile_id, link.profile.name, community.name, community.slug)


def waiting(viewer: Viewer) -> Sequence[ClaimCard]:
    """Unclaimed profiles that hold the address with which the viewer signs in, where she is no member yet."""
    viewer.must("members.claim")
    own = accounts.address_of(viewer.person_id or 0)
    if not own:
        return []
    rows = Profile.objects.filter(mail=tidy_mail(own), claimed_at__isnull=True, left_at__isnull=True)
    rows = rows.exclude(mail="").exclude(community_id__in=communities.of_person(viewer.person_id or 0))
    told = rows.values_list("id", "name", "community__name", "community__slug")
    return [ClaimCard(*row) for row in told[:50]]
