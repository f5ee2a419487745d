"""How charters change: a draft is begun, written, and adopted or dropped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from closeknit.house.core import journal
from closeknit.house.core.actions import action
from closeknit.house.core.permissions import Viewer
from closeknit.house.core.refusals import Stale
from closeknit.house.features.charter import errors, rules, sixteen
from closeknit.house.features.charter.models import Version
from closeknit.house.features.charter.rules import FIELDS
from closeknit.house.features.charter.selectors import current, fields_of, template
from closeknit.house.features.communities import api as communities


@action(may="charter.write")
def choose(
    *, actor: Viewer, now: datetime, kind: str, sector: str, language: str, fills: Mapping[str, str], revision: int
) -> int:
    """Begin the draft from a template; a draft of this `revision` gives way to it (0: there is none). Raises Stale."""
    chosen = template(kind, sector, language)
    filled = {blank: rules.tidy(fills.get(blank, ""))[:80] for blank in chosen.blanks}
    words = {name: sixteen.fill(text, filled) for name, text in chosen.fields.items()}
    before = current(actor.community_id or 0)
    row = {
        "kind": kind, "sector": sector, "language": language, "fills": filled, "summary": "", "is_material": True,
        "based_on": before.number if before else None, "drafted_at": now, "drafted_by_id": actor.person_id, **words,
    }  # fmt: skip
    return _put(actor, now, row, revision, why="template")


@action(may="charter.write")
def begin(*, actor: Viewer, now: datetime) -> int:
    """Begin the draft from the charter in force; a draft that is there already is kept. Raises Stale without both."""
    held = _draft(actor).values_list("id", flat=True).first()
    if held is not None:
        journal.note("charter.opened", actor=actor, now=now, object=("charter", held))
        return int(held)
    source = Version.objects.filter(community_id=actor.community_id, number__isnull=False).order_by("-number").first()
    if source is None:
        raise Stale
    row = {
        "kind": source.kind, "sector": source.sector, "language": source.language, "fills": source.fills,
        "based_on": source.number, "drafted_at": now, "drafted_by_id": actor.person_id, **fields_of(source),
    }  # fmt: skip
    return _put(actor, now, row, 0, why="version")


@action(may="charter.write")
def write(
    *, actor: Viewer, now: datetime, revision: int, fields: Mapping[str, str], summary: str, is_material: bool
) -> int:
    """Keep the draft's texts; the new revision. Raises Stale where somebody else wrote since `revision`."""
    words = {name: rules.tidy(fields[name]) for name in FIELDS}
    kept = _draft(actor).filter(revision=revision).update(
        **words, summary=" ".join(rules.tidy(summary).split())[:120], is_material=is_material, revision=revision + 1,
        drafted_at=now, drafted_by_id=actor.person_id,
    )  # fmt: skip
    if not kept:
        raise Stale
    journal.note("charter.written", actor=actor, now=now, object=("charter", _draft(actor).get().id))
    return revision + 1


@action(may="charter.write")
def adopt(*, actor: Viewer, now: datetime, revision: int) -> int:
    """The draft becomes the charter in force; its id. Raises Stale, Empty, BlankLeft, NothingChanged.

    It is material where it was marked so, and in any case where it is the first or changes the words that bind.
    """
    row = _draft(actor).filter(revision=revision).first()
    before = current(actor.community_id or 0)
    if row is None or row.based_on != (before.number if before else None):
        raise Stale
    fields = fields_of(row)
    if lacking := rules.missing(fields):
        raise errors.Empty(field=lacking)
    where, left = rules.blank(fields)
    if left:
        raise errors.BlankLeft(field=where, blank=left)
    if before is not None and not rules.changed(before.fields, fields):
        raise errors.NothingChanged
    material = row.is_material or rules.must_be_material(before.fields if before else None, fields)
    number = before.number + 1 if before else 1
    try:
        with transaction.atomic():
            adopted = (
                _draft(actor)
                .filter(id=row.id, revision=revision)
                .update(number=number, is_material=material, adopted_at=now, adopted_by_id=actor.person_id)
            )
    except IntegrityError as error:
        raise Stale from error
    if not adopted:
        raise Stale
    if before is None or (before.kind, before.sector) != (row.kind, row.sector):
        communities.set_kind(actor=actor, now=now, kind=row.kind, sector=row.sector)
    journal.note(
        "charter.adopted", actor=actor, now=now, object=("charter", row.id), why="charter.material" if material else ""
    )
    return int(row.id)


@action(may="charter.write")
def drop(*, actor: Viewer, now: datetime, revision: int) -> None:
    """Throw the draft away. Raises Stale."""
    row = _draft(actor).filter(revision=revision).first()
    if row is None or not _draft(actor).filter(id=row.id, revision=revision).delete()[0]:
        raise Stale
    journal.note("charter.dropped", actor=actor, now=now, object=("charter", row.id))


def _draft(actor: Viewer) -> Any:
    return Version.objects.filter(community_id=actor.community_id, number__isnull=True)


def _put(actor: Viewer, now: datetime, row: Mapping[str, object], revision: int, why: str) -> int:
    if revision:
        if not _draft(actor).filter(revision=revision).update(**row, revision=revision + 1):
            raise Stale
    else:
        try:
            with transaction.atomic():
                Version.objects.create(community_id=actor.community_id, **row)
        except IntegrityError as error:
            raise Stale from error
    ident = _draft(actor).get().id
    journal.note("charter.drafted", actor=actor, now=now, object=("charter", ident), why=f"charter.{why}")
    return int(ident)
