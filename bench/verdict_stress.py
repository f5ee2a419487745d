"""Prints which words invented groups get, by kind and shape, and every one that is wrong of its kind.

    PYTHONPATH=. python bench/verdict_stress.py [LOTS]

The groups are those of tests/vitality/stress.py and stress_more.py, `LOTS` of each kind and shape (3), read with the
shipped model.
"""

import sys
from collections import Counter
from zoneinfo import ZoneInfo

from tests.vitality.stories import table
from tests.vitality.stress import MAKERS, SHAPES, Makers, story
from tests.vitality.stress_more import MORE

from closeknit.answers.linking import link
from closeknit.records.rows import make_rows
from closeknit.vitality.judging import judge
from closeknit.vitality.relays import unbridge
from closeknit.vitality.subject_making import make_subject


def main() -> None:
    """Read both sets and print."""
    lots = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for name, makers in (("the first set", MAKERS), ("the second set", MORE)):
        print(f"{name}\n")
        wrong = read(makers, lots)
        print(f"\nwrong: {len(wrong)}", *wrong, sep="\n  ", end="\n\n")


def read(makers: Makers, lots: int) -> list[str]:
    """Print the words of each kind; those that are wrong of it are given back, a line each."""
    wrong = []
    for kind, (_maker, right) in makers.items():
        words: Counter[str] = Counter()
        for shape in SHAPES:
            for lot in range(lots):
                rows = unbridge(make_rows(table(story(kind, shape, lot, makers))))
                found = judge(make_subject(rows, link(rows), zone=ZoneInfo("UTC"))).verdict
                words[found.word] += 1
                if found.word not in right:
                    wrong.append(f"{kind}, {shape}, lot {lot}: {found.word}. {found.because}")
        print(f"{kind:<16}", ", ".join(f"{word} {n}" for word, n in words.most_common()), flush=True)
    return wrong


if __name__ == "__main__":
    main()
