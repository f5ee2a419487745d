"""Writing a profile: one's own, or one that was made for somebody."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.core.refusals import Stale
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.members import forms
from closeknit.house.features.members.actions import absences, profiles
from closeknit.house.features.members.actions import faces as face_actions
from closeknit.house.features.members.selectors import profile
from closeknit.house.features.members.views.shown import today


def _card(here: Here, person_id: int, day: date) -> profile.ProfilePage:
    card = profile.profile(here.viewer, person_id, day)
    if card is None or not card.may_write:
        raise Http404
    return card


@in_community("members.own")
@get_or_post
def edit(request: Any, here: Here, person_id: int) -> HttpResponse:
    """Name and fields, each with who may see it."""
    card = _card(here, person_id, today(request, here))
    wording = forms.OWN_WORDING if card.is_you else forms.MADE_WORDING
    initial = forms.Profile.initial_of(card.name, card.name_shown, card.version, card.fields)
    form = forms.Profile(request.POST or None, initial=initial, wording=wording, own=card.is_you)

    def act(typed: dict[str, Any]) -> None:
        if typed["version"] is None:
            raise Stale
        profiles.edit(
            actor=here.viewer, now=request.now, person_id=person_id, version=typed["version"], name=typed["name"],
            name_shown=typed["name_shown"], fields=form.told(typed), agreed=typed["agreed"], wording=str(wording),
        )  # fmt: skip

    back = here.url("members:one", person_id=person_id)
    done = submit(request, form, act, to=lambda _none: back)
    title = _("Your profile") if card.is_you else card.name
    return done or page(request, "members/form.html", {"form": form, "title": title, "back": back})


@in_community("members.keep")
@get_or_post
def make(request: Any, here: Here) -> HttpResponse:
    """A profile for somebody who does not log in."""
    form = forms.Profile(
        request.POST or None, wording=forms.MADE_WORDING, own=False, initial={"name_shown": 2}
    )  # fmt: skip

    def act(typed: dict[str, Any]) -> int:
        return profiles.make(
            actor=here.viewer, now=request.now, name=typed["name"], name_shown=typed["name_shown"],
            fields=form.told(typed), agreed=typed["agreed"], wording=str(forms.MADE_WORDING),
        )  # fmt: skip

    done = submit(request, form, act, to=lambda person_id: here.url("members:one", person_id=person_id))
    context = {
        "form": form, "title": _("Add a member"), "back": here.url("members:directory"),
        "lead": _("For somebody who does not log in. She can take the profile over later."),
    }  # fmt: skip
    return done or page(request, "members/form.html", context)


@in_community("members.own")
@get_or_post
def face(request: Any, here: Here, person_id: int) -> HttpResponse:
    """An account on a carrier."""
    card = _card(here, person_id, today(request, here))
    form = forms.Face(request.POST or None)
    done = submit(
        request, form,
        lambda typed: face_actions.claim_face(actor=here.viewer, now=request.now, person_id=person_id, **typed),
        to=lambda _id: here.url("members:one", person_id=person_id),
    )  # fmt: skip
    context = {
        "form": form, "title": _("Add an account"), "back": here.url("members:one", person_id=person_id),
        "lead": _("Another member or an organiser confirms that it is yours.") if card.is_you else "",
    }  # fmt: skip
    return done or page(request, "members/form.html", context)


@in_community("members.own")
@get_or_post
def away(request: Any, here: Here, person_id: int) -> HttpResponse:
    """Ask for a leave of absence."""
    day = today(request, here)
    card = profile.profile(here.viewer, person_id, day)
    if card is None or not (card.is_you or card.seen_as <= 1):
        raise Http404
    form = forms.Absence(request.POST or None, initial={"since": day})
    done = submit(
        request, form,
        lambda typed: absences.go_away(actor=here.viewer, now=request.now, person_id=person_id, today=day, **typed),
        to=lambda _id: here.url("members:one", person_id=person_id),
    )  # fmt: skip
    context = {
        "form": form, "title": _("Leave of absence"), "back": here.url("members:one", person_id=person_id),
        "lead": _("Whoever is on leave is not counted as having gone quiet."), "word": _("Take leave"),
    }  # fmt: skip
    return done or page(request, "members/form.html", context)


@in_community("members.own")
@require_POST
def come_back(request: Any, here: Here, person_id: int) -> HttpResponse:
    """End a leave."""
    absences.come_back(actor=here.viewer, now=request.now, person_id=person_id)
    return go(request, here.url("members:one", person_id=person_id))
