"""What may be read of keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.api import rules
from closeknit.house.features.api.models import Token
from closeknit.house.features.communities import api as communities


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A key in force."""

    id: int
    person_id: int
    label: str
    scopes: Sequence[str]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """What a token opens: a community, seen as its maker sees it."""

    token_id: int
    viewer: Viewer
    scopes: Sequence[str]


def tokens(viewer: Viewer) -> Sequence[TokenCard]:
    """The keys of programs that are in force, the newest first."""
    viewer.must("api.keep")
    rows = Token.objects.filter(community_id=viewer.community_id, kind="program", ended_at__isnull=True)
    return [TokenCard(*row) for row in rows.order_by("-id").values_list(*TokenCard.__dataclass_fields__)]


def has_calendar(viewer: Viewer) -> bool:
    """Whether the viewer has a calendar link."""
    rows = Token.objects.filter(community_id=viewer.community_id, person_id=viewer.person_id, kind="calendar")
    return bool(rows.filter(ended_at__isnull=True).exists())


def opened(token: str, kind: str) -> Opened | None:
    """What a token opens; None for one that is not in force, or whose maker may not do so any more."""
    row = (
        Token.objects.filter(digest=rules.digest(token), kind=kind, ended_at__isnull=True)
        .values_list("community_id", "person_id", "scopes", "id")
        .first()
    )
    if row is None:
        return None
    viewer = communities.viewer(row[0], row[1])
    may = viewer.may("api.keep") if kind == "program" else viewer.may("api.own", owner=row[1])
    return Opened(row[3], viewer, row[2]) if may else None
