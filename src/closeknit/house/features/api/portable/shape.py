"""Which tables belong to a community, by which way, in which order; and where rows name people and files."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from closeknit.house.core.features import installed

COMMUNITY: Final = "communities.Community"
PERSON: Final = "accounts.Person"
JOURNAL: Final = "core.JournalLine"
LEFT_BEHIND: Final = frozenset({
    PERSON, "accounts.Key", "accounts.Passkey", "members.ClaimLink",
    "api.Token", "api.Answered", "api.Hook", "api.Delivery",
})  # fmt: skip
"""Secrets and what hangs on them, and people, who are written apart."""

FILES: Final[Mapping[str, str]] = {"admission.Passage": "picture", "members.Import": "upload"}
"""Columns that name what `core.uploads` keeps."""

FOLDERS: Final[Mapping[str, str]] = {"insights.Store": "folder"}
"""Columns that name a folder below HOME/insights."""

PERSON_COLUMNS: Final = (
    "id",
    "name",
    "email",
    "language",
    "time_zone",
    "keeper",
    "is_active",
    "created_at",
    "erased_at",
)
_NAMES: Final = ("person_id", "by_id", "inviter_id", "host_id", "actor_id", "whom_id", "was_id", "is_now_id")
"""Plain columns that hold a person's id; those that end in `_by_id` do too."""

type Kind = type[Model]


@cache
def tables() -> Mapping[str, str]:
    """Label of a table → the way from it to the community's id, those that others lean on first."""
    found: dict[str, str] = {COMMUNITY: "id", JOURNAL: "community_id"}
    models = [m for feature in installed() for m in feature.get_models() if m._meta.label not in LEFT_BEHIND]
    grown = True
    while grown:
        grown = False
        for model in models:
            if model._meta.label in found:
                continue
            if way := _way(model, found):
                found[model._meta.label] = way
                grown = True
    return found


def _way(model: Kind, found: Mapping[str, str]) -> str:
    if any(f.attname == "community_id" and not f.null for f in model._meta.concrete_fields):
        return "community_id"
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and not field.null and field.related_model._meta.label in found:
            onward = found[field.related_model._meta.label]
            return field.attname if onward == "id" else f"{field.name}__{onward}"
    return ""


def belongs_to_none() -> Sequence[str]:
    """Tables of features that no way leads from to a community and that are not left behind: a bug."""
    every = {m._meta.label for feature in installed() for m in feature.get_models()}
    return sorted(every - set(tables()) - LEFT_BEHIND)


def columns(model: Kind) -> Sequence[Field]:
    """The columns of a table in the order of its definition."""
    return tuple(model._meta.concrete_fields)


def people_columns(model: Kind) -> Iterator[str]:
    """The columns that hold a person's id."""
    for field in columns(model):
        named = isinstance(field, ForeignKey) and field.related_model._meta.label == PERSON
        if named or field.attname in _NAMES or field.attname.endswith("_by_id"):
            yield field.attname


def model_of(label: str) -> Any:
    """The table of a label."""
    return apps.get_model(label)
