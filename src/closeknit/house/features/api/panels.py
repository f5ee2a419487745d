"""What the openness says on a community's home page."""

from typing import Any

from django.template.loader import render_to_string

from closeknit.house.features.communities.api import Here


def ways_out(request: Any, here: Here) -> str:
    """The ways to one's own deeds in a calendar, and for organisers to everything."""
    return render_to_string("api/panel.html", {"here": here, "keeps": here.viewer.may("api.keep")}, request=request)
