"""What waits for a member on the home page of a community."""

from typing import Any

from django.template.loader import render_to_string

from closeknit.house.features.communities.api import Here
from closeknit.house.features.members.selectors.profile import brief


def mine(request: Any, here: Here) -> str:
    """The charter to accept, the profile to fill."""
    told = brief(here.viewer)
    if told is None or (told.charter is None and told.has_offer_or_need):
        return ""
    return render_to_string("members/panel.html", {"brief": told, "here": here}, request=request)
