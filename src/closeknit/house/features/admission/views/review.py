"""What reviewers see and decide."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core.pages import get_or_post, page, submit
from closeknit.house.features.admission import errors, forms, rules
from closeknit.house.features.admission.actions import reviewing
from closeknit.house.features.admission.selectors import review
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.ui.forms import HouseForm

_LISTS = {"waiting": ("waiting",), "listed": ("listed",), "decided": ("admitted", "refused", "withdrawn")}
STATE_WORDS = {
    "waiting": translation.gettext_lazy("being read"),
    "listed": translation.gettext_lazy("on the waiting list"),
    "admitted": translation.gettext_lazy("admitted"),
    "refused": translation.gettext_lazy("not admitted"),
    "withdrawn": translation.gettext_lazy("withdrawn"),
}


@in_community("admission.review")
@require_safe
def applications(request: Any, here: Here) -> HttpResponse:
    """Who knocked."""
    chosen = request.GET.get("list", "waiting")
    chosen = chosen if chosen in _LISTS else "waiting"
    counts = review.counts(here.id)
    words = {"waiting": _("To be read"), "listed": _("Waiting list"), "decided": _("Decided")}
    base = here.url("admission:applications")
    tabs = [
        (f"{base}?list={slug}", f"{word} {sum(counts[s] for s in _LISTS[slug])}", slug == chosen)
        for slug, word in words.items()
    ]
    found = review.queue(here.viewer, _LISTS[chosen], request.GET.get("page"))
    rows = [(row, STATE_WORDS[row.state]) for row in found.object_list]
    return page(request, "admission/applications.html", {"tabs": tabs, "found": found, "rows": rows, "chosen": chosen})


@in_community("admission.review")
@require_safe
def application(request: Any, here: Here, ident: int) -> HttpResponse:
    """One application: what was answered, who vouches, what reviewers said."""
    return _shown(request, here, ident, None)


def _shown(request: Any, here: Here, ident: int, form: Any) -> HttpResponse:
    card = review.application(here.viewer, ident)
    context = {
        "card": card, "form": form or HouseForm(), "state": STATE_WORDS[card.state],
        "reason": forms.REASON_WORDS.get(card.reason, ""), "lacking": max(0, card.vouches_needed - len(card.vouchers)),
        "earlier": [(number, STATE_WORDS[state], at) for number, state, at in card.earlier],
        "yes": sum(yes for _name, yes in card.votes), "is_open": card.state in rules.OPEN,
    }  # fmt: skip
    return page(request, "admission/application.html", context)


@in_community("admission.review")
@require_POST
def admit(request: Any, here: Here, ident: int) -> HttpResponse:
    """Say yes."""
    form = HouseForm(request.POST)
    done = submit(
        request, form,
        lambda _typed: reviewing.admit(
            actor=here.viewer, now=request.now, application_id=ident, token=secrets.token_urlsafe(24)
        ),
        to=lambda _state: here.url("admission:application", ident=ident),
    )  # fmt: skip
    return done or _shown(request, here, ident, form)


@in_community("admission.review")
@get_or_post
def refuse(request: Any, here: Here, ident: int) -> HttpResponse:
    """Say no, with a reason and a way back."""
    card = review.application(here.viewer, ident)
    if card.state not in rules.OPEN:
        raise errors.Decided
    initial = {"told": polite(card.name), "days": 30, "reason": "need_unclear"}
    form = forms.Refuse(request.POST if request.method == "POST" else None, initial=initial)
    done = submit(
        request, form,
        lambda typed: reviewing.refuse(actor=here.viewer, now=request.now, application_id=ident, **typed),
        to=lambda _state: here.url("admission:application", ident=ident),
    )  # fmt: skip
    return done or page(request, "admission/refuse.html", {"form": form, "card": card})


def polite(name: str) -> str:
    """What a refusal says where the reviewer adds nothing."""
    return _(
        "{name}, thank you for knocking, and for your answers. We read them with care. This time we do not see how "
        "this community could give you what you need. That says nothing about you; it says what we are here for."
    ).format(name=name)


@in_community("admission.review")
@require_safe
def funnel(request: Any, here: Here) -> HttpResponse:
    """What happened to all who came."""
    days = 90 if request.GET.get("days") == "90" else 0
    steps = review.funnel(here.viewer, request.now, days=days)
    came = steps[0].count
    words = {
        "knocked": _("Knocked"), "invited": _("of them invited"), "admitted": _("Admitted"),
        "introduced": _("Introduced themselves"), "month": _("Admitted a month ago or longer"),
        "stayed": _("of them still here"), "waiting": _("being read"), "listed": _("on the waiting list"),
        "refused": _("not admitted"), "withdrawn": _("withdrawn"),
    }  # fmt: skip
    base = here.url("admission:funnel")
    context = {
        "rows": [(words[step.slug], step) for step in steps], "came": came,
        "share": round(100 * steps[2].count / came) if came >= review.FEW else None,
        "invitations": review.invited_counts(here.id),
        "tabs": [(base, _("Ever"), not days), (f"{base}?days=90", _("The last 90 days"), bool(days))],
    }  # fmt: skip
    return page(request, "admission/funnel.html", context)
