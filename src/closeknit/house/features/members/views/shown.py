"""What the pages of this feature share."""

import zoneinfo
from datetime import date
from typing import Any

from django.utils import timezone

from closeknit.house.features.communities.api import Here
from closeknit.house.features.members.selectors.cards import FaceCard
from closeknit.house.features.members.words import CARRIER_WORDS


def today(request: Any, here: Here) -> date:
    """The day it is in the community."""
    try:
        zone = zoneinfo.ZoneInfo(here.community.time_zone) if here.community.time_zone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = None
    return timezone.localdate(request.now, zone or timezone.get_default_timezone())


def face_words(face: FaceCard) -> str:
    """A face as it is shown: carrier, full-width space, name."""
    return f"{CARRIER_WORDS[face.carrier]}\u3000{face.handle}" if face.carrier else face.handle
