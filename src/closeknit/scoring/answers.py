"""Scores the model on logs with known answers, by the protocol in `docs/explanation/who-answers-whom.md`."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from closeknit.answers.decoding import decode
from closeknit.answers.inference import infer
from closeknit.answers.model import Model, load, shipped
from closeknit.scoring.answers_lines import SERVICE, Conversation, read_lines
from closeknit.scoring.answers_metrics import (
    LINKED,
    QUOTED,
    Found,
    Quotes,
    Truth,
    intervals,
    link_figures,
    link_sums,
    quote_figures,
    quotes,
    truth,
)
from closeknit.scoring.answers_talk import Material, make_talk

Int64s = npt.NDArray[np.int64]


def score(
    paths: Sequence[Path],
    *,
    model: Path | None = None,
    inference: str = "thorough",
    without: Collection[str] = (),
    known: str | None = None,
    clock: Callable[[], float],
    resamples: int = 500,
    seed: int = 7,
) -> dict[str, Any]:
    """The figures of the files together: plain numbers, per cent 0–100; what does not apply is None.

    `model` is a model file, the shipped one where None; `without` masks parts of the material: "mentions" (names are
    taken out of the texts too), "time", "text", "future" (each message is judged as if it were the last);
    `known="earlier"` shows each message's earlier known links as quotes. `clock` gives CPU-seconds. Intervals come
    from `resamples` draws of conversations, or of stretches of the only one.
    """
    conversations = read_lines(paths)
    used = load(model) if model else shipped()
    material = make_talk(conversations, known=known is not None, without=without)
    begin = clock()
    found = find(material, conversations, used, inference)
    spent = clock() - begin
    random = np.random.default_rng(seed)
    whole = figures(conversations, found, random, resamples)
    return {
        **whole,
        "messages": sum(map(len, conversations)),
        "conversations": len(conversations),
        "judged": sum(line.g is not None for one in conversations for line in one.lines),
        "messages_per_cpu_second": sum(map(len, conversations)) / spent if spent > 0 else None,
        "inference": inference,
        "without": sorted(without),
        "known": known,
        "baselines": {
            name: {k: v for k, v in figures(conversations, guess, random, 0).items() if k != "intervals"}
            for name, guess in baselines(conversations).items()
        },
    }


def figures(
    conversations: Sequence[Conversation], found: Found, random: np.random.Generator, times: int
) -> dict[str, Any]:
    """All figures of the protocol, with their intervals under `intervals`."""
    opens = np.repeat([one.opens for one in conversations], [len(one) for one in conversations])
    out: dict[str, Any] = dict.fromkeys((*LINKED, *QUOTED))
    spread: dict[str, Any] = {}
    if opens.any():
        known, ours = _part([one for one in conversations if one.opens], found, opens)
        sums = link_sums(known, ours)
        out.update(link_figures(sums))
        units = len(sums["links"])
        drawn = intervals(units, lambda often: link_figures({k: v * often for k, v in sums.items()}), random, times)
        spread.update(drawn)
    if not opens.all():
        known, ours = _part([one for one in conversations if not one.opens], found, ~opens)
        seen = quotes(known, ours)
        out.update(quote_figures(seen))
        units = int(seen.unit.max(initial=0)) + 1
        spread.update(intervals(units, lambda often: quote_figures(_again(seen, often)), random, times))
    return {**out, "intervals": spread}


def find(material: Material, conversations: Sequence[Conversation], model: Model, inference: str) -> Found:
    """Ask the model about every message; service lines open themselves."""
    talk = material.talk
    guess = infer(talk, model, inference)
    child, parent, _probability = decode(guess)
    n = len(material.position)
    line = material.line
    service = np.flatnonzero(material.position < 0)
    answered = np.zeros(len(talk), np.bool_)
    answered[child] = True
    alone = line[~answered]
    best, sure = np.full(n, -1, np.int64), np.zeros(n)
    there = guess.parent[:, 0] >= 0
    best[line[there]] = line[guess.parent[there, 0]]
    sure[line] = np.minimum(guess.probability[:, 0] / np.maximum(1 - guess.opening, 1e-6), 1)
    children = np.concatenate((line[child], alone, service))
    parents = np.concatenate((line[parent], alone, service))
    order = np.argsort(children, kind="stable")
    return Found(children[order], parents[order], best, sure)


def baselines(conversations: Sequence[Conversation]) -> dict[str, Found]:
    """The previous message; the last message by somebody else. Lines of the service are passed over in the second."""
    previous: list[int] = []
    other: list[int] = []
    for one in conversations:
        base = len(previous)
        latest: tuple[int, int] = (-1, -1)
        for line in one.lines:
            at = base + line.i
            previous.append(at - 1 if line.i else -1)
            newest, before = latest
            if newest >= 0 and one.lines[newest - base].u == line.u:
                other.append(before)
            else:
                other.append(newest)
            if line.k not in SERVICE:
                if newest < 0 or one.lines[newest - base].u != line.u:
                    before = newest
                latest = (at, before)
    return {"previous_message": _simple(previous), "last_other_author": _simple(other)}


def _simple(parents: Sequence[int]) -> Found:
    best = np.array(parents, np.int64)
    line = np.arange(len(best))
    return Found(line, np.where(best >= 0, best, line), best, np.full(len(best), 0.5))


def _part(conversations: Sequence[Conversation], found: Found, keep: npt.NDArray[np.bool_]) -> tuple[Truth, Found]:
    place = np.cumsum(keep) - 1
    ours = keep[found.child]
    best = found.best[keep]
    return truth(conversations), replace(
        found,
        child=place[found.child[ours]],
        parent=place[found.parent[ours]],
        best=np.where(best >= 0, place[np.maximum(best, 0)], -1),
        sure=found.sure[keep],
    )


def _again(seen: Quotes, often: Int64s) -> Quotes:
    at = np.repeat(np.arange(len(seen.unit)), often[seen.unit])
    return Quotes(seen.unit[at], seen.message[at], seen.author[at], seen.sure[at])
