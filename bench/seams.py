#!/usr/bin/env python3
"""By how much links found month by month differ from links found in one piece: `python bench/seams.py [FILE]`.

The channels are those of the folder `shared` (public chats of several thousand messages), or the chats of an export.
For each: links that both ways give, the difference of their probabilities as a share of all probability, and whether
the word of the verdict and the states of the conditions stay.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from closeknit import language
from closeknit.answers.by_month import link_by_month
from closeknit.answers.linking import link
from closeknit.answers.links import Links
from closeknit.examination import read
from closeknit.records.rows import make_rows
from closeknit.scoring.channels import read_channels
from closeknit.vitality.judging import judge
from closeknit.vitality.subject_making import make_subject
from measuring import machine

SHARED = Path(__file__).parents[2] / "shared" / "validation"


class Nowhere:
    """A shelf that keeps nothing."""

    def find(self, name: str, seal: bytes) -> pa.Table | None:
        return None

    def keep(self, name: str, seal: bytes, table: pa.Table) -> None:
        pass


def tables(file: str | None, least: int) -> Iterator[tuple[str, pa.Table]]:
    """Name and messages of each channel of at least so many."""
    if file:
        history = read(file, timezone="UTC")
        for name in history.channels():
            yield name, history.only(name).messages
        return
    for one in read_channels(SHARED / "channels.parquet", SHARED / "labels.csv", hidden=False):
        if len(one.messages) >= least:
            yield one.channel, one.messages


def weights(links: Links) -> dict[tuple[int, int], float]:
    return dict(zip(zip(links.child.tolist(), links.parent.tolist()), links.probability.tolist()))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("file", nargs="?")
    options.add_argument("--least", type=int, default=6000)
    options.add_argument("--most", type=int, default=12)
    options.add_argument("--inference", default="quick")
    chosen = options.parse_args()
    print(f"{machine()}\n\n| channel | rows | months | links in both | Σ Δp / Σ p | conditions that change | word |")
    print("|---|---|---|---|---|---|---|")
    total = [0.0, 0.0, 0.0, 0.0]
    for number, (name, table) in enumerate(tables(chosen.file, chosen.least)):
        if number >= chosen.most:
            break
        rows = make_rows(table)
        ways = (
            link(rows, inference=chosen.inference),
            link_by_month(rows, Nowhere(), inference=chosen.inference, whole=0),
        )
        one, other = map(weights, ways)
        both = len(one.keys() & other.keys())
        off = sum(abs(one.get(pair, 0) - other.get(pair, 0)) for pair in one.keys() | other.keys())
        with language.using("en"):
            found = [judge(make_subject(rows, links, zone=ZoneInfo("UTC"))) for links in ways]
        states = [{c.slug: c.state for c in judged.conditions} for judged in found]
        changed = [slug for slug, state in states[0].items() if states[1].get(slug) != state]
        words = [judged.verdict.word for judged in found]
        months = len({str(at)[:7] for at in rows.at[rows.has_time].astype("datetime64[us]").astype("datetime64[M]")})
        share = both / max(len(one), len(other), 1)
        print(
            f"| {name} | {len(rows):,} | {months} | {share:.3f} | {off / max(sum(one.values()), 1):.3f} "
            f"| {', '.join(changed) or '–'} | {words[0] if words[0] == words[1] else ' → '.join(words)} |",
            flush=True,
        )
        total = [total[0] + both, total[1] + max(len(one), len(other)), total[2] + off, total[3] + sum(one.values())]
    print(f"\nall: {total[0] / total[1]:.3f} of the links in both, Σ Δp / Σ p {total[2] / total[3]:.3f}")


if __name__ == "__main__":
    main()
