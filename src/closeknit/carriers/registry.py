"""Finds the carriers, ours and others' alike, and the one that reads a source."""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.errors import AmbiguousFormat, BadOption, CloseknitError, UnknownFormat, UnreadableSource
from closeknit.language import _
from closeknit.records.channels import told_apart
from closeknit.records.history import History
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.message import MESSAGE
from closeknit.records.options import ReadOptions
from closeknit.records.soundness import tell_doubts
from closeknit.sources import Source

GROUP: Final = "closeknit.carriers"
_TABLES: Final = frozenset({"csv", "tsv", "xls", "xlsx", "ods"})
_BESIDE: Final = re.compile(
    r"jpe?g|png|gif|webp|heic|bmp|svg|ico|mp[34]|m4[av]|mov|avi|mkv|opus|og[ga]|amr|silk|aac|wav|flac|tgs|vcf|pdf|docx?"
    r"|pptx?|rar|7z|apk|dat|css|js|map|woff2?|ttf|db|sqlite|py|ipynb|md",
    re.IGNORECASE,
)
"""What lies beside exports and holds no chat: nobody needs to be told that it was not read."""


@cache
def _entries() -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=GROUP):
        if entry.name in found and found[entry.name].value != entry.value:
            raise CloseknitError(
                _("Two packages bring a carrier named {name}: {one} and {other}.").format(
                    name=entry.name, one=found[entry.name].value, other=entry.value
                ),
                _("Remove one of them."),
            )
        found[entry.name] = entry
    return found


def names() -> list[str]:
    """The names of all carriers that are installed, sorted."""
    return sorted(_entries())


def load(name: str) -> Carrier:
    """The carrier of that name. Raises BadOption where there is none, CloseknitError where it cannot be loaded."""
    entry = _entries().get(name)
    if entry is None:
        raise BadOption(
            _("There is no carrier named {name}.").format(name=name),
            _("Known are: {names}.").format(names=", ".join(names())),
        )
    try:
        carrier = entry.load()
    except Exception as error:
        raise CloseknitError(
            _("The carrier {name} ({value}) cannot be loaded: {reason}.").format(
                name=name, value=entry.value, reason=error
            ),
            _("Update or remove the package that brings it."),
        ) from error
    if not isinstance(carrier, Carrier):
        raise CloseknitError(_("{value} is not a carrier.").format(value=entry.value))
    return carrier


def load_all() -> list[Carrier]:
    """All carriers that can be loaded; one that cannot is told on standard error and left out."""
    found = []
    for name in names():
        try:
            found.append(load(name))
        except CloseknitError as error:
            sys.stderr.write(f"{error.message}\n")
    return found


def units(
    source: Source, carriers: Sequence[Carrier], neighbour: Carrier | None = None
) -> Iterator[tuple[Source, Carrier | None]]:
    """Split what the user named into exports: (unit, its carrier), carrier None where none recognises a file.

    A folder that is one export as a whole is one unit; any other folder is looked into. Its files are mostly of one
    tool, so the carrier of the file before (`neighbour`) is asked first, and alone where it is certain. Raises
    AmbiguousFormat where two carriers are equally sure.
    """
    carrier = neighbour if neighbour and neighbour.sniff(source) == CERTAIN else _surest(source, carriers)
    if carrier is not None:
        yield source, carrier
    elif source.is_folder:
        for child in source.children:
            for unit, found in units(child, carriers, neighbour):
                neighbour = found or neighbour
                yield unit, found
    else:
        yield source, None


def _surest(source: Source, carriers: Sequence[Carrier]) -> Carrier | None:
    """The carrier that is most sure of a source; None where none recognises it."""
    scores = [(carrier.sniff(source), carrier) for carrier in carriers]
    best = max((score for score, _carrier in scores), default=NO)
    if best == NO:
        return None
    surest = sorted((carrier for score, carrier in scores if score == best), key=lambda carrier: carrier.name)
    if len(surest) > 1:
        rivals = [carrier.name for carrier in surest]
        raise AmbiguousFormat(
            _("{path} could be read as {names}.").format(path=source.path, names=", ".join(rivals)),
            _("Say which with --carrier."),
            candidates=rivals,
        )
    return surest[0]


def read_source(source: Source, options: ReadOptions, name: str | None = None) -> History:
    """Read all exports of a source as one history: what `read_each` gives, joined, its chats told apart by id."""
    history = History.joined(list(read_each(source, options, name)))
    return history.with_messages(told_apart(history.messages))


def read_each(source: Source, options: ReadOptions, name: str | None = None) -> Iterator[History]:
    """The exports of a source one after the other. `name` forces a carrier.

    A mapping of columns means a table. In a folder an export that cannot be read is an issue, unless it is the
    only one; such issues, and the files that nothing recognises, come last, with an empty table. Raises
    UnknownFormat where nothing is recognised.
    """
    name = name or ("csv" if options.mapping else None)
    carriers = [load(name)] if name else load_all()
    issues = IssueLog()
    found = False
    first_refusal: UnreadableSource | None = None
    for unit, carrier in units(source, carriers) if not name else _forced(source, carriers[0]):
        try:
            if unit.refusal:
                raise unit.refusal
            part = carrier.read(unit, options) if carrier else _message_table(unit, options)
            if part is None:
                if not (source.is_folder and _BESIDE.fullmatch(unit.name.rpartition(".")[2])):
                    issues.add(Issue(unit.path, 0, "unread-file"))
                continue
        except UnreadableSource as refusal:
            if unit is source:
                raise
            first_refusal = first_refusal or refusal
            issues.add(Issue(unit.path, 0, "unreadable-file", refusal.message[:200], lost=True))
            continue
        found = True
        yield tell_doubts(part)
    if not found and first_refusal:
        raise first_refusal
    if not found:
        raise _unknown(source, options)
    if issues.total:
        yield History(MESSAGE.empty_table(), issues)


def _message_table(source: Source, options: ReadOptions) -> History | None:
    """What `closeknit read` wrote, which is no tool's export; None where it is something else."""
    from closeknit.carriers import message_table  # of thousands of inputs one is this

    return message_table.read(source, options) if message_table.is_message_table(source) else None


def _unknown(source: Source, options: ReadOptions) -> UnreadableSource:
    """Why nothing recognises it, and what to do."""
    if source.is_folder and not any(True for _child in source.children):
        return UnknownFormat(
            _("{path} is an empty folder.").format(path=source.path), _("Is the export in another folder?")
        )
    meant = "pasted" if source.is_pasted else "csv" if source.name.rpartition(".")[2].lower() in _TABLES else None
    if meant:
        try:
            load(meant).read(source, options)
        except UnreadableSource as refusal:  # which says what it must have
            return refusal
    return UnknownFormat(
        _("{path} holds no chat export that is known.").format(path=source.path),
        _("`closeknit carriers` lists what is read and how to get each export."),
    )


def _forced(source: Source, carrier: Carrier) -> Iterator[tuple[Source, Carrier]]:
    """With a carrier named by hand: the folder as one where it claims it, else each of its files."""
    if not source.is_folder or carrier.sniff(source):
        yield source, carrier
    else:
        for child in source.children:
            yield from _forced(child, carrier)
