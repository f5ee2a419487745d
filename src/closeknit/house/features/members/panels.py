"""What waits for a member on the home page of a community."""

from typing import Any

from django.template.loader import render_to_string

from closeknit.house.core import people
from closeknit.house.features.communities.api import Here
from closeknit.house.features.members.selectors import claims
from closeknit.house.features.members.selectors.profile import brief


def waiting(request: Any) -> str:
    """Profiles that were made for the address with which somebody signs in."""
    cards = claims.waiting(people.viewer(request))
    return render_to_string("members/waiting_part.html", {"cards": cards}, request=request) if cards else ""


def mine(request: Any, here: Here) -> str:
    """The charter to accept, the profile to fill."""
    told = brief(here.viewer)
    if told is None or (told.charter is None and told.has_offer_or_need):
        return ""
    return render_to_string("members/panel.html", {"brief": told, "here": here}, request=request)
