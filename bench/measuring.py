"""Runs whole processes and tells what they cost: the one way in which every benchmark here measures.

Processor seconds are those of the process and of all children that it waited for, imports included; memory is
the largest resident set of any one of them. Runs of several commands alternate (A B A B), after one warm-up
each; medians are quoted with the smallest and the largest.
"""

import hashlib
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """One run: processor and wall seconds, peak resident bytes."""

    cpu: float
    wall: float
    peak: int


def run_once(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises SystemExit, with its last words, where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})}
    )
    assert process.stderr is not None
    words = process.stderr.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{words.decode(errors='replace')[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024)


def alternate(commands: Mapping[str, Sequence[str]], pairs: int) -> dict[str, list[Cost]]:
    """One warm-up each, then `pairs` rounds in which every command runs once."""
    for command in commands.values():
        run_once(command)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _round in range(pairs):
        for name, command in commands.items():
            costs[name].append(run_once(command))
    return costs


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median, with the smallest and the largest."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def table(costs: Mapping[str, Sequence[Cost]], against: str | None = None) -> list[str]:
    """Rows of a Markdown table; `against` names the command whose processor time the ratio is to."""
    lines = ["| | CPU s | wall s | peak MB | × |", "|---|---|---|---|---|"]
    for name, runs in costs.items():
        ratio = "–"
        if against and against != name:
            pairs = [mine.cpu / other.cpu for mine, other in zip(runs, costs[against])]
            ratio = f"{statistics.median(pairs):.1f}"
        peak = statistics.median(c.peak for c in runs) / 1e6
        cpu, wall = spread([c.cpu for c in runs]), spread([c.wall for c in runs])
        lines.append(f"| {name} | {cpu} | {wall} | {peak:.0f} | {ratio} |")
    return lines


def machine() -> str:
    """What ran it, and how busy it was."""
    load = ", ".join(f"{x:.2f}" for x in os.getloadavg())
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def described(path: Path) -> str:
    """Name, size and hash of an input."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return f"{path.name}, {path.stat().st_size / 1e6:.1f} MB, sha256 {digest.hexdigest()[:16]}"


def generated(form: str, messages: int, folder: Path, seed: int = 7) -> Path:
    """An invented conversation of that size, made by the shared generator once and kept in `folder`."""
    suffix = {"telegram": "json", "discord": "json", "whatsapp": "txt", "mbox": "mbox"}[form]
    path = folder / f"{form}-{messages}-{seed}.{suffix}"
    if not path.exists():
        generator = Path(__file__).parents[2] / "shared" / "bench" / "chatgen.py"
        if not generator.exists():
            raise SystemExit("needs the folder `shared` beside the checkout, or an export of your own with --file")
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        subprocess.run([sys.executable, generator, form, str(messages), beside, "--seed", str(seed)], check=True)
        beside.replace(path)
    return path
