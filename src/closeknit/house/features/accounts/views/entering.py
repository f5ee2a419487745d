"""Ways in: by password, by a letter, by the first link; and the way out."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate, get_user_model, logout
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core import once, people, rates
from closeknit.house.core.pages import absolute, get_or_post, go, page, submit
from closeknit.house.features.accounts import actions, errors, forms, rules, selectors, unsent
from closeknit.house.features.accounts.views.device import after_entering, at_home, party, sign_in
from closeknit.house.ui.forms import HouseForm

_MOMENT = timedelta(seconds=30)
"""How long after a form its second copy may come."""


@never_cache
@sensitive_post_parameters("password")
@get_or_post
def enter(request: Any) -> HttpResponse:
    """Sign in by password, or get a link by mail."""
    if request.method == "POST":
        tried = rules.tidy_email(request.POST.get("email", ""))
        for key, most in ((rates.address(request), 60), (tried, 10)):
            rates.limit(f"accounts.enter:{key}", at_most=most, per=timedelta(minutes=15), now=request.now)
    form = forms.Enter(request.POST or None)
    after = after_entering(request)

    def act(typed: dict[str, Any]) -> str:
        if typed["password"]:
            person = authenticate(request, username=rules.tidy_email(typed["email"]), password=typed["password"])
            if person is None:
                raise errors.WrongPassword(field="password")
            sign_in(request, person)
            return after
        token = secrets.token_urlsafe(24)
        link = absolute(request, reverse("accounts:use-link", kwargs={"token": token}))
        actions.ask_for_link(
            actor=people.viewer(request), now=request.now, email=typed["email"], token=token, link=link,
            language=get_language() or "en",
        )  # fmt: skip
        request.session["after"] = after
        return reverse("accounts:sent")

    def again() -> Any:
        email = rules.tidy_email(request.POST.get("email", ""))
        return authenticate(request, username=email, password=request.POST.get("password") or None)

    done = at_home(request, submit(request, form, act, to=str), again)
    passkey = party(request) and forms.UsePasskey()
    return done or page(request, "accounts/enter.html", {"form": form, "passkey": passkey})


@require_safe
def sent(request: Any) -> HttpResponse:
    """A letter is on its way."""
    return page(request, "accounts/sent.html", {"keeps": unsent.keeps()})


@never_cache
@get_or_post
def use_link(request: Any, token: str) -> HttpResponse:
    """The page behind a letter's link. Opening it uses nothing up (mail scanners open links); the button does."""
    key, after = selectors.key(token, request.now), request.session.get("after") or reverse("communities:mine")
    if key is None or key.purpose != "enter":
        return _second_click(request, token, after)
    form = (forms.Introduce if key.is_new else HouseForm)(request.POST if request.method == "POST" else None)

    def act(typed: dict[str, Any]) -> None:
        ident = actions.use_link(
            actor=people.viewer(request), now=request.now, token=token, name=typed.get("name", ""),
            language=get_language() or "en",
        )  # fmt: skip
        sign_in(request, get_user_model().objects.get(id=ident))

    done = at_home(request, submit(request, form, act, to=lambda _none: after), lambda: _came(request, token))
    return done or page(request, "accounts/use_link.html", {"form": form, "key": key})


@never_cache
@sensitive_post_parameters("password")
@get_or_post
def claim(request: Any, token: str) -> HttpResponse:
    """The first organiser claims the house."""
    key = selectors.key(token, request.now)
    found = reverse("communities:found")
    if key is None or key.purpose != "first":
        return _second_click(request, token, found)
    form = forms.Claim(request.POST or None)

    def act(typed: dict[str, Any]) -> None:
        ident = actions.claim_house(
            actor=people.viewer(request), now=request.now, token=token, language=get_language() or "en", **typed
        )
        sign_in(request, get_user_model().objects.get(id=ident))

    done = at_home(request, submit(request, form, act, to=lambda _none: found), lambda: _came(request, token))
    return done or page(request, "accounts/claim.html", {"form": form})


def _came(request: Any, token: str) -> Any:
    """Who came in by this link a moment ago, where this is the second copy of the form that brought her in."""
    since = request.now - _MOMENT
    if not once.is_used(str(request.POST.get("once", "")), since=since):
        return None
    return get_user_model().objects.filter(id=selectors.came_by(token, since)).first()


def _second_click(request: Any, token: str, to: str) -> HttpResponse:
    """Bring the second copy to where the first one went. Raises KeySpent for everybody else."""
    if (person := _came(request, token)) is None:
        raise errors.KeySpent
    sign_in(request, person)
    return go(request, to)


@require_POST
def leave(request: Any) -> HttpResponse:
    """Sign out, and let the browser forget the pages that it kept for reading without a net."""
    logout(request)
    response = go(request, reverse("front"))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
def play(request: Any, role: str) -> HttpResponse:
    """Enter the demonstration in a role; the address exists only there."""
    person = get_user_model().objects.filter(email=f"{role}@demo.invalid").first()
    if person is None:
        raise Http404
    sign_in(request, person)
    return go(request, reverse("communities:mine"))
