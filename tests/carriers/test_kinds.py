"""The page of carriers counts what there is, and says what it counts."""

import re

from tests.conftest import ROOT

from closeknit.carriers.contract import CAN_GIVE
from closeknit.carriers.registry import load_all


def test_the_page_counts_the_lines_of_its_table() -> None:
    page = (ROOT / "docs/reference/carriers.md").read_text("utf-8")
    told = re.search(r"(\d+) kinds of export, read by (\d+) carriers:\s(\d+) of chats and (\d+) of what", page)
    assert told
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| carrier")]
    carriers = {row.split("|")[1].strip() for row in rows}
    assert (len(rows), len(carriers)) == (int(told[1]), int(told[2]))
    assert int(told[3]) + int(told[4]) == int(told[1])
    assert int(told[3]) >= 30


def test_every_kind_says_what_it_gives_in_known_words() -> None:
    for carrier in load_all():
        for kind, gives in carrier.gives.items():
            assert set(gives) <= set(CAN_GIVE), (carrier.name, kind)
            assert len(set(gives)) == len(gives), (carrier.name, kind)
