"""Pages: keys for programs, everything as one file, one's own calendar link."""

import secrets
from functools import cache
from typing import Any, Final

import msgspec
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from closeknit import __version__
from closeknit.house.core import people
from closeknit.house.core.pages import absolute, get_or_post, go, page, submit
from closeknit.house.features.api import api, forms, openapi, rules, selectors
from closeknit.house.features.api.actions import keys
from closeknit.house.features.api.views.v1 import DECLARED
from closeknit.house.features.communities.api import Here, in_community

LINKS: Final = {"calendar": "calendar", "feed": "private-feed"}
"""Kinds of private links, and the addresses behind them."""
SCOPES: Final = dict(forms.SCOPES)


@in_community("api.keep")
@require_safe
def keep(request: Any, here: Here) -> HttpResponse:
    """Everything as one file, keys in force, addresses that hear of events."""
    cards = selectors.tokens(here.viewer)
    names = people.names(card.person_id for card in cards)
    rows = [
        {"card": card, "name": names.get(card.person_id, ""), "scopes": [SCOPES[scope] for scope in card.scopes]}
        for card in cards
    ]
    return page(request, "api/keep.html", {"rows": rows, "hooks": selectors.hooks(here.viewer)})


@in_community("api.keep")
@never_cache
@get_or_post
def new(request: Any, here: Here) -> HttpResponse:
    """Make a key; it is shown on the answer's page and never again."""
    form = forms.NewToken(request.POST or None)
    token, made = rules.MARK + secrets.token_urlsafe(24), []

    def act(typed: dict[str, Any]) -> None:
        made.append(keys.make_token(actor=here.viewer, now=request.now, token=token, **typed))

    done = submit(request, form, act, to=lambda _none: here.url("api:keep"))
    if not made:  # nothing was made yet, or the first of two clicks made it
        return done or page(request, "api/new.html", {"form": form})
    address = absolute(request, reverse("api:v1-community"))
    command = f'curl --header "Authorization: Bearer {token}" {address}'
    return page(request, "api/shown.html", {"token": token, "command": command})


@in_community("api.keep")
@require_POST
def end(request: Any, here: Here, token_id: int) -> HttpResponse:
    """A key opens nothing any more."""
    keys.end_token(actor=here.viewer, now=request.now, token_id=token_id)
    return go(request, here.url("api:keep"))


@in_community("api.keep")
@require_POST
def export(request: Any, here: Here) -> StreamingHttpResponse:
    """The whole community as one file."""
    keys.take_copy(actor=here.viewer, now=request.now)
    day = timezone.localdate(request.now).isoformat()
    return StreamingHttpResponse(
        api.pieces(here.id), content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{here.slug}-{day}.zip"', "Content-Encoding": "identity",
            "Cache-Control": "no-store",
        },
    )  # fmt: skip


@require_safe
def description(_request: Any) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(_described(settings.ADDRESS), content_type="application/json")


@cache
def _described(address: str) -> bytes:
    return msgspec.json.encode(openapi.document(DECLARED, __version__, address))


@in_community("api.own")
@never_cache
@get_or_post
def mine(request: Any, here: Here) -> HttpResponse:
    """One's own private links: each made by pressing, shown once; pressing again makes the earlier one useless."""
    made = {}
    which = request.POST.get("which", "")
    if request.method == "POST" and which in LINKS:
        if "end" in request.POST:
            keys.end_link(actor=here.viewer, now=request.now, kind=which)
            return go(request, here.url("api:mine"))
        token = secrets.token_urlsafe(24)
        keys.make_link(actor=here.viewer, now=request.now, kind=which, token=token)
        made[which] = absolute(request, reverse(f"api:{LINKS[which]}", kwargs={"token": token}))
    words = {
        "calendar": (_("Deeds in my calendar"), _("Your open deeds, each on its day.")),
        "feed": (_("What happened, as a feed"), _("What is new here, for a feed reader.")),
    }
    has = selectors.links(here.viewer)
    parts = [
        {"which": which, "title": title, "told": told, "link": made.get(which, ""), "has": which in has}
        for which, (title, told) in words.items()
    ]
    return page(request, "api/mine.html", {"parts": parts})
