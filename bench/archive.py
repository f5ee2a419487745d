#!/usr/bin/env python3
"""What an archive costs: a large import, one thousand new messages into it, the same again, reading it, forgetting.

    python bench/archive.py [--messages 1000000] [--pairs 3] [--file result.json]

Whole processes of the command line, imports of Python included. `--file` is an export of Telegram's; the thousand new
messages follow its last one, after five hundred that the archive has. Forgotten is the first who speaks, and the old
export is imported once more; then every file of the archive is decoded and searched.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet

from measuring import Cost, described, generated, machine, run_once, table

CLOSEKNIT = str(Path(sys.executable).parent / "closeknit")
NEW, KNOWN, TAIL = 1000, 500, 4_000_000


def continued(path: Path, folder: Path) -> Path:
    """An export of the last known messages and of new ones."""
    with path.open("rb") as stream:
        head = stream.read(4096)
        stream.seek(max(0, path.stat().st_size - TAIL))
        tail = stream.read()
    chat = json.loads(head[: head.index(b'"messages"')].rstrip().rstrip(b",") + b"}")
    start = tail.index(b"\n  {\n")
    known = json.loads(b"[" + tail[start : tail.rindex(b"]")].strip().rstrip(b",") + b"]")[-KNOWN:]
    last, said = known[-1], [row for row in known if row["type"] == "message"]
    new = [
        {
            **{key: value for key, value in said[i % len(said)].items() if not key.startswith(("reply", "edited"))},
            "id": last["id"] + i, "date_unixtime": str(int(last["date_unixtime"]) + i * 60), "text": f"new {i}",
        }
        for i in range(1, NEW + 1)
    ]  # fmt: skip
    out = folder / "new.json"
    out.write_text(json.dumps({**chat, "messages": known + new}, ensure_ascii=False), encoding="utf-8")
    return out


def first_speaker(path: Path) -> str:
    """The id of the first who speaks in an export."""
    with path.open("rb") as stream:
        found = re.search(rb'"from_id": "(\w+)"', stream.read(1 << 20))
    if found is None:
        raise SystemExit(f"{path}: nobody speaks")
    return found[1].decode()


def traces(archive: Path, sign: str) -> int:
    """In how many files of an archive something stands, names and tables of columns decoded."""
    count = 0
    for path in (path for path in archive.rglob("*") if path.is_file()):
        held = sign.encode() in path.read_bytes()
        if not held and path.suffix == ".parquet":
            table = parquet.read_table(path)
            words = (
                table[f.name] for f in table.schema if pa.types.is_string(f.type) or pa.types.is_dictionary(f.type)
            )
            held = any(sign in (word or "") for column in words for word in column.unique().to_pylist())
        count += held
    return count


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", type=int, default=1_000_000)
    options.add_argument("--pairs", type=int, default=3)
    options.add_argument("--file", type=Path)
    options.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "closeknit-bench")
    chosen = options.parse_args()
    path = chosen.file or generated("telegram", chosen.messages, chosen.cache)
    print(f"{machine()}\n{described(path)}", flush=True)
    costs: dict[str, list[Cost]] = {}
    forgotten, before = first_speaker(path), 0
    with tempfile.TemporaryDirectory() as place:
        new, archive = continued(path, Path(place)), Path(place) / "archive"
        steps = {
            "import all": ["import", str(path), "--into", str(archive)],
            "import 1,000 new": ["import", str(new), "--into", str(archive)],
            "import all again": ["import", str(path), "--into", str(archive), "--me", "nobody"],
            "read": ["read", str(archive)],
            "verify": ["archive", "verify", str(archive)],
            "forget one": ["archive", "forget", str(archive), forgotten, "--yes"],
            "import all once more": ["import", str(path), "--into", str(archive), "--me", "no one"],
        }
        for _round in range(chosen.pairs):
            shutil.rmtree(archive, ignore_errors=True)
            for name, words in steps.items():
                costs.setdefault(name, []).append(run_once([CLOSEKNIT, *words]))
                if name == "import all":
                    before = traces(archive, forgotten)
        after = traces(archive, forgotten)
    print("\n".join(table(costs)))
    print(f"\nfiles in which {forgotten} stands: {before} before, {after} after being forgotten and imported again")


if __name__ == "__main__":
    main()
