#!/usr/bin/env python3
"""Gives every carrier many damaged exports. CI tries a thousand a carrier; this tries as many as one likes.

    python bench/fuzz_carriers.py [--inputs 100000] [--seed 0] [CARRIER …]

Prints a line a carrier: inputs, failures, CPU seconds. Exit code 1 where one failed.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.carriers.test_conformance import FOLDER_OF, samples

from closeknit.carriers.registry import load, names
from closeknit.testing.conformance import check


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("carriers", nargs="*", default=names())
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    failed = False
    for name in given.carriers:
        started = time.process_time()
        report = check(load(name), samples(FOLDER_OF.get(name, name)), inputs=given.inputs, seed=given.seed)
        print(f"{report} · {time.process_time() - started:.0f} CPU s", flush=True)
        failed |= not report.holds
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
