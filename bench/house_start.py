"""How long a house takes to open: from the command to the first page, on an empty home, on one that is there, as demo.

    .venv/bin/python bench/house_start.py [--runs 5]

Each run is a process of its own; the home is removed before a cold one. Wall seconds are counted to the first answer
of `/`, processor seconds are those of the server and its children until it was stopped. Medians of the runs, with the
smallest and the largest.
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from measuring import spread


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def opened(command: str, home: Path) -> tuple[float, float]:
    """Wall seconds until the front page answers, and processor seconds in all."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CLOSEKNIT_", "DJANGO_"))}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "closeknit", command, "--port", str(port)], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, env={**environment, "CLOSEKNIT_HOME": str(home)},
    )  # fmt: skip
    while process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            answer.read()
            break
        time.sleep(0.01)
    wall = time.perf_counter() - started
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    words = process.stderr.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 130, -signal.SIGINT):
        raise SystemExit(f"{command} failed:\n{words.decode(errors='replace')[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    told: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="closeknit-start-") as folder:
        home = Path(folder) / "home"
        for _run in range(runs):
            shutil.rmtree(home, ignore_errors=True)
            for name, command in (("serve, empty home", "serve"), ("serve, home is there", "serve"), ("demo", "demo")):
                told.setdefault(name, []).append(opened(command, home))
    for name, costs in told.items():
        walls, cpus = zip(*costs, strict=True)
        print(f"{name}: {spread(walls)} s to the first page, {spread(cpus)} processor seconds")


if __name__ == "__main__":
    main()
