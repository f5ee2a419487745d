"""`/api/v1`: each module declares what programs can do with one part; `asking` stands around all of it."""

from typing import Final

from closeknit.house.features.api import declared
from closeknit.house.features.api.views.v1 import applications, charter, community, deeds, histories, members

__all__ = ["DECLARED", "applications", "charter", "community", "deeds", "histories", "members"]

DECLARED: Final = declared.by_path()
"""Everything, by path and method."""
