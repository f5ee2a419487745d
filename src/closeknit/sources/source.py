"""A source: one file, or one folder or archive with what is in it, as carriers see it."""

import codecs
import io
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import BinaryIO, Final, override

from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.sources.encoding import detect_encoding

HEAD: Final = 64 * 1024
LONGEST_LINE: Final = 64 << 20
"""A text line longer than this is no line of a chat: the file is refused before it fills the memory."""

PASTED: Final = "pasted"
"""The name of what came from the standard input; carriers call its chat so where it does not say."""

Progress = Callable[[int], None]
"""Called with the number of bytes just read."""


class Source:
    """One thing to be read. `path` is how it is named to the user, `export.zip!/a.txt` inside an archive.

    A folder (or archive) has `children` and no bytes; a file has bytes and no children. `refusal` says why its
    `head` could not be read.
    """

    def __init__(
        self,
        path: str,
        name: str,
        *,
        opener: Callable[[], BinaryIO] | None = None,
        size: int = 0,
        children: Callable[[], tuple["Source", ...]] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.path = path
        self.name = name
        self.size = size
        self.refusal: UnreadableSource | None = None
        self._opener = opener
        self._children = children
        self._progress = progress

    @override
    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    @property
    def is_folder(self) -> bool:
        """Whether it holds other sources."""
        return self._children is not None

    @property
    def is_pasted(self) -> bool:
        """Whether it was given as text, on purpose: it may be believed to be a chat on less than a file needs."""
        return self.name == PASTED

    @cached_property
    def children(self) -> tuple["Source", ...]:
        """What a folder holds, sorted by name, hidden files left out; empty for a file."""
        return self._children() if self._children else ()

    def child(self, name: str) -> "Source | None":
        """The child of that name."""
        return next((c for c in self.children if c.name == name), None)

    def files(self) -> Iterator["Source"]:
        """Every file below, depth first; the file itself where it is one."""
        if not self.is_folder:
            yield self
        for child in self.children:
            yield from child.files()

    def open(self) -> BinaryIO:
        """The bytes, unpacked, as a stream of its own."""
        if self._opener is None:
            raise UnreadableSource(_("{path} is a folder, not a file.").format(path=self.path))
        return self._opener()

    @cached_property
    def head(self) -> bytes:
        """The first 64 KB; b"" for a folder, and where they cannot be read, for which `refusal` gives the reason."""
        if self.is_folder:
            return b""
        try:
            with self.open() as stream:
                return stream.read(HEAD)
        except UnreadableSource as error:
            self.refusal = UnreadableSource(error.message, error.hint)  # anew: the one raised holds what was open
            return b""

    @cached_property
    def encoding(self) -> str | None:
        """The codec of the text, or None where it is no text."""
        return detect_encoding(self.head, whole=len(self.head) < HEAD)

    @cached_property
    def head_text(self) -> str:
        """The first 64 KB as text with \\n line ends and without a byte-order mark; "" where it is no text."""
        if self.encoding is None:
            return ""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        return _unix(decoder.decode(self.head))

    def chunks(self, size: int = 4 << 20) -> Iterator[bytes]:
        """The bytes in pieces, counted towards the progress."""
        with self.open() as stream:
            while piece := stream.read(size):
                if self._progress:
                    self._progress(len(piece))
                yield piece

    def utf8_chunks(self, size: int) -> Iterator[bytes]:
        """The bytes as UTF-8 without a mark, whatever the file is in; as they are, where that is not known."""
        if self.encoding in {"utf-8", "utf-8-sig"} or self.encoding is None:
            chunks = self.chunks(size)
            yield next(chunks, b"").removeprefix(codecs.BOM_UTF8)
            yield from chunks
        else:
            for block in self.text_blocks(size):
                yield block.encode("utf-8", "surrogatepass")

    def read_bytes(self) -> bytes:
        """All bytes at once; for formats that cannot be streamed."""
        return b"".join(self.chunks())

    def text_blocks(self, size: int = 4 << 20) -> Iterator[str]:
        """The text in pieces of whole lines: \\n line ends, no byte-order mark, bad bytes as U+FFFD.

        Raises UnreadableSource where the bytes are no text or one line is longer than `LONGEST_LINE`.
        """
        if self.encoding is None:
            raise UnreadableSource(
                _("{path} is not text in an encoding that is known.").format(path=self.path),
                _("Save it as UTF-8 and try again."),
            )
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        rest: list[str] = []
        held = 0
        for piece in self.chunks(size):
            text = decoder.decode(piece)
            cut = text.rfind("\n") + 1
            if not cut:
                rest.append(text)
                held += len(text)
                if held > LONGEST_LINE:
                    raise UnreadableSource(
                        _(
                            "{path} has a line of more than {n} million characters: no chat export looks like this."
                        ).format(path=self.path, n=LONGEST_LINE >> 20)
                    )
                continue
            yield _unix("".join([*rest, text[:cut]]))
            rest, held = [text[cut:]], len(text) - cut
        last = "".join(rest) + decoder.decode(b"", final=True)
        if last:
            yield _unix(last)

    def read_text(self) -> str:
        """The whole text; for formats that cannot be streamed."""
        return "".join(self.text_blocks())

    def lines(self) -> Iterator[str]:
        """The lines without their ends."""
        for block in self.text_blocks():
            yield from block.removesuffix("\n").split("\n")


def of_bytes(path: str, name: str, data: bytes) -> Source:
    """A source from bytes in memory: pasted text, and tests."""
    return Source(path, name, opener=lambda: io.BytesIO(data), size=len(data))


def refusing(path: str, name: str, refusal: UnreadableSource) -> Source:
    """A file that cannot be opened, among others that can."""
    message, hint = refusal.message, refusal.hint

    def opener() -> BinaryIO:
        raise UnreadableSource(message, hint)

    return Source(path, name, opener=opener)


def _unix(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
