"""Arrow files that are mapped, and how what was looked at of them leaves memory again."""

import ctypes
import mmap
from pathlib import Path
from typing import Final

import pyarrow as pa

_DONE: Final = getattr(mmap, "MADV_DONTNEED", None)
"""What tells the system that pages are not needed now; not every system knows it."""


class Maps:
    """Files that stay on disk while their tables are used."""

    def __init__(self) -> None:
        self._held: list[pa.Buffer] = []

    def opened(self, place: Path) -> pa.Table | None:
        """An Arrow file, mapped; None where there is none or it is damaged."""
        try:
            with pa.memory_map(str(place)) as stream:
                buffer = stream.read_buffer()
            table = pa.ipc.open_file(pa.BufferReader(buffer)).read_all()
        except (OSError, pa.ArrowException):
            return None
        self._held.append(buffer)
        return table

    def rest(self) -> None:
        """Give all pages back to the system; whoever looks again finds the same, and waits for the disk at most."""
        if _DONE is None or (advise := getattr(ctypes.CDLL(None), "madvise", None)) is None:
            return
        for buffer in self._held:
            if buffer.address % mmap.PAGESIZE == 0:  # it is the map itself: memory of another kind would be lost
                advise(ctypes.c_void_p(buffer.address), ctypes.c_size_t(buffer.size), _DONE)
