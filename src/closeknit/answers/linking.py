"""The one door: from the rows of a history to who answers whom."""

import numpy as np
import numpy.typing as npt

from closeknit.answers.links import GROUNDS, METHODS, Links
from closeknit.answers.said import last_words, said, tags
from closeknit.records.rows import Rows

Int64s = npt.NDArray[np.int64]


def link(rows: Rows, *, inference: str = "thorough") -> Links:
    """The links of all channels, sorted by child, then parent.

    What the history states comes first and is certain: replies, quotes, threads, and calls by @ or by a name at
    the start of the text, which are linked to what the person called said last, or with `inference` to the
    likeliest of what they said. `inference` is how the other messages are linked: "none" leaves them alone,
    "quick" and "thorough" ask the model. Raises ValueError for any other word.
    """
    if inference not in METHODS:
        raise ValueError(inference)
    stated = said(rows)
    child, person = tags(rows)
    called = last_words(rows, child, person)
    keep = (called >= 0) & ~np.isin(child, stated.child)
    children = np.concatenate((stated.child, child[keep]))
    parents = np.concatenate((stated.parent, called[keep]))
    grounds = np.concatenate((stated.ground, np.full(int(keep.sum()), GROUNDS.index("mention"), np.int8)))
    order = np.lexsort((parents, children))
    return Links(children[order], parents[order], np.ones(len(order), np.float32), grounds[order], inference)
