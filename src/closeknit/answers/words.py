"""What two texts may have in common: hashed words of spaced scripts, character pairs of the others.

No word is known by name: a hash is compared with a hash of the same history, and weighs by how rare it is
there.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.symbols import DENSE, LETTER, Symbols, mix

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
UInt32s = npt.NDArray[np.uint32]
UInt64s = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

STEM = 4
"""Letters of a longer word's beginning that make a token of their own, so that its forms meet."""


@dataclass(frozen=True)
class Tokens:
    """`hash` (32 bits) and `message` of each token; `fine` are words and pairs, the others stems and single
    characters. Those of equal hash stand in the order of the log."""

    hash: UInt32s
    message: Int32s
    fine: Bools


def tokens(texts: Symbols) -> Tokens:
    """Words and stems of spaced scripts; pairs and single characters of dense ones."""
    message = texts.message
    start, end = texts.runs(texts.kind == LETTER)
    word = texts.hash(start, end)
    longer = end - start > STEM
    stem = texts.hash(start[longer], start[longer] + STEM) ^ np.uint32(0x5A5A5A5A)
    dense = texts.kind == DENSE
    single = np.flatnonzero(dense)
    code = texts.code.astype(np.uint64)
    pair = np.flatnonzero(dense[:-1] & dense[1:] & (message[:-1] == message[1:])) if len(dense) else single
    doubled = (mix((code[pair] << np.uint64(32)) | code[pair + 1]) >> np.uint64(32)).astype(np.uint32)
    alone = (mix(code[single] + np.uint64(7)) >> np.uint64(32)).astype(np.uint32)
    parts = [(word, start, True), (stem, start[longer], False), (doubled, pair, True), (alone, single, False)]
    return Tokens(
        np.concatenate([h for h, _, _ in parts]),
        np.concatenate([message[at] for _, at, _ in parts]),
        np.concatenate([np.full(len(h), is_fine) for h, _, is_fine in parts]),
    )
