"""What hangs on each threshold that decides the word: moved by a third, and chosen anew without the source judged.

    python bench/verdict_thresholds.py FOLDER [--write]

Each threshold in turn is two thirds of itself, itself, and half as much again; the others stay. *Errors* are broadcasts
by people with a negative word, meshes called *broadcast*, and broadcasts, stars and traps with a word of life, or traps
called *broadcast*. For each source the value with the least error rate on all *other* sources is taken, the shipped one
where several are as good, and used on that source. Links are hidden, as in an exported WeChat group. FOLDER is that of
`verdict_tables.py`.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from closeknit.answers.linking import link
from closeknit.answers.links import Links
from closeknit.records.rows import Rows, make_rows
from closeknit.scoring.channels import read_channels
from closeknit.scoring.verdict import NEGATIVE
from closeknit.vitality import thresholds
from closeknit.vitality.catalogue import measure_all
from closeknit.vitality.conditions import judge_conditions
from closeknit.vitality.relays import unbridge
from closeknit.vitality.subject_making import make_subject
from closeknit.vitality.verdict import find_word
from verdict_tables import DOCUMENT, FILES, put, table

DECIDING: Final = (
    "ONE_WAY", "TWO_WAY", "ANSWERING", "EXCHANGES", "BEYOND_CHANCE", "SURER", "ASIDE", "BEYOND_CORE", "EQUALS", "HELPERS",
    "MUTUAL_PAIRS", "TAKEN_UP", "ONE_VOICE", "PASSERS_BY", "EMPTY", "LIKE_TALK", "BACKBONE", "KNOWN", "WEEKS_FEW",
)  # fmt: skip
MOVED: Final = (2 / 3, 1.0, 3 / 2)

Channel = tuple[str, str, str, Rows, Links]  # source, kind, by


@contextmanager
def moved(name: str, by: float) -> Iterator[None]:
    """The threshold so many times itself, wherever it was imported to; a share stays under 1."""
    shipped = getattr(thresholds, name)
    value = round(by * shipped) if isinstance(shipped, int) else by * shipped
    value = min(value, 0.98) if shipped < 1 else value
    found = [
        module
        for path, module in list(sys.modules.items())
        if path.startswith("closeknit.vitality") and getattr(module, name, None) is shipped
    ]
    for module in found:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module in found:
            setattr(module, name, shipped)


def read(folder: Path) -> list[Channel]:
    """Every labelled channel with its links, links hidden."""
    made = []
    for channels, labels in FILES.values():
        for one in read_channels(folder / channels, folder / labels, hidden=True):
            if one.kind:
                rows = unbridge(make_rows(one.messages))
                made.append((one.source, one.kind, one.by, rows, link(rows, inference="thorough")))
    return made


def words(channels: list[Channel]) -> list[str]:
    """The word of each."""
    found = []
    for _source, _kind, _by, rows, links in channels:
        subject = make_subject(rows, links, zone=ZoneInfo("UTC"))
        found.append(find_word(subject, judge_conditions(subject, measure_all(subject))).word)
    return found


def fault(channel: Channel, word: str) -> str:
    """Which kind of error a word is, "" for none."""
    _source, kind, by, *_rest = channel
    if kind == "broadcast" and by == "people" and word in NEGATIVE:
        return "missed"
    if kind == "mesh" and word == "broadcast":
        return "condemned"
    if kind != "mesh" and (word in {"community", "becoming-one"} or (kind == "trap" and word == "broadcast")):
        return "confident"
    return ""


def rate(channels: list[Channel], said: list[str], without: str) -> float:
    """The sum of the rates of the three errors on the sources other than `without`."""
    faults: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for channel, word in zip(channels, said):
        if channel[0] == without:
            continue
        faults[fault(channel, word)] += 1
        sizes["missed"] += channel[1] == "broadcast" and channel[2] == "people"
        sizes["condemned"] += channel[1] == "mesh"
        sizes["confident"] += channel[1] != "mesh"
    return sum(faults[name] / max(1, n) for name, n in sizes.items())


def row(channels: list[Channel], name: str, shipped: list[str]) -> list[str]:
    """What hangs on one threshold."""
    said = {1.0: shipped}
    for by in MOVED:
        if by != 1:
            with moved(name, by):
                said[by] = words(channels)
    chosen, errors = Counter[float](), 0
    for source in sorted({channel[0] for channel in channels}):
        best = min(said, key=lambda by: (round(rate(channels, said[by], source), 9), abs(by - 1)))
        chosen[best] += 1
        errors += sum(bool(fault(one, word)) for one, word in zip(channels, said[best]) if one[0] == source)
    told = {by: f"{_changed(shipped, some)} / {_errors(channels, some)}" for by, some in said.items() if by != 1}
    picked = ", ".join(f"×{by:.2g}: {n}" for by, n in sorted(chosen.items()))
    value: Any = getattr(thresholds, name)
    return [f"`{name}` {value:.3g}", told[MOVED[0]], told[MOVED[2]], picked, str(errors)]


def _changed(one: list[str], other: list[str]) -> int:
    return sum(a != b for a, b in zip(one, other))


def _errors(channels: list[Channel], said: list[str]) -> int:
    return sum(bool(fault(channel, word)) for channel, word in zip(channels, said))


def main() -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    channels = read(asked.folder)
    shipped = words(channels)
    head = ["threshold", "two thirds: words changed / errors", "half as much again", "chosen without each source"]
    rows = [[*head, "errors on the source left out"]]
    rows.append([f"as shipped, {len(channels)} channels", "", "", "", str(_errors(channels, shipped))])
    rows += [row(channels, name, shipped) for name in DECIDING]
    print(table(rows))
    if asked.write:
        put(DOCUMENT, {"thresholds": table(rows)})


if __name__ == "__main__":
    main()
