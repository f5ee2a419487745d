"""Pages of accounts."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model, login, logout, update_session_auth_hash
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from closeknit.house.core import people, rates
from closeknit.house.core.pages import go, page, submit
from closeknit.house.features.accounts import actions, errors, forms, selectors

_BACKEND = "django.contrib.auth.backends.ModelBackend"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@sensitive_post_parameters("password")
@get_or_post
def enter(request: Any) -> HttpResponse:
    """Sign in by password, or get a link by mail."""
    if request.method == "POST":
        tried = request.POST.get("email", "").strip().lower()
        for key, most in ((rates.address(request), 60), (tried, 10)):
            rates.limit(f"accounts.enter:{key}", at_most=most, per=timedelta(minutes=15), now=request.now)
    form = forms.Enter(request.POST or None)
    after = _after(request)

    def act(typed: dict[str, Any]) -> str:
        if typed["password"]:
            person = authenticate(request, username=typed["email"], password=typed["password"])
            if person is None:
                raise errors.WrongPassword(field="password")
            _sign_in(request, person)
            return after
        token = secrets.token_urlsafe(24)
        link = _absolute(request, reverse("accounts:use-link", kwargs={"token": token}))
        actions.ask_for_link(
            actor=people.viewer(request), now=request.now, email=typed["email"], token=token, link=link,
            language=get_language() or "en",
        )  # fmt: skip
        request.session["after"] = after
        return reverse("accounts:sent")

    done = _at_home(request, submit(request, form, act, to=str))
    return done or page(request, "accounts/enter.html", {"form": form})


@require_safe
def sent(request: Any) -> HttpResponse:
    """A letter is on its way."""
    return page(request, "accounts/sent.html", {})


@never_cache
@get_or_post
def use_link(request: Any, token: str) -> HttpResponse:
    """The page behind a letter's link. Opening it uses nothing up (mail scanners open links); the button does."""
    key = selectors.key(token, request.now)
    if key is None or key.purpose != "enter":
        raise errors.KeySpent
    form = (forms.Introduce if key.is_new else forms.UseLink)(request.POST if request.method == "POST" else None)

    def act(typed: dict[str, Any]) -> None:
        ident = actions.use_link(
            actor=people.viewer(request), now=request.now, token=token, name=typed.get("name", ""),
            language=get_language() or "en",
        )  # fmt: skip
        _sign_in(request, get_user_model().objects.get(id=ident))

    after = request.session.get("after") or reverse("communities:mine")
    done = _at_home(request, submit(request, form, act, to=lambda _none: after))
    return done or page(request, "accounts/use_link.html", {"form": form, "key": key})


@never_cache
@sensitive_post_parameters("password")
@get_or_post
def claim(request: Any, token: str) -> HttpResponse:
    """The first organiser claims the house."""
    key = selectors.key(token, request.now)
    if key is None or key.purpose != "first":
        raise errors.KeySpent
    form = forms.Claim(request.POST or None)

    def act(typed: dict[str, Any]) -> None:
        ident = actions.claim_house(
            actor=people.viewer(request), now=request.now, token=token, language=get_language() or "en", **typed
        )
        _sign_in(request, get_user_model().objects.get(id=ident))

    done = _at_home(request, submit(request, form, act, to=lambda _none: reverse("communities:found")))
    return done or page(request, "accounts/claim.html", {"form": form})


@require_POST
def leave(request: Any) -> HttpResponse:
    """Sign out, and let the browser forget the pages that it kept for reading without a net."""
    logout(request)
    response = go(request, reverse("front"))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@people.signed_in
@get_or_post
def me(request: Any) -> HttpResponse:
    """One's own account."""
    viewer = people.viewer(request)
    card = selectors.own(viewer)
    initial = {"name": card.name, "language": card.language, "time_zone": card.time_zone}
    form = forms.Own(request.POST or None, initial=initial)
    done = submit(
        request, form, lambda typed: actions.change_own(actor=viewer, now=request.now, **typed),
        to=lambda _none: reverse("accounts:me"),
    )  # fmt: skip
    if done:
        _remember(done, form.cleaned_data["language"], form.cleaned_data["time_zone"])
    return done or page(request, "accounts/me.html", {"form": form, "card": card})


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
        link = _absolute(request, reverse("accounts:confirm-address", kwargs={"token": token}))
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
    form = forms.UseLink(request.POST if request.method == "POST" else None)
    done = submit(
        request, form,
        lambda _typed: actions.confirm_address(actor=people.viewer(request), now=request.now, token=token),
        to=lambda _none: reverse("accounts:me"),
    )  # fmt: skip
    return done or page(request, "accounts/one.html", {"form": form, "title": key.email})


@require_POST
def play(request: Any, role: str) -> HttpResponse:
    """Enter the demonstration in a role; the address exists only there."""
    person = get_user_model().objects.filter(email=f"{role}@demo.invalid").first()
    if person is None:
        raise Http404
    _sign_in(request, person)
    return go(request, reverse("communities:mine"))


def _sign_in(request: Any, person: Any) -> None:
    login(request, person, backend=_BACKEND)


def _at_home(request: Any, done: HttpResponse | None) -> HttpResponse | None:
    """After a sign-in this device shows times in the person's zone and, unless it speaks one already, her language."""
    if done is not None and request.user.is_authenticated:
        spoken = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        _remember(done, spoken or request.user.language, request.user.time_zone)
    return done


def _after(request: Any) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and safe else reverse("communities:mine")


def _absolute(request: Any, path: str) -> str:
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


def _remember(response: HttpResponse, language: str, zone: str) -> None:
    words = {"max_age": 31_536_000, "samesite": "Lax", "secure": settings.HTTPS}
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **words)
    if zone:
        response.set_cookie("zone", zone, httponly=True, **words)
