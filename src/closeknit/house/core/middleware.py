"""What stands around every request: its time, its zone, its language for the library, and refusals as pages."""

import zoneinfo
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from closeknit import language
from closeknit.house.core.refusals import Refusal

TAGS = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans", "en": "en"}
"""Django's names of the languages → BCP 47, as `<html lang>` and the library say them."""

GREATEST: Final = 2**63 - 1


class HouseRequest(Protocol):
    """What views may expect of a request beside Django's own."""

    now: datetime
    """When the request came; every action of the request gets this one time."""
    user: Any
    htmx: Any
    method: str
    GET: Any
    POST: Any
    FILES: Any
    META: Any
    session: Any
    path: str


class HouseMiddleware:
    """Sets `request.now`; speaks the person's zone and language; turns a Refusal into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.now = timezone.now()
        zone = request.COOKIES.get("zone", "")
        with language.using(TAGS.get(translation.get_language() or "", "en")), timezone.override(_zone(zone)):
            return self.get_response(request)

    def process_view(self, _request: Any, _view: object, _args: object, words: dict[str, Any]) -> None:
        """A number in an address that no database can hold is no row's either."""
        for name, value in words.items():
            if isinstance(value, int):
                words[name] = min(value, GREATEST)

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """A refusal that no form caught is a page of its own."""
        if isinstance(error, Refusal):
            return render(request, "refused.html", {"refusal": error}, status=error.status)
        return None


def _zone(name: str) -> Any:
    try:
        return zoneinfo.ZoneInfo(name) if name else timezone.get_default_timezone()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return timezone.get_default_timezone()
