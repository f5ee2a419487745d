"""What members do at the gate: share it, invite, vouch; and what a newcomer finds behind it."""

import secrets
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core import rates, uploads
from closeknit.house.core.pages import absolute, get_or_post, go, page, submit
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.admission import forms
from closeknit.house.features.admission.actions import arriving, inviting, reviewing
from closeknit.house.features.admission.selectors import gate, knocked, review
from closeknit.house.features.charter import api as charters
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.deeds import api as deeds


def code(address: str) -> SafeString:
    """An address as a code, dark on light in either scheme."""
    import segno

    drawn = segno.make(address, error="m").svg_inline(scale=5, light="#fff", svgclass=None, lineclass=None)
    return SafeString(drawn)


@in_community("admission.in")
@require_safe
def desk(request: Any, here: Here) -> HttpResponse:
    """The gate from within: its address, who wants to be vouched for, what waits for reviewers."""
    address = absolute(request, here.url("admission:door"))
    may_review = here.viewer.may("admission.review")
    context = {
        "address": address, "code": code(address), "strangers": review.strangers(here.viewer),
        "may_review": may_review, "counts": review.counts(here.id) if may_review else {},
        "may_keep": here.viewer.may("admission.keep"),
        "keeps_letters": may_review and accounts.keeps_letters(),
        "newcomers": review.newcomers_of(here.viewer, request.now - timedelta(days=90)),
    }  # fmt: skip
    return page(request, "admission/desk.html", context)


@in_community("admission.in")
@require_safe
def poster(request: Any, here: Here) -> HttpResponse:
    """A page to print and hang up: who we are, and the gate's code."""
    address, card = absolute(request, here.url("admission:door")), charters.current(here.id)
    context = {"address": address, "code": code(address), "why": card.fields["purpose"] if card else "",
               "need": card.fields["need"] if card else ""}  # fmt: skip
    return page(request, "admission/poster.html", context)


@in_community("admission.in")
@require_POST
def vouch(request: Any, here: Here, ident: int) -> HttpResponse:
    """Vouch for somebody at the gate."""
    reviewing.vouch(actor=here.viewer, now=request.now, application_id=ident)
    if request.POST.get("back") == "application" and here.viewer.may("admission.review"):
        return go(request, here.url("admission:application", ident=ident))
    return go(request, here.url("admission:desk"))


@in_community("admission.in")
@get_or_post
def invitations(request: Any, here: Here) -> HttpResponse:
    """One's own invitations, and another one."""
    if request.method == "POST":
        rates.limit(f"admission.invite:{here.viewer.person_id}", at_most=30, per=timedelta(days=1), now=request.now)
    form = forms.Invite(request.POST if request.method == "POST" else None)
    done = submit(
        request, form,
        lambda typed: inviting.invite(
            actor=here.viewer, now=request.now, label=typed["label"], nonce=secrets.token_urlsafe(12)
        ),
        to=lambda ident: here.url("admission:invitation", ident=ident),
    )  # fmt: skip
    context = {"form": form, "invitations": knocked.invitations(here.viewer, request.now)}
    return done or page(request, "admission/invitations.html", context)


@in_community("admission.in")
@require_safe
def invitation(request: Any, here: Here, ident: int) -> HttpResponse:
    """One invitation with its link and code, to pass on."""
    card = knocked.invitation(here.viewer, ident, request.now)
    address = absolute(request, here.url("admission:invited", token=card.token))
    context = {"card": card, "address": address, "code": code(address) if card.state == "open" else ""}
    return page(request, "admission/invitation.html", context)


@in_community("admission.in")
@require_POST
def uninvite(request: Any, here: Here, ident: int) -> HttpResponse:
    """Withdraw an invitation."""
    inviting.withdraw_invitation(actor=here.viewer, now=request.now, invitation_id=ident)
    return go(request, here.url("admission:invitations"))


@in_community("admission.in")
@get_or_post
def arrive(request: Any, here: Here) -> HttpResponse:
    """Behind the gate: introduce yourself, your host, the chat tool of today, what to do first."""
    card = knocked.mine(here.viewer)
    told = bool(card and card.introduced_at)
    form = forms.Introduce(request.POST if request.method == "POST" else None)
    done = None if told else submit(
        request, form, lambda typed: arriving.introduce(actor=here.viewer, now=request.now, **typed),
        to=lambda _none: here.url("admission:arrive"),
    )  # fmt: skip
    if done or (told and request.method == "POST"):
        return done or go(request, here.url("admission:arrive"))
    ways = [
        (way, forms.TOOL_WORDS[way.tool], code(way.link) if way.link and not way.is_over else "")
        for way in gate.passages(here.viewer, timezone.localdate(request.now))
    ]
    own = [d for d in deeds.mine(here.viewer) if d.source.startswith("admission.") and d.key != "introduce"]
    context = {
        "card": card, "told": told, "form": form, "ways": ways, "deeds": own,
        "steps": [_("Introduce yourself"), _("Meet your host"), _("Join the chat"), _("First deeds")],
    }  # fmt: skip
    return page(request, "admission/arrive.html", context)


@in_community("admission.in")
@require_safe
def picture(request: Any, here: Here, ident: int) -> HttpResponse:
    """The picture of a chat tool's code, for members."""
    response = HttpResponse(uploads.fetch(gate.picture(here.viewer, ident)), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=600"
    return response
