"""What goes over the wire of `/api/v1`: the one source of what is read, what is written, and the description."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, convert

from closeknit.house.features.admission import api as admission
from closeknit.house.features.deeds import api as every_deed
from closeknit.house.features.insights import api as insights
from closeknit.house.features.members import api as every_member

type Id = Annotated[int, Meta(ge=1, le=9_223_372_036_854_775_807)]
type Shown = Annotated[int, Meta(ge=0, le=3, description="0 only herself, 1 the organisers, 2 members, 3 everybody")]
type NameShown = Annotated[int, Meta(ge=1, le=3, description="1 the organisers, 2 members, 3 everybody")]
type Level = Annotated[int, Meta(ge=0, le=3, description="0 newcomer, 1 member, 2 regular, 3 pillar")]
type MemberName = Annotated[str, Meta(min_length=1, max_length=every_member.LONGEST_NAME)]
type Title = Annotated[str, Meta(min_length=1, max_length=every_deed.TITLE, pattern=r"\S")]
type FieldText = Annotated[str, Meta(max_length=every_member.LONGEST)]
type FieldKey = Literal[
    "introduction", "offer", "need", "skill", "place", "how", "brought", "phone", "email", "wechat", "line", "whatsapp",
    "telegram", "signal", "address",
]  # fmt: skip
type Reason = Literal["need_unclear", "no_fit", "unknown", "conduct", "other"]
type Whose = Literal["everybody", "mine", "public"]
type Ground = Literal["told", "agreed", "charter"]
type KeptDays = Literal[30, 90, 365, 730]
type State = Literal["waiting", "listed", "admitted", "refused", "withdrawn"]
type UploadState = Literal["receiving", "waiting", "reading", "asking", "kept", "refused", "leaving"]
type FileSize = Annotated[int, Meta(ge=0, le=2**53)]


class Shape(Struct, frozen=True, kw_only=True):
    """What is read."""


def shaped[S: Shape](kind: type[S], card: object, **others: Any) -> S:
    """A shape from a card's attributes of the same names, and from others; what does not fit is a bug."""
    own = {name: getattr(card, name) for name in kind.__struct_fields__ if name not in others}
    return convert(own | others, kind, from_attributes=True)


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written; a name that nobody knows is a mistake."""


class Page[T](Shape, frozen=True, kw_only=True):
    """A part of a list; `next` is the address of the next part."""

    items: list[T]
    page: int
    pages: int
    next: str | None


class Paged(Body, frozen=True, kw_only=True):
    """Which part of a list."""

    page: Annotated[int, Meta(ge=1, le=1_000_000)] = 1


class Problem(Shape, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal (RFC 9457), in the words that the pages have for it, in the language of `Accept-Language`."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    field: Annotated[str, Meta(description="which part of the body it is about")] = ""


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


class Deed(Shape, frozen=True, kw_only=True):
    """Something for one person to do by a day."""

    id: int
    person_id: int
    title: str
    text: str
    due: date
    state: Literal["open", "done", "let_go"]
    given_by_id: int | None
    given_at: datetime
    ended_at: datetime | None


class Deeds(Paged, frozen=True, kw_only=True):
    """Open deeds, the next due first; or ended ones, the newest first."""

    state: Literal["open", "ended"] = "open"


class NewDeed(Body, frozen=True, kw_only=True):
    """What, who, by when; the day from today on, within two years."""

    title: Title
    person_id: Id
    due: date
    text: Annotated[str, Meta(max_length=every_deed.TEXT)] = ""


class DeedChange(Body, frozen=True, kw_only=True):
    """`put_off` moves the day by a week."""

    state: Literal["open", "done", "let_go"] | UnsetType = UNSET
    put_off: Literal[True] | UnsetType = UNSET


class ApplicationCard(Shape, frozen=True, kw_only=True):
    """An application in the list."""

    id: int
    name: str
    state: State
    knocked_at: datetime
    decided_at: datetime | None
    vouches: int
    misfits: Annotated[int, Meta(description="answers that do not show the need")]


class Answer(Shape, frozen=True, kw_only=True):
    """A question as it was asked, what was answered, and whether it shows the need (null: only a human can tell)."""

    text: str
    answer: str
    fits: bool | None


class Application(Shape, frozen=True, kw_only=True):
    """An application as reviewers read it."""

    id: int
    person_id: int | None
    name: str
    email: str
    state: State
    knocked_at: datetime
    decided_at: datetime | None
    answers: list[Answer]
    vouches: int
    vouches_needed: int
    yes: int
    no: int
    votes_needed: int
    reason: str
    told: str
    again_on: date | None


class Applications(Paged, frozen=True, kw_only=True):
    """Those to be read, the oldest first; those on the waiting list; or those that were decided."""

    state: Literal["waiting", "listed", "decided"] = "waiting"


class Refusal(Body, frozen=True, kw_only=True):
    """Why not (kept for reviewers), what she is told, and after how many days she may knock again (0: any time)."""

    reason: Reason
    told: Annotated[str, Meta(min_length=1, max_length=admission.LONGEST_ANSWER, pattern=r"\S")]
    days: Literal[0, 30, 90, 365] = 30


class HistoryFile(Shape, frozen=True, kw_only=True):
    """A file of an upload: how large it is, and how much of it has come."""

    id: int
    name: str
    size: FileSize
    come: FileSize


class History(Shape, frozen=True, kw_only=True):
    """An upload. While it is `receiving`, each file is sent in stretches of `stretch` bytes at most; `asking` says in
    `asked` what is wanted; what came of it stands in `outcome`."""

    id: int
    state: UploadState
    begun_at: datetime
    moved_at: datetime
    whose: str
    ground: str
    keep_until: date
    bytes: FileSize
    read_bytes: FileSize
    stretch: int
    files: list[HistoryFile]
    asked: dict[str, Any] | None
    outcome: dict[str, Any] | None


class HistoryCard(Shape, frozen=True, kw_only=True):
    """An upload in the list, the newest first."""

    id: int
    state: UploadState
    begun_at: datetime
    whose: str
    ground: str
    keep_until: date
    bytes: FileSize


class Announced(Body, frozen=True, kw_only=True):
    """A file that is going to be sent."""

    name: Annotated[str, Meta(min_length=1, max_length=1000)]
    size: FileSize


class NewHistory(Body, frozen=True, kw_only=True):
    """Files that come piece by piece, or pasted text; whose words they are, on what ground, for how many days."""

    files: Annotated[list[Announced], Meta(max_length=insights.MOST_FILES)] = []
    text: Annotated[str, Meta(max_length=insights.MOST_PASTED)] = ""
    whose: Whose
    ground: Ground
    keep_days: KeptDays
    me: Annotated[str, Meta(max_length=80)] = ""


class Told(Body, frozen=True, kw_only=True):
    """The answer to what was asked: which chats, which tool, or to keep the whole rows of a cut file."""

    chats: list[Annotated[str, Meta(max_length=500)]] | UnsetType = UNSET
    carrier: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    salvage: Literal[True] | UnsetType = UNSET


class Come(Shape, frozen=True, kw_only=True):
    """How many bytes of the file have come: where to go on."""

    come: FileSize


class At(Body, frozen=True, kw_only=True):
    """Where in the file the stretch begins."""

    at: FileSize


class Examination(Shape, frozen=True, kw_only=True):
    """The newest examination: the word, and the facts behind it."""

    language: str
    made_at: datetime
    word: str
    facts: dict[str, Any]
