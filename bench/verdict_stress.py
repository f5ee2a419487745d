"""Prints which words invented groups get, by kind and shape, and every one that is wrong of its kind.

    PYTHONPATH=. python bench/verdict_stress.py [LOTS]

The groups are those of tests/vitality/stress.py, `LOTS` of each kind and shape (3), read with the shipped model.
"""

import sys
from collections import Counter
from zoneinfo import ZoneInfo

from tests.vitality.stories import table
from tests.vitality.stress import MAKERS, SHAPES, story

from closeknit.answers.linking import link
from closeknit.records.rows import make_rows
from closeknit.vitality.judging import judge
from closeknit.vitality.relays import unbridge
from closeknit.vitality.subject_making import make_subject


def main() -> None:
    """Read them all and print."""
    lots = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    wrong = []
    for kind, (_maker, right) in MAKERS.items():
        words: Counter[str] = Counter()
        for shape in SHAPES:
            for lot in range(lots):
                rows = unbridge(make_rows(table(story(kind, shape, lot))))
                found = judge(make_subject(rows, link(rows), zone=ZoneInfo("UTC"))).verdict
                words[found.word] += 1
                if found.word not in right:
                    wrong.append(f"{kind}, {shape}, lot {lot}: {found.word}. {found.because}")
        print(f"{kind:<12}", ", ".join(f"{word} {n}" for word, n in words.most_common()))
    print(f"\nwrong: {len(wrong)}", *wrong, sep="\n  ")


if __name__ == "__main__":
    main()
