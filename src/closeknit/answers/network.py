"""A small perceptron that looks at all candidates of a message at once, in numpy."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers import features, structure

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

CLIP = 6.0
"""Standard deviations at which a feature is cut off, so that an odd export cannot shout the others down."""

_PARTS: Final = ("mean", "scale", "enter", "enter_bias", "attend", "inner", "rivals", "inner_bias", "leave")
_SPECIAL: Final = 2

_BATCH: Final = 1000
"""Messages whose hidden layers the processor's cache holds."""

_NOTHING: Final = np.zeros((1, _BATCH), np.float32)
"""Zeros in a row: numpy takes the greater of two arrays twice as fast as that of an array and a number."""


@dataclass(frozen=True)
class Network:
    """Scores each choice of a message by its features and by what the likeliest rivals look like.

    Standardised features (`mean`, `scale`), those of the candidate, two flags for the choices that are none, those of
    the message → a hidden layer (`enter`) → its average over the choices, weighed by a first score (`attend`), joins a
    second layer (`inner`, `rivals`) → one score (`leave`).
    """

    mean: Floats
    scale: Floats
    enter: Floats
    enter_bias: Floats
    attend: Floats
    inner: Floats
    rivals: Floats
    inner_bias: Floats
    leave: Floats

    def scores(self, pair: Floats, own: Floats, there: Bools) -> Floats:
        """(candidates + 2) × messages scores from candidates × features × messages and features × messages; −1e9
        where there is no candidate. Cuts off `pair` and `own` at what each feature is taken for.
        """
        n = pair.shape[2]
        out = np.empty((len(pair) + _SPECIAL, n), np.float32)
        for low in range(0, n, _BATCH):
            part = slice(low, low + _BATCH)
            out[:, part] = self._scores(pair[:, :, part], own[:, part], there[:, part])
        return out

    def _scores(self, pair: Floats, own: Floats, there: Bools) -> Floats:
        k, width, n = pair.shape
        weights, bias, low, high = self._folded
        behind = width + _SPECIAL
        np.minimum(pair, high[:width], out=pair)
        np.minimum(own, high[behind:], out=own)
        np.maximum(own, low[behind:], out=own)
        for feature in self._lifted:
            if feature < width:
                np.maximum(pair[:, feature], low[feature], out=pair[:, feature])
        about = weights[:, behind:] @ own
        about += bias
        hidden = np.empty((k + _SPECIAL, len(weights), n), np.float32)
        np.matmul(weights[:, :width], pair, out=hidden[:k])
        hidden[:k] += about
        np.add(about, weights[:, width:behind].T[:, :, None], out=hidden[k:])
        np.maximum(hidden, _NOTHING[:, :n], out=hidden)
        all_there = np.concatenate((there, np.ones((_SPECIAL, n), np.bool_)))
        draft = softmax(np.where(all_there, self.attend @ hidden, np.float32(-1e9)))
        crowd = np.einsum("cn,chn->hn", draft, hidden)
        second = np.matmul(self.inner.T, hidden)
        second += self.rivals.T @ crowd + self.inner_bias[:, None]
        np.maximum(second, _NOTHING[:, :n], out=second)
        return np.where(all_there, self.leave @ second, np.float32(-1e9))

    @cached_property
    def _lifted(self) -> list[int]:
        """The features of a candidate that may lie below what they are taken for at least: no other is ever so low."""
        lowest = self.mean - CLIP * self.scale
        least = features.LEAST | structure.LEAST
        names = (*features.PAIR, *structure.PAIR_STRUCTURE)
        return [at for at, (name, low) in enumerate(zip(names, lowest)) if low > least.get(name, 0)]

    @cached_property
    def _folded(self) -> tuple[Floats, Floats, Floats, Floats]:
        """The first layer's weights and bias with the standardising worked into them, and the least and greatest
        value that each feature is taken for, as columns."""
        weights = np.ascontiguousarray((self.enter / self.scale[:, None]).T)
        bias: Floats = (self.enter_bias - weights @ self.mean).astype(np.float32)
        reach = np.float32(CLIP) * self.scale
        return weights, bias[:, None], (self.mean - reach)[:, None], (self.mean + reach)[:, None]

    def arrays(self, prefix: str) -> dict[str, Floats]:
        """Its parts by name, to be stored."""
        return {f"{prefix}.{part}": getattr(self, part) for part in _PARTS}

    @classmethod
    def of_arrays(cls, stored: Mapping[str, Floats], prefix: str) -> "Network":
        """The network that `arrays` gave. Raises KeyError where a part is missing, ValueError where two do not fit."""
        parts = {part: np.asarray(stored[f"{prefix}.{part}"], np.float32) for part in _PARTS}
        features, first = parts["enter"].shape
        second = parts["leave"].shape[0]
        shapes = {
            "mean": (features,), "scale": (features,), "enter_bias": (first,), "attend": (first,),
            "inner": (first, second), "rivals": (first, second), "inner_bias": (second,),
        }  # fmt: skip
        if any(parts[name].shape != shape for name, shape in shapes.items()):
            raise ValueError(prefix)
        if not all(np.isfinite(part).all() for part in parts.values()):
            raise ValueError(prefix)
        return cls(**parts)


def softmax(scores: Floats, axis: int = 0) -> Floats:
    """Probabilities along an axis."""
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    powers /= powers.sum(axis=axis, keepdims=True)
    return powers
