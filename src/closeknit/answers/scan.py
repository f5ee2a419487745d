"""The first look at all that a message may answer: a few features of every earlier message in the window."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import WINDOW, Block
from closeknit.answers.likeness import earlier

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int16s = npt.NDArray[np.int16]
Int64s = npt.NDArray[np.int64]

SCANNED = (
    "distance", "gap", "tempo-gap", "same", "own-between", "speakers-since", "latest", "calls", "elsewhere",
    "addresses-me", "likeness", "heaviest", "share", "unaddressed-since", "same-latest", "calls-latest", "near",
)  # fmt: skip


@dataclass(frozen=True)
class Scan:
    """Bands over some rows of a block.

    `same`, `latest`, `calls`, `valid`: author is the message's own; is its author's last message before; is named by
    the message; may be answered. `own_between`, `speakers_since`, `unaddressed` counts. `columns` are SCANNED, each a
    band or one number a distance.
    """

    rows: Int64s
    valid: Bools
    latest: Bools
    calls: Bools
    own_between: Int16s
    speakers_since: Int16s
    unaddressed: Int16s
    columns: tuple[npt.NDArray[np.generic], ...]

    def scores(self, sieve: Floats) -> Floats:
        """rows × window: how likely each earlier message is to be answered, by the weights of SCANNED; −inf where
        there is none."""
        total = np.zeros(self.valid.shape, np.float32)
        for weight, column in zip(sieve, self.columns):
            total += weight * column
        total[~self.valid] = -np.inf
        return total

    def features(self) -> Floats:
        """rows × window × SCANNED, to fit a sieve."""
        return np.stack([np.broadcast_to(c, self.valid.shape).astype(np.float32) for c in self.columns], axis=2)


def scan(block: Block, rows: Int64s) -> Scan:
    """Look at everything before each of the rows (a contiguous range of positions in the block)."""
    width = block.valid.shape[1]
    part = slice(int(rows[0]), int(rows[-1]) + 1)
    valid = block.valid[part]
    me = block.speaker[part, None]
    author = earlier(block.speaker, width, -1)[part]
    same = (author == me) & valid
    after = np.where(block.after < 0, len(block), block.after)
    latest = (earlier(after, width, 0)[part] >= rows[:, None]) & valid
    calls = (block.called[part, None] == author) | (block.begun[part, None] == author)
    if block.inner.shape[1]:
        calls |= (block.inner[part, :1] == author) | (block.inner[part, 1:] == author)
    calls &= valid
    aimed = earlier(block.target, width, -1)[part]
    mine = (aimed == me) & valid
    elsewhere = (aimed >= 0) & ~mine & valid
    own = _before(same)
    since = _before(latest)
    unaddressed = _before(valid & ~elsewhere & ~same)
    gap = np.nan_to_num(block.seconds[part, None] - earlier(block.seconds, width, np.nan)[part]).astype(np.float32)
    gap = np.maximum(gap, 0)
    tempo = np.nan_to_num(block.tempo[part, None], nan=1.0)
    distance = np.log1p(np.arange(1, width + 1, dtype=np.float32))
    near = np.zeros(width, np.float32)
    near[0] = 1
    columns = (
        distance, np.log1p(gap), np.log1p(gap / tempo), same, _LOG[own], _LOG[since], latest, calls,
        elsewhere, mine, block.likeness[part], block.heaviest[part], block.share[part], _LOG[unaddressed],
        same & latest, calls & latest, near,
    )  # fmt: skip
    return Scan(rows, valid, latest, calls, own, since, unaddressed, columns)


_LOG = np.log1p(np.arange(WINDOW + 1, dtype=np.float32))


def _before(flag: Bools) -> Int16s:
    """How many of the messages strictly between a message and each earlier one have the flag."""
    count = np.cumsum(flag, axis=1, dtype=np.int16)
    count -= flag
    return count
