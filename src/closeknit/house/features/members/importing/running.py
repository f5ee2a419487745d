"""How an import changes things: begun, carried out in pieces, taken back in pieces."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from closeknit.errors import CloseknitError
from closeknit.house.core import journal, uploads
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.members import errors
from closeknit.house.features.members.actions import leaving
from closeknit.house.features.members.models import Import

if TYPE_CHECKING:
    from closeknit.house.features.members.importing.reading import Table

A_PIECE: Final = 500
"""Rows in one transaction: others wait no longer than a moment."""


@action(may="members.keep")
def upload(*, actor: Viewer, now: datetime, data: bytes) -> int:
    """Keep a file to be looked at; the import's id. Raises NotARoster, ImportTwice."""
    from closeknit.house.features.members.importing import reading

    digest = reading.digest(data)
    if Import.objects.filter(community_id=actor.community_id, digest=digest, state__in=("running", "done")).exists():
        raise errors.ImportTwice(field="file")
    suffix = reading.suffix_of(data)
    found = _table(data, suffix)
    made = Import.objects.create(
        community_id=actor.community_id, made_by_id=actor.person_id, made_at=now, digest=digest, suffix=suffix,
        upload=uploads.keep(data, folder="rosters", suffix=suffix), rows=reading.count(found),
        columns={str(at): target for at, target in found.guess.items()},
    )  # fmt: skip
    journal.note("members.roster_sent", actor=actor, now=now, object=("import", made.id))
    return int(made.id)


def _table(data: bytes, suffix: str) -> "Table":
    from closeknit.house.features.members.importing.reading import table

    try:
        found = table(data, suffix)
    except CloseknitError as error:
        raise errors.NotARoster(field="file", reason=error.message) from error
    if found is None:
        raise errors.NotARoster(field="file", reason=_("There is no table in this file."))
    return found


@action(may="members.keep")
def begin(
    *, actor: Viewer, now: datetime, import_id: int, columns: Mapping[int, str], name_shown: int,
    same_name_is_same: bool,
) -> None:  # fmt: skip
    """Start an import that was looked at; a job carries it out. Raises NoNameColumn, ImportRunning, ImportTwice."""
    if not {"name", "first", "last", "face"} & set(columns.values()):
        raise errors.NoNameColumn
    rows = Import.objects.filter(id=import_id, community_id=actor.community_id)
    words = {
        "state": "running", "columns": {str(at): target for at, target in columns.items()},
        "name_shown": name_shown, "same_name_is_same": same_name_is_same,
    }  # fmt: skip
    _step(rows.filter(state="draft"), actor, **words)
    from closeknit.house.features.members.tasks import take_in

    take_in.enqueue(import_id=import_id)
    journal.note("members.import_begun", actor=actor, now=now, object=("import", import_id))


def _step(rows: Any, actor: Viewer, **words: Any) -> None:
    digest = rows.values_list("digest", flat=True).first()
    if digest is None:
        raise Http404
    try:
        with transaction.atomic():
            if not rows.update(**words):
                raise Http404
    except IntegrityError as error:
        same = Import.objects.filter(community_id=actor.community_id, digest=digest, state__in=("running", "done"))
        raise (errors.ImportTwice if same.exists() else errors.ImportRunning) from error


@action(may="members.keep")
def undo(*, actor: Viewer, now: datetime, import_id: int) -> None:
    """Take an import back, but for profiles that somebody has claimed or changed since. Raises ImportRunning."""
    _step(Import.objects.filter(id=import_id, community_id=actor.community_id, state="done"), actor, state="undoing")
    from closeknit.house.features.members.tasks import take_back

    take_back.enqueue(import_id=import_id)
    journal.note("members.import_undone", actor=actor, now=now, object=("import", import_id))


@action(may="members.keep")
def drop(*, actor: Viewer, now: datetime, import_id: int) -> None:
    """Throw a file away that was only looked at."""
    if not leaving.drop_uploads(Q(id=import_id, community_id=actor.community_id, state="draft")):
        raise Http404
    journal.note("members.roster_dropped", actor=actor, now=now, object=("import", import_id))


@action(may="members.own")
def note_export(*, actor: Viewer, now: datetime) -> None:
    """Note that somebody took the list of the members away."""
    journal.note("members.exported", actor=actor, now=now, object=("community", actor.community_id))


def inside(run: Import) -> Viewer:
    """As whom an import acts: in the name of the one who brought it."""
    return Viewer(person_id=run.made_by_id, community_id=run.community_id, system=True)
