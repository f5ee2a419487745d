"""Pages of communities."""

import secrets
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from closeknit.house.core import people
from closeknit.house.core.features import in_words, installed, is_from_outside, mine_views, panel_views
from closeknit.house.core.journal import Line
from closeknit.house.core.pages import get_or_post, page, submit
from closeknit.house.features.communities import actions, api, forms, selectors
from closeknit.house.features.communities.api import in_community


@people.signed_in
@require_safe
def mine(request: Any) -> HttpResponse:
    """One's own communities."""
    viewer = people.viewer(request)
    parts = [SafeString(view(request)) for view in mine_views()]
    context = {"communities": selectors.mine(viewer), "may_found": selectors.may_found(viewer), "parts": parts}
    return page(request, "communities/mine.html", context)


@people.signed_in
@get_or_post
def found(request: Any) -> HttpResponse:
    """Found a community; then the charter's room takes over."""
    viewer = people.viewer(request)
    if not selectors.may_found(viewer):
        raise Http404
    form = forms.Found(request.POST or None)

    def act(typed: dict[str, Any]) -> str:
        slug = typed["slug"].lower() or slugify(typed["name"])[:40] or secrets.token_hex(4)
        actions.found(
            actor=viewer, now=request.now, name=typed["name"], slug=slug, language=get_language() or "zh-hant"
        )
        return slug

    done = submit(request, form, act, to=lambda slug: reverse(_after_founding(), kwargs={"slug": slug}))
    return done or page(request, "communities/found.html", {"form": form})


@in_community("communities.see")
@require_safe
def home(request: Any, here: api.Here) -> HttpResponse:
    """The community's front: what each feature has to say to this viewer."""
    panels = [SafeString(view(request, here)) for panel, view in panel_views() if here.viewer.may(panel.permission)]
    context = {"panels": [panel for panel in panels if panel], "may_change": here.viewer.may("communities.change")}
    return page(request, "communities/home.html", context)


@in_community("communities.change")
@get_or_post
def settings(request: Any, here: api.Here) -> HttpResponse:
    """Name, language, zone."""
    card = here.community
    initial = {"name": card.name, "language": card.language, "time_zone": card.time_zone}
    form = forms.Change(request.POST or None, initial=initial)
    done = submit(
        request, form, lambda typed: actions.change(actor=here.viewer, now=request.now, **typed),
        to=lambda _none: here.home,
    )  # fmt: skip
    return done or page(request, "communities/settings.html", {"form": form})


@in_community("communities.journal")
@require_safe
def journal(request: Any, here: api.Here) -> HttpResponse:
    """Who did what to whom, when and why."""
    lines = selectors.journal_lines(here.viewer)
    ids = {i for line in lines for i in (line.actor_id, line.whom_id) if i}
    names = selectors.names(here.id, ids)
    rows = [
        {
            "actor": names.get(line.actor_id or 0, "") or _nameless(line),
            "whom": names.get(line.whom_id or 0, "") if line.whom_id != line.actor_id else "",
            "verb": in_words(line.verb),
            "why": in_words(line.why) if line.why else "",
            "at": line.at,
        }
        for line in lines
    ]
    return page(request, "communities/journal.html", {"rows": rows})


def _nameless(line: Line) -> str:
    """Who did it, where no name is known: the house, or whoever knocked, or was forgotten since."""
    return _("The house") if line.actor_id is None and not is_from_outside(line.verb) else _("Somebody")


def _after_founding() -> str:
    pages = [feature.founding for feature in installed() if feature.founding]
    return pages[-1] if pages else "communities:home"
