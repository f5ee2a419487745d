"""The pages of the house itself: front page, errors, and what makes it installable."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from closeknit.house.core.middleware import TAGS


@require_safe
def front(request: Any) -> HttpResponse:
    """`/`: what a community is that a chat group is not, and the way in."""
    roles = [("organiser", _("Organiser")), ("host", _("Host")), ("member", _("Member")), ("applicant", _("Applicant"))]
    return render(request, "front.html", {"demo_roles": roles if settings.DEMO else []})


def language(request: Any) -> HttpResponse:
    """Choose a language; kept in a cookie."""
    return set_language(request)


@require_safe
@cache_control(max_age=86400)
def manifest(_request: Any) -> HttpResponse:
    """What a phone needs to install the house."""
    icons = [
        {"src": static(f"ui/icon-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png", "purpose": purpose}
        for n in (192, 512)
        for purpose in ("any", "maskable")
    ]
    body = {
        "id": "/", "name": _("Closeknit"), "short_name": _("Closeknit"), "start_url": "/", "scope": "/",
        "display": "standalone", "lang": TAGS.get(get_language() or "", "en"),
        "background_color": "#f6f1e6", "theme_color": "#2a3e7f", "icons": icons,
    }  # fmt: skip
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
def service_worker(request: Any) -> HttpResponse:
    """The worker that keeps what was read for a moment without a net; it must stand at the root."""
    kept = [static(name) for name in ("style/tokens.css", "style/closeknit.css", "ui/house.css", "ui/house.js")]
    version = hashlib.sha256(" ".join([settings.VERSION, *kept]).encode()).hexdigest()[:12]
    context = {"kept": kept, "version": version, "static": settings.STATIC_URL}
    return render(request, "sw.js", context, content_type="text/javascript")


@require_safe
def offline(request: Any) -> HttpResponse:
    """Shown by the service worker where a page was never read before."""
    return _error(request, _("No connection"), _("This page was not read before, so it cannot be shown now."), 200)


@require_safe
def healthy(_request: Any) -> HttpResponse:
    """For proxies and containers: 200 where the database answers, 503 where it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: Any, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error(request, _("This request could not be read"), _("Go back and try again."), 400)


def forbidden(request: Any, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _error(request, _("This is not open to you"), _("Go back to where you came from."), 403)


def stale(request: Any, reason: str = "") -> HttpResponse:
    """403 of a form whose token is too old or missing: a page of yesterday."""
    return _error(
        request,
        _("This form has become too old"),
        _("Nothing was saved. Go back, load the page again, and send it once more."),
        403,
    )


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """404: not there and not yours look the same."""
    return _error(
        request,
        _("There is nothing here"),
        _("The address may be mistyped, or what stood here is not open to you."),
        404,
    )


def broken(request: Any) -> HttpResponse:
    """500: a bug. It draws nothing that needs the database."""
    request.here, request.user = None, AnonymousUser()
    return _error(request, _("Something broke"), _("It is our fault, and it was noted. Nothing was saved."), 500)


def _error(request: Any, title: str, sentence: str, status: int) -> HttpResponse:
    return render(request, "error.html", {"title": title, "sentence": sentence}, status=status)
