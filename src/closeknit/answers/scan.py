"""The first look at all that a message may answer: a few features of every earlier message in the window."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import Block
from closeknit.answers.likeness import earlier

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int16s = npt.NDArray[np.int16]
Int64s = npt.NDArray[np.int64]

SCANNED = (
    "distance", "gap", "tempo-gap", "same", "own-between", "speakers-since", "latest", "calls", "elsewhere",
    "addresses-me", "cosine", "heaviest", "share", "unaddressed-since", "same-latest", "calls-latest", "near",
)  # fmt: skip


@dataclass(frozen=True)
class Scan:
    """Bands over the rows `low` … `high` of a block.

    `features` (rows × window × SCANNED); `same`, `latest`, `calls`, `elsewhere`, `valid`: author is the message's
    own; is its author's last message before; is named by the message; the message names somebody else;
    `own_between`, `speakers_since`, `unaddressed` counts.
    """

    rows: Int64s
    valid: Bools
    features: Floats
    same: Bools
    latest: Bools
    calls: Bools
    own_between: Int16s
    speakers_since: Int16s
    unaddressed: Int16s


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
    named = (block.called[part, None] == author) | (block.begun[part, None] == author)
    calls = (named | (block.inner[part, :1] == author) | (block.inner[part, 1:] == author)) & valid
    target = np.where(block.called >= 0, block.called, block.begun)
    aimed = earlier(target, width, -1)[part]
    mine = (aimed == me) & valid
    elsewhere = (aimed >= 0) & ~mine & valid
    own = _before(same)
    since = _before(latest)
    unaddressed = _before(valid & ~elsewhere & ~same)
    gap = np.nan_to_num(block.seconds[part, None] - earlier(block.seconds, width, np.nan)[part]).astype(np.float32)
    gap = np.maximum(gap, 0)
    tempo = np.nan_to_num(block.tempo[part, None], nan=1.0)
    distance = np.log1p(np.arange(1, width + 1, dtype=np.float32))
    features = np.empty((*valid.shape, len(SCANNED)), np.float32)
    near = np.zeros(width, np.float32)
    near[0] = 1
    columns = (
        distance, np.log1p(gap), np.log1p(gap / tempo), same, np.log1p(own), np.log1p(since), latest, calls,
        elsewhere, mine, block.cosine[part], block.heaviest[part], block.share[part], np.log1p(unaddressed),
        same & latest, calls & latest, near,
    )  # fmt: skip
    for place, column in enumerate(columns):
        features[:, :, place] = column
    return Scan(rows, valid, features, same, latest, calls, own, since, unaddressed)


def _before(flag: Bools) -> Int16s:
    """How many of the messages strictly between a message and each earlier one have the flag."""
    count = np.cumsum(flag, axis=1, dtype=np.int16)
    count -= flag
    return count
