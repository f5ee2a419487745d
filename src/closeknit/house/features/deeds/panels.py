"""What deeds say on a community's home page."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from closeknit.house.features.communities.api import Here
from closeknit.house.features.deeds import rules, selectors

MOST = 3


def due(request: Any, here: Here) -> str:
    """The next three of one's own; nothing where there are none."""
    cards = selectors.mine(here.viewer, limit=MOST + 1)
    if not cards:
        return ""
    today = timezone.localdate(request.now)
    context = {
        "rows": [{"card": card, "near": rules.nearness(card.due, today)} for card in cards[:MOST]],
        "more": len(cards) > MOST,
        "here": here,
    }
    return render_to_string("deeds/panel.html", context, request=request)
