"""The gate itself: how it is set, what it asks, which ways into chat tools are open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from closeknit.house.core.permissions import Viewer
from closeknit.house.core.questions import Question as Asked
from closeknit.house.features.admission.models import Gate, Passage, Question
from closeknit.house.features.charter import api as charter


@dataclass(frozen=True, slots=True)
class GateCard:
    """How a community lets people in."""

    is_open: bool = True
    asks_vouches: bool = True
    votes_needed: int = 1
    places: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PassageCard:
    """A way into a chat tool's group."""

    id: int
    tool: str
    name: str
    link: str
    has_picture: bool
    set_at: datetime
    set_by_id: int | None
    expires_on: date | None
    is_over: bool


def gate(community_id: int) -> GateCard:
    """The community's gate; the defaults where nobody set anything."""
    columns = ("is_open", "asks_vouches", "votes_needed", "places", "words")
    row = Gate.objects.filter(community_id=community_id).values_list(*columns).first()
    return GateCard(*row) if row else GateCard()


def questions(community_id: int) -> Sequence[Asked]:
    """What is asked: the organisers' questions, or those of the charter's template, or one that tests the need."""
    own = own_questions(community_id)
    if own:
        return own
    told = charter.questions(community_id)
    found = [replace(one, key=f"t{at}") for at, one in enumerate(told)]
    return found or [Asked("text", _("What do you need that you have found nowhere else?"), key="d0")]


def own_questions(community_id: int) -> Sequence[Asked]:
    """The organisers' own questions."""
    rows = Question.objects.filter(community_id=community_id).order_by("position", "id")
    columns = ("id", "kind", "text", "options", "fits", "least", "wanted")
    return [
        Asked(kind, text, tuple(options), tuple(fits), least, wanted, f"r{ident}")
        for ident, kind, text, options, fits, least, wanted in rows.values_list(*columns)
    ]


def question(viewer: Viewer, ident: int) -> Asked:
    """One of the organisers' own questions; 404 where there is none."""
    viewer.must("admission.keep")
    found = next((q for q in own_questions(viewer.community_id or 0) if q.key == f"r{ident}"), None)
    if found is None:
        raise Http404
    return found


def passages(viewer: Viewer, today: date) -> Sequence[PassageCard]:
    """Ways into chat tools, the newest first; members only."""
    viewer.must("admission.in")
    rows = Passage.objects.filter(community_id=viewer.community_id).order_by("-set_at")
    return [
        PassageCard(
            p.id, p.tool, p.name, p.link, bool(p.picture), p.set_at, p.set_by_id, p.expires_on,
            p.expires_on is not None and p.expires_on < today,
        )
        for p in rows
    ]  # fmt: skip


def picture(viewer: Viewer, ident: int) -> str:
    """Under what name a passage's picture is kept; 404 where there is none."""
    viewer.must("admission.in")
    name = Passage.objects.filter(community_id=viewer.community_id, id=ident).values_list("picture", flat=True).first()
    if not name:
        raise Http404
    return str(name)
