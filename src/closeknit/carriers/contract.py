"""What a carrier is: four facts and two functions. There is no base class."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

CERTAIN: Final = 100
"""The source names the tool, or has a mark that nothing else has."""
LIKELY: Final = 60
"""The shape fits and little else writes it."""
POSSIBLE: Final = 20
"""It could be read this way; any more definite carrier goes first."""
NO: Final = 0

CAN_GIVE: Final = (
    "ids",
    "author-ids",
    "zone",
    "replies",
    "mentions",
    "reactions",
    "edits",
    "deletions",
    "forwards",
    "events",
    "inner",
    "roster",
    "exchanges",
)
"""What an export may carry beyond author, time and text; the table in the documents is made of these.

`inner` are the lines of merged forwards. Sources that are no chats give a `roster` (who is a member) or
`exchanges` (who came, signed, paid) and no messages."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """One chat tool.

    `name` is the slug in the column `carrier`; `title` the tool's own name, with the Chinese one; `how_to_export`
    one entry a way: how a layman gets the file, with only a phone where that is possible (texts marked with
    `N_`); `gives` says for each flavour of export which of `CAN_GIVE` it carries.

    `sniff(source)` answers from `NO` to `CERTAIN`, from the name and the head alone, and never raises: for a
    folder it answers above `NO` only where the folder as a whole is one export of this tool.
    `read(source, options)` gives the history; it raises UnreadableSource (TruncatedSource) only where the whole
    file is unusable; a bad row is an issue.
    """

    name: str
    title: str
    sniff: Callable[[Source], int]
    read: Callable[[Source, ReadOptions], History]
    how_to_export: tuple[str, ...]
    gives: dict[str, tuple[str, ...]] = field(default_factory=dict)
