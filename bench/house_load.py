#!/usr/bin/env python3
"""A hundred requests a second for ten minutes on a large house: readers, and people who write.

    CLOSEKNIT_HOME=FOLDER [CLOSEKNIT_DATABASE_URL=…] python bench/house_load.py [--rate 100] [--seconds 600]

`FOLDER` was made by bench/house_grown.py; what is written stays in it. The requests come at their times whether or not
the ones before are answered, over connections that stay open, as a proxy keeps them: a house that is too slow falls
behind, and waiting counts. Nine in ten read a page or a file of the look; one in ten promises a deed, which is a page
with a form and its answer. Ends with 1 where one answer was an error, none came within 20 s, or fewer were answered.
"""

import argparse
import asyncio
import os
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from house_running import grown, served
from measuring import machine

READ = (
    ("visitor", "/", 10), ("visitor", "/c/grown/", 6), ("visitor", "/c/grown/charter/", 6), ("visitor", "/c/grown/gate/", 8),
    ("visitor", "/healthz", 4), ("member", "/c/grown/", 12), ("member", "/c/grown/members/", 8),
    ("member", "/c/grown/members/?q=林", 4), ("member", "/c/grown/members/{person}/", 10), ("member", "/c/grown/deeds/", 8),
    ("member", "/c/grown/insights/", 6), ("organiser", "/c/grown/", 4), ("organiser", "/c/grown/gate/applications/", 4),
    ("organiser", "/c/grown/insights/", 4), ("organiser", "/c/grown/insights/report/", 2),
    ("member", "/static/style/closeknit.css", 4),
)  # fmt: skip
"""(who, what, how often in a hundred); the rest writes."""
WRITE = "/c/grown/deeds/new/"
LONGEST = 20
IDLE = 10
"""Seconds after which a connection is not used again: the house closes those that say nothing for thirty."""
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|once)" value="([^"]+)"')
CSRF = re.compile(rb"(?i)set-cookie: (csrftoken=[^;\r]+)")


@dataclass
class Told:
    """What came of the requests."""

    times: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


class Line:
    """One connection that stays open, one request at a time."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.used = 0.0

    async def ask(self, path: str, cookie: str, form: Mapping[str, str] | None = None) -> tuple[int, bytes, bytes]:
        """(status, head, body)."""
        if self.streams and time.perf_counter() - self.used > IDLE:
            self.streams[1].close()
            self.streams = None
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.streams
        sent = urlencode(form).encode() if form is not None else b""
        head = [f"{'GET' if form is None else 'POST'} {quote(path, safe='/?=&%')} HTTP/1.1", f"Host: localhost:{self.port}",
                "Accept-Encoding: identity" if path == WRITE else "Accept-Encoding: gzip", "Accept-Language: zh-TW"]  # fmt: skip
        if cookie:
            head.append(f"Cookie: {cookie}")
        if form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(sent)}"]
        writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + sent)
        try:
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", answer)
            body = await reader.readexactly(int(length[1])) if length else b""
        except (asyncio.IncompleteReadError, ConnectionError):
            self.streams = None
            raise
        self.used = time.perf_counter()
        return int(answer[9:12]), answer, body


class Load:
    """Requests at their times."""

    def __init__(self, address: str, told: Mapping[str, Any], seed: int) -> None:
        self.address, self.community, self.luck = address, told["grown"], random.Random(seed)
        self.lines: list[Line] = []
        self.told = Told()
        self.due = (date.today() + timedelta(days=9)).isoformat()  # noqa: DTZ011

    def choice(self) -> tuple[str, str]:
        """Who asks for what next; "" is somebody who writes."""
        weights = [often for _who, _path, often in READ]
        kinds: list[tuple[str, str]] = [(who, path) for who, path, _often in READ]
        who, path = self.luck.choices([*kinds, ("member", "")], [*weights, 10])[0]
        first, last = self.community["self"]["member"], self.community["shown"]["members:one"]["person_id"]
        return who, path.format(person=self.luck.randint(first, last))

    async def run(self, rate: float, seconds: float) -> None:
        """Ask `rate` times a second for so long."""
        began, tasks = time.perf_counter(), set()
        for number in range(int(rate * seconds)):
            at = began + number / rate
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            task = asyncio.create_task(self.one(at, *self.choice()))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)

    async def one(self, at: float, who: str, path: str) -> None:
        """One request; the clock runs from the time at which it was due."""
        line = self.lines.pop() if self.lines else Line(self.address)
        self.told.late.append(time.perf_counter() - at)
        try:
            async with asyncio.timeout(LONGEST):
                status = await (self.write(line) if not path else self.read(line, who, path))
        except (TimeoutError, OSError, EOFError, ValueError) as error:
            self.told.errors[f"{path or 'write'}: {type(error).__name__}"] += 1
            return
        self.lines.append(line)
        self.told.times.append(time.perf_counter() - at)
        self.told.statuses[status] += 1
        if status not in {200, 303}:
            self.told.errors[f"{path or 'write'}: {status}"] += 1

    async def read(self, line: Line, who: str, path: str) -> int:
        """A page."""
        return (await line.ask(path, self.community["cookies"][who]))[0]

    async def write(self, line: Line) -> int:
        """The page with the form, then the form."""
        cookie = self.community["cookies"]["member"]
        status, head, body = await line.ask(WRITE, cookie)
        given = CSRF.search(head)
        if status != 200 or given is None:
            return status
        hidden = {name.decode(): value.decode() for name, value in HIDDEN.findall(body)}
        form = {
            **hidden,
            "title": "帶茶來",
            "text": "",
            "due": self.due,
            "person_id": str(self.community["self"]["member"]),
        }
        return (await line.ask(WRITE, f"{cookie}; {given[1].decode()}", form))[0]


def percentile(times: Sequence[float], share: float) -> float:
    """In ms."""
    return 1000 * sorted(times)[max(0, round(len(times) * share) - 1)]


def main() -> None:
    """Read the command line, ask, tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rate", type=float, default=100)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    home, database = Path(os.environ.get("CLOSEKNIT_HOME", "")), os.environ.get("CLOSEKNIT_DATABASE_URL", "")
    with served(home, database) as house:
        load = Load(house.address, grown(home), chosen.seed)
        asyncio.run(load.run(5, 4))  # warms what is kept in memory
        load.told, load.lines = Told(), []
        began, worked, own = time.perf_counter(), house.cpu(), time.process_time()
        asyncio.run(load.run(chosen.rate, chosen.seconds))
        took, cpu, own = time.perf_counter() - began, house.cpu() - worked, time.process_time() - own
    told, asked = load.told, int(chosen.rate * chosen.seconds)
    print(f"{machine()}, {'PostgreSQL' if database else 'SQLite'}\n")
    print(
        "| asked | a second | answered | errors | p50 ms | p95 ms | p99 ms | longest | house's CPU s | asker's |\n"
        + "|---" * 10
        + "|"
    )
    print(f"| {asked} | {asked / took:.1f} | {len(told.times)} | {sum(told.errors.values())} | "
          f"{percentile(told.times, 0.5):.1f} | {percentile(told.times, 0.95):.1f} | {percentile(told.times, 0.99):.1f} | "
          f"{max(told.times):.2f} s | {cpu:.1f} | {own:.1f} |")  # fmt: skip
    print(
        f"\nanswers {dict(told.statuses)}; a request began {1000 * statistics.median(told.late):.1f} ms after its time"
    )
    for words, count in told.errors.most_common(20):
        print(f"error: {words} × {count}")
    raise SystemExit(1 if told.errors or len(told.times) < asked else 0)


if __name__ == "__main__":
    main()
