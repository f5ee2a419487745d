"""Imports, as organisers see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.members.models import Import


@dataclass(frozen=True, slots=True)
class ImportCard:
    """One import."""

    id: int
    state: str
    made_at: datetime
    ended_at: datetime | None
    upload: str
    suffix: str
    columns: Mapping[int, str]
    name_shown: int
    same_name_is_same: bool
    rows: int
    at_row: int
    made: int
    filled: int
    left_out: int
    taken_back: int
    told: Sequence[Mapping[str, Any]]

    @property
    def kept(self) -> int:
        """Profiles that an undoing left standing."""
        return self.made - self.taken_back


_COLUMNS = ("id", "state", "made_at", "ended_at", "upload", "suffix", "columns", "name_shown", "same_name_is_same",
            "rows", "at_row", "made", "filled", "left_out", "taken_back", "told")  # fmt: skip


def _card(row: Mapping[str, Any]) -> ImportCard:
    return ImportCard(**{**row, "columns": {int(at): target for at, target in row["columns"].items()}})


def imports(viewer: Viewer, at_most: int = 30) -> Sequence[ImportCard]:
    """The newest imports."""
    viewer.must("members.keep")
    rows = Import.objects.filter(community_id=viewer.community_id).order_by("-id")
    return [_card(row) for row in rows.values(*_COLUMNS)[:at_most]]


def one_import(viewer: Viewer, import_id: int) -> ImportCard | None:
    """One import."""
    viewer.must("members.keep")
    row = Import.objects.filter(community_id=viewer.community_id, id=import_id).values(*_COLUMNS).first()
    return _card(row) if row else None
