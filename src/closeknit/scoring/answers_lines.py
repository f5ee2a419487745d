"""The line format for logs with known answers: one JSON object a message, in the order of the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.language import _

Int64s = npt.NDArray[np.int64]

SERVICE = frozenset({"sys"})
"""Kinds of lines that nobody wrote: joins, quits, changes of name."""


class Line(msgspec.Struct):
    """One message: conversation, index in it, clock text, seconds, author, kind, text, gold parents.

    `g` holds the indexes of the messages answered in the same conversation, the line's own where it opens
    something, None where nobody judged it. Other fields are let pass.
    """

    c: str
    i: int
    u: str | None = None
    x: str | None = None
    t: str | None = None
    s: float | None = None
    k: str = "msg"
    g: list[int] | None = None


@dataclass(frozen=True)
class Conversation:
    """The lines of one conversation, by index; `lines[i].i == i`; `file` is the number of its file among those read.

    `opens` says whether any gold of that file names its own line: where none does, openings are not judged there.
    """

    name: str
    lines: tuple[Line, ...]
    file: int = 0
    opens: bool = True

    def __len__(self) -> int:
        return len(self.lines)


def read_lines(paths: Sequence[Path]) -> list[Conversation]:
    """The conversations of the files, in order; a name that occurs in two files is two conversations.

    Raises UnreadableSource where a file is missing, is no gzip or JSON, or breaks the format, TruncatedSource
    where a gzip breaks off.
    """
    found: list[Conversation] = []
    for file, path in enumerate(paths):
        by_name: dict[str, list[Line]] = {}
        for number, line in enumerate(_decode(path), 1):
            lines = by_name.setdefault(line.c, [])
            if line.i != len(lines):
                raise UnreadableSource(
                    _(
                        "{path}, line {line}: the index i is {found}; {expected} comes next in this conversation."
                    ).format(path=path, line=number, found=line.i, expected=len(lines)),
                    _("The lines of a conversation stand in order and count from 0."),
                )
            lines.append(line)
        opens = any(line.i in (line.g or ()) for lines in by_name.values() for line in lines)
        for name, lines in by_name.items():
            _check_parents(path, name, lines)
            found.append(Conversation(name, tuple(lines), file, opens))
    if not any(map(len, found)):
        raise UnreadableSource(_("There is no message in these files."), _("One JSON object a line is expected."))
    return found


def _check_parents(path: Path, name: str, lines: Sequence[Line]) -> None:
    for line in lines:
        for parent in line.g or ():
            if not 0 <= parent <= line.i:
                raise UnreadableSource(
                    _("{path}: message {index} of {name} answers {parent}, which does not stand before it.").format(
                        path=path, index=line.i, name=name, parent=parent
                    ),
                    _("A parent in g is the index of an earlier message of its conversation, or the message's own."),
                )


def _decode(path: Path) -> Iterable[Line]:
    import gzip
    import zlib

    decoder = msgspec.json.Decoder(Line)
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for raw in stream:
                number += 1
                if raw.strip() and not raw.startswith(b"#"):
                    yield decoder.decode(raw)
    except EOFError as error:
        raise TruncatedSource(
            _("{path} breaks off after line {line}.").format(path=path, line=number),
            _("Fetch the file again."),
            rows=number,
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableSource(
            _("{path} is not a whole gzip file.").format(path=path), _("Fetch the file again.")
        ) from error
    except OSError as error:
        raise UnreadableSource(
            _("{path} cannot be opened: {reason}.").format(path=path, reason=error.strerror or error),
            _("Check the name, and that you may read the file."),
        ) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableSource(
            _("{path}, line {line}: {reason}.").format(path=path, line=number, reason=str(error).rstrip(".")),
            _("Each line is a JSON object with c, i, u, x, and where known t, s, k, g."),
        ) from error
