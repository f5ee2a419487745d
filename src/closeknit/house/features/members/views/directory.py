"""The directory, and one profile."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core.pages import go, page
from closeknit.house.core.permissions import BACKBONE
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.members.actions import faces as face_actions
from closeknit.house.features.members.rules import CARRIERS
from closeknit.house.features.members.selectors import chapters, directory, profile, reach
from closeknit.house.features.members.views.shown import face_words, today
from closeknit.house.features.members.words import CARRIER_WORDS, FIELD_WORDS, LEVEL_WORDS, ROLE_WORDS, SHOWN_WORDS

A_PAGE = 30
NEW = timedelta(days=30)
TABS = ("", "give", "need", "new", "away")


@in_community("members.see")
@require_safe
def people(request: Any, here: Here) -> HttpResponse:
    """Who is here, what they give and need."""
    asked = _asked(request, here)
    ours, day = reach.led(here.viewer), today(request, here)
    query = directory.found(here.viewer, asked, day, ours)
    counts = directory.counts(here.viewer, ours)
    paginator = Paginator(query, A_PAGE)
    if asked == directory.Filter(since=asked.since):  # everybody, who were counted just now
        paginator.count = counts.everybody
    listed = paginator.get_page(request.GET.get("page"))
    rows = [
        (row, [face_words(face) for face in row.faces], [ROLE_WORDS[role] for role in row.roles])
        for row in directory.rows_of(here.viewer, listed.object_list, ours)
    ]
    told = chapters.chapter_words(here.id)
    context = {
        "rows": rows, "listed": listed, "asked": asked, "counts": counts,
        "tabs": _tabs(request, here, asked.tab), "chapters": told, "roles": _roles(asked.role),
        "carriers": [(c, CARRIER_WORDS[c], c == asked.carrier) for c in CARRIERS if c],
        "may_keep": reach.keeps(here.viewer), "filtered": bool(asked.text or asked.role or asked.carrier),
    }  # fmt: skip
    return page(request, "members/directory.html", context, part="list")


def _asked(request: Any, here: Here) -> directory.Filter:
    given = request.GET
    tabs = (*TABS, "unclaimed") if reach.keeps(here.viewer) else TABS
    chapter = given.get("chapter", "")
    roles = {"backbone", "organiser", *map(str, BACKBONE)}
    return directory.Filter(
        text=given.get("q", "").replace("\x00", "")[:200],
        tab=given.get("tab", "") if given.get("tab") in tabs else "",
        role=given.get("role", "") if given.get("role") in roles else "",
        carrier=given.get("carrier", "") if given.get("carrier") in CARRIERS else "",
        chapter_id=int(chapter) if chapter.isascii() and chapter.isdigit() and len(chapter) < 19 else None,
        since=request.now - NEW,
    )  # fmt: skip


def _tabs(request: Any, here: Here, current: str) -> list[tuple[str, str, bool]]:
    words = {"": _("All"), "give": _("Can give"), "need": _("Would like"), "new": _("New"), "away": _("On leave")}
    if reach.keeps(here.viewer):
        words["unclaimed"] = _("Not claimed")
    query = request.GET.copy()
    query.pop("page", None)
    links = []
    for tab, word in words.items():
        query["tab"] = tab
        links.append((f"?{query.urlencode()}", word, tab == current))
    return links


def _roles(current: str) -> list[tuple[str, Any, bool]]:
    words = {"backbone": _("Backbone"), **ROLE_WORDS}
    return [(role, word, role == current) for role, word in words.items()]


@in_community("members.glimpse")
@require_safe
def one(request: Any, here: Here, person_id: int) -> HttpResponse:
    """A profile, as far as the viewer may see it."""
    card = profile.profile(here.viewer, person_id, today(request, here))
    if card is None:
        raise Http404
    may_confirm = here.viewer.may("members.see") and not card.is_you
    faces = [
        (face, face_words(face), may_confirm and not face.is_confirmed
         and (face.claimed_by_id != here.viewer.person_id or card.may_keep))
        for face in card.faces
    ]  # fmt: skip
    fields = [(FIELD_WORDS[field.key], field.text, SHOWN_WORDS[field.shown]) for field in card.fields]  # type: ignore[index]
    context = {
        "card": card, "faces": faces, "fields": fields, "level": LEVEL_WORDS[card.level],  # type: ignore[index]
        "roles": [ROLE_WORDS[role] for role in card.roles], "inside": here.viewer.may("members.see"),
    }  # fmt: skip
    return page(request, "members/one.html", context)


@in_community("members.see")
@require_POST
def confirm_face(request: Any, here: Here, face_id: int) -> HttpResponse:
    """Confirm another's account."""
    owner = face_actions.confirm_face(actor=here.viewer, now=request.now, face_id=face_id)
    return go(request, here.url("members:one", person_id=owner))


@in_community("members.own")
@require_POST
def drop_face(request: Any, here: Here, face_id: int) -> HttpResponse:
    """Take an account out of a profile."""
    owner = face_actions.drop_face(actor=here.viewer, now=request.now, face_id=face_id)
    return go(request, here.url("members:one", person_id=owner))
