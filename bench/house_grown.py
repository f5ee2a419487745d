#!/usr/bin/env python3
"""A house that was lived in for years, generated: the same from the same seed, on either database.

    CLOSEKNIT_HOME=FOLDER [CLOSEKNIT_DATABASE_URL=postgresql://…] python bench/house_grown.py
        [--members 5000] [--applications 200] [--months 100] [--messages 30000] [--seed 7] [--now 2026-11-22T09:00:00+00:00]

Two communities: `grown` with as many rows as were asked for, and `few` with two of each. Rows are written straight
into the features' tables, names and numbers invented; the report is a real one, of a generated conversation, and the
months are copies of it with other states. `FOLDER/grown.json` tells what the other commands of the house need: who is
signed in with which cookie, and what the addresses with parameters show. Never run it on a house that is in use.
"""

import argparse
import json
import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from closeknit.house.config import server
from house_rooms import Growing
from house_rows import Size
from measuring import generated


def examined(history: Path, people: int) -> dict[str, Any]:
    """What an examination in the background would give: `facts`, the two pages, and `seen`, at least `people` long."""
    import closeknit
    from closeknit.house.features.insights.examining.facts import facts_of, seen
    from closeknit.house.features.insights.examining.judging import inside
    from closeknit.report import html, member

    zone = "Asia/Taipei"
    found = closeknit.examine(history, timezone=zone, lang="zh-Hant", title="城南夜讀")
    told = seen(found, {}, zone)
    more = [told[0] | {"name": f"阿{i}", "labels": [f"line:u{i}"]} for i in range(len(told), people)]
    return {
        "facts": facts_of(found, {}, zone), "page": inside(html.render(found)), "seen": [*told, *more],
        "members_page": inside(member.render(found, names="hide")),
    }  # fmt: skip


def grow(home: Path, size: Size, *, messages: int, now: datetime, seed: int) -> None:
    """Make both communities and write `grown.json`."""
    server.start()
    server.prepare()
    from django.db import connection

    history = generated("telegram", messages, Path(tempfile.gettempdir()) / "closeknit-bench")
    told, made = examined(history, size.members), {}
    for slug, wanted in (("few", replace(size, members=2, applications=2, months=2)), ("grown", size)):
        one = Growing(slug, wanted, now=now, seed=seed)
        one.accounts()
        one.members()
        one.charter()
        one.admission()
        one.deeds()
        one.insights(told if slug == "grown" else told | {"seen": told["seen"][:2]})
        one.rest()
        made[slug] = {
            "cookies": one.cookies(), "shown": one.shown,
            "self": {"member": one.member, "organiser": one.organiser, "visitor": one.member},
        }  # fmt: skip
        print(f"{slug}: {wanted}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (home / "grown.json").write_text(json.dumps(made), encoding="utf-8")


def main() -> None:
    """Read the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("members", 5000), ("applications", 200), ("months", 100), ("messages", 30_000), ("seed", 7)):
        options.add_argument(f"--{name}", type=int, default=value)
    options.add_argument("--now", type=datetime.fromisoformat, default=datetime.now(UTC).replace(microsecond=0))  # noqa: TID251
    asked = options.parse_args()
    home = os.environ.get("CLOSEKNIT_HOME")
    if not home:
        raise SystemExit("set CLOSEKNIT_HOME to an empty folder; the rows go into its database")
    size = Size(asked.members, asked.applications, asked.months)
    grow(Path(home), size, messages=asked.messages, now=asked.now, seed=asked.seed)


if __name__ == "__main__":
    main()
