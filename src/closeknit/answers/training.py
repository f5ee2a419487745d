"""Fits the model's networks: listwise likelihood, Adam, everything from one seed, numpy only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.network import CLIP, Network, softmax

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]
Parts = dict[str, Floats]


@dataclass(frozen=True)
class Lessons:
    """Choices with known answers: `pair` (n × choices × features, the last two of which say that a choice is none of
    the candidates), `own` (n × features), `right` and `there` (n × choices). A message counts where at least one of its
    choices is right; each is gone through `often` times in a pass.
    """

    pair: Floats
    own: Floats
    right: Bools
    there: Bools
    often: int = 1


@dataclass(frozen=True)
class Recipe:
    """How a network is fitted: widths of its layers, passes over the lessons, size of a step and of a batch,
    share of the first score in what is learned, decay of the weights, and how many networks, from different beginnings,
    vote in a second pass.
    """

    first: int = 64
    second: int = 32
    epochs: int = 10
    rate: float = 2e-3
    batch: int = 256
    aside: float = 0.3
    decay: float = 1e-4
    voices: int = 1


def fit(lessons: Sequence[Lessons], recipe: Recipe, seed: int) -> Network:
    """A network that gives the right choices high probability; the same lessons and seed give the same one."""
    random = np.random.default_rng(seed)
    mean = np.mean([_over(one, np.mean) for one in lessons], axis=0)
    scale = np.mean([_over(one, np.std) for one in lessons], axis=0) + 0.02
    parts = _begin(random, len(mean), recipe)
    state = _Adam(parts)
    which = np.concatenate(
        [
            np.stack((np.full(len(found), number), found), axis=1)
            for number, one in enumerate(lessons)
            for found in [np.repeat(np.flatnonzero(one.right.any(axis=1)), one.often)]
        ]
    )
    made = Network(mean.astype(np.float32), scale.astype(np.float32), **parts)
    steps = recipe.epochs * max(len(which) // recipe.batch, 1)
    warm = min(200, steps // 4 + 1)
    for step in range(steps):
        at = step % max(len(which) // recipe.batch, 1)
        if at == 0:
            random.shuffle(which)
        batch = which[at * recipe.batch : (at + 1) * recipe.batch]
        picked = [(one, batch[batch[:, 0] == number, 1]) for number, one in enumerate(lessons)]
        slope = _slopes(
            state.parts,
            np.concatenate([_seen(one, at, made.mean, made.scale) for one, at in picked]),
            np.concatenate([one.right[at] for one, at in picked]),
            np.concatenate([one.there[at] for one, at in picked]),
            recipe.aside,
        )  # fmt: skip
        rate = recipe.rate * min(1.0, (step + 1) / warm) * 0.5 * (1 + np.cos(np.pi * step / steps))
        state.step(slope, rate, recipe.decay)
    return Network(mean.astype(np.float32), scale.astype(np.float32), **state.average)


def fit_sieve(features: Floats, right: Bools, there: Bools, seed: int, steps: int = 600) -> Floats:
    """Weights by which the scanned features choose candidates (n × window × features)."""
    random = np.random.default_rng(seed)
    mean, scale = features[there].mean(axis=0), features[there].std(axis=0) + 1e-6
    weights = np.zeros(features.shape[2])
    speed, power = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(steps):
        batch = random.integers(0, len(features), min(len(features), 768))
        seen = (features[batch] - mean) / scale
        found = softmax(np.where(there[batch], seen @ weights, -1e9).astype(np.float32), axis=1)
        slope = np.einsum("nk,nkf->f", found - _wanted(found, right[batch]), seen) / len(batch)
        speed, power = 0.9 * speed + 0.1 * slope, 0.99 * power + 0.01 * slope**2
        shrunk = 0.05 * (1 - step / steps) * (speed / (1 - 0.9 ** (step + 1)))
        weights -= shrunk / (np.sqrt(power / (1 - 0.99 ** (step + 1))) + 1e-8)
    return (weights / scale).astype(np.float32)


def fit_heat(scores: Floats, right: Bools) -> float:
    """What scores are divided by so that the probabilities come true: the likeliest of a row of temperatures."""
    known = right.any(axis=1)
    heats = np.linspace(0.6, 2.0, 57)
    losses = []
    for heat in heats:
        found = softmax((scores[known] / heat).astype(np.float32), axis=1)
        losses.append(-np.log(np.maximum((found * right[known]).sum(axis=1), 1e-9)).mean())
    return float(heats[int(np.argmin(losses))])


class _Adam:
    """Parts on their way, their running average, and the speed of each."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.average = {name: part.copy() for name, part in parts.items()}
        self._speed = {name: np.zeros_like(part) for name, part in parts.items()}
        self._power = {name: np.zeros_like(part) for name, part in parts.items()}
        self._taken = 0

    def step(self, slopes: Parts, rate: float, decay: float) -> None:
        self._taken += 1
        taken = self._taken
        keep = np.float32(min(0.998, taken / (taken + 10)))
        for name, part in self.parts.items():
            speed, power = self._speed[name], self._power[name]
            speed += np.float32(0.1) * (slopes[name] - speed)
            power += np.float32(0.001) * (slopes[name] ** 2 - power)
            move = (
                speed / np.float32(1 - 0.9**taken) / (np.sqrt(power / np.float32(1 - 0.999**taken)) + np.float32(1e-8))
            )
            if part.ndim > 1:
                move += np.float32(decay) * part
            np.subtract(part, np.float32(rate) * move, out=part)
            self.average[name] = keep * self.average[name] + (1 - keep) * part


def _begin(random: np.random.Generator, features: int, recipe: Recipe) -> Parts:
    def spread(rows: int, columns: int, share: float = 1.0) -> Floats:
        return np.asarray(random.normal(size=(rows, columns)) * np.sqrt(2 / rows) * share, np.float32)

    first, second = recipe.first, recipe.second
    return {
        "enter": spread(features, first), "enter_bias": np.zeros(first, np.float32),
        "attend": spread(first, 1, 0.3)[:, 0], "inner": spread(first, second), "rivals": spread(first, second, 0.3),
        "inner_bias": np.zeros(second, np.float32), "leave": spread(second, 1, 0.5)[:, 0],
    }  # fmt: skip


def _wanted(found: Floats, right: Bools) -> Floats:
    """What the probabilities should be: theirs shared among the right choices; unchanged where none is right."""
    good = found * right
    total = good.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, good / np.maximum(total, 1e-12), found), np.float32)


def _over(lessons: Lessons, average: Callable[..., Doubles]) -> Doubles:
    """The mean or deviation of each feature, those of choices over the choices that there are."""
    pair = [average(lessons.pair[:, :, at][lessons.there], dtype=np.float64) for at in range(lessons.pair.shape[2])]
    return np.concatenate((pair, average(lessons.own, axis=0, dtype=np.float64)))


def _seen(lessons: Lessons, rows: Int64s, mean: Floats, scale: Floats) -> Floats:
    """All features of some rows, standardised: n × choices × features."""
    pair, own = lessons.pair[rows], lessons.own[rows]
    wide = np.broadcast_to(own[:, None], (*pair.shape[:2], own.shape[1]))
    standard = (np.concatenate((pair, wide), axis=2) - mean) / scale
    return np.clip(standard, -CLIP, CLIP, out=standard)


def _slopes(parts: Parts, features: Floats, right: Bools, there: Bools, aside: float) -> Parts:
    """How the loss changes with each part: −log of the probability of the right choices, averaged, and `aside` times
    the same of the first score."""
    n, k, _ = features.shape
    seen = features.reshape(n * k, -1)
    hidden = np.maximum(seen @ parts["enter"] + parts["enter_bias"], 0)
    wide = hidden.reshape(n, k, -1)
    draft = softmax(np.where(there, (hidden @ parts["attend"]).reshape(n, k), np.float32(-1e9)), axis=1)
    crowd = (draft[:, None, :] @ wide)[:, 0]
    second = (hidden @ parts["inner"]).reshape(n, k, -1) + (crowd @ parts["rivals"] + parts["inner_bias"])[:, None, :]
    np.maximum(second, 0, out=second)
    found = softmax(np.where(there, second @ parts["leave"], np.float32(-1e9)), axis=1)
    pull = (found - _wanted(found, right)) / np.float32(n)
    back = pull[:, :, None] * parts["leave"] * (second > 0)
    flat, summed = back.reshape(n * k, -1), back.sum(axis=1)
    to_crowd = summed @ parts["rivals"].T
    to_hidden = flat @ parts["inner"].T
    to_hidden += (draft[:, :, None] * to_crowd[:, None, :]).reshape(n * k, -1)
    to_draft = (wide @ to_crowd[:, :, None])[:, :, 0]
    to_first = draft * (to_draft - (draft * to_draft).sum(axis=1, keepdims=True))
    to_first += np.float32(aside / n) * (draft - _wanted(draft, right))
    to_first = to_first.reshape(n * k)
    slopes: Parts = {
        "leave": second.reshape(n * k, -1).T @ pull.reshape(n * k), "inner": hidden.T @ flat,
        "rivals": crowd.T @ summed, "inner_bias": summed.sum(axis=0), "attend": hidden.T @ to_first,
    }  # fmt: skip
    to_hidden += to_first[:, None] * parts["attend"]
    to_hidden *= hidden > 0
    slopes |= {"enter": seen.T @ to_hidden, "enter_bias": to_hidden.sum(axis=0)}
    return slopes
