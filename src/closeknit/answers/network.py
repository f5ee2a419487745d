"""A small perceptron that looks at all candidates of a message at once, in numpy."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

CLIP = 6.0
"""Standard deviations at which a feature is cut off, so that an odd export cannot shout the others down."""

_PARTS = ("mean", "scale", "enter", "enter_bias", "attend", "inner", "rivals", "inner_bias", "leave")


@dataclass(frozen=True)
class Network:
    """Scores each choice of a message by its features and by what the likeliest rivals look like.

    Standardised features (`mean`, `scale`), first those of the choice, then those of the message → a hidden layer
    (`enter`) → its average over the choices, weighed by a first score (`attend`), joins a second layer (`inner`,
    `rivals`) → one score (`leave`).
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
        """rows × choices scores from rows × choices × features of the choices and rows × features of the messages;
        −1e9 where there is no choice.
        """
        n, k, width = pair.shape
        weights, bias, low, high = self._folded
        seen = np.clip(pair, low[:width], high[:width]).transpose(1, 0, 2).reshape(k * n, width)
        about = np.clip(own, low[width:], high[width:]) @ weights[width:] + bias
        hidden = (seen @ weights[:width]).reshape(k, n, -1)
        hidden += about
        np.maximum(hidden, 0, out=hidden)
        flat = hidden.reshape(k * n, -1)
        draft = softmax(np.where(there, (flat @ self.attend).reshape(k, n).T, np.float32(-1e9)))
        crowd = np.zeros_like(about)
        for choice in range(k):
            crowd += draft[:, choice, None] * hidden[choice]
        second = (flat @ self.inner).reshape(k, n, -1)
        second += crowd @ self.rivals + self.inner_bias
        np.maximum(second, 0, out=second)
        return np.where(there, (second @ self.leave).T, np.float32(-1e9))

    @cached_property
    def _folded(self) -> tuple[Floats, Floats, Floats, Floats]:
        """The first layer's weights and bias with the standardising worked into them, and the least and greatest
        value that each feature is taken for."""
        weights = self.enter / self.scale[:, None]
        bias = self.enter_bias - self.mean @ weights
        return weights, bias, self.mean - CLIP * self.scale, self.mean + CLIP * self.scale

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


def softmax(scores: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
