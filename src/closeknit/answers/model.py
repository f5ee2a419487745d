"""The model file: weights only, checked before use."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from closeknit.answers.features import OWN, PAIR, SPECIAL
from closeknit.answers.network import Network
from closeknit.answers.scan import SCANNED
from closeknit.answers.structure import OWN_STRUCTURE, PAIR_STRUCTURE
from closeknit.errors import UnreadableSource
from closeknit.language import _

Floats = npt.NDArray[np.float32]

VERSION = 3

LAYOUT = (*SCANNED, *PAIR, *PAIR_STRUCTURE, *SPECIAL, *OWN, *OWN_STRUCTURE)
"""The features that the weights are for, in their order: a model made for others is refused."""


@dataclass(frozen=True)
class Networks:
    """The two passes of a setting: `first` scores the candidates; the networks of `second`, whose scores are
    averaged, score them again with what the first pass found around them; `heat` divides what they score so that the
    probabilities are true.
    """

    first: Network
    second: tuple[Network, ...]
    heat: float


@dataclass(frozen=True)
class Model:
    """`sieve` weighs the scanned features to choose candidates; `networks` has those of each setting; `note` says
    how it was made.
    """

    sieve: Floats
    networks: Mapping[str, Networks]
    note: str

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        parts = {
            "version": np.array(VERSION), "layout": np.array(LAYOUT),
            "sieve": self.sieve, "note": np.array(self.note),
        }  # fmt: skip
        for name, nets in self.networks.items():
            parts |= {f"{name}.heat": np.array(nets.heat)}
            parts |= {f"{name}.voices": np.array(len(nets.second))}
            for prefix, network in _named(name, nets):
                parts |= network.arrays(prefix)
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


def _named(name: str, nets: Networks) -> list[tuple[str, Network]]:
    """The networks of a setting, each with the beginning of the names of its parts."""
    return [(f"{name}.first", nets.first), *((f"{name}.second{n}", one) for n, one in enumerate(nets.second))]


def _load(stream: IO[bytes], name: str) -> Model:
    try:
        with np.load(stream, allow_pickle=False) as stored:
            if int(stored["version"]) != VERSION:
                raise UnreadableSource(
                    _("{path} is a model of another version.").format(path=name),
                    _("Make it again with: closeknit answers train DATA… --out MODEL"),
                )
            if tuple(stored["layout"].tolist()) != LAYOUT:
                raise ValueError(name)
            parts = {part: stored[part] for part in stored.files}
            networks = {
                name: Networks(
                    Network.of_arrays(parts, f"{name}.first"),
                    tuple(
                        Network.of_arrays(parts, f"{name}.second{n}")
                        for n in range(max(int(parts[f"{name}.voices"]), 1))
                    ),
                    float(parts[f"{name}.heat"]),
                )
                for name in ("quick", "thorough")
            }
            return Model(np.asarray(parts["sieve"], np.float32), networks, str(parts["note"]))
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise UnreadableSource(
            _("{path} is not a model of Closeknit.").format(path=name),
            _("Make one with: closeknit answers train DATA… --out MODEL"),
        ) from error
