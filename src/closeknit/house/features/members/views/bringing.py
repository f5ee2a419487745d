"""Bringing a roster in, and taking everything away."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from closeknit.house.core import uploads
from closeknit.house.core.pages import get_or_post, go, page, submit
from closeknit.house.features.communities.api import Here, in_community
from closeknit.house.features.members import forms
from closeknit.house.features.members.importing import running
from closeknit.house.features.members.rules import FIELDS
from closeknit.house.features.members.selectors import exports, imports
from closeknit.house.features.members.words import BAD_WORDS, CARRIER_WORDS, FIELD_WORDS, LEVEL_WORDS, STATE_WORDS
from closeknit.house.ui.confirming import confirm

if TYPE_CHECKING:
    from closeknit.house.features.members.importing.reading import Table

_CALCULATED: Final = (*"=+-@＝＋－＠", "\t", "\r", "\n")
"""How a formula begins; some spreadsheets take the wide signs too."""


@in_community("members.keep")
@get_or_post
def listed(request: Any, here: Here) -> HttpResponse:
    """Send a roster; what was sent before."""
    from closeknit.house.features.members.importing import reading

    form = forms.Roster(request.POST or None, request.FILES or None)

    def act(typed: dict[str, Any]) -> int:
        if typed["file"]:
            data = uploads.contents(typed["file"], field="file", most_bytes=reading.MOST_BYTES, fits=reading.fits)
        else:
            data = typed["pasted"].encode()
        return running.upload(actor=here.viewer, now=request.now, data=data)

    done = submit(request, form, act, to=lambda ident: here.url("members:import", import_id=ident))
    told = [(card, STATE_WORDS[card.state]) for card in imports.imports(here.viewer)]
    return done or page(request, "members/imports.html", {"form": form, "imports": told})


@in_community("members.keep")
@get_or_post
def one(request: Any, here: Here, import_id: int) -> HttpResponse:
    """Look at a roster before it is taken in; see how far it has come, and what came of it."""
    card = imports.one_import(here.viewer, import_id)
    if card is None:
        raise Http404
    if card.state != "draft":
        told = [(bad["line"], BAD_WORDS[bad["code"]]) for bad in card.told]
        context = {"card": card, "state": STATE_WORDS[card.state], "told": told}
        return page(request, "members/import.html", context, part="progress")
    return _look(request, here, card)


def _look(request: Any, here: Here, card: imports.ImportCard) -> HttpResponse:
    from closeknit.house.features.members.importing.reading import table

    found = table(uploads.fetch(card.upload), card.suffix)
    if found is None:
        raise Http404
    samples = ["、".join(_samples(found.sample, at)) for at in range(len(found.cells))]
    form = forms.Columns(request.POST or None, cells=found.cells, samples=samples, guess=card.columns)

    def act(typed: dict[str, Any]) -> None:
        running.begin(
            actor=here.viewer, now=request.now, import_id=card.id, columns=form.told(), name_shown=typed["name_shown"],
            same_name_is_same=typed["same_name_is_same"],
        )  # fmt: skip

    back = here.url("members:import", import_id=card.id)
    done = submit(request, form, act, to=lambda _none: back)
    told = [(line, BAD_WORDS[code]) for line, code in _noticed(found, card.columns)]
    return done or page(request, "members/import_look.html", {"form": form, "card": card, "told": told})


def _noticed(found: "Table", columns: Mapping[int, str], most: int = 30) -> list[tuple[int, str]]:
    """The first rows that would be left out or lose something, of those that can be read while somebody waits."""
    from closeknit.house.features.members.importing.reading import Bad, entries

    read = islice(entries(found, columns), 20_000)
    marked = ((entry.line, entry.code if isinstance(entry, Bad) else entry.doubt) for entry in read)
    return list(islice((mark for mark in marked if mark[1]), most))


def _samples(rows: Iterable[list[str]], at: int, most: int = 3) -> list[str]:
    told: list[str] = []
    for row in rows:
        words = row[at].strip() if at < len(row) else ""
        if words and words[:20] not in told:
            told.append(words[:20])
        if len(told) == most:
            break
    return told


@in_community("members.keep")
@require_POST
def drop(request: Any, here: Here, import_id: int) -> HttpResponse:
    """Throw a roster away that was only looked at."""
    running.drop(actor=here.viewer, now=request.now, import_id=import_id)
    return go(request, here.url("members:imports"))


@in_community("members.keep")
@get_or_post
def undo(request: Any, here: Here, import_id: int) -> HttpResponse:
    """Take an import back."""
    card = imports.one_import(here.viewer, import_id)
    if card is None or card.state != "done":
        raise Http404
    back = here.url("members:import", import_id=import_id)
    return confirm(
        request, lambda: running.undo(actor=here.viewer, now=request.now, import_id=import_id),
        question=_("Take this import back?"), word=_("Take it back"),
        consequences=[
            _("{n} profiles are removed, but for those that somebody claimed or changed since.").format(n=card.made),
            _("What it added to other profiles is removed."),
        ],
        to=back, back=back,
    )  # fmt: skip


@in_community("members.own")
@require_safe
def export(request: Any, here: Here) -> HttpResponse:
    """What may be taken away."""
    if not exports.may_export(here.viewer):
        raise Http404
    return page(request, "members/export.html", {"all": here.viewer.may("members.keep")})


@in_community("members.own")
@require_safe
def export_csv(request: Any, here: Here) -> Any:
    """The members as a table for spreadsheets: no cell is calculated by them."""
    if not exports.may_export(here.viewer):
        raise Http404
    running.note_export(actor=here.viewer, now=request.now)
    return _file(_csv(here), f"{here.slug}-members.csv", "text/csv; charset=utf-8")


@in_community("members.own")
@require_safe
def export_lines(request: Any, here: Here) -> Any:
    """Everything, one profile a line, for programs."""
    if not exports.may_export(here.viewer):
        raise Http404
    running.note_export(actor=here.viewer, now=request.now)
    lines = (
        json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n" for row in exports.everything(here.viewer)
    )
    return _file(lines, f"{here.slug}-members.jsonl", "application/jsonl; charset=utf-8")


def _file(body: Iterator[str], name: str, kind: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; our own import reads it back as it was."""
    words = "" if cell is None else str(cell)
    return f"'{words}" if words.startswith(_CALCULATED) else words


def _csv(here: Here) -> Iterator[str]:
    head = [
        _("Member number"), FIELD_WORDS["name"], _("Joined on"), _("Left on"), _("Level"), _("Chapter"), _("Roles"),
        _("Accounts"), *(FIELD_WORDS[key] for key in FIELDS),
    ]  # fmt: skip
    yield "\ufeff" + _line(head)
    for row in exports.everything(here.viewer, parts=("fields", "faces")):
        fields = {field["key"]: field["text"] for field in row.get("fields", ())}
        faces = [f"{CARRIER_WORDS[f['carrier']]} {f['handle']}" for f in row.get("faces", ())]
        yield _line(
            [
                row["number"], row["name"], row["joined_at"].date(), row["left_at"] and row["left_at"].date(),
                LEVEL_WORDS[row["level"]], row["chapter__name"], " ".join(row["roles"]), "; ".join(faces),
                *(fields.get(key, "") for key in FIELDS),
            ]
        )  # fmt: skip


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue()
