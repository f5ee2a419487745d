"""What may be read of charters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404

from closeknit.house.core.permissions import Viewer
from closeknit.house.core.prepared import given, prepared
from closeknit.house.core.questions import Question
from closeknit.house.features.charter import rules, sixteen
from closeknit.house.features.charter.difference import Piece, difference
from closeknit.house.features.charter.models import Version
from closeknit.house.features.charter.rules import FIELDS
from closeknit.house.features.charter.sixteen import FirstDeed, Template


@dataclass(frozen=True, slots=True)
class CharterCard:
    """An adopted version."""

    id: int
    community_id: int
    number: int
    is_material: bool
    material_since: int
    """The number of the version whose acceptance still holds: the last material one up to this."""
    adopted_at: datetime
    adopted_by_id: int | None
    summary: str
    kind: str
    sector: str
    language: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DraftCard:
    """The draft, for those who write it."""

    id: int
    revision: int
    based_on: int | None
    summary: str
    is_material: bool
    kind: str
    sector: str
    language: str
    drafted_at: datetime
    drafted_by_id: int | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list."""

    number: int
    adopted_at: datetime
    adopted_by_id: int | None
    summary: str
    is_material: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One text that differs between two versions."""

    name: str
    pieces: Sequence[Piece]
    binds: bool


def current(community_id: int) -> CharterCard | None:
    """The charter in force, or None; one query."""
    return _card(_current.first(community=community_id))


def version(version_id: int) -> CharterCard | None:
    """An adopted version by its id, or None."""
    return _card(_version.first(id=version_id))


def by_number(viewer: Viewer, number: int) -> CharterCard:
    """An adopted version of the viewer's community; 404 where there is none."""
    viewer.must("charter.read")
    found = _card(_numbered.first(community=viewer.community_id, number=number))
    if found is None:
        raise Http404
    return found


def versions(viewer: Viewer, *, at_most: int = 100) -> Sequence[VersionLine]:
    """Adopted versions, the newest first."""
    viewer.must("charter.read")
    rows = Version.objects.filter(community_id=viewer.community_id, number__isnull=False).order_by("-number")
    columns = ("number", "adopted_at", "adopted_by_id", "summary", "is_material")
    return [VersionLine(*row) for row in rows.values_list(*columns)[:at_most]]


def draft(viewer: Viewer) -> DraftCard | None:
    """The draft, for those who may write."""
    viewer.must("charter.write")
    row = Version.objects.filter(community_id=viewer.community_id, number__isnull=True).first()
    if row is None:
        return None
    return DraftCard(
        row.id, row.revision, row.based_on, row.summary, row.is_material, row.kind, row.sector, row.language,
        row.drafted_at, row.drafted_by_id, fields_of(row),
    )  # fmt: skip


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Sequence[Change]:
    """What differs, in the order of reading."""
    return [
        Change(name, difference(before[name], after[name]), name in rules.BINDING)
        for name in rules.changed(before, after)
    ]


def questions(community_id: int) -> Sequence[Question]:
    """The gate's questions as the charter's template proposes them, blanks filled; empty without a charter."""
    found = _template(community_id)
    if found is None:
        return ()
    template, fills = found
    return tuple(
        replace(q, text=sixteen.fill(q.text, fills), options=tuple(sixteen.fill(o, fills) for o in q.options))
        for q in template.questions
    )


def first_deeds(community_id: int) -> Sequence[FirstDeed]:
    """What the charter's template asks of newcomers first; empty without a charter."""
    found = _template(community_id)
    if found is None:
        return ()
    template, fills = found
    return tuple(FirstDeed(sixteen.fill(d.text, fills), d.days) for d in template.first_deeds)


def template(kind: str, sector: str, language: str) -> Template:
    """One of the sixteen; 404 where there is none."""
    try:
        return sixteen.read(kind, sector, language)
    except KeyError as error:
        raise Http404 from error


def fields_of(row: Version) -> dict[str, str]:
    """A row's texts by name."""
    return {name: getattr(row, name) for name in FIELDS}


def _template(community_id: int) -> tuple[Template, Mapping[str, str]] | None:
    rows = Version.objects.filter(community_id=community_id, number__isnull=False).order_by("-number")
    row = rows.values_list("kind", "sector", "language", "fills").first()
    return None if row is None else (sixteen.read(*row[:3]), row[3])


def _adopted() -> Any:
    """Adopted versions, each with the number of the one whose acceptance still holds when it is in force."""
    material = Version.objects.filter(
        community_id=OuterRef("community_id"), number__lte=OuterRef("number"), is_material=True
    )
    since = Subquery(material.order_by("-number").values("number")[:1])
    rows = Version.objects.filter(number__isnull=False).annotate(material_since=since).order_by("-number")
    return rows.values_list(*_COLUMNS, *FIELDS)


_COLUMNS = ("id", "community_id", "number", "is_material", "material_since", "adopted_at", "adopted_by_id", "summary",
            "kind", "sector", "language")  # fmt: skip
_current = prepared(lambda: _adopted().filter(community_id=given("community"))[:1])
_version = prepared(lambda: _adopted().filter(id=given("id")))
_numbered = prepared(lambda: _adopted().filter(community_id=given("community"), number=given("number")))


def _card(row: Sequence[Any] | None) -> CharterCard | None:
    if row is None:
        return None
    told = dict(zip((*_COLUMNS, *FIELDS), row, strict=True))
    return CharterCard(**{name: told[name] for name in _COLUMNS}, fields={name: told[name] for name in FIELDS})


def stored(community_id: int, person_id: int) -> Mapping[str, Any]:
    """Queries of the versions that a person wrote or had adopted."""
    rows = Version.objects.filter(community_id=community_id)
    return {
        "written": rows.filter(drafted_by_id=person_id).values("number", "drafted_at"),
        "adopted": rows.filter(adopted_by_id=person_id).values("number", "adopted_at"),
    }
