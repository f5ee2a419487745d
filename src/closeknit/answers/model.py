"""The model file: weights only, checked before use."""

import zipfile
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from closeknit.answers.features import FEATURES
from closeknit.answers.network import Network
from closeknit.answers.scan import SCANNED
from closeknit.answers.structure import STRUCTURE
from closeknit.errors import UnreadableSource
from closeknit.language import _

Floats = npt.NDArray[np.float32]

VERSION = 1


@dataclass(frozen=True)
class Model:
    """`sieve` weighs the scanned features to choose candidates; `first` scores them; `second` scores them again
    with what the first pass found around them; `quick` scores a few by the first pass's features alone.
    `heat` divides the second pass's scores so that its probabilities are true, `quick_heat` the quick ones.
    """

    sieve: Floats
    first: Network
    second: Network
    quick: Network
    heat: float
    quick_heat: float
    note: str

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        parts = {
            "version": np.array(VERSION), "features": np.array(FEATURES), "structure": np.array(STRUCTURE),
            "scanned": np.array(SCANNED), "sieve": self.sieve, "heat": np.array([self.heat, self.quick_heat]),
            "note": np.array(self.note), **self.first.arrays("first"), **self.second.arrays("second"),
            **self.quick.arrays("quick"),
        }  # fmt: skip
        beside = path.with_name(path.name + ".part")
        with beside.open("wb") as stream:
            np.savez_compressed(stream, **parts)  # type: ignore[arg-type] # numpy types the names of parts as options
        beside.replace(path)


def load(path: Path) -> Model:
    """The model in a file. Raises UnreadableSource where it is none, or one of another version."""
    try:
        with path.open("rb") as stream:
            return _load(stream, str(path))
    except OSError as error:
        raise UnreadableSource(
            _("{path} cannot be opened: {reason}.").format(path=path, reason=error.strerror or error),
            _("Check the name, and that you may read the file."),
        ) from error


@cache
def shipped() -> Model:
    """The model that comes with Closeknit."""
    with resources.files("closeknit.answers").joinpath("model.npz").open("rb") as stream:
        return _load(stream, "model.npz")


def _load(stream: IO[bytes], name: str) -> Model:
    try:
        with np.load(stream, allow_pickle=False) as stored:
            if int(stored["version"]) != VERSION:
                raise UnreadableSource(
                    _("{path} is a model of another version.").format(path=name),
                    _("Make it again with: closeknit answers train DATA… --out MODEL"),
                )
            layout = (("features", FEATURES), ("structure", STRUCTURE), ("scanned", SCANNED))
            if any(tuple(stored[part].tolist()) != known for part, known in layout):
                raise ValueError(name)
            parts = {part: stored[part] for part in stored.files}
            heat, quick_heat = (float(value) for value in parts["heat"])
            return Model(
                np.asarray(parts["sieve"], np.float32), Network.of_arrays(parts, "first"),
                Network.of_arrays(parts, "second"), Network.of_arrays(parts, "quick"),
                heat, quick_heat, str(parts["note"]),
            )  # fmt: skip
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise UnreadableSource(
            _("{path} is not a model of Closeknit.").format(path=name),
            _("Make one with: closeknit answers train DATA… --out MODEL"),
        ) from error
