"""Addresses that hear of events: made, tried, looked after, ended."""

import secrets
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core import people
from closeknit.house.core.features import in_words
from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.features.api import forms, rules, selectors, sending
from closeknit.house.features.api.actions import hooks as actions
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.ui.confirming import confirm

STATE_WORDS: Final = {
    "waiting": gettext_lazy("waits"), "sending": gettext_lazy("on its way"), "arrived": gettext_lazy("arrived"),
    "given_up": gettext_lazy("given up"),
}  # fmt: skip
FAILURE_WORDS: Final = {
    "status": gettext_lazy("The receiver did not take it."),
    "redirect": gettext_lazy("The receiver points elsewhere; events go to the address itself only."),
    "name": gettext_lazy("Nobody has this name on the net."),
    "inside": gettext_lazy("The address is not on the open net."),
    "certificate": gettext_lazy("The receiver's certificate does not hold."),
    "slow": gettext_lazy("The receiver took too long."),
    "connection": gettext_lazy("There was no connection."),
    "demo": gettext_lazy("Nothing is sent from a demonstration."),
}
OFF_WORDS: Final = {
    "hook_failed": gettext_lazy("Nothing got through for three days."),
    "hook_gone": gettext_lazy("The receiver said that it wants nothing more."),
    "hook_orphan": gettext_lazy("Whoever made it is an organiser no more."),
}


@in_community("api.keep")
@never_cache
@get_or_post
def new(request: Any, here: Here) -> HttpResponse:
    """Add an address; its secret is shown on the answer's page and never again."""
    form = forms.NewHook(request.POST if request.method == "POST" else None)
    nonce, made = secrets.token_urlsafe(24), []

    def act(typed: dict[str, Any]) -> int:
        made.append(actions.add(actor=here.viewer, now=request.now, nonce=nonce, **typed))
        return made[0]

    done = submit(request, form, act, to=lambda _id: here.url("api:keep"))
    if not made:  # nothing was made yet, or the first of two clicks made it
        return done or page(request, "api/hook_new.html", {"form": form})
    context = {"secret": rules.secret(sending.key_of(nonce)), "hook_id": made[0]}
    return page(request, "api/hook_shown.html", context)


@in_community("api.keep")
@require_safe
def one(request: Any, here: Here, hook_id: int) -> HttpResponse:
    """How it goes: what was sent, and what the receiver said."""
    card = selectors.hook(here.viewer, hook_id)
    found = selectors.deliveries(here.viewer, hook_id, request.GET.get("page"))
    context = {
        "card": card, "found": found, "maker": people.names([card.made_by_id]).get(card.made_by_id, ""),
        "events": [in_words(event) for event in card.events], "off": OFF_WORDS.get(card.off_why, ""),
        "rows": [
            {
                "card": row, "event": in_words(row.event), "state": STATE_WORDS[row.state],
                "failure": FAILURE_WORDS.get(row.failure, ""),
            }
            for row in found
        ],
    }  # fmt: skip
    return page(request, "api/hook.html", context)


@in_community("api.keep")
@get_or_post
def change(request: Any, here: Here, hook_id: int) -> HttpResponse:
    """Choose other events."""
    card = selectors.hook(here.viewer, hook_id)
    form = forms.Events(request.POST if request.method == "POST" else None, initial={"events": list(card.events)})
    done = submit(
        request, form,
        lambda typed: actions.change(actor=here.viewer, now=request.now, hook_id=hook_id, **typed),
        to=lambda _none: here.url("api:hook", hook_id=hook_id),
    )  # fmt: skip
    return done or page(request, "api/hook_change.html", {"form": form, "card": card})


@in_community("api.keep")
@require_POST
def try_out(request: Any, here: Here, hook_id: int) -> HttpResponse:
    """Send an event that means nothing."""
    ident = f"msg_{secrets.token_urlsafe(18)}"
    actions.try_out(actor=here.viewer, now=request.now, hook_id=hook_id, ident=ident)
    return go(request, here.url("api:hook", hook_id=hook_id))


@in_community("api.keep")
@require_POST
def switch_on(request: Any, here: Here, hook_id: int) -> HttpResponse:
    """Send events there again."""
    actions.switch_on(actor=here.viewer, now=request.now, hook_id=hook_id)
    return go(request, here.url("api:hook", hook_id=hook_id))


@in_community("api.keep")
@require_POST
def send_again(request: Any, here: Here, delivery_id: str) -> HttpResponse:
    """Try one delivery anew."""
    hook_id = actions.send_again(actor=here.viewer, now=request.now, delivery_id=delivery_id)
    return go(request, here.url("api:hook", hook_id=hook_id))


@in_community("api.keep")
@get_or_post
def end(request: Any, here: Here, hook_id: int) -> HttpResponse:
    """Ask, then send nothing there any more."""
    card = selectors.hook(here.viewer, hook_id)
    return confirm(
        request, lambda: actions.end(actor=here.viewer, now=request.now, hook_id=hook_id),
        question=_("Send no more events to {address}?").format(address=card.host), word=_("End it"),
        consequences=[_("Its secret is worth nothing any more."), _("The list of what was sent is deleted.")],
        to=here.url("api:keep"), back=here.url("api:hook", hook_id=hook_id),
    )  # fmt: skip
