"""Pages of deeds."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core import people
from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.core.permissions import BACKBONE, Role
from closeknit.house.features.communities import api as communities
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.deeds import actions, forms, rules, selectors


@in_community("deeds.own")
@require_safe
def mine(request: Any, here: Here) -> HttpResponse:
    """One's own deeds; for organisers everybody's too."""
    may_keep = here.viewer.may("deeds.keep")
    whose = "all" if may_keep and request.GET.get("of") == "all" else "mine"
    state = "ended" if request.GET.get("show") == "ended" else "open"
    cards = selectors.listed(here.viewer, whose=whose, state=state, number=request.GET.get("page"))
    names = communities.names(here.id, {i for card in cards for i in (card.person_id, card.given_by_id) if i})
    today = timezone.localdate(request.now)
    context = {
        "cards": cards,
        "rows": [
            {
                "card": card,
                "name": names.get(card.person_id, ""),
                "by": names.get(card.given_by_id or 0, "") if card.given_by_id != card.person_id else "",
                "near": rules.nearness(card.due, today),
            }
            for card in cards
        ],
        "whose": whose,
        "state": state,
        "tabs": _tabs(here, whose, state, may_keep),
        "back": request.get_full_path(),
    }
    return page(request, "deeds/mine.html", context)


def _tabs(here: Here, whose: str, state: str, may_keep: bool) -> Sequence[tuple[str, str, bool]]:
    base = here.url("deeds:mine")
    tabs = [(base, _("Mine"), (whose, state) == ("mine", "open"))]
    if may_keep:
        tabs.append((f"{base}?of=all", _("Everybody's"), (whose, state) == ("all", "open")))
    of = "of=all&" if may_keep else ""
    return [*tabs, (f"{base}?{of}show=ended", _("Ended"), state == "ended")]


@in_community("deeds.own")
@get_or_post
def promise(request: Any, here: Here) -> HttpResponse:
    """Take something upon oneself; organisers may ask it of the backbone."""
    today = timezone.localdate(request.now)
    form = forms.Promise(
        request.POST or None, people=_askable(request, here), initial={"due": today + timedelta(days=7)}
    )
    done = submit(
        request, form, lambda typed: actions.promise(actor=here.viewer, now=request.now, today=today, **typed),
        to=lambda _id: here.url("deeds:mine"),
    )  # fmt: skip
    return done or page(request, "deeds/promise.html", {"form": form})


def _askable(request: Any, here: Here) -> Sequence[tuple[int, str]]:
    own = here.viewer.person_id or 0
    others: Sequence[int] = ()
    if here.viewer.may("deeds.keep"):
        others = [i for i in communities.member_ids(here.id, roles=(Role.ORGANISER, *BACKBONE)) if i != own]
    names = people.names([own, *others])
    return [(i, names.get(i, "")) for i in (own, *others)]


@in_community("deeds.own")
@require_POST
def done(request: Any, here: Here, deed_id: int) -> HttpResponse:
    """It is done."""
    actions.done(actor=here.viewer, now=request.now, deed_id=deed_id)
    return _back(request, here)


@in_community("deeds.own")
@require_POST
def let_go(request: Any, here: Here, deed_id: int) -> HttpResponse:
    """It need not be done."""
    actions.let_go(actor=here.viewer, now=request.now, deed_id=deed_id)
    return _back(request, here)


@in_community("deeds.own")
@require_POST
def put_off(request: Any, here: Here, deed_id: int) -> HttpResponse:
    """A week later."""
    today = timezone.localdate(request.now)
    actions.put_off(actor=here.viewer, now=request.now, deed_id=deed_id, today=today)
    return _back(request, here)


@in_community("deeds.own")
@require_POST
def take_up(request: Any, here: Here, deed_id: int) -> HttpResponse:
    """Open again."""
    actions.take_up(actor=here.viewer, now=request.now, deed_id=deed_id)
    return _back(request, here)


def _back(request: Any, here: Here) -> HttpResponse:
    """To the list from which the button was pressed."""
    base = here.url("deeds:mine")
    asked = str(request.POST.get("back", ""))
    return go(request, asked if asked == base or asked.startswith(f"{base}?") else base)
