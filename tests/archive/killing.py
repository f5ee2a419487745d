"""Runs an import in a process of its own, to be killed: `python -m tests.archive.killing FOLDER COUNT FIRST`.

Imports COUNT invented messages from number FIRST on, over twenty months, with as many members of a roster, and says
`done` when it is.
"""

import sys
from pathlib import Path

import pyarrow as pa

from closeknit.records.history import History
from closeknit.records.issue import IssueLog
from closeknit.records.roster import ROSTER
from tests.archive.conversation import archive_in, keep, numbered

EVERY = 3 * 86_400


def rows(first: int, count: int) -> list[dict[str, object]]:
    """Messages of which every tenth is edited in an odd-numbered export."""
    return [
        {"id": str(i), "time": 1_700_000_000 + i * EVERY, "author": f"u{i % 7}", "author_id": f"u{i % 7}",
         "text": f"第 {i} 句"}
        for i in range(first, first + count)
    ]  # fmt: skip


def members(count: int) -> History:
    """A roster of so many."""
    table = pa.Table.from_pylist([{"name": f"成員{i}"} for i in range(count)], schema=ROSTER)
    return History.beside(issues=IssueLog(), path="members.csv", roster=table)


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    archive = archive_in(Path(sys.argv[1]))
    keep(archive, numbered(rows(int(sys.argv[3]), int(sys.argv[2]))), members(int(sys.argv[2])))
    sys.stdout.write("done\n")
