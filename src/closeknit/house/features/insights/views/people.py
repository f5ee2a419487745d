"""Whose words are kept, and how they are forgotten."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from closeknit.house.core.pages import page
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.insights import selectors
from closeknit.house.features.insights.actions import uploads as actions
from closeknit.house.features.insights.views.tabs import tabs
from closeknit.house.features.insights.views.uploads import sure


@in_community("insights.keep")
@require_safe
def people(request: Any, here: Here) -> HttpResponse:
    """Everybody whom the newest examination saw."""
    query = request.GET.get("q", "").strip()[:80]
    context = {
        "seen": selectors.seen(here.viewer, query, request.GET.get("page")), "query": query,
        "tabs": tabs(here, "people"),
    }  # fmt: skip
    return page(request, "insights/people.html", context)


@in_community("insights.keep")
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: Any, here: Here, seen_id: int) -> HttpResponse:
    """Ask, then forget somebody."""
    row = selectors.one_seen(here.viewer, seen_id) if request.method != "POST" else {"name": ""}
    consequences = [
        _("Their words, names and ids are removed from every upload for good."),
        _("Uploading an old export again does not bring them back."),
        _("That they said something stays, without words, so that others' answers still point somewhere."),
    ]
    return sure(
        request, here, _("Forget {name}?").format(name=row["name"]), consequences, _("Forget"),
        lambda: actions.forget(actor=here.viewer, now=request.now, seen_id=seen_id), here.url("insights:people"),
    )  # fmt: skip
