"""From probabilities to links."""

import numpy as np
import numpy.typing as npt

from closeknit.answers.inference import Guess

Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]

SECOND = 0.32
"""A second parent is linked where it is at least this likely: about half of the F that links reach where nobody is
named, the point from which one more link raises the expected F."""


def decode(guess: Guess) -> tuple[Int64s, Int64s, Floats]:
    """Links (child, parent, probability), sorted by child, the likeliest first.

    A message is linked to its likeliest parent where that is likelier than answering nothing, and to a second one
    where that is nearly as likely.
    """
    answers = (guess.parent[:, 0] >= 0) & (guess.probability[:, 0] > guess.opening)
    two = answers & (guess.parent[:, 1] >= 0) & (guess.probability[:, 1] >= SECOND)
    child = np.concatenate((np.flatnonzero(answers), np.flatnonzero(two)))
    rank = np.concatenate((np.zeros(int(answers.sum()), np.int64), np.ones(int(two.sum()), np.int64)))
    order = np.lexsort((rank, child))
    child, rank = child[order], rank[order]
    return child, guess.parent[child, rank].astype(np.int64), guess.probability[child, rank]
