#!/usr/bin/env python3
"""Kills imports at random moments and looks whether the archive holds whole imports and nothing else.

    python bench/kill_archive.py [--kills 200] [--seed 7]

Every round imports an invented Telegram export, a little longer than the last, by the command line in a process of
its own, and kills it with SIGKILL at a moment drawn evenly from the time between loading and a little after its end. Then
`archive verify` must find it sound, it must hold the old messages or all of the new ones, and importing again must
complete it.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from closeknit.archive import open_archive, verify

CLOSEKNIT = str(Path(sys.executable).parent / "closeknit")
START, STEP, LARGEST = 300, 60, 1500


def export(folder: Path, count: int) -> Path:
    """An export of `count` messages over some months, every hundredth of them edited in each longer one."""
    rows = [
        {
            "id": i, "type": "message", "date": "2026-01-01T00:00:00", "date_unixtime": str(1_767_200_000 + i * 20_000),
            "from": f"u{i % 9}", "from_id": f"user{i % 9}",
            "text": f"第 {i} 句" + ("，改" * (count // STEP) if i % 100 == 0 else ""),
            **({"edited_unixtime": str(1_767_200_000 + count)} if i % 100 == 0 else {}),
        }
        for i in range(1, count + 1)
    ]  # fmt: skip
    path = folder / f"{count}.json"
    path.write_text(json.dumps({"name": "群", "type": "private_group", "id": 1, "messages": rows}, ensure_ascii=False))
    return path


def closeknit(*words: str) -> str:
    """Run to the end. Raises SystemExit where it refuses."""
    done = subprocess.run([CLOSEKNIT, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"closeknit {' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def held(archive: Path) -> int:
    """How many messages the archive holds, after it was found sound."""
    if not archive.exists():
        return 0
    found = open_archive(archive)
    wrong = list(verify(found))
    if wrong:
        raise SystemExit("\n".join(wrong))
    return len(found.history().messages)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    luck = random.Random(chosen.seed)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder, archive, whole = Path(place), Path(place) / "archive", 0
        took = 2.0
        for number in range(chosen.kills):
            if whole > LARGEST:
                shutil.rmtree(archive)
                whole = 0
            more = whole + STEP if whole else START
            path = export(folder, more)
            child = subprocess.Popen(
                [CLOSEKNIT, "import", str(path), "--into", str(archive)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            time.sleep((0.4 + 0.7 * luck.random()) * took)  # the start of Python is no part of an import
            ended = child.poll() is not None
            os.kill(child.pid, signal.SIGKILL) if not ended else None
            child.wait()
            found = held(archive)
            if found not in {whole, more}:
                raise SystemExit(f"round {number}: {found} messages, neither {whole} nor {more}")
            outcomes["had ended" if ended else "killed, all there" if found == more else "killed, nothing there"] += 1
            started = time.perf_counter()
            closeknit("import", str(path), "--into", str(archive))
            if found == whole:
                took = (took + time.perf_counter() - started) / 2
            if held(archive) != more:
                raise SystemExit(f"round {number}: importing again did not complete it")
            whole = more
            print(f"\r{number + 1} {dict(outcomes)}", end="", flush=True)
    print()


if __name__ == "__main__":
    main()
