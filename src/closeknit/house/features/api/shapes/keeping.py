"""What organisers keep: who holds which role, chapters, the draft of the charter."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from closeknit.house.features.api.shapes.frame import Body, Id, Shape
from closeknit.house.features.charter import api as charters

type RoleName = Literal["organiser", "host", "reviewer", "editor", "treasurer"]
type ChapterName = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
type Place = Annotated[str, Meta(max_length=80)]
type Kind = Literal["person", "interest", "brand", "habit"]
type Sector = Literal["public_good", "business", "politics", "faith"]
type Language = Literal["zh-hant", "zh-hans", "en"]
type Words = Annotated[str, Meta(max_length=charters.LONGEST)]
type CharterField = Literal[
    "purpose", "need", "elsewhere", "norms", "conditions", "direction", "roles", "rituals"
]  # fmt: skip


class Roles(Shape, frozen=True, kw_only=True):
    """The roles of a member; a member without any has an empty list."""

    person_id: int
    roles: list[RoleName]


class NewRoles(Body, frozen=True, kw_only=True):
    """Exactly these roles; the last organiser stays one."""

    roles: Annotated[list[RoleName], Meta(max_length=5)]


class Chapter(Shape, frozen=True, kw_only=True):
    """A part of the community with organisers of its own; `leads` are people."""

    id: int
    name: str
    place: str
    members: int
    leads: list[int]


class NewChapter(Body, frozen=True, kw_only=True):
    """A name that no open chapter has, and perhaps a place."""

    name: ChapterName
    place: Place = ""


class ChapterChange(Body, frozen=True, kw_only=True):
    """What is left out stays. `leads` who are not in the chapter are left out."""

    name: ChapterName | UnsetType = UNSET
    place: Place | UnsetType = UNSET
    leads: Annotated[list[Id], Meta(max_length=200)] | UnsetType = UNSET


class Draft(Shape, frozen=True, kw_only=True):
    """The draft of the charter; 〔such words〕 in its fields are blanks, with which nothing is adopted."""

    revision: Annotated[int, Meta(description="rises with every change")]
    based_on: Annotated[int | None, Meta(description="the number of the version in force when it was begun")]
    summary: str
    is_material: Annotated[bool, Meta(description="whether members are asked to accept again")]
    kind: Kind
    sector: Sector
    language: Language
    drafted_at: datetime
    drafted_by_id: int | None
    fields: dict[CharterField, str]


class NewDraft(Body, frozen=True, kw_only=True):
    """From the template of a kind and a sector, blanks filled by `fills`; without both from the charter in force."""

    kind: Kind | UnsetType = UNSET
    sector: Sector | UnsetType = UNSET
    language: Language = "zh-hant"
    fills: dict[str, Annotated[str, Meta(max_length=80)]] = {}


class DraftChange(Body, frozen=True, kw_only=True):
    """What is left out stays."""

    fields: dict[CharterField, Words] | UnsetType = UNSET
    summary: Annotated[str, Meta(max_length=120)] | UnsetType = UNSET
    is_material: bool | UnsetType = UNSET
