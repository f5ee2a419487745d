"""The community, its members, its charter."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from closeknit.house.features.api.shapes.frame import Body, Id, Shape
from closeknit.house.features.members import api as every_member

type Shown = Annotated[int, Meta(ge=0, le=3, description="0 only herself, 1 the organisers, 2 members, 3 everybody")]
type NameShown = Annotated[int, Meta(ge=1, le=3, description="1 the organisers, 2 members, 3 everybody")]
type Level = Annotated[int, Meta(ge=0, le=3, description="0 newcomer, 1 member, 2 regular, 3 pillar")]
type MemberName = Annotated[str, Meta(min_length=1, max_length=every_member.LONGEST_NAME)]
type FieldText = Annotated[str, Meta(max_length=every_member.LONGEST)]
type FieldKey = Literal[
    "introduction", "offer", "need", "skill", "place", "how", "brought", "phone", "email", "wechat", "line", "whatsapp",
    "telegram", "signal", "address",
]  # fmt: skip


class Community(Shape, frozen=True, kw_only=True):
    """The community."""

    id: int
    slug: str
    name: str
    kind: str
    sector: str
    language: str
    time_zone: str
    founded_at: datetime
    members: int


class MemberCard(Shape, frozen=True, kw_only=True):
    """A member in the list; `fields` holds what she shows to members."""

    id: int
    name: str
    level: Level
    joined_at: datetime
    is_claimed: bool
    fields: dict[str, str]


class Field(Shape, frozen=True, kw_only=True):
    """One thing that a profile says, and who may see it."""

    text: str
    shown: Shown


class Absence(Shape, frozen=True, kw_only=True):
    """A leave of absence, both days included; `reason` is for those who keep members."""

    since: date
    until: date
    reason: str


class Member(Shape, frozen=True, kw_only=True):
    """A member: with `members` as members see her, with `members.write` as organisers do."""

    id: int
    name: str
    name_shown: NameShown
    level: Level
    number: str
    joined_at: datetime
    is_claimed: Annotated[bool, Meta(description="she herself looks after the profile: nobody else changes its words")]
    roles: list[str]
    chapter_id: int | None
    fields: dict[str, Field]
    absence: Absence | None


class FieldBody(Body, frozen=True, kw_only=True):
    """A text and who may see it; an empty text removes it."""

    text: FieldText
    shown: Shown


class NewMember(Body, frozen=True, kw_only=True):
    """A profile for somebody who does not log in yet. `agreed`: she agreed that these readers see it."""

    name: MemberName
    name_shown: NameShown = 2
    fields: dict[FieldKey, FieldBody] = {}
    number: Annotated[str, Meta(max_length=40)] = ""
    agreed: bool = False


class MemberChange(Body, frozen=True, kw_only=True):
    """What is left out stays. Name and fields of a member who claimed her profile are hers alone."""

    name: MemberName | UnsetType = UNSET
    name_shown: NameShown | UnsetType = UNSET
    fields: dict[FieldKey, FieldBody] | UnsetType = UNSET
    agreed: bool = False
    level: Level | UnsetType = UNSET
    number: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET


class NewAbsence(Body, frozen=True, kw_only=True):
    """A leave of absence, both days included."""

    since: date
    until: date
    reason: Annotated[str, Meta(max_length=400)] = ""


class Charter(Shape, frozen=True, kw_only=True):
    """A version of the charter."""

    id: int
    number: int
    is_material: Annotated[bool, Meta(description="whether members were asked to accept again")]
    material_since: Annotated[int, Meta(description="the number of the version whose acceptance still holds")]
    adopted_at: datetime
    summary: str
    kind: str
    sector: str
    language: str
    fields: dict[str, str]


class CharterVersion(Shape, frozen=True, kw_only=True):
    """A version in the list, the newest first."""

    number: int
    adopted_at: datetime
    summary: str
    is_material: bool


class Acceptance(Shape, frozen=True, kw_only=True):
    """The newest version that a present member accepted."""

    person_id: int
    number: int
    at: datetime


class Accept(Body, frozen=True, kw_only=True):
    """The id of the version that was read."""

    version: Id
