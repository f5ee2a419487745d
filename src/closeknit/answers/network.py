"""A small perceptron that looks at all candidates of a message at once, in numpy."""

from collections.abc import Mapping
from dataclasses import dataclass

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

    Standardised features (`mean`, `scale`) → a hidden layer (`enter`) → its average over the choices, weighed by
    a first score (`attend`), joins a second one (`inner`, `rivals`) → one score (`leave`).
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

    def scores(self, features: Floats, there: Bools) -> Floats:
        """rows × choices scores from rows × choices × features; −1e9 where there is no choice."""
        n, k, _ = features.shape
        hidden = np.maximum(self.standard(features).reshape(n * k, -1) @ self.enter + self.enter_bias, 0)
        first = np.where(there, (hidden @ self.attend).reshape(n, k), np.float32(-1e9))
        crowd = (softmax(first)[:, None, :] @ hidden.reshape(n, k, -1))[:, 0]
        second = (hidden @ self.inner).reshape(n, k, -1)
        second += (crowd @ self.rivals + self.inner_bias)[:, None, :]
        np.maximum(second, 0, out=second)
        return np.where(there, second @ self.leave, np.float32(-1e9))

    def standard(self, features: Floats) -> Floats:
        """Features with mean 0 and deviation 1 over what the model was fitted on, cut off at CLIP."""
        out = features - self.mean
        out *= 1 / self.scale
        return np.clip(out, -CLIP, CLIP, out=out)

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
