"""`/api/v1`: what programs read, by a token."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from closeknit import __version__
from closeknit.house.core import rates
from closeknit.house.core.refusals import TooOften
from closeknit.house.features.api import openapi, rules, selectors
from closeknit.house.features.api.selectors import Opened
from closeknit.house.features.charter import api as charters
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as every_deed
from closeknit.house.features.members import api as every_member


def by_token(scope: str = "") -> Callable[[Callable[..., Any]], Callable[..., HttpResponse]]:
    """Make `view(request, opened)`, which gives what becomes JSON, an answer for those whose token opens `scope`."""

    def wrap(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def asked(request: Any) -> HttpResponse:
            token = rules.bearer(request.headers.get("Authorization", ""))
            opened = selectors.opened(token, "program") if token else None
            if opened is None:
                return _unknown(request, tried=bool(token))
            if scope and scope not in opened.scopes:
                return answer(request, {"error": "scope", "needs": scope}, status=403)
            found = view(request, opened)
            return answer(request, found) if found is not None else answer(request, {"error": "none"}, status=404)

        return require_safe(asked)

    return wrap


def _unknown(request: Any, *, tried: bool) -> HttpResponse:
    try:
        if tried:
            rates.limit(f"api.token:{rates.address(request)}", at_most=60, per=timedelta(minutes=15), now=request.now)
    except TooOften as refusal:
        return answer(request, {"error": "too_often", "minutes": refusal.blanks["minutes"]}, status=429)
    response = answer(request, {"error": "token"}, status=401)
    response["WWW-Authenticate"] = 'Bearer realm="closeknit"'
    return response


def answer(request: Any, found: Any, *, status: int = 200) -> HttpResponse:
    """JSON with an ETag; 304 where the asker has it already."""
    body = json.dumps(found, ensure_ascii=False, default=_plain).encode()
    response = HttpResponse(body, content_type="application/json", status=status)
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization"
    if status != 200:
        return response
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _paged(request: Any, name: str, page: Any, items: list[dict[str, Any]], **asked: str) -> dict[str, Any]:
    onward = None
    if page.has_next():
        words = "".join(f"&{key}={value}" for key, value in asked.items())
        onward = f"{reverse(name)}?page={page.next_page_number()}{words}"
    return {"items": items, "page": page.number, "pages": page.paginator.num_pages, "next": onward}


@require_safe
def description(request: Any) -> HttpResponse:
    """The OpenAPI document."""
    return answer(request, openapi.document(__version__, settings.ADDRESS))


@by_token()
def community(_request: Any, opened: Opened) -> dict[str, Any]:
    """The community."""
    card = communities.card(opened.viewer.community_id or 0)
    names = ("id", "slug", "name", "kind", "sector", "language", "time_zone", "founded_at")
    return {name: getattr(card, name) for name in names} | {"members": len(communities.member_ids(card.id))}


@by_token("members")
def members(request: Any, opened: Opened) -> dict[str, Any]:
    """Those who show their names to members, with what they show to members."""
    ident = opened.viewer.community_id or 0
    page = Paginator(communities.member_ids(ident), rules.PAGE).get_page(request.GET.get("page"))
    cards = every_member.profiles(ident, page.object_list)
    items = [
        {
            "id": card.person_id, "name": card.name, "level": card.level, "joined_at": card.joined_at,
            "is_claimed": card.is_claimed, "fields": dict(card.fields),
        }
        for person_id in page.object_list if (card := cards.get(person_id)) and card.is_shown
    ]  # fmt: skip
    return _paged(request, "api:members", page, items)


@by_token("charter")
def charter(_request: Any, opened: Opened) -> dict[str, Any] | None:
    """The charter in force."""
    card = charters.current(opened.viewer.community_id or 0)
    if card is None:
        return None
    names = ("number", "adopted_at", "summary", "kind", "sector", "language")
    return {name: getattr(card, name) for name in names} | {"fields": dict(card.fields)}


@by_token("deeds")
def deeds(request: Any, opened: Opened) -> dict[str, Any]:
    """Everybody's deeds, open or ended."""
    state = "ended" if request.GET.get("state") == "ended" else "open"
    page = every_deed.listed(opened.viewer, whose="all", state=state, number=request.GET.get("page"))
    names = ("id", "person_id", "title", "text", "due", "state", "given_by_id", "given_at", "ended_at")
    items = [{name: getattr(card, name) for name in names} for card in page]
    return _paged(request, "api:deeds", page, items, state=state)
