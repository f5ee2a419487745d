#!/usr/bin/env python3
"""Kills imports at random moments and looks whether the archive holds whole imports and nothing else.

    python bench/kill_archive.py [--kills 200] [--seed 7]

Every round imports a folder, a little larger than the last, by the command line in a process of its own: an invented
Telegram export, a roster with as many members, and an export with forwards of as many lines. It is killed with SIGKILL
at a moment drawn evenly from the time between loading and a little after its end. Then `archive verify` must find it
sound, it must hold what it held or all that is new, in each of its tables, and importing again must complete it.
All of it runs by a copy of the program: hours are long enough for somebody to edit a file of the checkout, and a
program of which a half is new ends as it likes.
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

import closeknit
from closeknit.archive import open_archive, verify

COPIED = "CLOSEKNIT_COPIED"
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
    path = folder / f"{count}"
    path.mkdir(exist_ok=True)
    (path / "result.json").write_text(
        json.dumps({"name": "群", "type": "private_group", "id": 1, "messages": rows}, ensure_ascii=False)
    )
    names = "".join(f"成員{i},成員,2026-01-01\n" for i in range(1, count + 1))
    (path / "members.csv").write_text("姓名,身份,加入日期\n" + names, encoding="utf-8")
    (path / "forwards.jsonl").write_text(forwards(count), encoding="utf-8")
    return path


def forwards(count: int) -> str:
    """A ChatLab export with forwards of twenty lines, `count` lines in all."""
    head = {"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": {"name": "群", "platform": "wechat"}}
    rows = [
        {
            "_type": "message", "sender": f"u{i % 9}", "accountName": f"u{i % 9}", "timestamp": 1_767_200_000 + i * 9,
            "type": 26, "content": None, "platformMessageId": f"f{i}",
            "chatRecords": [{"accountName": f"u{k % 9}", "content": f"第 {k} 行"} for k in range(i, i + 20)],
        }
        for i in range(0, count, 20)
    ]  # fmt: skip
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in [head, *rows])


def import_whole(path: Path, archive: Path) -> None:
    """The same import, in this process and to its end."""
    from closeknit.archive import Reading, open_or_make
    from closeknit.carriers.registry import read_each
    from closeknit.records.options import ReadOptions
    from closeknit.sources import open_source

    kept = open_or_make(archive, salt=b"0123456789abcdef", at="2026-01-01T00:00:00+00:00")
    kept.add(read_each(open_source(path), ReadOptions()), Reading(), at="2026-01-01T00:00:00+00:00")


def held(archive: Path) -> int:
    """How many messages of Telegram, members and lines inside forwards the archive holds: as many of each, after it
    was found sound."""
    if not archive.exists():
        return 0
    found = open_archive(archive)
    wrong = list(verify(found))
    if wrong:
        raise SystemExit("\n".join(wrong))
    history = found.history()
    said: int = sum(carrier == "telegram" for carrier in history.messages["carrier"].to_pylist())
    if {said, len(history.roster), len(history.inner)} != {said}:
        raise SystemExit(f"{said} messages, {len(history.roster)} members, {len(history.inner)} lines")
    return said


def import_and_kill(path: Path, archive: Path, after: float) -> float | None:
    """Import by the command line; kill it after some seconds. How long it took where it ended before."""
    started = time.perf_counter()
    words = archive.with_name("words.txt")
    with words.open("wb") as said:
        child = subprocess.Popen([CLOSEKNIT, "import", str(path), "--into", str(archive)], stdout=said, stderr=said)
        try:
            child.wait(after)
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
            return None
    if child.returncode:
        raise SystemExit(f"the import of {path.name} ended with {child.returncode}: {words.read_text()}")
    return time.perf_counter() - started


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    luck = random.Random(chosen.seed)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder, archive, whole = Path(place), Path(place) / "archive", 0
        took = import_and_kill(export(folder, START), archive, 600) or 0
        while outcomes["none of it there"] + outcomes["all of it there"] < chosen.kills:
            if archive.exists() and whole > LARGEST:
                shutil.rmtree(archive)
                whole = 0
            elif archive.exists() and not whole:
                whole = held(archive)
            more = whole + STEP if whole else START
            path = export(folder, more)
            ended = import_and_kill(path, archive, (0.4 + 0.7 * luck.random()) * took)
            found = held(archive)
            if found not in {whole, more} or (ended and found != more):
                raise SystemExit(f"{found} messages, neither {whole} nor {more}")
            if ended:
                took = 0.8 * took + 0.2 * ended
                outcomes["ended before"] += 1
            else:
                outcomes["all of it there" if found == more else "none of it there"] += 1
                import_whole(path, archive)
                if held(archive) != more:
                    raise SystemExit("importing again did not complete it")
            whole = more
            print(f"\r{dict(outcomes)}", end="", flush=True)
    print()


def by_a_copy() -> int:
    """Run this program by a copy of the package as it is now; how it ended."""
    with tempfile.TemporaryDirectory() as place:
        package = Path(closeknit.__file__).parent
        shutil.copytree(package, Path(place) / "closeknit", ignore=shutil.ignore_patterns("__pycache__"))
        copied = {**os.environ, "PYTHONPATH": place, COPIED: "1"}
        return subprocess.run([sys.executable, *sys.argv], env=copied, check=False).returncode


if __name__ == "__main__":
    if COPIED not in os.environ:
        sys.exit(by_a_copy())
    main()
