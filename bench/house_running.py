"""A house that runs while something is measured, on either database, and the addresses of its pages.

    python bench/house_running.py FOLDER COMMAND…

starts a PostgreSQL of its own in FOLDER, which is kept, and runs COMMAND with CLOSEKNIT_DATABASE_URL set.
"""

import json
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BENCH = Path(__file__).parent
ROLES = ("visitor", "member", "organiser")
MORE = {
    "members:directory": ("?q=lin", "?q=林", "?tab=give", "?tab=away&role=backbone", "?carrier=line&page=40"),
    "deeds:mine": ("?show=ended", "?of=all", "?of=all&show=ended&page=9"),
    "admission:applications": ("?state=admitted", "?page=2"),
    "insights:people": ("?q=阿", "?page=50"),
    "insights:uploads": ("?page=3",),
    "charter:templates": ("?template=habit.public_good",),
}
"""Further addresses of a page: filters and pages of lists."""
ELSEWHERE = ("accounts:use-link", "accounts:claim", "accounts:confirm-address", "members:claim", "api:calendar",
             "api:private-feed", "members:claim-by-mail", "accounts:remove-passkey")  # fmt: skip
"""Opened by a link that a letter or a device carries, or of something that nobody here has."""


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Debian's PostgreSQL in a folder of its own, as it is installed, durable; its address with an empty database."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    port, data = free_port(), folder / "data"

    def call(program: str, *words: str) -> None:
        command = [*user, str(programs[-1].parent / program), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    if fresh := not data.exists():
        call("initdb", "-D", str(data), "-U", "house", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    call(
        "pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"-p {port} -h 127.0.0.1 -k {folder}", "start"
    )
    try:
        if fresh:
            call("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "house", "house")
        yield f"postgresql://house@127.0.0.1:{port}/house"
    finally:
        call("pg_ctl", "-D", str(data), "-m", "fast", "stop")


@dataclass(frozen=True)
class Served:
    """A house that answers; `address` has no slash at its end."""

    address: str
    pid: int

    def cpu(self) -> float:
        """Processor seconds of the house so far, its worker and its server among them (Linux)."""
        ticks = os.sysconf("SC_CLK_TCK")
        pids = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in (str(self.pid), *pids)]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / ticks


@contextmanager
def served(home: Path, database: str = "", *, counting: bool = False, **more: str) -> Iterator[Served]:
    """`closeknit serve` on a free port, as people start it; with `counting` every answer says what it cost."""
    port, kept = free_port(), {n: v for n, v in os.environ.items() if not n.startswith(("CLOSEKNIT_", "DJANGO_"))}
    environment = kept | {"CLOSEKNIT_HOME": str(home), **more}
    if database:
        environment["CLOSEKNIT_DATABASE_URL"] = database
    if counting:
        path = os.pathsep.join(filter(None, (str(BENCH), kept.get("PYTHONPATH"))))
        environment |= {"DJANGO_SETTINGS_MODULE": "house_settings", "PYTHONPATH": path}
    process = subprocess.Popen(
        [sys.executable, "-m", "closeknit", "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    address = f"http://localhost:{port}"
    try:
        for _attempt in range(200):
            with suppress(OSError), urllib.request.urlopen(f"{address}/healthz") as answer:
                if answer.status == 200:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit("the house does not answer")
        yield Served(address, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def grown(home: Path) -> Mapping[str, Any]:
    """What `house_grown.py` told of the house."""
    path = home / "grown.json"
    if not path.exists():
        raise SystemExit(f"{path} is not there: make the house with bench/house_grown.py first")
    told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def patterns() -> Iterator[tuple[str, str, bool]]:
    """(name, pattern, whether it lies in a community) of every address of the house. Django must be started."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def inside(items: Any, spaces: str, before: str) -> Iterator[tuple[str, str, bool]]:
        for item in items:
            pattern = before + str(item.pattern)
            if isinstance(item, URLResolver):
                space = f"{spaces}{item.namespace}:" if item.namespace else spaces
                yield from inside(item.url_patterns, space, pattern)
            elif isinstance(item, URLPattern) and item.name:
                yield spaces + item.name, pattern, "<slug:slug>" in pattern

    yield from inside(get_resolver().url_patterns, "", "/")


def addresses(told: Mapping[str, Any], slug: str, role: str) -> Iterator[tuple[str, str]]:
    """(name, path) of everything in one community, and in the house, that may be asked for.

    Raises SystemExit for an address whose parameters nobody has named: a page that is not measured is not known.
    """
    from django.urls import reverse

    community = told[slug]
    for name, pattern, within in patterns():
        if name in ELSEWHERE or pattern.startswith("/api/v1/"):  # programs open the latter, with a key
            continue
        words = dict(community["shown"].get(name, {}))
        if words.get("person_id") == "self":
            words["person_id"] = community["self"][role]
        if within:
            words["slug"] = slug
        if pattern.count("<") > len(words):
            raise SystemExit(f"{name}: say in bench/house_grown.py what {pattern} shows")
        path = reverse(name, kwargs=words)
        yield name, path
        for query in MORE.get(name, ()):
            yield name, path + query


def main() -> None:
    """Run a command beside a PostgreSQL."""
    folder, command = Path(sys.argv[1]).absolute(), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with postgres(folder) as url:
        raise SystemExit(
            subprocess.run(command, env=os.environ | {"CLOSEKNIT_DATABASE_URL": url}, check=False).returncode
        )


if __name__ == "__main__":
    main()
