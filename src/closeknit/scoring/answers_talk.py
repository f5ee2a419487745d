"""From lines with known answers to what the model reads, and the ablations that mask parts of it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.answers.talk import Talk
from closeknit.scoring.answers_lines import SERVICE, Conversation, Line

Int64s = npt.NDArray[np.int64]

_CHUNK = re.compile(r"[^\s:,;!?.。，：；！？、()（）\"'<>@]+")


@dataclass(frozen=True)
class Material:
    """Conversations as one talk. `line` is each message's line in all conversations, one after the other;
    `position` each line's message, −1 for service lines.
    """

    talk: Talk
    line: Int64s
    position: Int64s


def make_talk(conversations: Sequence[Conversation], *, known: bool = False, without: Collection[str] = ()) -> Material:
    """The messages of the conversations. `known` states each message's first gold parent as its quote."""
    position: list[int] = []
    first: list[int] = []
    line: list[int] = []
    speaker: list[int] = []
    seconds: list[float] = []
    texts: list[str] = []
    told: list[int] = []
    people: dict[tuple[int, str], int] = {}
    at = 0
    for number, conversation in enumerate(conversations):
        opening = len(line)
        base = len(position)
        texts_here = _texts(conversation, without)
        for one, text in zip(conversation.lines, texts_here):
            if one.k in SERVICE:
                position.append(-1)
            else:
                position.append(len(line))
                first.append(opening)
                line.append(at)
                speaker.append(people.setdefault((number, one.u if one.u is not None else f"\0{at}"), len(people)))
                seconds.append(np.nan if one.s is None or "time" in without else one.s)
                texts.append(text)
                told.append(_told(one, position, base) if known else -1)
            at += 1
    names = tuple("" if "mentions" in without or name.startswith("\0") else name for _, name in people)
    talk = Talk(
        np.array(first, np.int64), np.array(speaker, np.int32), np.array(seconds, np.float64),
        pa.array(texts, pa.string()), names, np.array(told, np.int64), ahead="future" not in without,
    )  # fmt: skip
    return Material(talk, np.array(line, np.int64), np.array(position, np.int64))


def _told(line: Line, position: list[int], base: int) -> int:
    parents = [position[base + parent] for parent in line.g or () if parent != line.i]
    return max(parents, default=-1)


def _texts(conversation: Conversation, without: Collection[str]) -> list[str]:
    texts = [line.x or "" for line in conversation.lines]
    if "text" in without:
        return [""] * len(texts)
    if "mentions" in without:
        return mask_names(texts, {line.u for line in conversation.lines if line.u})
    return texts


def mask_names(texts: Sequence[str], names: Collection[str]) -> list[str]:
    """The texts without the names of those who speak: taken out at the start with its mark, blanked elsewhere."""
    folded = {form for name in names for form in (name.lower(), name.lower().strip("_`^|- ")) if len(form) > 1}
    wide = sorted((n for n in folded if not n.isascii()), key=len, reverse=True)
    dense = re.compile("|".join(map(re.escape, wide))) if wide else None
    out = []
    for text in texts:
        bare = text
        head = _CHUNK.search(bare)
        if head and head.group().lower() in folded and not bare[: head.start()].strip(" @"):
            bare = bare[head.end() :].lstrip(" :,;，：；、\u2005")
        bare = _CHUNK.sub(lambda m: "" if m.group().lower() in folded else m.group(), bare)
        out.append(dense.sub("", bare) if dense else bare)
    return out
