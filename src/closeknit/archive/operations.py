"""What was done to an archive: one operation a version of the table, kept in the table's own log.

The log is the only place that says what the archive holds, so an operation and its rows come into force together.
Names of people stand in it only as names of chats and files, which `forgetting` takes out again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

KEY: Final = "closeknit"
"""Under which the log's commits carry the operation; a commit without it is another program's."""


class SourceFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A raw file that was read: its path as the user named it, SHA-256 in hexadecimal, and size in bytes."""

    path: str
    sha256: str
    bytes: int


class ChatPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one import brought of one chat.

    `chat` is the archive's number of it; `marks` are salted hashes of an id or name that was forgotten; `rows`
    were read, of which `added` are new messages and `changed` later or earlier states of known ones; `first` and
    `last` (microseconds UTC) say which stretch the export covers. `moved` lists by how many minutes its times had
    to be moved to agree with the archive, `renamed` how many people had another name there.
    """

    chat: str
    carrier: str
    id: str | None = None
    name: str | None = None
    marks: tuple[str, ...] = ()
    rows: int = 0
    added: int = 0
    changed: int = 0
    first: int | None = None
    last: int | None = None
    moved: tuple[int, ...] = ()
    renamed: int = 0


class BesidePart(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one import brought beside messages to one table: rows read, new ones, and changed states of known ones."""

    rows: int = 0
    added: int = 0
    changed: int = 0


class Operation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of the archive.

    `n` counts from 0, the making of the archive; `op` is "make", "import", "forget", "restore" or "widen" (the table
    got columns); `at` is ISO 8601.
    Of an import: the files, the chats, the zone that wall times were read in and whether it was told, how many
    rows needed it, the issues by code and how many rows were lost, and `settings`, what else was told to the
    reader; `beside`, by the table's name, what it brought of rosters, records and lines inside forwards. Of a
    restore: `to`, the number that is in force again. Of a forget: how many `rows` lost their words, and how many rows
    `beside` messages were `removed` or emptied.
    `before` stands in the first commit of a table that was written afresh: what was done until then.
    `tables` says which version of each table beside the messages holds: they are written first, and this commit
    brings all of them into force at once.
    """

    n: int
    op: str
    at: str
    files: tuple[SourceFile, ...] = ()
    chats: tuple[ChatPart, ...] = ()
    zone: str = ""
    zone_told: bool = False
    assumed: int = 0
    issues: dict[str, int] = msgspec.field(default_factory=dict)
    lost: int = 0
    settings: str = ""
    rows: int = 0
    to: int = 0
    beside: dict[str, BesidePart] = msgspec.field(default_factory=dict)
    removed: int = 0
    tables: dict[str, int] = msgspec.field(default_factory=dict)
    before: tuple["Operation", ...] = ()

    @property
    def added(self) -> int:
        """New messages, service rows included."""
        return sum(part.added for part in self.chats)

    @property
    def changed(self) -> int:
        """States added to messages that were known."""
        return sum(part.changed for part in self.chats)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of the archive: its number, carrier, every id and name that its exports gave it, in order."""

    number: str
    carrier: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    marks: frozenset[str]
    windows: tuple[tuple[int, int], ...]
    """Stretches (first, last instant in microseconds UTC) that an import covers wholly."""


def imports_in_force(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The imports whose rows the newest version holds: those up to it, less what a restore took back."""
    at: dict[int, tuple[Operation, ...]] = {}
    now: tuple[Operation, ...] = ()
    for operation in operations:
        if operation.op == "import":
            now = (*now, operation)
        elif operation.op == "restore":
            now = at.get(operation.to, ())
        at[operation.n] = now
    return now


def chats(imports: Iterable[Operation]) -> dict[str, Chat]:
    """The chats that these imports brought, by number."""
    found: dict[str, Chat] = {}
    for part in _parts(imports):
        old = found.get(part.chat) or Chat(part.chat, part.carrier, (), (), frozenset(), ())
        windows = () if part.first is None or part.last is None else ((part.first, part.last),)
        found[part.chat] = Chat(
            part.chat,
            part.carrier,
            _with(old.ids, part.id),
            _with(old.names, part.name),
            old.marks | {*part.marks},
            (*old.windows, *windows),
        )
    return found


def next_chat(operations: Iterable[Operation]) -> int:
    """A number that no chat ever had."""
    return max((int(part.chat) for part in _parts(operations)), default=0) + 1


def _parts(operations: Iterable[Operation]) -> Iterator[ChatPart]:
    for operation in operations:
        yield from operation.chats


def _with(words: tuple[str, ...], word: str | None) -> tuple[str, ...]:
    return words if word is None else (*(w for w in words if w != word), word)


def encoded(operation: Operation) -> dict[str, object]:
    """As it stands in a commit."""
    written: dict[str, object] = msgspec.to_builtins(operation)
    return {KEY: written}


def decoded(commit: dict[str, object]) -> Operation | None:
    """The operation that a commit carries; None where it is another program's."""
    try:
        return msgspec.convert(commit[KEY], Operation)
    except (KeyError, msgspec.ValidationError):
        return None


def listed(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The operations one by one, each after what was done `before` it."""
    for operation in operations:
        yield from operation.before
        yield msgspec.structs.replace(operation, before=())
