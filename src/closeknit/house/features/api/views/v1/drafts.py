"""The draft of the charter: begun, written, dropped, adopted."""

from typing import Any

from django.http import Http404
from msgspec import UNSET

from closeknit.house.core.refusals import Stale
from closeknit.house.features.api import errors, shapes
from closeknit.house.features.api.declared import Call, operation
from closeknit.house.features.api.shapes import shaped
from closeknit.house.features.api.views.asking import Made
from closeknit.house.features.api.views.v1.charter import read_charter
from closeknit.house.features.charter import api as charters

_DRAFT = "/charter/draft"


@operation("GET", _DRAFT, scope="drafts", answers=shapes.Draft)
def read_draft(call: Call) -> shapes.Draft:
    """The draft of the charter."""
    return shaped(shapes.Draft, _card(call))


@operation("POST", _DRAFT, scope="drafts.write", answers=shapes.Draft, body=shapes.NewDraft, status=201)
def begin_draft(call: Call) -> Made:
    """Begin a draft, from a template or from the version in force; one that is there already has to be dropped."""
    body = call.body
    if (body.kind is UNSET) != (body.sector is UNSET):
        raise errors.WrongShape(detail="`kind` and `sector`, or neither")
    if body.kind is not UNSET:
        charters.choose(
            actor=call.viewer, now=call.now, kind=body.kind, sector=body.sector, language=body.language,
            fills=body.fills, revision=0,
        )  # fmt: skip
    elif charters.draft(call.viewer) is not None:
        raise Stale
    else:
        charters.begin(actor=call.viewer, now=call.now)
    return Made(read_draft(call), "v1-charter-draft", {})


@operation("PATCH", _DRAFT, scope="drafts.write", answers=shapes.Draft, body=shapes.DraftChange)
def write_draft(call: Call) -> shapes.Draft:
    """Write texts, the line that says what changed, and whether members are asked again."""
    was, body = _card(call), call.body
    charters.write(
        actor=call.viewer, now=call.now, revision=was.revision, fields={**was.fields, **_or(body.fields, {})},
        summary=_or(body.summary, was.summary), is_material=_or(body.is_material, was.is_material),
    )  # fmt: skip
    return read_draft(call)


@operation("DELETE", _DRAFT, scope="drafts.write")
def drop_draft(call: Call) -> None:
    """Throw the draft away."""
    charters.drop(actor=call.viewer, now=call.now, revision=_card(call).revision)


@operation(
    "POST", f"{_DRAFT}/adopt", scope="drafts.write", answers=shapes.Charter, guarded=_DRAFT, match_needed=True
)  # fmt: skip
def adopt_draft(call: Call) -> shapes.Charter:
    """Make the draft the charter in force: public at once, and members are asked where it binds them anew."""
    charters.adopt(actor=call.viewer, now=call.now, revision=_card(call).revision)
    return read_charter(call)


def _card(call: Call) -> charters.DraftCard:
    card = charters.draft(call.viewer)
    if card is None:
        raise Http404
    return card


def _or(told: Any, otherwise: Any) -> Any:
    return otherwise if told is UNSET else told
