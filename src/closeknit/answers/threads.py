"""Keeps matrix products on one core: on small matrices a second one costs more than it gives."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

_PREFIXES = ("scipy_openblas_{}64_", "scipy_openblas_{}", "openblas_{}64_", "openblas_{}")


@contextmanager
def one_thread() -> Iterator[None]:
    """Numpy's OpenBLAS uses one thread inside the block; another BLAS is left as it is."""
    doors = _doors()
    if doors is None:
        yield
        return
    read, write = doors
    before = read()
    write(1)
    try:
        yield
    finally:
        write(before)


@cache
def _doors() -> tuple[Any, Any] | None:
    package = Path(np.__file__).parent
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for path in sorted(folder.glob("*openblas*")):
            try:
                library = ctypes.CDLL(str(path))
            except OSError:
                continue
            for prefix in _PREFIXES:
                read = getattr(library, prefix.format("get_num_threads"), None)
                write = getattr(library, prefix.format("set_num_threads"), None)
                if read is not None and write is not None:
                    return read, write
    return None
