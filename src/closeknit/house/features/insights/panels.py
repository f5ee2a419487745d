"""What insights say on a community's home page."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from closeknit.house.features.communities.api import Here
from closeknit.house.features.insights import selectors
from closeknit.house.features.insights.words import WORDS


def pulse(request: Any, here: Here) -> str:
    """The word, and the way to this week; the way to a first upload where nothing is there."""
    card = selectors.newest(here.viewer, get_language() or "")
    until = date.fromisoformat(card.facts["until"]) if card and card.facts["until"] else None
    context = {"card": card, "word": WORDS.get(card.word, "") if card else "", "until": until, "here": here}
    return render_to_string("insights/panel.html", context, request=request)
