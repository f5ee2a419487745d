"""Streams the arrays of a JSON file that is too large to hold, and JSON Lines."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from closeknit.sources.json_reader import PIECE, JsonReader, OnBad
from closeknit.sources.source import Source


class JsonArray[T]:
    """One array of the file; iterate it once, before the next one, for lists of decoded items."""

    def __init__(self, outer: dict[str, Any], pieces: Iterator[list[T]], after: Callable[[], bytes | None]) -> None:
        self.outer = outer
        """The innermost object that holds the array, as far as it stands before it; {} for a bare array."""
        self._pieces = pieces
        self._after = after

    @property
    def after(self) -> bytes:
        """What follows, once the array was iterated; b"" where another array of that key comes first."""
        return self._after() or b""

    def __iter__(self) -> Iterator[list[T]]:
        return self._pieces


def json_arrays[T](
    source: Source,
    key: str | None,
    item_type: type[T],
    *,
    on_bad: OnBad,
    salvage: bool = False,
    repair: Callable[[bytes], bytes] | None = None,
    forgiving: type[T] | None = None,
) -> Iterator[JsonArray[T]]:
    """Every array under `key`, in order (None: the file itself is an array); nothing where there is none.

    `on_bad(ordinal, detail)` is told of items, counted from 1 over the file, that do not fit `item_type`.
    `repair` may mend a piece that is no JSON (it is tried only then). Numbers in quotes are numbers where the
    type says so; an item that does not fit it is tried as `forgiving` before it is given up. Raises
    TruncatedSource where the file breaks off (unless `salvage`: then `on_bad(0, …)` is told) and
    UnreadableSource where it is not JSON.
    """
    many = msgspec.json.Decoder(list[item_type], strict=False)  # type: ignore[valid-type]
    one = tuple(msgspec.json.Decoder(shape, strict=False) for shape in (item_type, forgiving) if shape is not None)
    reader = JsonReader(source, many, one, on_bad, salvage, repair)
    while (outer := reader.find(key)) is not None:
        array = JsonArray[T](outer, reader.items(), lambda: reader.after(key))
        yield array
        for _rest in array:  # whatever the caller left
            pass
        if reader.after(key) is not None:
            return


def json_lines[T](source: Source, item_type: type[T], *, on_bad: OnBad) -> Iterator[list[T]]:
    """JSON Lines in chunks. Blank lines and lines that begin with # are skipped; a line that is no JSON or
    does not fit goes to `on_bad(line, detail)`.
    """
    decoder = msgspec.json.Decoder(item_type)
    before = 0
    for block in source.text_blocks(PIECE):
        found: list[T] = []
        lines = block.removesuffix("\n").split("\n")
        for number, line in enumerate(lines, before + 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                found.append(decoder.decode(line))
            except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
                on_bad(number, str(error))
        before += len(lines)
        yield found
