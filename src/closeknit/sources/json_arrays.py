"""Streams the arrays of a JSON file that is too large to hold, and JSON Lines.

Exports are one long array inside a small object. The array is cut between two items, at the separator that
stands after its first item, and every piece is decoded on its own: a wrong cut cannot be decoded, so a piece
that decodes was cut rightly. Where the separator does not help, the brackets are counted instead.
"""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import Any, Final

import msgspec

from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.language import _
from closeknit.sources.json_brackets import innermost, item_end
from closeknit.sources.source import Source

PIECE: Final = 256 << 10
"""Bytes decoded at once: what fits the processor's cache is decoded twice as fast."""
LONGEST_ITEM: Final = 64 << 20
"""No message is longer; what is, was not cut where it should be."""
LONGEST_HEAD: Final = 512 << 20
"""What may stand before the array: some exporters put every member's picture there."""
_TRIES: Final = 8
OnBad = Callable[[int, str], None]

_GAP = re.compile(rb"\s*,\s*")
_FIRST_KEY = re.compile(rb'\{\s*"[^"\\]{0,100}"\s*:')


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
    one = msgspec.json.Decoder(forgiving or item_type, strict=False)
    reader = _Reader(source, many, one, on_bad, salvage, repair)
    while (outer := reader.find(key)) is not None:
        array = JsonArray[T](outer, reader.items(), lambda: reader.after(key))
        yield array
        for _rest in array:  # whatever the caller left
            pass
        if reader.after(key) is not None:
            return


class _Reader:
    """The bytes in hand and the work of cutting them."""

    def __init__(
        self, source: Source, decoder: Any, one_decoder: Any, on_bad: OnBad, salvage: bool,
        repair: Callable[[bytes], bytes] | None,
    ) -> None:  # fmt: skip
        self.source = source
        self.decoder = decoder
        self.one_decoder = one_decoder
        self.on_bad = on_bad
        self.salvage = salvage
        self.repair = repair
        self.chunks = _utf8_chunks(source)
        self.held = b""
        self.ended = False
        self.count = 0

    def more(self) -> bool:
        """Take as much again in hand, one chunk at least; False at the end of the file.

        Doubling keeps the cost of what must be looked at from its beginning linear.
        """
        taken = [self.held]
        wanted = max(PIECE, len(self.held))
        while wanted > 0 and not self.ended:
            piece = next(self.chunks, None)
            if piece is None:
                self.ended = True
            else:
                taken.append(piece)
                wanted -= len(piece)
        self.held = b"".join(taken)
        return len(taken) > 1

    def find(self, key: str | None) -> dict[str, Any] | None:
        """Go to just behind the bracket that opens the next array; the object around it, or None."""
        if key is None:
            while not self.held.strip() and self.more():
                pass
            self.held = self.held.lstrip()
            if not self.held.startswith(b"["):
                return None
            self.held = self.held[1:]
            return {}
        opening = re.compile(rb'"' + re.escape(key.encode()) + rb'"\s*:\s*\[')
        while True:
            match = opening.search(self.held)
            if match:
                before, self.held = self.held[: match.start()], self.held[match.end() :]
                return innermost(before)
            if len(self.held) > LONGEST_HEAD or not self.more():
                return None

    def after(self, key: str | None) -> bytes | None:
        """Everything that follows the array, or None where another one follows."""
        needle = b'"' + key.encode() + b'"' if key else None
        while (needle is None or needle not in self.held) and len(self.held) < LONGEST_ITEM and self.more():
            pass
        return None if needle and needle in self.held else self.held

    def items(self) -> Iterator[list[Any]]:
        """The items up to the bracket that closes the array."""
        separator: bytes | None = None
        while True:
            if separator is None:
                separator = self.learn()
                if separator == b"":
                    return
            if not self.ended:
                decoded = self.by_separator(separator) if separator else None
                if decoded is not None:
                    yield decoded
                    self.more()
                    continue
                if len(self.held) > LONGEST_ITEM:
                    raise UnreadableSource(_("{path} is not JSON.").format(path=self.source.path))
                if len(self.held) < PIECE and self.more():
                    continue
            done = yield from self.by_counting()
            if done:
                return

    def by_separator(self, separator: bytes) -> list[Any] | None:
        """Cut at the last separator that stands between two items; None where the last few are inside items."""
        cut = len(self.held)
        for _attempt in range(_TRIES):
            cut = self.held.rfind(separator, 0, cut)
            if cut < 0:
                break
            decoded = self.decode(self.held[: cut + 1])
            if decoded is not None:
                self.held = self.held[cut + 1 :].lstrip()[1:]
                return decoded
        return None

    def learn(self) -> bytes | None:
        """The bytes that stand between two items: `}`, the gap and the first key. b"" for an empty array,
        None while too little is in hand or where there is one item only.
        """
        self.held = self.held.lstrip()
        while not self.held and self.more():
            self.held = self.held.lstrip()
        if self.held.startswith(b"]"):
            self.held = self.held[1:]
            return b""
        end = item_end(self.held, 0)
        if end is None:
            return None
        gap = _GAP.match(self.held, end)
        first_key = _FIRST_KEY.match(self.held)
        if gap is None or first_key is None:
            return None
        return self.held[end - 1 : gap.end()] + first_key.group()

    def by_counting(self) -> Generator[list[Any], None, bool]:
        """Cut by counting brackets; returns whether the array is closed. Slow, and always right."""
        ends: list[tuple[int, int]] = []
        at = 0
        closed = False
        while True:
            while at < len(self.held) and self.held[at : at + 1] in b" \t\r\n,":
                at += 1
            if self.held[at : at + 1] == b"]":
                closed = True
                at += 1
                break
            end = item_end(self.held, at)
            if end is None:
                break
            ends.append((at, end))
            at = end
        if ends:
            decoded = self.decode(self.held[ends[0][0] : ends[-1][1]])
            if decoded is None:
                decoded = [item for start, end in ends for item in self.one(self.held[start:end])]
                self.count += len(ends)
            yield decoded
        broken = not closed and not ends
        self.held = self.held[at:]
        if broken and not self.more():
            self.truncated()
            return True
        return closed

    def truncated(self) -> None:
        """The file ends inside the array."""
        if not self.salvage:
            raise TruncatedSource(
                _("{path} breaks off: {n} whole messages stand before the break.").format(
                    path=self.source.path, n=self.count
                ),
                _("Export it again, or keep what is whole with --salvage."),
                rows=self.count,
            )
        self.on_bad(0, "")
        self.held = b""

    def decode(self, piece: bytes) -> list[Any] | None:
        """The items of a piece; None where it is no JSON, and so was cut wrongly or is damaged."""
        try:
            decoded: list[Any] = self.decoder.decode(b"[" + piece + b"]")
        except msgspec.ValidationError:
            try:
                raw = msgspec.json.decode(b"[" + piece + b"]", type=list[msgspec.Raw])
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                return None
            decoded = []
            start = self.count
            for ordinal, item in enumerate(raw):
                self.count = start + ordinal
                decoded += self.one(bytes(item))
            self.count = start + len(raw)
            return decoded
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            if self.repair is None:
                return None
            mended = self.repair(piece)
            if mended == piece:
                return None
            try:
                decoded = self.decoder.decode(b"[" + mended + b"]")
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                return None
        self.count += len(decoded)
        return decoded

    def one(self, item: bytes) -> list[Any]:
        """One item as a list of itself; empty, and told, where it is unusable."""
        try:
            return [self.one_decoder.decode(item)]
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            mended = self.repair(item) if self.repair else item
            if mended != item:
                with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                    return [self.one_decoder.decode(mended)]
            self.on_bad(self.count + 1, str(error))
            return []


def _utf8_chunks(source: Source) -> Iterator[bytes]:
    """The bytes as UTF-8 without a mark, whatever the file is in."""
    if source.encoding in {"utf-8", "utf-8-sig"} or source.encoding is None:
        chunks = source.chunks(PIECE)
        first = next(chunks, b"")
        yield first.removeprefix(b"\xef\xbb\xbf")
        yield from chunks
    else:
        for block in source.text_blocks(PIECE):
            yield block.encode("utf-8", "surrogatepass")


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
