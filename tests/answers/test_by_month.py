"""A month that was linked once is not linked again, and what the history states is what it states in one piece."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from closeknit.answers import by_month
from closeknit.answers.by_month import link_by_month
from closeknit.answers.linking import link
from closeknit.answers.links import GROUNDS, Reach
from closeknit.records.builder import MessageBuilder
from closeknit.records.options import ReadOptions
from closeknit.records.rows import Rows, make_rows

DAY = 86_400_000_000
START = 1_704_067_200_000_000  # the first of January 2024


class Shelf:
    """Keeps in memory, and counts."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, pa.Table]] = {}
        self.made: list[str] = []

    def find(self, name: str, seal: bytes) -> pa.Table | None:
        known = self.kept.get(name)
        return known[1] if known and known[0] == seal else None

    def keep(self, name: str, seal: bytes, table: pa.Table) -> None:
        self.kept[name] = seal, table
        self.made.append(name)

    def rest(self) -> None:
        """Nothing lies on disk."""


def talk(days: int, **changes: Any) -> Rows:
    """Two channels, a message every quarter of a day; every fifth answers one up to forty days old."""
    build = MessageBuilder("test", "test.txt", ReadOptions(), wall=False)
    words = ["今晚讀第三章嗎", "好啊", "那座橋是他父親嗎？", "我覺得是", "謝謝！明天見", "誰帶書？"]
    for name in ("讀書", "爬山"):
        build.channel(name)
        for i in range(days * 4):
            build.add(
                time=START + i * DAY // 4, author=f"人{i % 7}", id=f"{name}{i}",
                text=changes.get(str(i), words[i % 6]),
                **({"reply_to": f"{name}{max(0, i - (i * 13) % 160)}"} if i % 5 == 4 else {}),
            )  # fmt: skip
    return make_rows(build.finish().messages)


def same(one: Any, other: Any) -> bool:
    return all(np.array_equal(getattr(one, n), getattr(other, n)) for n in ("child", "parent", "probability", "ground"))


@pytest.mark.parametrize("inference", ["none", "quick"])
def test_a_short_history_is_linked_as_any_other(inference: str) -> None:
    rows, shelf = talk(20), Shelf()
    for _once_and_again in range(2):
        assert same(link_by_month(rows, shelf, inference=inference), link(rows, inference=inference))
    assert shelf.made == [f"whole {inference}"]


@pytest.mark.parametrize("inference", ["none", "quick"])
def test_what_is_stated_is_the_same_however_far_back(inference: str) -> None:
    rows = talk(100)
    in_one, by = link(rows, inference=inference), link_by_month(rows, Shelf(), inference=inference, whole=0)
    reply = GROUNDS.index("reply")
    stated = [set(zip(x.child[x.ground == reply], x.parent[x.ground == reply], strict=True)) for x in (in_one, by)]
    assert stated[0] == stated[1]
    assert max(child - parent for child, parent in stated[1]) > 124  # further than a month
    assert (np.diff(by.child) >= 0).all()
    assert (by.parent < by.child).all()
    assert (rows.channel[by.parent] == rows.channel[by.child]).all()


def test_a_month_more_costs_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_month, "CONTEXT", 30)
    shelf = Shelf()
    link_by_month(talk(60), shelf, inference="quick", whole=0)
    assert len(shelf.made) == 4
    shelf.made.clear()
    found = link_by_month(talk(90), shelf, inference="quick", whole=0)
    assert sorted(shelf.made) == ["爬山 650 quick", "讀書 650 quick"]
    assert same(found, link_by_month(talk(90), Shelf(), inference="quick", whole=0))


def test_months_that_nothing_looks_at_are_not_asked_about() -> None:
    shelf, reach = Shelf(), Reach(START + 70 * DAY, START + 80 * DAY)
    rows = talk(90)
    found = link_by_month(rows, shelf, inference="quick", reach=reach, whole=0)
    assert found.reach == reach
    assert [name for name in shelf.made if name.startswith("讀書")] == [
        "讀書 648 none",
        "讀書 649 none",
        "讀書 650 quick",
    ]
    inferred = rows.at[found.child[~found.is_explicit]]
    assert len(inferred)
    assert (inferred >= START + 60 * DAY).all()


def test_a_message_changed_in_an_old_month_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_month, "CONTEXT", 30)
    shelf = Shelf()
    link_by_month(talk(90), shelf, inference="quick", whole=0)
    shelf.made.clear()
    changed = talk(90, **{"10": "人3：你說得對"})
    found = link_by_month(changed, shelf, inference="quick", whole=0)
    assert sorted(shelf.made) == ["爬山 648 quick", "讀書 648 quick"]
    assert same(found, link_by_month(changed, Shelf(), inference="quick", whole=0))


def test_rows_without_times_and_without_a_channel() -> None:
    build = MessageBuilder("test", "test.txt", ReadOptions(), wall=False)
    for i in range(20):
        build.add(time=None if i % 3 else START + i * 20 * DAY, author=f"人{i % 3}", text=f"第 {i} 句")
    rows = make_rows(build.finish().messages)
    assert len(link_by_month(rows, Shelf(), inference="quick", whole=0).child) <= 4 * len(rows)
    assert len(link_by_month(make_rows(rows.table.slice(0, 0)), Shelf(), inference="quick")) == 0
