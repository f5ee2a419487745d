#!/usr/bin/env python3
"""What an archive larger than memory costs: made, read, examined, and examined again after one more month.

    python bench/large_archive.py [--millions 10] [--limit 2000] [--inference none] [--keep FOLDER]

The archive is one generated conversation of a million messages, laid end to end with fresh ids and times. Each step
is a whole process of the command line; `anon` is the largest private memory of it (what must fit in memory), `peak`
its largest resident set, pages of mapped files included, which the system takes back when memory runs short.
`--limit` MB is set on the private memory (RLIMIT_DATA): whoever needs more ends with an error.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from measuring import described, generated, machine

CLOSEKNIT = str(Path(sys.executable).parent / "closeknit")
NOW = "2026-01-01T00:00:00+00:00"
MILLION = 1_000_000


def shifted(table: pa.Table, number: int, span: int) -> pa.Table:
    """The conversation again, `number` spans later, with ids of its own."""
    if not number:
        return table
    moved = pc.add(table["sent_at"].cast(pa.int64()), number * span).cast(table.schema.field("sent_at").type)
    table = table.set_column(table.schema.get_field_index("sent_at"), table.schema.field("sent_at"), moved)
    for name in ("id", "reply_to"):
        fresh = pc.add(table[name].cast(pa.int64()), number * 2 * MILLION).cast(pa.string())
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), fresh)
    return table


def fill(folder: Path, source: Path, millions: int) -> None:
    """Import the conversation that many times."""
    from closeknit.archive import Reading, open_or_make
    from closeknit.examination import read
    from closeknit.records.history import History

    history = read(source, timezone="UTC")
    stamps = history.messages["sent_at"].cast(pa.int64())
    span = pc.max(stamps).as_py() - pc.min(stamps).as_py() + 60_000_000
    archive = open_or_make(folder, salt=bytes(16), at=NOW)
    for number in range(millions):
        archive.add(iter([History(shifted(history.messages, number, span))]), Reading(), at=NOW)
        print(f"{number + 1} million", flush=True)


def one_more(folder: Path) -> None:
    """Import a thousand messages of the month after the last."""
    from closeknit.archive import Reading, open_archive
    from closeknit.records.history import History

    archive = open_archive(folder)
    last = archive.table.read(archive.files()[-1]).slice(0, 1000)
    table = last.select([n for n in last.schema.names if n in History(last).messages.schema.names][:27])
    archive.add(iter([History(shifted(table, 7 * millions_of(archive), 40 * 86_400_000_000 // 7))]), Reading(), at=NOW)


def millions_of(archive: object) -> int:
    """Whole millions that it holds."""
    return sum(file.rows for file in archive.files()) // MILLION  # type: ignore[attr-defined]


def measured(words: list[str], limit: int) -> tuple[float, float, float, float]:
    """CPU and wall seconds, largest private and largest resident MB of a command."""

    if limit:
        words = ["sh", "-c", f'ulimit -d {limit * 1_000_000 // 1024}; exec "$@"', "sh", *words]
    started = time.perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    anon = 0.0
    for anonymous in watched(child):
        anon = max(anon, anonymous)
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {child.returncode}")
    wall = time.perf_counter() - started
    return usage.ru_utime + usage.ru_stime, wall, anon, usage.ru_maxrss * 1024 / 1e6


def watched(child: "subprocess.Popen[bytes]") -> Iterator[float]:
    """Private MB of a process, twenty times a second while it runs."""
    status = Path(f"/proc/{child.pid}/status")
    while True:
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            return
        if "RssAnon" not in lines:  # ended, and waiting to be asked
            return
        yield int(lines["RssAnon"].split()[0]) * 1024 / 1e6
        time.sleep(0.05)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--millions", type=int, default=10)
    options.add_argument("--limit", type=int, default=0)
    options.add_argument("--inference", choices=["none", "quick"], default="none")
    options.add_argument("--keep", type=Path)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "closeknit-bench")
    chosen = options.parse_args()
    source = generated("telegram", MILLION, chosen.cache)
    print(f"{machine()}\n{described(source)}, {chosen.millions} times", flush=True)
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.keep or Path(place) / "archive"
        if not folder.exists():
            fill(folder, source, chosen.millions)
        how = ["--no-inference"] if chosen.inference == "none" else ["--inference", chosen.inference]
        examine = [CLOSEKNIT, "examine", str(folder), "--timezone", "UTC", *how, "--out", f"{place}/report"]
        read = [CLOSEKNIT, "read", str(folder), "--timezone", "UTC", "--out"]
        print("| | CPU s | wall s | anon MB | peak MB |\n|---|---|---|---|---|")
        for name, words in {
            "examine": examine,
            "examine again": examine,
            "one more month, examine": examine,
            "read --out all.parquet": [*read, f"{place}/all.parquet"],
            "read --out all.jsonl": [*read, f"{place}/all.jsonl"],
        }.items():
            if "more" in name:
                one_more(folder)
            cpu, wall, anon, peak = measured(words, chosen.limit)
            print(f"| {name} | {cpu:.1f} | {wall:.1f} | {anon:.0f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
