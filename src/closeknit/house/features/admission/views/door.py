"""What strangers and applicants see: the door, and what became of their knocking."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model, login
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core import people, rates
from closeknit.house.core.middleware import TAGS
from closeknit.house.core.pages import absolute, get_or_post, go, page, submit
from closeknit.house.core.permissions import Role
from closeknit.house.core.questions import Question
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.admission import errors, forms, rules
from closeknit.house.features.admission.actions import knocking
from closeknit.house.features.admission.selectors import gate, knocked
from closeknit.house.features.charter import api as charter
from closeknit.house.features.communities.api import Here, count_members, in_community, member_ids
from closeknit.house.ui.forms import HouseForm

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@in_community("admission.knock")
@get_or_post
def door(request: Any, here: Here) -> HttpResponse:
    """The one permanent address: what this is, who runs it, and then the questions."""
    return _door(request, here, None)


@never_cache
@in_community("admission.knock")
@get_or_post
def invited(request: Any, here: Here, token: str) -> HttpResponse:
    """The same door, opened by an invitation for one person."""
    if request.method != "POST":
        rates.limit(f"admission.look:{rates.address(request)}", at_most=120, per=timedelta(hours=1), now=request.now)
    held = knocked.invitation_of(here.id, token, request.now)
    if held is None and request.method != "POST":
        raise errors.InvitationSpent
    return _door(request, here, held, token)


def _door(request: Any, here: Here, held: tuple[int, int] | None, token: str = "") -> HttpResponse:
    asked = gate.questions(here.id)
    is_member, set_up = Role.MEMBER in here.viewer.roles, gate.gate(here.id)
    signed_in = here.viewer.person_id is not None
    before = knocked.mine(here.viewer) if signed_in and not is_member else None
    closed = not set_up.is_open and not token
    form = None if is_member or closed or (before and before.is_open) else _form(request, asked, signed_in)
    if request.method == "POST":
        if form is None:
            raise errors.Closed if closed else errors.KnockedAlready
        done = _knock(request, here, form, asked, held, token)
        if done:
            return done
    runs = member_ids(here.id, roles=(Role.ORGANISER,))
    names = people.names([*runs, *([held[1]] if held else [])])
    card = charter.current(here.id)
    context = {
        "form": form, "card": card, "tag": TAGS.get(card.language, "en") if card else "", "closed": closed,
        "organisers": [names[i] for i in runs if names.get(i)], "members": count_members(here.id), "gate": set_up,
        "inviter": names.get(held[1], "") if held else "", "is_member": is_member, "before": before,
        "asked": len(asked), "steps": _steps(),
    }  # fmt: skip
    return page(request, "admission/door.html", context)


def _form(request: Any, asked: Sequence[Question], signed_in: bool) -> forms.Knock:
    fresh = {"since": forms.since(request.now), "asked": _mark(asked)}
    if signed_in:
        fresh["name"] = request.user.name
    data = request.POST.copy() if request.method == "POST" else None
    return forms.Knock(data, questions=asked, signed_in=signed_in, initial=fresh)


def _knock(
    request: Any, here: Here, form: forms.Knock, asked: Sequence[Question], held: tuple[int, int] | None, token: str
) -> HttpResponse | None:
    who = str(here.viewer.person_id or rates.address(request))
    rates.limit(f"admission.knock:{here.id}:{who}", at_most=20, per=timedelta(hours=1), now=request.now)
    rates.limit(f"admission.flood:{here.id}", at_most=500, per=timedelta(days=1), now=request.now)

    def act(typed: dict[str, Any]) -> int | None:
        _human(request, form, typed)
        if typed["asked"] != _mark(asked):
            form.data["asked"] = _mark(asked)
            raise errors.QuestionsChanged
        if token and held is None:
            raise errors.InvitationSpent
        return knocking.knock(
            actor=here.viewer, now=request.now, name=typed["name"], email=typed.get("email", ""), asked=asked,
            answers=form.answers(), language=get_language() or "en", invitation=held, community=here.name,
            home=absolute(request, here.url("admission:door")),
        )  # fmt: skip

    to = "admission:mine" if here.viewer.person_id is not None else "admission:sent"
    done = submit(request, form, act, to=lambda _id: here.url(to))
    if done is None and form.data.get("asked") != _mark(asked):
        form.data["asked"] = _mark(asked)
    return done


def _human(request: Any, form: forms.Knock, typed: dict[str, Any]) -> None:
    """Raises where a machine has filled the form: quicker than anybody reads, or in a field that nobody sees."""
    if typed["website"]:
        form.data["website"] = ""
        raise errors.LeaveEmpty
    at = forms.opened(typed["since"])
    if at is None or request.now.timestamp() - at < rules.HURRIED.total_seconds():
        if at is None:
            form.data["since"] = forms.since(request.now)
        raise errors.Hurried


def _steps() -> list[str]:
    return [_("Read about us"), _("Answer"), _("Wait"), _("Walk in")]


def _mark(asked: Sequence[Question]) -> str:
    """Changes with any question."""
    return hashlib.sha256(repr([(q.key, q.kind, q.text, q.options) for q in asked]).encode()).hexdigest()[:32]


@in_community("admission.knock")
@require_safe
def sent(request: Any, here: Here) -> HttpResponse:
    """Said to everybody who knocked without an account, whatever her address is known for."""
    return page(request, "admission/sent.html", {"steps": _steps(), "keeps": accounts.keeps_letters()})


@in_community("admission.mine")
@require_safe
def mine(request: Any, here: Here) -> HttpResponse:
    """What became of one's own knocking."""
    card = knocked.mine(here.viewer)
    if card is not None and card.state == "admitted" and Role.MEMBER in here.viewer.roles:
        return go(request, here.url("admission:arrive"))
    return page(request, "admission/mine.html", {"card": card})


@in_community("admission.mine")
@require_POST
def withdraw(request: Any, here: Here) -> HttpResponse:
    """Take one's application back."""
    card = knocked.mine(here.viewer)
    if card is None or not card.is_open:
        raise errors.Decided
    knocking.withdraw(actor=here.viewer, now=request.now, application_id=card.id)
    return go(request, here.url("admission:mine"))


@never_cache
@in_community("admission.knock")
@get_or_post
def letter(request: Any, here: Here, token: str) -> HttpResponse:
    """Behind the letter that told of the admission. Opening it uses nothing up; the button signs her in."""
    name = knocked.letter(here.id, knocking.digest(token), request.now)
    if name is None:
        raise errors.LetterSpent
    form = HouseForm(request.POST if request.method == "POST" else None)

    def act(_typed: dict[str, Any]) -> None:
        ident = knocking.enter_by_letter(actor=here.viewer, now=request.now, token=token)
        login(request, get_user_model().objects.get(id=ident), backend=_BACKEND)

    done = submit(request, form, act, to=lambda _none: here.url("admission:arrive"))
    return done or page(request, "admission/letter.html", {"form": form, "name": name})


@in_community("admission.knock")
@require_safe
def qr(request: Any, here: Here) -> HttpResponse:
    """The code of the permanent address, to print."""
    import segno

    drawn = BytesIO()
    segno.make(absolute(request, here.url("admission:door")), error="m").save(drawn, kind="svg", scale=10, light="#fff")
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["Content-Disposition"] = f'inline; filename="{here.slug}.svg"'
    return response
