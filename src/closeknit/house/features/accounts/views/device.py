"""The device on which somebody signs in: its session, its language, its zone, and the address by which it came."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from closeknit.house.core.pages import absolute
from closeknit.house.features.accounts import passkeys

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: Any, person: Any) -> None:
    """From now on this device is the person's."""
    login(request, person, backend=_BACKEND)


def at_home(request: Any, done: HttpResponse | None, again: Callable[[], Any]) -> HttpResponse | None:
    """After a sign-in this device shows times in the person's zone and, unless it speaks one already, her language.

    Of a form that is sent twice a browser keeps the second answer only, and that one did nothing: `again` gives the
    person who came in by the first, or None.
    """
    if done is not None and not request.user.is_authenticated and (person := again()) is not None:
        sign_in(request, person)
    if done is not None and request.user.is_authenticated:
        spoken = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        remember(done, spoken or request.user.language, request.user.time_zone)
    return done


def after_entering(request: Any) -> str:
    """Where somebody wanted to go who was led to the sign-in page; her communities, where that is not of this house."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and safe else reverse("communities:mine")


def party(request: Any) -> passkeys.Party | None:
    """Who asks for passkeys at the address of this house; None where browsers give none."""
    return passkeys.party(absolute(request, "/"))


def remember(response: HttpResponse, language: str, zone: str) -> None:
    """Leave the language and the zone with the device."""
    words = {"max_age": 31_536_000, "samesite": "Lax", "secure": settings.HTTPS}
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **words)
    if zone:
        response.set_cookie("zone", zone, httponly=True, **words)
