"""One's own account."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from closeknit.house.core import people, rates
from closeknit.house.core.pages import absolute, get_or_post, page, submit
from closeknit.house.features.accounts import actions, errors, forms, selectors, unsent
from closeknit.house.features.accounts.views.device import party, remember
from closeknit.house.ui.forms import HouseForm


@people.signed_in
@get_or_post
def me(request: Any) -> HttpResponse:
    """One's own account."""
    if request.method != "POST":
        return account(request)
    form = forms.Own(request.POST)
    done = submit(
        request, form, lambda typed: actions.change_own(actor=people.viewer(request), now=request.now, **typed),
        to=lambda _none: reverse("accounts:me"),
    )  # fmt: skip
    if done:
        remember(done, form.cleaned_data["language"], form.cleaned_data["time_zone"])
    return done or account(request, form=form)


def account(request: Any, *, form: forms.Own | None = None, passkey: forms.AddPasskey | None = None) -> HttpResponse:
    """The page of one's account; `form` and `passkey` are what was sent and did not fit."""
    viewer = people.viewer(request)
    card = selectors.own(viewer)
    initial = {"name": card.name, "language": card.language, "time_zone": card.time_zone}
    context = {
        "form": form or forms.Own(initial=initial), "card": card, "passkeys": selectors.own_passkeys(viewer),
        "keeps_letters": unsent.keeps() and viewer.may("accounts.letters"),
        "passkey": passkey or (party(request) and forms.AddPasskey()),
    }  # fmt: skip
    return page(request, "accounts/me.html", context)


@people.signed_in
@sensitive_post_parameters("password")
@get_or_post
def password(request: Any) -> HttpResponse:
    """A new password."""
    form = forms.NewPassword(request.POST or None)

    def act(typed: dict[str, Any]) -> None:
        actions.set_password(actor=people.viewer(request), now=request.now, **typed)
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)

    done = submit(request, form, act, to=lambda _none: reverse("accounts:me"))
    return done or page(request, "accounts/one.html", {"form": form, "title": _("A new password")})


@people.signed_in
@get_or_post
def address(request: Any) -> HttpResponse:
    """A new address; it holds once its letter's link was used."""
    if request.method == "POST":
        rates.limit(f"accounts.address:{request.user.id}", at_most=5, per=timedelta(hours=1), now=request.now)
    form = forms.NewAddress(request.POST or None)

    def act(typed: dict[str, Any]) -> None:
        token = secrets.token_urlsafe(24)
        link = absolute(request, reverse("accounts:confirm-address", kwargs={"token": token}))
        actions.ask_new_address(actor=people.viewer(request), now=request.now, token=token, link=link, **typed)

    done = submit(request, form, act, to=lambda _none: reverse("accounts:sent"))
    return done or page(request, "accounts/one.html", {"form": form, "title": _("A new address")})


@people.signed_in
@never_cache
@get_or_post
def confirm_address(request: Any, token: str) -> HttpResponse:
    """The page behind the letter that went to a new address."""
    key = selectors.key(token, request.now)
    if key is None or key.purpose != "address":
        raise errors.KeySpent
    form = HouseForm(request.POST if request.method == "POST" else None)
    done = submit(
        request, form,
        lambda _typed: actions.confirm_address(actor=people.viewer(request), now=request.now, token=token),
        to=lambda _none: reverse("accounts:me"),
    )  # fmt: skip
    context = {"form": form, "title": _("Is this your new address?"), "lead": key.email, "word": _("Yes, use it")}
    return done or page(request, "accounts/one.html", context)
