"""What every template may use: `lang`, `here`, `viewer`, `nav`, `languages`."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from closeknit.house.core.features import nav_entries
from closeknit.house.core.middleware import TAGS
from closeknit.house.core.permissions import Viewer

MOST_WORDS = 5


def house(request: Any) -> dict[str, Any]:
    """`here` is the community of the page (or None), `nav` its menu for this viewer."""
    here = getattr(request, "here", None)
    viewer: Viewer = here.viewer if here else Viewer()
    return {
        "lang": TAGS.get(translation.get_language() or "", "en"),
        "languages": settings.LANGUAGES,
        "here": here,
        "viewer": viewer,
        "nav": _menu(request, here) if here else [],
        "demo": settings.DEMO,
    }


def _menu(request: Any, here: Any) -> list[dict[str, Any]]:
    words = []
    now = request.resolver_match.namespace if request.resolver_match else ""
    for entry in nav_entries():
        if here.viewer.may(entry.permission):
            url = reverse(entry.url, kwargs={"slug": here.slug})
            words.append({"url": url, "word": entry.word, "current": entry.url.partition(":")[0] == now})
    return words[:MOST_WORDS]
