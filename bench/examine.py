"""What a whole examination costs, at several sizes: `python bench/examine.py [--sizes 10000 1000000] [--pairs 5]`."""

import argparse
import sys
import tempfile
from pathlib import Path

from measuring import alternate, described, generated, machine, table

HERE = Path(__file__).parents[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--form", default="telegram")
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "closeknit-bench")
    chosen = options.parse_args()
    print(machine())
    for size in chosen.sizes:
        path = generated(chosen.form, size, chosen.cache)
        base = [sys.executable, "-m", "closeknit", "examine", str(path), "--timezone", "UTC", "--out"]
        out = str(chosen.cache / "report")
        commands = {
            f"{size:,} without inference": [*base, out, "--no-inference"],
            f"{size:,} as a user runs it": [*base, out],
            f"{size:,} read only": [sys.executable, "-m", "closeknit", "read", str(path), "--timezone", "UTC"],
        }
        print(f"\n{described(path)}\n")
        print("\n".join(table(alternate(commands, chosen.pairs))))


if __name__ == "__main__":
    main()
