"""Coming in by passkey, and keeping one's passkeys. Without script these pages are never reached."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from closeknit.house.core import people, rates
from closeknit.house.core.pages import get_or_post, page, submit
from closeknit.house.features.accounts import actions, errors, forms, passkeys, selectors
from closeknit.house.features.accounts.views.device import after_entering, at_home, party, sign_in
from closeknit.house.features.accounts.views.own import account
from closeknit.house.ui.confirming import confirm

_KEPT = "passkey"
"""Where the session keeps the challenge that this browser shall answer."""


@require_POST
def challenge_to_enter(request: Any) -> HttpResponse:
    """What the browser shall ask of any device that knows this house."""
    rates.limit(f"accounts.challenge:{rates.address(request)}", at_most=60, per=timedelta(minutes=15), now=request.now)
    return JsonResponse(passkeys.options_to_authenticate(_party(request), _challenge(request)))


@never_cache
@require_POST
def enter(request: Any) -> HttpResponse:
    """Sign in by what the device answered."""
    rates.limit(f"accounts.enter:{rates.address(request)}", at_most=60, per=timedelta(minutes=15), now=request.now)
    asking, form = _party(request), forms.UsePasskey(request.POST)
    after = after_entering(request)

    def act(typed: dict[str, Any]) -> None:
        ident = actions.use_passkey(
            actor=people.viewer(request), now=request.now, party=asking, challenge=_answered(request), **typed
        )
        sign_in(request, get_user_model().objects.get(id=ident))

    done = at_home(request, submit(request, form, act, to=lambda _none: after), again=lambda: None)
    return done or page(request, "accounts/enter.html", {"form": forms.Enter(), "passkey": form})


@people.signed_in
@require_POST
def challenge_to_add(request: Any) -> HttpResponse:
    """What the browser shall ask of a device that makes a key."""
    rates.limit(f"accounts.challenge:{request.user.id}", at_most=30, per=timedelta(minutes=15), now=request.now)
    known = selectors.own_passkeys(people.viewer(request))
    challenge = _challenge(request, handle=known[0].handle if known else secrets.token_urlsafe(32))
    options = passkeys.options_to_register(
        _party(request), challenge, house=_("Closeknit"), person=request.user.email or request.user.name,
        known=[card.credential for card in known],
    )  # fmt: skip
    return JsonResponse(options)


@people.signed_in
@require_POST
def add(request: Any) -> HttpResponse:
    """Keep the key that the device made."""
    asking, form = _party(request), forms.AddPasskey(request.POST)
    done = submit(
        request, form,
        lambda typed: actions.add_passkey(
            actor=people.viewer(request), now=request.now, name=typed["key_name"], answer=typed["answer"],
            party=asking, challenge=_answered(request),
        ),
        to=lambda _id: reverse("accounts:me"),
    )  # fmt: skip
    return done or account(request, passkey=form)


@people.signed_in
@get_or_post
def remove(request: Any, passkey_id: int) -> HttpResponse:
    """Take a key away."""
    viewer = people.viewer(request)
    card = next((card for card in selectors.own_passkeys(viewer) if card.id == passkey_id), None)
    if card is None:
        raise Http404
    return confirm(
        request, lambda: actions.remove_passkey(actor=viewer, now=request.now, passkey_id=passkey_id),
        question=_("Remove the passkey {name}?").format(name=card.name), word=_("Remove this passkey"),
        consequences=[
            _("It lets nobody in any more."),
            _("Your device may still offer it; it can be deleted there too."),
        ],
        to=reverse("accounts:me"), back=reverse("accounts:me"),
    )  # fmt: skip


def _party(request: Any) -> passkeys.Party:
    if (asking := party(request)) is None:
        raise Http404
    return asking


def _challenge(request: Any, handle: str = "") -> passkeys.Challenge:
    """A new challenge, kept in the session; an earlier one dies."""
    challenge = passkeys.Challenge(secrets.token_urlsafe(32), handle)
    request.session[_KEPT] = [challenge.text, challenge.handle, (request.now + passkeys.LASTS).isoformat()]
    return challenge


def _answered(request: Any) -> passkeys.Challenge:
    """The challenge of this session, which keeps it no longer. Raises ChallengeSpent."""
    text, handle, until = request.session.pop(_KEPT, ("", "", ""))
    if not until or datetime.fromisoformat(until) < request.now:
        raise errors.ChallengeSpent
    return passkeys.Challenge(text, handle)
