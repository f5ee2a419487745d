"""The only door for other features: the newest findings, and the events that say that they changed.

Events: `insights.kept` ("upload", id), `insights.examined` ("store", id).
"""

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.insights import receiving, workroom
from closeknit.house.features.insights.actions.uploads import again, answer, begin, finish, receive, remove
from closeknit.house.features.insights.rules import (
    CHUNK,
    GROUNDS,
    KEPT_DAYS,
    LONGEST_WORD,
    MOST_FILES,
    MOST_IN_CHARGE,
    MOST_PASTED,
    WHOSE,
)
from closeknit.house.features.insights.selectors import (
    FileCard,
    ReportCard,
    UploadCard,
    files,
    myself,
    newest,
    place_of,
    upload,
    uploads,
)

__all__ = [
    "CHUNK", "GROUNDS", "KEPT_DAYS", "LONGEST_WORD", "MOST_FILES", "MOST_IN_CHARGE", "MOST_PASTED", "WHOSE",
    "FileCard", "ReportCard", "UploadCard", "again", "answer", "begin", "files", "finish", "myself", "newest",
    "receive", "remove", "take_piece", "upload", "uploads",
]  # fmt: skip


def take_piece(viewer: Viewer, *, upload_id: int, file_id: int, at: int, data: bytes) -> int:
    """Add a stretch of an announced file; how many bytes of it have come, whatever was sent. Raises NoRoom, TooMuch."""
    folder, name, size = place_of(viewer, upload_id, file_id)
    return receiving.append(workroom.incoming(folder, upload_id), name, size, at, data)
