"""A calendar of one's deeds and a feed of what happened, by private links; a feed of what everybody may read."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from closeknit.house.core import rates
from closeknit.house.core.features import in_words
from closeknit.house.core.pages import absolute
from closeknit.house.features.api import rules, selectors
from closeknit.house.features.api.selectors import Opened
from closeknit.house.features.charter import api as charters
from closeknit.house.features.communities import api as communities
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.deeds import api as deeds


@require_safe
def calendar(request: Any, token: str) -> HttpResponse:
    """The open deeds of whoever made the link, each on its day."""
    opened = _opened(request, token, "calendar")
    card = communities.card(opened.viewer.community_id or 0)
    entries = [
        (f"deed-{deed.id}@{card.slug}.closeknit", f"{deed.given_at:%Y%m%dT%H%M%SZ}", f"{deed.due:%Y%m%d}", deed.title)
        for deed in deeds.mine(opened.viewer)
    ]
    return HttpResponse(
        rules.calendar(card.name, entries), content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=900"},
    )  # fmt: skip


def _opened(request: Any, token: str, kind: str) -> Opened:
    opened = selectors.opened(token, kind)
    if opened is None:
        rates.limit(f"api.{kind}:{rates.address(request)}", at_most=60, per=timedelta(minutes=15), now=request.now)
        raise Http404
    return opened


@require_safe
def private(request: Any, token: str) -> HttpResponse:
    """What happened, as far as whoever made the link may know it: no words of anybody, only who did what to whom."""
    viewer = _opened(request, token, "feed").viewer
    card = communities.card(viewer.community_id or 0)
    home = absolute(request, reverse("communities:home", kwargs={"slug": card.slug}))
    lines = selectors.happened(viewer)
    names = selectors.shown_names(viewer, lines)
    feed = Atom1Feed(
        title=card.name, link=home, description="", language=card.language, feed_guid=f"{home}#{viewer.person_id}"
    )
    with translation.override(card.language):  # a feed reader asks in its own
        for line in lines:
            actor = names.get(line.actor_id or 0, "") or (_("Somebody") if line.actor_id else _("The house"))
            whom = names.get(line.whom_id or 0, "") if line.whom_id != line.actor_id else ""
            at = timezone.localtime(line.at)
            feed.add_item(
                title=f"{actor} {in_words(line.verb)}{' → ' if whom else ''}{whom}", link=home, description="",
                unique_id=f"{home}#{line.id}", pubdate=at, updateddate=at,
            )  # fmt: skip
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "private, max-age=900"},
    )  # fmt: skip


@in_community("charter.read")
@require_safe
def atom(request: Any, here: Here) -> HttpResponse:
    """The charter's versions, the newest first: what everybody may read here."""
    feed = Atom1Feed(
        title=here.name, link=absolute(request, here.home), description="", language=here.community.language,
        feed_url=absolute(request, request.path), feed_guid=absolute(request, here.home),
    )  # fmt: skip
    for line in charters.versions(here.viewer, at_most=20):
        address = absolute(request, here.url("charter:version", number=line.number))
        feed.add_item(
            title=line.summary or _("Charter, version {number}").format(number=line.number), link=address,
            description="", unique_id=address, pubdate=timezone.localtime(line.adopted_at),
            updateddate=timezone.localtime(line.adopted_at),
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
