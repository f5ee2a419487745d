#!/usr/bin/env python3
"""What reading Telegram's JSON costs beside the least that any reader can do: decoding the file with msgspec.

    python bench/read_telegram.py [--messages 1000000] [--pairs 5] [--file result.json]

Two whole processes, imports included, in turn: (a) msgspec decodes the whole file into typed rows with the fields
that a reader needs, and does nothing with them; (b) `closeknit.carriers` reads it into the message table. Their
counts are compared first. Pandas is hidden from both, as the command line hides it.
"""

import argparse
import importlib.abc
import sys
import tempfile
from pathlib import Path

from measuring import alternate, described, generated, machine, table


class Hidden(importlib.abc.MetaPathFinder):
    """Arrow imports pandas merely because it is there."""

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def bare(path: Path) -> tuple[int, int]:
    """Decode the file whole; its rows, and its distinct senders."""
    import msgspec

    class Part(msgspec.Struct, gc=False):
        type: str = ""
        text: str = ""

    class Row(msgspec.Struct, gc=False):
        id: int
        type: str
        date_unixtime: str
        from_: str | None = msgspec.field(default=None, name="from")
        from_id: str | None = None
        actor: str | None = None
        actor_id: str | None = None
        action: str | None = None
        edited_unixtime: str | None = None
        forwarded_from: str | None = None
        reply_to_message_id: int | None = None
        photo: str | None = None
        media_type: str | None = None
        text: str | list[str | Part] = ""

    # The types are looked up by name, and these stand in a function.
    globals().update(Part=Part, Row=Row)
    export = msgspec.defstruct("Export", [("messages", list[Row])])
    rows = msgspec.json.decode(path.read_bytes(), type=export).messages
    return len(rows), (len({row.from_id for row in rows if row.type == "message"}) if COUNT else 0)


def read(path: Path) -> tuple[int, int]:
    """Read the file; rows of the table, and distinct senders."""
    from closeknit.carriers.registry import read_source
    from closeknit.records.options import ReadOptions
    from closeknit.sources import open_source

    messages = read_source(open_source(path), ReadOptions()).messages
    if not COUNT:
        return len(messages), 0
    import pyarrow.compute as pc

    sent = messages.filter(pc.is_null(messages["event"]))
    return len(messages), len(sent["author_id"].unique())


COUNT = "--count" in sys.argv
CHILDREN = {"bare": bare, "read": read}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", type=int, default=1_000_000)
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--file", type=Path)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "closeknit-bench")
    chosen = options.parse_args()
    path = chosen.file or generated("telegram", chosen.messages, chosen.cache)
    print(f"{machine()}\n{described(path)}", flush=True)
    import subprocess

    me = [sys.executable, __file__, "--child"]
    counts = {
        name: subprocess.run([*me, name, path, "--count"], check=True, capture_output=True, text=True).stdout.strip()
        for name in CHILDREN
    }
    print(f"rows and senders: {counts}")
    if len(set(counts.values())) != 1:
        raise SystemExit("the two do not count alike")
    commands = {"msgspec, bare": [*me, "bare", str(path)], "closeknit.carriers": [*me, "read", str(path)]}
    print("\n".join(table(alternate(commands, chosen.pairs), against="msgspec, bare")))


if __name__ == "__main__":
    sys.meta_path.insert(0, Hidden())
    if "--child" in sys.argv:
        print(*CHILDREN[sys.argv[2]](Path(sys.argv[3])))
    else:
        main()
