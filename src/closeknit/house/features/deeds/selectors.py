"""What may be read of deeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.deeds.models import Deed

PAGE = 25


@dataclass(frozen=True, slots=True)
class DeedCard:
    """A deed. `state` is open, done or let_go; `title` is "" where its person was forgotten."""

    id: int
    person_id: int
    title: str
    text: str
    due: date
    source: str
    key: str
    state: str
    given_by_id: int | None
    given_at: datetime
    ended_at: datetime | None


_CARD = tuple(DeedCard.__dataclass_fields__)


def mine(viewer: Viewer, limit: int | None = None) -> Sequence[DeedCard]:
    """What the viewer has to do, the next due first."""
    viewer.must("deeds.own", owner=viewer.person_id)
    return _cards(_rows(viewer).filter(person_id=viewer.person_id, state="open").order_by("due", "id")[:limit])


def listed(viewer: Viewer, *, whose: str, state: str, number: Any = 1) -> Page:
    """A page of deeds: `whose` is "mine" or "all" (for organisers), `state` "open" or "ended"."""
    if whose == "all":
        viewer.must("deeds.keep")
        rows = _rows(viewer)
    else:
        viewer.must("deeds.own", owner=viewer.person_id)
        rows = _rows(viewer).filter(person_id=viewer.person_id)
    rows = rows.filter(state="open").order_by("due", "id") if state == "open" else (
        rows.exclude(state="open").order_by("-ended_at", "-id")
    )  # fmt: skip
    page = Paginator(rows.values_list(*_CARD), PAGE).get_page(number)
    page.object_list = [DeedCard(*row) for row in page.object_list]
    return page


def one(viewer: Viewer, deed_id: int) -> DeedCard:
    """A deed of the viewer's own, or of anybody for an organiser; 404 otherwise."""
    row = _rows(viewer).filter(id=deed_id).values_list(*_CARD).first()
    if row is None:
        raise Http404
    card = DeedCard(*row)
    viewer.must("deeds.own", owner=card.person_id)
    return card


def of_source(community_id: int, source: str) -> Sequence[DeedCard]:
    """All deeds that came from one thing, ended ones too. The caller has asked whether they may be seen."""
    return _cards(Deed.objects.filter(community_id=community_id, source=source).order_by("id"))


def cards(community_id: int, deed_ids: Iterable[int]) -> Mapping[int, DeedCard]:
    """Deeds by id, ended ones too, in one query. The caller has asked whether they may be seen."""
    rows = Deed.objects.filter(community_id=community_id, id__in=list(deed_ids))
    return {card.id: card for card in _cards(rows)}


def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
    """Queries of what is kept of a person: what she was to do, and what she asked of others."""
    rows = Deed.objects.filter(community_id=community_id)
    columns = ("title", "text", "due", "state", "given_at", "ended_at")
    return {
        "to_do": rows.filter(person_id=person_id).values(*columns),
        "asked_of_others": rows.filter(given_by_id=person_id).exclude(person_id=person_id).values(*columns),
    }


def _rows(viewer: Viewer) -> Any:
    return Deed.objects.filter(community_id=viewer.community_id)


def _cards(rows: Any) -> Sequence[DeedCard]:
    return [DeedCard(*row) for row in rows.values_list(*_CARD)]
