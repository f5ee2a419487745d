"""Deeds, applications, histories."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from closeknit.house.features.admission import api as admission
from closeknit.house.features.api.shapes.frame import Body, Id, Paged, Shape
from closeknit.house.features.deeds import api as every_deed
from closeknit.house.features.insights import api as insights

type Title = Annotated[str, Meta(min_length=1, max_length=every_deed.TITLE, pattern=r"\S")]
type Reason = Literal["need_unclear", "no_fit", "unknown", "conduct", "other"]
type Whose = Literal["everybody", "mine", "public"]
type Ground = Literal["told", "agreed", "charter"]
type KeptDays = Literal[30, 90, 365, 730]
type State = Literal["waiting", "listed", "admitted", "refused", "withdrawn"]
type UploadState = Literal["receiving", "waiting", "reading", "asking", "kept", "refused", "leaving"]
type FileSize = Annotated[int, Meta(ge=0, le=2**53)]


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
    """Files that come piece by piece, or pasted text; whose words they are, on what ground, for how many days; and who
    runs the group, as the chat calls them.
    """

    files: Annotated[list[Announced], Meta(max_length=insights.MOST_FILES)] = []
    text: Annotated[str, Meta(max_length=insights.MOST_PASTED)] = ""
    whose: Whose
    ground: Ground
    keep_days: KeptDays
    me: Annotated[str, Meta(max_length=80)] = ""
    run_by: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=insights.LONGEST_WORD)]],
        Meta(max_length=insights.MOST_IN_CHARGE),
    ] = []


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
