#!/usr/bin/env python3
"""One conversation exported from two phones, with other contact names and another clock: is it one history?

    python bench/two_phones.py [--messages 200000]

Android's WhatsApp, to the minute, no ids. The first phone, in Taipei, has the first four fifths, the second, in London,
the last four fifths; every contact has another name there. They are imported one after the other, each in the zone of
this machine, so that the clocks are eight hours apart; then both once more.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as parquet

from conversation import Line, conversation
from measuring import machine

CLOSEKNIT = str(Path(sys.executable).parent / "closeknit")


def export(path: Path, lines: list[Line], behind: int, name: str) -> None:
    """Write what a phone exports whose clock is some hours behind, contacts called by `name`."""
    with path.open("w", encoding="utf-8") as out:
        for line in lines:
            at = line.at - timedelta(hours=behind)
            out.write(f"{at:%Y/%m/%d, %H:%M} - {name.format(line.who)}: {line.text}\n")


def kept(archive: Path, place: Path) -> int:
    """How many messages an archive holds."""
    table = place / "all.parquet"
    subprocess.run([CLOSEKNIT, "read", str(archive), "--out", str(table)], check=True, capture_output=True)
    return int(parquet.read_metadata(table).num_rows)


def main() -> None:
    """Import twice from each phone and print what the archive holds after each."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", type=int, default=200_000)
    asked = options.parse_args()
    said = enumerate(conversation(asked.messages))
    # Two in three say what nobody else says, as people do; the third is one of ten phrases.
    lines = [line if i % 3 == 0 else replace(line, text=f"{line.text} {i}") for i, line in said]
    fifth = asked.messages // 5
    print(f"{machine()}, {asked.messages:,} messages, {asked.messages - 2 * fifth:,} of them on both phones\n")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        archive = place / "archive"
        phones = {}
        for phone, some, behind, name in (
            ("Taipei", lines[: 4 * fifth], 0, "人{}號"),
            ("London", lines[fifth:], 8, "Contact {} (book club)"),
        ):
            folder = place / phone
            folder.mkdir()
            phones[phone] = folder / "WhatsApp Chat with 夜讀.txt"
            export(phones[phone], some, behind, name)
        print("| imported | messages kept |\n|---|---|")
        for phone in ("Taipei", "London", "London", "Taipei"):
            words = [CLOSEKNIT, "import", str(phones[phone]), "--into", str(archive), "--me", "nobody"]
            subprocess.run(words, check=True, capture_output=True)
            print(f"| {phone} | {kept(archive, place):,} |", flush=True)


if __name__ == "__main__":
    main()
