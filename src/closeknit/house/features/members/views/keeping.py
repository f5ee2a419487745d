"""What organisers keep: levels, roles, chapters, links for those who have not claimed their profile."""

import secrets
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from closeknit.house.core.pages import absolute, get_or_post, page, submit
from closeknit.house.core.permissions import Role
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.members import errors, forms
from closeknit.house.features.members.actions import chapters as chapter_actions
from closeknit.house.features.members.actions import claims, leaving, profiles
from closeknit.house.features.members.selectors import chapters, profile
from closeknit.house.features.members.views.shown import today
from closeknit.house.ui.confirming import confirm
from closeknit.house.ui.forms import HouseForm


@in_community("members.keep")
@get_or_post
def keep(request: Any, here: Here, person_id: int) -> HttpResponse:
    """Level, number, chapter and roles of a member."""
    card = profile.profile(here.viewer, person_id, today(request, here))
    if card is None:
        raise Http404
    initial = {
        "level": card.level, "number": card.number, "chapter": card.chapter[0] if card.chapter else "",
        "roles": list(card.roles),
    }  # fmt: skip
    form = forms.Keep(request.POST or None, initial=initial, chapters=chapters.chapter_words(here.id))

    def act(typed: dict[str, Any]) -> None:
        words = {"actor": here.viewer, "now": request.now, "person_id": person_id}
        with transaction.atomic():
            if typed["level"] != card.level:
                profiles.set_level(**words, level=typed["level"])
            if typed["number"] != card.number:
                profiles.set_number(**words, number=typed["number"])
            if typed["chapter"] != (card.chapter[0] if card.chapter else None):
                chapter_actions.place(**words, chapter_id=typed["chapter"])
            if set(typed["roles"]) != set(card.roles):
                communities.appoint(**words, roles=frozenset(Role(role) for role in typed["roles"]))

    back = here.url("members:one", person_id=person_id)
    done = submit(request, form, act, to=lambda _none: back)
    return done or page(request, "members/form.html", {"form": form, "title": card.name, "back": back})


@in_community("members.own")
@get_or_post
def link(request: Any, here: Here, person_id: int) -> HttpResponse:
    """A link with which somebody takes over the profile that was made for her: shown once, or sent by mail."""
    card = profile.profile(here.viewer, person_id, today(request, here))
    if card is None or card.is_you or not card.may_write:
        raise Http404
    form = HouseForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "form": form, "card": card, "has_mail": "@" in card.texts.get("email", "") and not accounts.keeps_letters(),
        "back": here.url("members:one", person_id=person_id),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        token = secrets.token_urlsafe(24)
        address = absolute(request, reverse("members:claim", kwargs={"token": token}))
        words = {"actor": here.viewer, "now": request.now, "person_id": person_id, "token": token}
        try:
            if "mail" in request.POST:
                claims.send_link(**words, link=address, community=here.name, language=here.community.language)
                context["sent"] = True
            else:
                claims.make_link(**words)
                context["link"] = address
        except errors.Claimed as refusal:
            form.refuse(refusal)
        except errors.NoAddress as refusal:
            form.refuse(refusal)
    return page(request, "members/link.html", context)


@in_community("members.keep")
@get_or_post
def forget(request: Any, here: Here, person_id: int) -> HttpResponse:
    """Remove a profile that was made for somebody, and everything in it."""
    card = profile.profile(here.viewer, person_id, today(request, here))
    if card is None or card.is_claimed or card.is_you:
        raise Http404
    return confirm(
        request, lambda: leaving.forget(actor=here.viewer, now=request.now, person_id=person_id),
        question=_("Remove {name}?").format(name=card.name), word=_("Remove for good"),
        consequences=[
            _("Name, fields, accounts and leaves are deleted."),
            _("What others wrote stands, without the name."),
            _("It cannot be undone."),
        ],
        to=here.url("members:directory"), back=here.url("members:one", person_id=person_id),
    )  # fmt: skip


@in_community("members.see")
@get_or_post
def chapter_list(request: Any, here: Here) -> HttpResponse:
    """The chapters; organisers open new ones."""
    may_keep = here.viewer.may("members.keep")
    if request.method == "POST" and not may_keep:
        raise Http404
    form = forms.Chapter(request.POST or None)
    done = submit(
        request, form,
        lambda typed: chapter_actions.open_chapter(actor=here.viewer, now=request.now, **typed),
        to=lambda _id: here.url("members:chapters"),
    )  # fmt: skip
    context = {"chapters": chapters.chapters(here.id), "form": form, "may_keep": may_keep}
    return done or page(request, "members/chapters.html", context)


@in_community("members.keep")
@get_or_post
def chapter(request: Any, here: Here, chapter_id: int) -> HttpResponse:
    """Name, place and organisers of a chapter."""
    card = next((c for c in chapters.chapters(here.id) if c.id == chapter_id), None)
    if card is None:
        raise Http404
    leads = [person_id for person_id, _name in card.leads]
    people = chapters.possible_leads(here.id, chapter_id)
    form = forms.ChapterWithLeads(
        request.POST or None, people=people, initial={"name": card.name, "place": card.place, "leads": leads}
    )

    def act(typed: dict[str, Any]) -> None:
        chapter_actions.change_chapter(
            actor=here.viewer, now=request.now, chapter_id=chapter_id, name=typed["name"], place=typed["place"],
            leads=typed.get("leads", []),
        )  # fmt: skip

    done = submit(request, form, act, to=lambda _none: here.url("members:chapters"))
    context = {"form": form, "card": card, "back": here.url("members:chapters")}
    return done or page(request, "members/chapter.html", context)


@in_community("members.keep")
@get_or_post
def close_chapter(request: Any, here: Here, chapter_id: int) -> HttpResponse:
    """End a chapter; its members stay in the community."""
    card = next((c for c in chapters.chapters(here.id) if c.id == chapter_id), None)
    if card is None:
        raise Http404
    return confirm(
        request, lambda: chapter_actions.close_chapter(actor=here.viewer, now=request.now, chapter_id=chapter_id),
        question=_("Close the chapter {name}?").format(name=card.name), word=_("Close it"),
        consequences=[
            _("Its members stay in the community."), _("Its organisers are organisers of a chapter no more."),
        ],
        to=here.url("members:chapters"), back=here.url("members:chapter", chapter_id=chapter_id),
    )  # fmt: skip
