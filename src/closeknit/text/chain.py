"""接龍 sign-up chains: the list that everybody copies, adds a line to and posts again.

A chain is written by hand on a phone, so its lines are read with patience: any number sign, brackets of
either width, numbers of people in digits or Chinese numerals, remarks in brackets or after a comma. Who signs
twice is counted once, by the later line; who withdraws does not stand.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from closeknit.text.scripts import fold

_LONGEST: Final = 300
"""A line longer than this is prose, no entry."""
_HEAD: Final = re.compile(r"[#＃]\s?(?:接[龙龍]|group\s?note)|(?:群)?接[龙龍]\s*[:：]?\s*$", re.IGNORECASE)
BEGINS: Final = frozenset("#＃接群")
"""The signs with which a chain can begin, blanks apart: a look that spares the pattern nearly every message."""
_PATTERN: Final = re.compile(r"(?:示?例[如子]?|格式|范例|範例|e\.?g\.?)(?:\s|[:：,，])", re.IGNORECASE)
_ENTRY: Final = re.compile(
    r"\s*(?:[(（【\[]?(\d{1,4})\s*[.．、)）】\]:：,，]\ufe0f?\s*|([①-⑳⑴-⒇⒈-⒛❶-❿㉑-㉟㊱-㊿]|🔟|(?:\d\ufe0f?\u20e3)+)\s*)(\S.*)"
)
_NUMERALS: Final = {**{sign: n for n, sign in enumerate("零一二三四五六七八九十")}, "两": 2, "俩": 2, "仨": 3}
_COUNT: Final = re.compile(
    r"(?:[xX×*＊+＋]\s*(\d{1,4})|(\d{1,4}|[一二两兩三四五六七八九十俩倆仨])\s*(?:个?人|個人|位|份|名|个|個|张|張|people|ppl|pax|p\b))"
    r"(?![\w])|(?<=\s)(\d{1,4})\s*$",
    re.IGNORECASE,
)
_WITHDRAWN: Final = re.compile(
    r"取消|退出|撤回|不来了|不來了|不去了|不参加了|不參加了|cancel|withdraw|drop(?:ped)? out", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"\s*[(（【\[]([^()（）【】\[\]]*)[)）】\]]?\s*")
_BETWEEN: Final = re.compile(r"[\s,，;；、:：/|—–\-()（）【】\[\]]+")
_EDGES: Final = " \t\u3000,，;；、:：/|—–-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered line: `place` counted from 1, `number` as written, `quantity` None where none is given."""

    place: int
    number: int
    name: str
    quantity: int | None
    remark: str | None
    withdraws: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as posted once. `title` may have several lines, and be empty."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def people(self) -> int:
        """How many different names signed."""
        return len({fold(entry.name) for entry in self.entries})

    @property
    def rows(self) -> tuple[Entry, ...]:
        """Who stands at the end: the last line of each name, in the order of their first."""
        last: dict[str, Entry] = {}
        for entry in self.entries:
            last[fold(entry.name)] = entry
        return tuple(entry for entry in last.values() if not entry.withdraws)

    @property
    def quantity(self) -> int:
        """The sum of what stands; a line without a number is one."""
        return sum(1 if entry.quantity is None else entry.quantity for entry in self.rows)

    @property
    def wrong_numbers(self) -> tuple[int, ...]:
        """Places, counted from 1, whose line bears another number."""
        return tuple(entry.place for entry in self.entries if entry.number != entry.place)

    @property
    def changed(self) -> tuple[str, ...]:
        """Names that signed again with other words, other than to withdraw."""
        return self._again(withdraws=False)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Names whose last line withdraws."""
        return self._again(withdraws=True)

    def _again(self, *, withdraws: bool) -> tuple[str, ...]:
        first: dict[str, Entry] = {}
        last: dict[str, Entry] = {}
        for entry in self.entries:
            first.setdefault(fold(entry.name), entry)
            last[fold(entry.name)] = entry
        return tuple(
            entry.name
            for key, entry in last.items()
            if entry.withdraws is withdraws and (withdraws or entry is not first[key])
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What one posting of a chain changed: `post` counts the postings from 0; `was` and `now` the line of one
    name before and after, None where it did not stand."""

    post: int
    was: Entry | None
    now: Entry | None

    @property
    def name(self) -> str:
        """Whose line it is."""
        entry = self.now or self.was
        return entry.name if entry else ""


def follow(posts: Sequence[Chain]) -> list[Change]:
    """Every change from one posting of the same chain to the next, the first posting's own lines among them.

    The last posting's lines count (`posts[-1].rows`); what earlier ones said is kept here. Moving a line to
    another place is no change.
    """
    changes: list[Change] = []
    before: dict[str, Entry] = {}
    for number, post in enumerate(posts):
        here = {fold(entry.name): entry for entry in post.rows}
        for name, now in here.items():
            was = before.get(name)
            if was is None or (was.quantity, was.remark) != (now.quantity, now.remark):
                changes.append(Change(number, was, now))
        changes += [Change(number, was, None) for name, was in before.items() if name not in here]
        before = here
    return changes


def chains_in(text: str) -> list[Chain]:
    """The chains of a text that may hold several, or the same one posted again and again: each begins with a
    line that bears the mark `#接龙`. A text without the mark is one chain, where it has numbered lines."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if is_chain(line) and any(part.strip() for part in parts[-1]):
            parts.append([])
        parts[-1].append(line)
    return [chain for part in parts if (chain := read_chain("\n".join(part))) is not None]


def is_chain(text: str) -> bool:
    """Whether a message is a chain by its own mark: `#接龙` or its like on its first line."""
    begin = text[:1]
    if begin not in BEGINS and not begin.isspace():
        return False
    return bool(_HEAD.match(text[:_LONGEST].lstrip().partition("\n")[0]))


def read_chain(text: str) -> Chain | None:
    """The chain in a text; None where it has no numbered line.

    The title is what stands before the first entry, without the mark `#接龙` and the line that shows the
    pattern (例 …). A line without a number behind an entry continues its remark.
    """
    title: list[str] = []
    entries: list[Entry] = []
    for line in text.splitlines():
        found = _ENTRY.fullmatch(line) if len(line) <= _LONGEST else None
        words = line.strip()
        if found:
            entries.append(_entry(len(entries) + 1, _place(found[1] or found[2]), found[3].strip()))
        elif entries:
            if words:
                entries[-1] = _continued(entries[-1], words)
        elif words and not _PATTERN.match(f"{words} "):
            if _HEAD.match(words):
                words = _HEAD.sub("", words, count=1).strip()
            title.extend([words] if words else [])
    return Chain("\n".join(title), tuple(entries)) if entries else None


def _place(sign: str) -> int:
    """The number of a line, in digits, in a circle or on keys: 12, ⑫, 1️⃣2️⃣."""
    digits = "".join(filter(str.isdecimal, sign))
    return 10 if sign == "🔟" else int(digits) if digits else int(unicodedata.numeric(sign))


def _entry(place: int, number: int, words: str) -> Entry:
    withdraws = bool(_WITHDRAWN.search(words))
    body = words.strip(_EDGES)
    remarks = [found[1] for found in _BRACKETS.finditer(body)]
    bare = _BRACKETS.sub(" ", body).strip(_EDGES)
    if withdraws and (found := _WITHDRAWN.search(bare)) and found[0] != bare:
        bare = f"{bare[: found.start()]} {bare[found.end() :]}".strip(_EDGES)
    elif withdraws and remarks and not _WITHDRAWN.search(bare):
        withdraws = not _COUNT.search(bare)  # 小满 1人（妹妹不来了）: one of two stays away, not the signer
    quantity = None
    if found := _COUNT.search(bare):
        quantity = _number(found[1] or found[2] or found[3])
        name, rest = bare[: found.start()], bare[found.end() :]
        remarks.insert(0, rest.strip(_EDGES))
    else:
        parts = _BETWEEN.split(bare, maxsplit=1)
        name = parts[0]
        remarks.insert(0, parts[1].strip(_EDGES) if len(parts) > 1 else "")
    name = name.strip(_EDGES) or bare or words
    remark = "，".join(part.strip() for part in remarks if part.strip())
    return Entry(place, number, unicodedata.normalize("NFC", name), quantity, remark or None, withdraws)


def _continued(entry: Entry, words: str) -> Entry:
    remark = f"{entry.remark}\n{words}" if entry.remark else words
    return Entry(entry.place, entry.number, entry.name, entry.quantity, remark, entry.withdraws)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMERALS[fold(word)]
