"""Takes a JSON file in hand piece by piece and cuts its arrays between two items.

The cut is made at the separator that stands after the first item, and every piece is decoded on its own: a
wrong cut cannot be decoded, so a piece that decodes was cut rightly. Where the separator does not help, the
brackets are counted instead.
"""

import re
from collections.abc import Callable, Generator, Iterator
from typing import Any, Final

import msgspec

from closeknit.errors import TruncatedSource, UnreadableSource
from closeknit.language import _
from closeknit.sources.json_brackets import array_end, between_items, innermost, item_end, stopped_at
from closeknit.sources.json_mending import mended
from closeknit.sources.source import Source

PIECE: Final = 256 << 10
"""Bytes decoded at once: what fits the processor's cache is decoded twice as fast."""
LONGEST_ITEM: Final = 64 << 20
"""No message is longer; what is, was not cut where it should be."""
LONGEST_HEAD: Final = 512 << 20
"""What may stand before the array: some exporters put every member's picture there."""
_BEGINNING: Final = 16 << 10
"""Bytes of an array that are tried first: of thousands of chats in one export most arrays are short."""
_TRIES: Final = 8
_UNLIKE: Final = 100_000
"""So many items in a row that do not fit are no damage: the file is something else."""
_BROKEN: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_SKIPPED = re.compile(rb"[ \t\r\n,]*")
OnBad = Callable[[int, str], None]


class JsonReader:
    """The bytes in hand and the work of cutting them."""

    def __init__(
        self, source: Source, decoder: Any, singles: tuple[Any, ...], on_bad: OnBad, salvage: bool,
        repair: Callable[[bytes], bytes] | None,
    ) -> None:  # fmt: skip
        self.source = source
        self.decoder = decoder
        self.singles = singles
        self.on_bad = on_bad
        self.salvage = salvage
        self.repair = repair
        self.chunks = source.utf8_chunks(PIECE)
        self.held = b""
        self.ended = False
        self.count = 0
        self.unlike = 0
        self.open = False
        self.closed_at = 0

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
        try:
            yield from self.cut()
        except RecursionError as error:
            raise self.refusal() from error

    def refusal(self) -> UnreadableSource:
        if len(self.held) > LONGEST_ITEM:
            return UnreadableSource(
                _("{path} holds a value of more than {n} MB: no message is as long.").format(
                    path=self.source.path, n=LONGEST_ITEM >> 20
                ),
                _("Some tools write pictures and files into the text: export it again without them."),
            )
        return UnreadableSource(
            _("{path} is not JSON.").format(path=self.source.path),
            _("Give the file as the tool saved it, not as an editor did."),
        )

    def cut(self) -> Iterator[list[Any]]:
        """The items, piece by piece."""
        separator: bytes | None = None
        begun = False
        while True:
            if separator is None:
                separator = self.learn()
                if separator == b"":
                    return
            if separator and not begun and len(self.held) > _BEGINNING:
                begun = True
                decoded = self.by_separator(separator, _BEGINNING)
                if decoded is not None:
                    yield decoded
                    continue
                if self.closed_at:
                    short = self.short_array()
                    if short is not None:
                        yield short
                        return
            if not self.ended:
                decoded = self.by_separator(separator) if separator else None
                if decoded is not None:
                    yield decoded
                    self.more()
                    continue
                if len(self.held) > LONGEST_ITEM:
                    raise self.refusal()
                if len(self.held) < PIECE and self.more():
                    continue
            done = yield from self.by_counting()
            if done:
                return

    def short_array(self) -> list[Any] | None:
        """All items of an array that closes where the decoder stopped; None where they cannot be decoded."""
        whole, rest = self.held[: self.closed_at].rstrip(), self.closed_at
        decoded = self.decode(whole.removesuffix(b"]"), sure=True)
        if decoded is not None:
            self.held = self.held[rest:]
        return decoded

    def by_separator(self, separator: bytes, within: int | None = None) -> list[Any] | None:
        """Cut at the last separator (`within` so many bytes) that stands between two items; None where the last few
        are inside items."""
        cut = len(self.held) if within is None else within
        self.closed_at = 0
        for _attempt in range(_TRIES):
            cut = self.held.rfind(separator, 0, cut)
            if cut < 0:
                break
            self.open = False
            decoded = self.decode(self.held[: cut + 1])
            if decoded is not None:
                self.held = self.held[cut + 1 :].lstrip()[1:]
                return decoded
            if not self.open:  # damaged, or the array ends before this separator
                break
        return None

    def learn(self) -> bytes | None:
        """What stands between two items; b"" for an empty array, None where too little is in hand to tell."""
        self.held = self.held.lstrip()
        while not self.held and self.more():
            self.held = self.held.lstrip()
        if self.held.startswith(b"]"):
            self.held = self.held[1:]
            return b""
        return between_items(self.held)

    def by_counting(self) -> Generator[list[Any], None, bool]:
        """Cut by counting brackets, slow and always right, unless the array closes here and is sound; returns whether
        it is closed."""
        self.closed_at = array_end(self.decoder, self.held)
        short = self.short_array() if self.closed_at else None
        if short is not None:
            if short:
                yield short
            return True
        ends: list[tuple[int, int]] = []
        at = 0
        closed = False
        while True:
            skipped = _SKIPPED.match(self.held, at)
            at = skipped.end() if skipped else at
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
            decoded = self.decode(self.held[ends[0][0] : ends[-1][1]], sure=True)
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

    def decode(self, piece: bytes, *, sure: bool = False) -> list[Any] | None:
        """The items of a piece; None where it is no JSON, and so was cut wrongly (unless `sure`) or is damaged.

        `open` then says that a bracket stands open at the end of the piece.
        """
        try:
            decoded: list[Any] = self.decoder.decode(b"".join((b"[", piece, b"]")))
        except msgspec.ValidationError:
            return self.each(piece)
        except _BROKEN as error:
            reason = str(error)
            self.open = "truncated" in reason
            self.closed_at = stopped_at(error)
            cut_wrongly = not sure and (self.open or "trailing" in reason)
            whole = piece if cut_wrongly else mended(piece, self.repair)
            if whole == piece:
                return None
            try:
                decoded = self.decoder.decode(b"".join((b"[", whole, b"]")))
            except msgspec.ValidationError:
                return self.each(whole)
            except _BROKEN:
                return None
        self.count += len(decoded)
        self.unlike = 0
        return decoded

    def each(self, piece: bytes) -> list[Any] | None:
        """The items of a piece of which some do not fit; None where it is no JSON."""
        try:
            raw = msgspec.json.decode(b"".join((b"[", piece, b"]")), type=list[msgspec.Raw])
        except _BROKEN:
            return None
        decoded = []
        start = self.count
        for ordinal, item in enumerate(raw):
            self.count = start + ordinal
            decoded += self.one(bytes(item))
        self.count = start + len(raw)
        return decoded

    def one(self, item: bytes) -> list[Any]:
        """One item as a list of itself; empty, and told, where it is unusable."""
        reason = ""
        for data in (item, mended(item, self.repair)):
            for decoder in self.singles:
                try:
                    found = [decoder.decode(data)]
                except _BROKEN as error:
                    reason = reason or str(error)
                else:
                    self.unlike = 0
                    return found
        self.unlike += 1
        if self.unlike > _UNLIKE:
            raise self.refusal()
        self.on_bad(self.count + 1, reason)
        return []
