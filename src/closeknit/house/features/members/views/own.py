"""What is stored about oneself, leaving, being forgotten; taking over a profile; accepting the charter."""

import json
from dataclasses import asdict
from typing import Any

from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core import people
from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.members import errors
from closeknit.house.features.members.actions import acceptances, claims, leaving
from closeknit.house.features.members.selectors import claims as claim_cards
from closeknit.house.features.members.selectors import elsewhere, profile
from closeknit.house.features.members.words import CARRIER_WORDS, FIELD_WORDS, LEVEL_WORDS, SHOWN_WORDS
from closeknit.house.ui.confirming import confirm
from closeknit.house.ui.forms import HouseForm

_STAYS = gettext_lazy(
    "Three things stay: your name inside a sentence that somebody wrote in a chat; what you asked others to do, until "
    "it is done; and safety copies of the house, until they are thrown away."
)


@in_community("members.own")
@require_safe
def data(request: Any, here: Here) -> HttpResponse:
    """What is stored, on what ground; the ways to take it away and to have it removed."""
    told = profile.own_data(here.viewer)
    if told is None:
        raise Http404
    context = {
        "data": told, "level": LEVEL_WORDS[told.profile["level"]],
        "name_shown": SHOWN_WORDS[told.profile["name_shown"]],
        "fields": [(FIELD_WORDS[f["key"]], f["text"], SHOWN_WORDS[f["shown"]], f["set_at"]) for f in told.fields],
        "consents": [(FIELD_WORDS[c["key"]], SHOWN_WORDS[c["shown"]], c) for c in told.consents],
        "faces": [(CARRIER_WORDS[f["carrier"]], f) for f in told.faces],
        "elsewhere": elsewhere.counted(here.id, here.viewer.person_id or 0),
    }  # fmt: skip
    return page(request, "members/data.html", context)


@in_community("members.own")
@require_safe
def data_file(request: Any, here: Here) -> HttpResponse:
    """One's own data as a file that programs read."""
    told = profile.own_data(here.viewer)
    if told is None:
        raise Http404
    others = {
        room: {what: list(rows) for what, rows in queries.items()}
        for room, queries in elsewhere.told(here.id, here.viewer.person_id or 0).items()
    }
    body = json.dumps(
        {"community": here.name, "members": asdict(told), **others}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1
    )
    response = HttpResponse(body + "\n", content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="closeknit-{here.slug}-me.json"'
    return response


@in_community("members.own")
@get_or_post
def leave(request: Any, here: Here) -> HttpResponse:
    """Leave and keep the profile for a way back."""
    return confirm(
        request, lambda: leaving.leave(actor=here.viewer, now=request.now),
        question=_("Leave {community}?").format(community=here.name), word=_("Leave"),
        consequences=[
            _("You are in no list any more, and your duties end."),
            _("Your profile is kept, unseen, in case you come back."),
            _("If nothing shall be kept, choose to be forgotten instead."),
        ],
        to=reverse("communities:mine"), back=here.url("members:data"),
    )  # fmt: skip


@in_community("members.own")
@get_or_post
def forget(request: Any, here: Here) -> HttpResponse:
    """Leave and be forgotten in this community."""
    return confirm(
        request, lambda: leaving.forget(actor=here.viewer, now=request.now, person_id=here.viewer.person_id or 0),
        question=_("Be forgotten in {community}?").format(community=here.name), word=_("Forget me here"),
        consequences=[
            _("You leave, and everything that you wrote here is deleted."),
            _("What others wrote stands, without your name."),
            _("Your account in this house stays; you can have it removed as well."),
            _STAYS,
            _("It cannot be undone."),
        ],
        to=reverse("communities:mine"), back=here.url("members:data"),
    )  # fmt: skip


@people.signed_in
@get_or_post
def forget_everywhere(request: Any) -> HttpResponse:
    """Be forgotten in the whole house."""

    def act() -> None:
        leaving.forget_everywhere(actor=people.viewer(request), now=request.now)
        logout(request)

    response = confirm(
        request, act,
        question=_("Be forgotten everywhere in this house?"), word=_("Forget me everywhere"),
        consequences=[
            _("You leave every community, and what you wrote is deleted."),
            _("Your account, your address and your way in are deleted."),
            _("What others wrote stands, without your name."),
            _STAYS,
            _("It cannot be undone."),
        ],
        to=reverse("front"), back=reverse("accounts:me"),
    )  # fmt: skip
    if not request.user.is_authenticated:
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@get_or_post
def claim(request: Any, token: str) -> HttpResponse:
    """The page behind a claim link: take the profile over, or have it removed."""
    card = claim_cards.behind(token, request.now)
    if card is None:
        raise errors.ClaimSpent
    signed_in = request.user.is_authenticated
    if "decline" in request.GET:
        return confirm(
            request, lambda: leaving.forget_declined(actor=people.viewer(request), now=request.now, token=token),
            question=_("Have the profile {name} removed?").format(name=card.name), word=_("Remove the profile"),
            consequences=[
                _("Everything that {community} kept of you here is deleted.").format(community=card.community),
                _("It cannot be undone."),
            ],
            to=reverse("members:removed"), back=request.path,
        )  # fmt: skip
    form = HouseForm(request.POST if request.method == "POST" else None)
    done = signed_in and submit(
        request, form,
        lambda _typed: claims.claim(actor=people.viewer(request), now=request.now, token=token),
        to=lambda _id: reverse("members:one", kwargs={"slug": card.slug, "person_id": request.user.id}),
    )  # fmt: skip
    return done or page(request, "members/claim.html", {"card": card, "form": form, "signed_in": signed_in})


@require_safe
def removed(request: Any) -> HttpResponse:
    """Said to one who wanted no profile."""
    return page(request, "members/removed.html", {})


@people.signed_in
@require_safe
def waiting(request: Any) -> HttpResponse:
    """Profiles that were made for the mail address with which one signs in."""
    return page(request, "members/waiting.html", {"cards": claim_cards.waiting(people.viewer(request))})


@people.signed_in
@require_POST
def claim_by_mail(request: Any, profile_id: int) -> HttpResponse:
    """Take over one of them."""
    viewer = people.viewer(request)
    card = next((c for c in claim_cards.waiting(viewer) if c.profile_id == profile_id), None)
    if card is None:
        raise Http404
    claims.claim_by_mail(actor=viewer, now=request.now, profile_id=profile_id)
    return go(request, reverse("members:one", kwargs={"slug": card.slug, "person_id": request.user.id}))


@in_community("members.own")
@require_POST
def accept(request: Any, here: Here, version: int) -> HttpResponse:
    """Accept the charter in force."""
    acceptances.accept(actor=here.viewer, now=request.now, version=version)
    return go(request, here.home)
