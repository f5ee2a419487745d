"""Chapters: opened, changed, closed; who is in them and who leads them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from msgspec import UNSET

from closeknit.house.features.api import rules, shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.shapes import shaped
from closeknit.house.features.api.views.asking import Made, page_of
from closeknit.house.features.members import api as every_member

_ONE = "/chapters/{chapter_id}"
_MEMBER = f"{_ONE}/members/{{person_id}}"


@operation("GET", "/chapters", scope="chapters", answers=shapes.Page[shapes.Chapter], query=shapes.Paged)
def list_chapters(call: Call) -> shapes.Page[shapes.Chapter]:
    """The open chapters, by name."""
    page = Paginator(every_member.chapters(call.community_id), rules.PAGE).get_page(call.query.page)
    return page_of(call, "v1-chapters", page, [_shape(card) for card in page.object_list])


@operation("POST", "/chapters", scope="chapters.write", answers=shapes.Chapter, body=shapes.NewChapter, status=201)
def create_chapter(call: Call) -> Made:
    """Open a chapter."""
    ident = every_member.open_chapter(
        actor=call.viewer, now=call.now, name=call.body.name, place=call.body.place
    )  # fmt: skip
    return Made(read_chapter(call, ident), "v1-chapters-one", {"chapter_id": ident})


@operation("GET", _ONE, scope="chapters", answers=shapes.Chapter)
def read_chapter(call: Call, chapter_id: int) -> shapes.Chapter:
    """One chapter."""
    for card in every_member.chapters(call.community_id):
        if card.id == chapter_id:
            return _shape(card)
    raise Http404


@operation("PATCH", _ONE, scope="chapters.write", answers=shapes.Chapter, body=shapes.ChapterChange)
def change_chapter(call: Call, chapter_id: int) -> shapes.Chapter:
    """Its name, its place, its organisers."""
    was, body = read_chapter(call, chapter_id), call.body
    every_member.change_chapter(
        actor=call.viewer, now=call.now, chapter_id=chapter_id, name=_or(body.name, was.name),
        place=_or(body.place, was.place), leads=_or(body.leads, was.leads),
    )  # fmt: skip
    return read_chapter(call, chapter_id)


@operation("DELETE", _ONE, scope="chapters.write")
def close_chapter(call: Call, chapter_id: int) -> None:
    """Close it; its members stay in the community, in no chapter."""
    every_member.close_chapter(actor=call.viewer, now=call.now, chapter_id=chapter_id)


@operation("PUT", _MEMBER, scope="chapters.write", answers=shapes.Chapter, guarded=_ONE)
def join_chapter(call: Call, chapter_id: int, person_id: int) -> shapes.Chapter:
    """Put a member into it; she leaves the one in which she is."""
    every_member.place(actor=call.viewer, now=call.now, person_id=person_id, chapter_id=chapter_id)
    return read_chapter(call, chapter_id)


@operation("DELETE", _MEMBER, scope="chapters.write", answers=shapes.Chapter, guarded=_ONE, match_needed=False)
def leave_chapter(call: Call, chapter_id: int, person_id: int) -> shapes.Chapter:
    """Take a member out of it; taking out somebody who is not in it is no fault."""
    read_chapter(call, chapter_id)
    card = every_member.profile(call.viewer, person_id, call.today())
    if card is None:
        raise Http404
    if card.chapter is not None and card.chapter[0] == chapter_id:
        every_member.place(actor=call.viewer, now=call.now, person_id=person_id, chapter_id=None)
    return read_chapter(call, chapter_id)


def _shape(card: every_member.ChapterCard) -> shapes.Chapter:
    return shaped(shapes.Chapter, card, leads=[person for person, _name in card.leads])


def _or(told: Any, otherwise: Any) -> Any:
    return otherwise if told is UNSET else told
