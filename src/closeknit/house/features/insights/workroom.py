"""Has histories read and examined in a process of its own; see `examining`."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

LONGEST: Final = 3600
"""Seconds after which the process is ended: a history of ten million messages takes a fraction of it."""


class Broken(RuntimeError):
    """The process ended without an answer: it was killed, or there is a bug. The job is tried again."""


def do(deed: str, order: dict[str, Any], tell: Callable[[dict[str, Any]], None] = lambda _told: None) -> dict[str, Any]:
    """What `examining` answers to an order; `tell` hears what it says on the way. Raises Broken."""
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "closeknit.house.features.insights.examining"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=complaints,
        )  # fmt: skip
        timer = threading.Timer(LONGEST, process.kill)
        timer.start()
        answer: dict[str, Any] | None = None
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps({"do": deed, **order}).encode() + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                if answer is not None:
                    tell(answer)
                answer = json.loads(line)
            process.wait()
        except (BrokenPipeError, ValueError) as error:
            raise Broken(f"{deed}: {error}") from error
        finally:
            timer.cancel()
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
            process.wait()
        if process.returncode or answer is None:
            complaints.seek(0)
            raise Broken(
                f"{deed} ended with {process.returncode}: {complaints.read()[-4000:].decode(errors='replace')}"
            )
        return answer


def home(folder: str) -> Path:
    """Where a community's histories are kept."""
    return Path(settings.HOME) / "insights" / folder


def incoming(folder: str, upload_id: int) -> Path:
    """Where an upload's files arrive; removed once they are read."""
    return home(folder) / "incoming" / str(upload_id)


def free_bytes() -> int:
    """Room on the disk."""
    return shutil.disk_usage(settings.HOME).free


def forget_half(now: datetime) -> None:
    """Remove what a server that was killed had received in half of a plain form."""
    for file in (home("coming")).glob("part-*"):
        with suppress(OSError):
            if file.stat().st_mtime < (now - timedelta(days=1)).timestamp():
                file.unlink()


def remove(path: Path) -> None:
    """Remove a folder, wherever it is half gone already."""
    shutil.rmtree(path, ignore_errors=True)
