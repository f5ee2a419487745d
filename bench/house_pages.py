#!/usr/bin/env python3
"""Every page of a large house over HTTP, as visitor, member and organiser: time, queries, bytes.

    CLOSEKNIT_HOME=FOLDER [CLOSEKNIT_DATABASE_URL=…] python bench/house_pages.py [--times 30] [--all] [--only NAME …]

`FOLDER` was made by bench/house_grown.py. Time is the server's own, from the first line of the request in Python to
the compressed answer, and beside it what a busy machine does not change: the processor time of the thread; queries are counted in the small community and in the large one; bytes are those of the answer
as it is sent, and of a first visit with style sheets, scripts and icons, every file compressed. Ends with 1 where a
page misses: 120 ms at the 95th percentile, 12 queries, the same number in both, 60 KB, of which script 20.
"""

import argparse
import http.client
import os
import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from closeknit.house.config import server
from house_running import ROLES, addresses, grown, served
from measuring import machine

MOST_MS, MOST_QUERIES, MOST_BYTES, MOST_SCRIPT = 120.0, 12, 60_000, 20_000
OURS = {"server-timing", "x-queries"}
"""Headers that only the measured house sends."""
DURATIONS = re.compile(r"dur=([\d.]+)")
LATER = re.compile(rb"data-htmx=\"([^\"]+)\"")
"""A script that is fetched when somebody turns to a form."""
LINKED = re.compile(rb"<(?:link|script|img)[^>]*?(?:href|src)=\"(/[^\"]+)\"")


@dataclass
class Page:
    """What one page cost one role in one community."""

    name: str
    path: str
    role: str
    kind: str
    queries: int
    sent: int
    visit: int
    script: int
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The 95th percentile in ms."""
        return sorted(self.times)[max(0, round(len(self.times) * 0.95) - 1)]


class Browser:
    """One connection that stays open, signed in or not."""

    def __init__(self, address: str, cookie: str) -> None:
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        self.headers = {"Accept-Encoding": "gzip, br", "Accept-Language": "zh-TW", "Accept": "text/html"}
        if cookie:
            self.headers["Cookie"] = cookie
        self.known: dict[str, tuple[int, bool]] = {}

    def get(self, path: str) -> tuple[http.client.HTTPResponse, int, bytes]:
        """The answer, its size on the wire, headers included, and its body as it was sent."""
        try:
            answer = self._asked(path)
        except (http.client.RemoteDisconnected, ConnectionError):  # closed by the house after thirty silent seconds
            self.connection.close()
            answer = self._asked(path)
        body = answer.read()
        heads = [(k, v) for k, v in answer.getheaders() if k.lower() not in OURS]
        return answer, len(body) + sum(len(k) + len(v) + 4 for k, v in heads) + 17, body

    def _asked(self, path: str) -> http.client.HTTPResponse:
        self.connection.request("GET", quote(path, safe="/?=&%:"), headers=self.headers)
        return self.connection.getresponse()

    def visit(self, body: bytes) -> tuple[int, int]:
        """(bytes of everything that a page links to and a browser fetches, of them script)."""
        import gzip

        text = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        total = script = 0
        linked = LINKED.findall(text) + (LATER.findall(text) if b" hx-" in text else [])
        for path in dict.fromkeys(found.decode() for found in linked):
            if path not in self.known:
                answer, size, _body = self.get(path)
                self.known[path] = (size, "javascript" in (answer.getheader("Content-Type") or ""))
            size, is_script = self.known[path]
            total, script = total + size, script + size * is_script
        return total, script


def first(browser: Browser, name: str, path: str, role: str) -> Page | None:
    """One look at an address; None where this role finds no page there."""
    answer, sent, body = browser.get(path)
    if answer.status in {302, 303, 401, 403, 404, 405, 409, 410}:
        return None
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status} to {role}")
    kind = (answer.getheader("Content-Type") or "").split(";")[0]
    linked, script = browser.visit(body) if kind == "text/html" else (0, 0)
    queries = int(answer.getheader("X-Queries") or 0)
    return Page(name, path, role, kind, queries, sent, sent + linked, script)


def measured(address: str, told: Mapping[str, Any], times: int, only: Sequence[str]) -> Iterator[tuple[Page, int]]:
    """Each page of the large community, and how many queries it takes in the small one."""
    for role in ROLES:
        small, large = (Browser(address, told[slug]["cookies"][role]) for slug in ("few", "grown"))
        paths = zip(addresses(told, "few", role), addresses(told, "grown", role), strict=True)
        for (name, few), (_name, many) in paths:
            if only and not any(word in name for word in only):
                continue
            first(large, name, many, role)  # warms what is kept in memory
            single, page = first(small, name, few, role), first(large, name, many, role)
            if page is None:
                continue
            for _time in range(times):
                answer, _sent, _body = large.get(many)
                cpu, took = DURATIONS.findall(answer.getheader("Server-Timing") or "")
                page.times.append(float(took))
                page.cpu.append(float(cpu))
            yield page, single.queries if single else page.queries


def misses(page: Page, single: int) -> str:
    """What a page misses, in words; "" where nothing. Files and pictures are not pages."""
    if page.kind != "text/html":
        return ""
    told = (
        (page.p95 > MOST_MS, f"{page.p95:.0f} ms"),
        (page.queries > MOST_QUERIES, f"{page.queries} queries"),
        (page.queries != single, f"{single} queries with two rows, {page.queries} with many"),
        (page.visit > MOST_BYTES, f"{page.visit / 1000:.1f} KB"),
        (page.script > MOST_SCRIPT, f"{page.script / 1000:.1f} KB of script"),
    )
    return "; ".join(words for is_so, words in told if is_so)


def main() -> None:
    """Read the command line and print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=30)
    options.add_argument("--all", action="store_true", help="every page, not only the slowest")
    options.add_argument("--only", nargs="*", default=())
    chosen = options.parse_args()
    home, database = Path(os.environ.get("CLOSEKNIT_HOME", "")), os.environ.get("CLOSEKNIT_DATABASE_URL", "")
    told = grown(home)
    server.start()
    with served(home, database, counting=True) as house:
        found = list(measured(house.address, told, chosen.times, chosen.only))
    pages = [(page, single) for page, single in found if page.kind == "text/html"]
    times = [time for page, _single in pages for time in page.times]
    print(f"{machine()}, {'PostgreSQL' if database else 'SQLite'}\n")
    print(f"{len(pages)} pages (address × role), {len(times)} answers: p50 {statistics.median(times):.1f} ms, "
          f"p95 {sorted(times)[round(len(times) * 0.95) - 1]:.1f} ms; "
          f"slowest page's p95 {max(page.p95 for page, _ in pages):.1f} ms; "
          f"queries at most {max(page.queries for page, _ in pages)}; "
          f"first visit at most {max(page.visit for page, _ in pages) / 1000:.1f} KB, "
          f"of it script {max(page.script for page, _ in pages) / 1000:.1f} KB\n")  # fmt: skip
    print("| page | as | p50 ms | p95 ms | cpu ms | queries | KB | first visit KB |\n|---|---|---|---|---|---|---|---|")
    ordered = sorted(found, key=lambda pair: -pair[0].p95)
    for page, single in ordered if chosen.all else ordered[:12]:
        queries = str(page.queries) if single == page.queries else f"{single} → {page.queries}"
        print(f"| {page.name} {page.path.partition('?')[2]} | {page.role} | {statistics.median(page.times):.1f} | "
              f"{page.p95:.1f} | {statistics.median(page.cpu):.1f} | {queries} | {page.sent / 1000:.1f} | {page.visit / 1000:.1f} |")  # fmt: skip
    missed = [(page, words) for page, single in found if (words := misses(page, single))]
    for page, words in missed:
        print(f"misses: {page.name} {page.path} as {page.role}: {words}")
    raise SystemExit(1 if missed else 0)


if __name__ == "__main__":
    main()
