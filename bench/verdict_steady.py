"""Counts how often the word changes when nothing that matters does, on channels of known kind.

    python bench/verdict_steady.py FOLDER [--write] [--every N]

Everybody is renamed; the rows of the file are shuffled, those of one instant keeping their order; 5 % of the rows are
lost, thrice by different lots; the time zone is off by hours. Each channel is read with its links shown and hidden, and
at last with stated answers only, for how much that moves. Of the other words those are counted that the report of the
whole names as close; of the channels as they are, how many reports name one. FOLDER is that of `verdict_tables.py`.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from closeknit.answers.linking import link
from closeknit.records.rows import make_rows
from closeknit.scoring.channels import read_channels
from closeknit.scoring.verdict import CONFIDENT
from closeknit.vitality.closeness import other_words
from closeknit.vitality.judging import judge
from closeknit.vitality.relays import unbridge
from closeknit.vitality.subject_making import make_subject
from verdict_tables import DOCUMENT, FILES, put, table

Change = Callable[[pa.Table, np.random.Generator], pa.Table]


def read(messages: pa.Table, zone: str = "UTC", inference: str = "thorough") -> tuple[str, set[str]]:
    """The word for a message table, and the others that its report names as close."""
    rows = unbridge(make_rows(messages))
    subject = make_subject(rows, link(rows, inference=inference), zone=ZoneInfo(zone))
    found = judge(subject)
    return found.verdict.word, set(other_words(subject, found))


def word(messages: pa.Table, zone: str = "UTC", inference: str = "thorough") -> str:
    """The word alone."""
    rows = unbridge(make_rows(messages))
    return judge(make_subject(rows, link(rows, inference=inference), zone=ZoneInfo(zone))).verdict.word


def renamed(messages: pa.Table, lot: np.random.Generator) -> pa.Table:
    """The same with other names, in the columns that name people; their order by name is another one too."""
    known = sorted({name for name in messages["author"].to_pylist() if name is not None})
    fresh = {name: f"n{place:06d}" for name, place in zip(known, lot.permutation(len(known)).tolist())}
    for column in ("author", "author_id"):
        names = pa.array([fresh.get(name) for name in messages[column].to_pylist()], pa.string())
        messages = _with(messages, column, names.dictionary_encode())
    named = [
        None if some is None else [fresh.get(one, one) for one in some] for some in messages["mentions"].to_pylist()
    ]
    return _with(messages, "mentions", pa.array(named, pa.list_(pa.string())))


def shuffled(messages: pa.Table, lot: np.random.Generator) -> pa.Table:
    """The rows in another order; those of one instant stay in theirs, which alone says who spoke first."""
    at = messages["sent_at"].cast(pa.int64()).fill_null(0).to_numpy()
    _instants, which = np.unique(at, return_inverse=True)
    key = lot.permutation(int(which.max(initial=0)) + 1)[which]
    return messages.take(pa.array(np.argsort(key, kind="stable")))


def thinned(messages: pa.Table, lot: np.random.Generator) -> pa.Table:
    """19 rows of 20."""
    return messages.filter(pa.array(lot.random(len(messages)) >= 0.05))


def _with(messages: pa.Table, column: str, made: pa.Array) -> pa.Table:
    place = messages.schema.get_field_index(column)
    return messages.set_column(place, messages.schema.field(place), made.cast(messages.schema.field(place).type))


UNCHANGED: Final = "as it is"
CHANGES: Final[dict[str, list[Change]]] = {
    "everybody renamed": [renamed], "rows shuffled": [shuffled], "5 % of the rows lost, thrice": [thinned] * 3,
}  # fmt: skip
ZONES: Final = ("Asia/Taipei", "America/Los_Angeles")


def flips(folder: Path, language: str, links: str, every: int) -> dict[str, Counter[str]]:
    """Of each change how many readings there were, how many gave another word, how many of these the report had named
    as close, and how many were to or from a confident one; of nothing changed, how many name any word as close."""
    channels, labels = FILES[language]
    found = {name: Counter[str]() for name in (UNCHANGED, *CHANGES, "zone off by 8 hours, either way", "stated answers only")}  # fmt: skip
    for place, one in enumerate(read_channels(folder / channels, folder / labels, hidden=links == "hidden")):
        if not one.kind or place % every:
            continue
        lot, (was, close) = np.random.default_rng(place), read(one.messages)
        found[UNCHANGED] += Counter(n=1, other=0, named=bool(close))
        again = {name: [word(change(one.messages, lot)) for change in some] for name, some in CHANGES.items()}
        again["zone off by 8 hours, either way"] = [word(one.messages, zone) for zone in ZONES]
        again["stated answers only"] = [word(one.messages, inference="none")]
        for name, now in again.items():
            found[name] += Counter(n=len(now), other=sum(one != was for one in now))
            found[name]["named"] += sum(one != was and one in close for one in now)
            found[name]["opposite"] += sum({one, was} <= set(CONFIDENT) and (one == "broadcast") != (was == "broadcast") for one in now)  # fmt: skip
            found[name]["confident"] += sum(one != was and bool({one, was} & set(CONFIDENT)) for one in now)
    return found


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read only every Nth channel")
    asked = parser.parse_args()
    rows = [
        [
            "",
            "",
            "readings",
            "another word",
            "named as close",
            "to or from a confident one",
            "broadcast ↔ living",
        ]
    ]
    for language in FILES:
        for links in ("shown", "hidden"):
            for name, count in flips(asked.folder, language, links, asked.every).items():
                share = f"{count['other']} ({100 * count['other'] / max(1, count['n']):.1f} %)"
                rows.append([f"{language}, {links}", name, str(count["n"]), share, str(count["named"]), str(count["confident"]), str(count["opposite"])])  # fmt: skip
    print(table(rows))
    if asked.write:
        put(DOCUMENT, {"steady": table(rows)})


if __name__ == "__main__":
    main()
