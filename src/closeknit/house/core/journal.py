"""The journal: one line for each thing that somebody did. It holds ids only, so that erasing a person holds."""

from collections.abc import Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from closeknit.house.core import events
from closeknit.house.core.models import JournalLine
from closeknit.house.core.permissions import Viewer

FORGOTTEN: Final = "members.forgotten"
"""The verb of being forgotten in a community: whoever a line with it concerns is named there no more."""

_count: ContextVar[list[int] | None] = ContextVar("journal_count", default=None)


def note(
    verb: str, *, actor: Viewer, now: datetime, object: tuple[str, object], whom: int | None = None, why: str = ""
) -> None:
    """Write a line and publish its event on commit.

    `verb` is `feature.past_participle`; `object` is (kind, id); `whom` is the person whom it concerns; `why` is a
    code (`gate.need_unclear`), never what somebody typed. The community is the actor's.
    """
    kind, ident = object
    line = JournalLine.objects.create(
        at=now, community_id=actor.community_id, actor_id=actor.person_id, verb=verb, kind=kind,
        object_id=str(ident), whom_id=whom, why=why,
    )  # fmt: skip
    counted = _count.get()
    if counted is not None:
        counted[0] += 1
    events.publish(
        events.Event(
            verb=verb, at=now, community_id=line.community_id, actor_id=line.actor_id, kind=kind,
            object_id=line.object_id, whom_id=whom, why=why,
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A journal line for showing."""

    at: datetime
    verb: str
    actor_id: int | None
    kind: str
    object_id: str
    whom_id: int | None
    why: str
    id: int = 0


_FIELDS = tuple(Line.__dataclass_fields__)


def lines(
    *, community_id: int | None, kind: str = "", object_id: object = "", whom_id: int | None = None, limit: int = 100,
    verbs: Collection[str] = (),
) -> Sequence[Line]:  # fmt: skip
    """The newest lines of a community, of a thing, about a person, or with some verbs. Ask for permission before.

    The last that were written, in the order in which they happened: what a demonstration or a job tells of the past
    may be written later."""
    rows = JournalLine.objects.filter(community_id=community_id)
    if kind:
        rows = rows.filter(kind=kind)
    if object_id != "":
        rows = rows.filter(object_id=str(object_id))
    if whom_id is not None:
        rows = rows.filter(whom_id=whom_id)
    if verbs:
        rows = rows.filter(verb__in=verbs)
    found = (Line(*row) for row in rows.values_list(*_FIELDS)[:limit])
    return sorted(found, key=lambda line: (line.at, line.id), reverse=True)


def since(*, community_id: int, after: int, verbs: Collection[str], limit: int = 500) -> Sequence[Line]:
    """Lines with some verbs, the oldest first, from the one that follows line `after`. A line's number says when it
    was begun: one with a lower number may be committed later."""
    rows = JournalLine.objects.filter(community_id=community_id, id__gt=after, verb__in=verbs).order_by("id")
    return [Line(*row) for row in rows.values_list(*_FIELDS)[:limit]]


def forgotten(community_id: int, column: str) -> Exists:
    """For a query that is asked anyway: whether the person whose id stands in `column` was ever forgotten there."""
    return Exists(JournalLine.objects.filter(community_id=community_id, verb=FORGOTTEN, whom_id=OuterRef(column)))


def newest() -> int:
    """The number of the newest line of the house; 0 where there is none."""
    return int(JournalLine.objects.values_list("id", flat=True).first() or 0)
