"""What insights say on a community's home page."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from closeknit.house.features.communities.api import Here
from closeknit.house.features.insights import selectors
from closeknit.house.features.insights.words import WORDS


def pulse(request: Any, here: Here) -> str:
    """The word, and the way to this week; the way to a first upload where nothing is there."""
    card = selectors.newest(here.viewer, get_language() or "")
    context = {"card": card, "word": WORDS.get(card.word, "") if card else "", "here": here}
    return render_to_string("insights/panel.html", context, request=request)
