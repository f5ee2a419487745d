"""What the charter says on a community's home page."""

from typing import Any

from django.template.loader import render_to_string

from closeknit.house.core.middleware import TAGS
from closeknit.house.features.charter import selectors
from closeknit.house.features.communities.api import Here


def why(request: Any, here: Here) -> str:
    """Why people are together here; the way to a first charter for those who may write one."""
    card = selectors.current(here.id)
    if card is None and not here.viewer.may("charter.write"):
        return ""
    context = {"card": card, "tag": TAGS.get(card.language, "en") if card else ""}
    return render_to_string("charter/panel.html", context, request=request)
