"""Who is no person: programs, relays that speak for many, and senders of the same text over and over.

Names alone never condemn: `…bot` in a name counts only where the author also behaves like a program.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.rows import Bools, Int64s, Rows
from closeknit.vitality.subject import SetAside

RELAYED: Final = r"^(?:\[[^\]\n]{1,24}\] ?)?<[^<>\n]{1,40}> "
"""`<nick> words`, after at most a `[network]`: how bridges quote the people they speak for."""

_NAMED: Final = r"(?i)(?:bot$|^bot|[-_ ]bot[-_ 0-9]|机器人|機器人|小助手|小助理|webhook|notifier)"
_LOOKED_AT: Final = 300  # messages an author, at most; enough for a share, and a bound on the cost
_RELAY_ROWS: Final = 10
_MASS_ROWS: Final = 20
_MASS_LENGTH: Final = 24  # characters: greetings and 收到 repeat among people too
_MASS_SHARE: Final = 0.7  # of exact copies: a weekly letter with one head is still somebody's letter
_BOT_SHARE: Final = 0.4  # with a bot's name, less sameness is enough
_FEW: Final = 400  # authors looked at: those with most messages


def set_aside(rows: Rows) -> tuple[Rows, tuple[SetAside, ...]]:
    """The rows with those set aside marked as programs, and the list of them, most messages first."""
    sent = ~rows.is_event & (rows.person >= 0)
    counts = np.bincount(rows.person[sent], minlength=len(rows.people))
    reasons = {i: "bot" for i, person in enumerate(rows.people) if person.is_bot and counts[i]}
    for author, reason in _by_behaviour(rows, sent, counts).items():
        reasons.setdefault(author, reason)
    fresh = [i for i in reasons if not rows.people[i].is_bot]
    if fresh:
        people = list(rows.people)
        for i in fresh:
            people[i] = replace(people[i], is_bot=True)
        rows = replace(rows, people=tuple(people))
    listed = sorted(reasons, key=lambda i: (-counts[i], i))
    return rows, tuple(SetAside(i, reasons[i], int(counts[i])) for i in listed)


def find_relays(rows: Rows) -> tuple[int, ...]:
    """Authors, marked as programs or not, most of whose messages are `<nick> words` of at least three nicks."""
    sent = ~rows.is_event & (rows.person >= 0)
    counts = np.bincount(rows.person[sent], minlength=len(rows.people))
    likely = _most(counts)
    if not len(likely):
        return ()
    sample = _sample(rows, sent, likely.tolist())
    relayed, nicks = _relayed(sample, len(rows.people))
    looked = np.bincount(sample.author, minlength=len(rows.people))
    return tuple(int(i) for i in likely if _is_relay(relayed[i], nicks[i], looked[i]))


def _is_relay(relayed: np.int64, nicks: np.int64, looked: np.int64) -> bool:
    return bool(relayed >= max(_RELAY_ROWS, looked / 2) and nicks >= 3)


def _most(counts: Int64s) -> Int64s:
    likely = np.flatnonzero(counts >= _RELAY_ROWS)
    return likely[np.argsort(-counts[likely], kind="stable")][:_FEW]


@dataclass(frozen=True, slots=True)
class _Sample:
    """Some messages of the authors who wrote most: `author` of each, its text and its length."""

    author: npt.NDArray[np.int32]
    text: pa.ChunkedArray
    length: Int64s


def _by_behaviour(rows: Rows, sent: Bools, counts: Int64s) -> dict[int, str]:
    humans = [int(i) for i in _most(counts) if not rows.people[i].is_bot]
    if not humans:
        return {}
    sample = _sample(rows, sent, humans)
    relayed, nicks = _relayed(sample, len(rows.people))
    copies = _copies(sample, len(rows.people), masked=False)
    templates = _copies(sample, len(rows.people), masked=True)
    looked = np.bincount(sample.author, minlength=len(rows.people))
    found = {}
    for author in humans:
        named = pc.match_substring_regex(pa.scalar(rows.people[author].name), _NAMED).as_py()
        if _is_relay(relayed[author], nicks[author], looked[author]):
            found[author] = "relay"
        elif named and templates[author] >= _BOT_SHARE * looked[author]:
            found[author] = "bot"
        elif looked[author] >= _MASS_ROWS and copies[author] >= _MASS_SHARE * looked[author]:
            found[author] = "mass-sender"
    return found


def _sample(rows: Rows, sent: Bools, authors: list[int]) -> _Sample:
    chosen = np.zeros(len(rows.people) + 1, np.bool_)
    chosen[authors] = True
    index = np.flatnonzero(sent & chosen[rows.person])
    order = index[np.argsort(rows.person[index], kind="stable")]
    who = rows.person[order]
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    sizes = np.diff(np.r_[starts, len(who)])
    place = np.arange(len(who)) - np.repeat(starts, sizes)
    step = np.repeat(-(-sizes // _LOOKED_AT), sizes)  # every k-th message, so that all times are seen
    kept = np.sort(order[place % step == 0])
    text = rows.texts(kept)
    return _Sample(rows.person[kept], text, np.asarray(pc.utf8_length(text).to_numpy(), np.int64))


def _relayed(sample: _Sample, people: int) -> tuple[Int64s, Int64s]:
    hit = np.asarray(pc.match_substring_regex(sample.text, RELAYED).to_numpy())
    rows = np.bincount(sample.author[hit], minlength=people)
    if not hit.any():
        return rows, np.zeros(people, np.int64)
    heads = pc.extract_regex(sample.text.filter(pa.array(hit)), r"<(?P<nick>[^<>\n]{1,40})> ")
    nick = pc.struct_field(heads, "nick").combine_chunks().dictionary_encode()
    code = np.asarray(nick.indices.to_numpy(), np.int64)
    pairs = np.unique(sample.author[hit].astype(np.int64) * (int(code.max()) + 1) + code)
    return rows, np.bincount(pairs // (int(code.max()) + 1), minlength=people)


def _copies(sample: _Sample, people: int, *, masked: bool) -> Int64s:
    """Long messages of each author that stand at least three times among theirs; `masked`: as templates,
    figures and addresses apart.
    """
    long = sample.length >= _MASS_LENGTH
    if not long.any():
        return np.zeros(people, np.int64)
    text = sample.text.filter(pa.array(long))
    if masked:
        text = pc.replace_substring_regex(pc.utf8_slice_codeunits(text, 0, 200), r"https?://\S+|[0-9a-f]*[0-9]+", "#")
    code = np.asarray(text.combine_chunks().dictionary_encode().indices.to_numpy(), np.int64)
    author = sample.author[long]
    key = author.astype(np.int64) * (int(code.max()) + 1) + code
    _, inverse, size = np.unique(key, return_inverse=True, return_counts=True)
    return np.bincount(author[size[inverse] >= 3], minlength=people)
