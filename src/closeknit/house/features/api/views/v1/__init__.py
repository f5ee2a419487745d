"""`/api/v1`: each module declares what programs can do with one part; `asking` stands around all of it."""

from typing import Final

from closeknit.house.features.api import declared
from closeknit.house.features.api.views.v1 import (
    applications,
    chapters,
    charter,
    community,
    deeds,
    drafts,
    histories,
    members,
    roles,
)

__all__ = [
    "DECLARED", "applications", "chapters", "charter", "community", "deeds", "drafts", "histories", "members", "roles",
]  # fmt: skip

DECLARED: Final = declared.by_path()
"""Everything, by path and method."""
