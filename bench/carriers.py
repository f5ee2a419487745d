#!/usr/bin/env python3
"""Messages a processor second, carrier by carrier, beside a bare decode of the same bytes.

    python bench/carriers.py [--messages 200000] [--pairs 3] [--alone] [NAME…]
    python bench/carriers.py --files 400 [NAME…]

Text and JSON exports are written for the occasion from one invented conversation (500 people, minutes that move on),
as `exports.py` says; CSV, HTML, mail and mht are the project's own samples, their messages repeated. `bare` is what any
reader must do at least: text decoded and split into lines, JSON decoded, cells split at commas, tags found, letters and
sheets unpacked; `--alone` leaves it out, for files larger than memory. Each figure is the least of the pairs, of a
process of its own that has read a short export of the kind before, so without the imports; memory is the process's.
`--files` reads a folder of so many exports of twenty messages each, and tells what a file costs.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from conversation import TEXTS
from exports import NAMES, made
from measuring import machine


def bare(path: Path) -> None:
    """What any reader must do at least."""
    import io
    import xml.parsers.expat
    import zipfile

    import msgspec

    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        data = file.read_bytes()
        if file.suffix == ".json":
            msgspec.json.decode(data)
        elif file.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                for part in parts.namelist():
                    xml.parsers.expat.ParserCreate().Parse(parts.read(part), True)
        elif file.suffix in {".html", ".mht"}:
            [tag.partition(">") for tag in data.decode().split("<")]
        elif file.suffix == ".mbox":
            import email.parser

            parser = email.parser.BytesHeaderParser()
            [parser.parsebytes(letter) for letter in data.split(b"\nFrom ")]
        elif file.suffix == ".csv":
            import csv

            list(csv.reader(io.StringIO(data.decode())))
        else:
            data.decode().splitlines()


def peak() -> float:
    """The largest resident set of this process so far, in MB; 0 where the system does not tell. What `getrusage` tells
    counts the process that started it."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


CHILD = """
import json, sys, time
sys.path.insert(0, sys.argv[4])
from pathlib import Path
import carriers
from closeknit.examination import read
short, path = map(Path, sys.argv[1:3])
carriers.bare(short)
read(short, timezone="UTC")
started = time.process_time()
if sys.argv[3] == "bare":
    carriers.bare(path)
    found = 0, ""
else:
    messages = read(path, timezone="UTC").messages
    found = len(messages), messages["carrier"].unique().to_pylist()[0]
seconds = time.process_time() - started
print(json.dumps([seconds, *found, carriers.peak()]))
"""


def spent(short: Path, path: Path, what: str) -> tuple[float, int, str, float]:
    """CPU seconds of a process that reads or merely decodes, how many rows it found, by which carrier, and its MB."""
    words = [sys.executable, "-c", CHILD, str(short), str(path), what, str(Path(__file__).parent)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{path.name}: {done.stderr[-2000:]}")
    seconds, rows, carrier, memory = json.loads(done.stdout)
    return seconds, rows, carrier, memory


def many(name: str, files: int) -> str:
    """What each of many small exports in one folder costs."""
    with tempfile.TemporaryDirectory() as place:
        short = made(name, 20, Path(place))
        folder = Path(place) / "exports"
        folder.mkdir()
        for i in range(files):
            shutil.copy(short, folder / f"{i:05} {short.name}")
        seconds, rows, carrier, _memory = spent(short, folder, "read")
    return f"| {name} (read as {carrier}) | {files:,} | {rows:,} | {seconds / files * 1000:.1f} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="*")
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--pairs", type=int, default=3)
    options.add_argument("--alone", action="store_true")
    options.add_argument("--files", type=int, default=0)
    chosen = options.parse_args()
    if chosen.files:
        print(f"{machine()}\n\n| | files | rows | CPU ms a file |\n|---|---|---|---|")
        for name in chosen.names:
            print(many(name, chosen.files), flush=True)
        return
    print(f"{machine()}, {chosen.messages:,} messages, a quarter of them where the export is no text\n")
    print("| | MB | rows | a CPU second | bare | × bare | peak MB |\n|---|---|---|---|---|---|---|")
    for name in [n for n in NAMES if not chosen.names or any(n.startswith(c) for c in chosen.names)]:
        few = chosen.messages if name in TEXTS else chosen.messages // 4
        with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as other:
            short, path = made(name, 50, Path(other)), made(name, few, Path(place))
            size = sum(file.stat().st_size for file in [path, *path.rglob("*")] if file.is_file())
            reads, bares = [], []
            for _pair in range(chosen.pairs):
                reads.append(spent(short, path, "read"))
                if not chosen.alone:
                    bares.append(spent(short, path, "bare")[0])
        seconds, rows, carrier, memory = min(reads)
        shown = name if carrier == name.partition(",")[0] else f"{name} (read as {carrier})"
        beside = f"{rows / min(bares):,.0f} | {seconds / min(bares):.1f}" if bares else "– | –"
        print(
            f"| {shown} | {size / 1e6:,.1f} | {rows:,} | {rows / seconds:,.0f} | {beside} | {memory:,.0f} |", flush=True
        )


if __name__ == "__main__":
    main()
