"""The journal: one line for each thing that somebody did. It holds ids only, so that erasing a person holds."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from closeknit.house.core import events
from closeknit.house.core.models import JournalLine
from closeknit.house.core.permissions import Viewer

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


def lines(
    *, community_id: int | None, kind: str = "", object_id: object = "", whom_id: int | None = None, limit: int = 100
) -> Sequence[Line]:
    """The newest lines of a community, of one thing, or about one person. Ask for permission before."""
    rows = JournalLine.objects.filter(community_id=community_id)
    if kind:
        rows = rows.filter(kind=kind)
    if object_id != "":
        rows = rows.filter(object_id=str(object_id))
    if whom_id is not None:
        rows = rows.filter(whom_id=whom_id)
    fields = ("at", "verb", "actor_id", "kind", "object_id", "whom_id", "why")
    return [Line(*row) for row in rows.values_list(*fields)[:limit]]
