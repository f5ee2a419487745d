"""The one door: from the rows of a history to who answers whom."""

import numpy as np
import numpy.typing as npt

from closeknit.answers.links import GROUNDS, INFERRED, METHODS, Links, Reach
from closeknit.answers.names import calls
from closeknit.answers.said import Said, last_words, said, tags
from closeknit.answers.talk import Talk, from_rows
from closeknit.records.rows import Rows

Floats = npt.NDArray[np.float32]
Int8s = npt.NDArray[np.int8]
Int64s = npt.NDArray[np.int64]

MOST_CALLED = 3
"""People called by one message whom it is taken to answer; one that calls more speaks to all."""


def link(rows: Rows, *, inference: str = "thorough", reach: Reach | None = None) -> Links:
    """The links of all channels, sorted by child, then parent.

    What the history states comes first and is certain: replies, quotes, threads, and calls by @ or by a name at
    the start of the text. Whom a call answers is certain, which of their messages is not: the last one, or with
    `inference` the likeliest. `inference` is how the other messages are linked: "none" leaves them alone, "quick"
    and "thorough" ask the model, about the messages within `reach` where one is given. Raises ValueError for any other
    word.
    """
    if inference not in METHODS:
        raise ValueError(inference)
    stated = said(rows)
    tagged, person = tags(rows)
    called = _calls(rows, stated, tagged, person)
    parts = [_certain(stated.child, stated.parent, stated.ground)]
    if inference == "none" or rows.is_event.all():
        parts.append(_to_last_words(rows, *called))
    else:
        talk, row = from_rows(rows, stated.child, stated.parent, tagged, person)
        parts += _inferred(rows, talk, row, stated, called, inference, reach)
    child, parent, probability, ground = (np.concatenate(columns) for columns in zip(*parts))
    order = np.lexsort((parent, child))
    return Links(child[order], parent[order], probability[order], ground[order], inference, reach)


_Part = tuple[Int64s, Int64s, Floats, Int8s]
_Calls = tuple[Int64s, Int64s, Int8s]


def _certain(child: Int64s, parent: Int64s, ground: Int8s) -> _Part:
    return child, parent, np.ones(len(child), np.float32), ground


def _calls(rows: Rows, stated: Said, tagged: Int64s, person: Int64s) -> _Calls:
    """Rows without a stated parent that call somebody, whom (distinct), and on what ground."""
    beginning, named = calls(rows)
    begun = ~np.isin(beginning, tagged)
    child = np.concatenate((tagged, beginning[begun]))
    whom = np.concatenate((person, named[begun]))
    ground = np.full(len(child), GROUNDS.index("name"), np.int8)
    ground[: len(tagged)] = GROUNDS.index("mention")
    _, once = np.unique(np.stack((child, whom)), axis=1, return_index=True)
    child, whom, ground = child[once], whom[once], ground[once]
    few = np.bincount(child, minlength=1)[child] <= MOST_CALLED if len(child) else np.empty(0, np.bool_)
    keep = few & ~np.isin(child, stated.child)
    return child[keep], whom[keep], ground[keep]


def _to_last_words(rows: Rows, child: Int64s, whom: Int64s, ground: Int8s) -> _Part:
    parent = last_words(rows, child, whom)
    found = parent >= 0
    return _certain(child[found], parent[found], ground[found])


def _inferred(
    rows: Rows, talk: Talk, row: Int64s, stated: Said, called: _Calls, inference: str, reach: Reach | None
) -> list[_Part]:
    """Calls linked to the likeliest message of the one called, and all else that the model links."""
    from closeknit.answers.decoding import decode
    from closeknit.answers.inference import infer
    from closeknit.answers.model import shipped

    asked = reach.holds(rows.at[row]) if reach else None
    guess = infer(talk, shipped(), inference, settled=True, asked=asked)
    child, whom, ground = called
    position = np.searchsorted(row, child)
    parents = guess.parent[position]
    fits = (parents >= 0) & (talk.speaker[np.maximum(parents, 0)] == whom[:, None])
    best = parents[np.arange(len(child)), fits.argmax(axis=1)]
    likeliest = np.where(fits.any(axis=1), row[np.maximum(best, 0)], -1)
    last = _to_last_words(rows, child[likeliest < 0], whom[likeliest < 0], ground[likeliest < 0])
    sure = _certain(child[likeliest >= 0], likeliest[likeliest >= 0], ground[likeliest >= 0])
    answer, parent, probability = decode(guess)
    answer, parent = row[answer], row[parent]
    rest = ~np.isin(answer, np.concatenate((stated.child, sure[0], last[0])))
    return [sure, last, (answer[rest], parent[rest], probability[rest], np.full(int(rest.sum()), INFERRED, np.int8))]
