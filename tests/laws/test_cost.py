"""Cost grows with the history and no faster: counted in calls and bytes, for seconds differ from machine to machine."""

import cProfile
import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import closeknit

SMALL, LARGE = 6_000, 24_000
PEOPLE = 120


@pytest.mark.parametrize("inference", ["none", "quick"])
def test_four_times_the_messages_cost_at_most_four_times_as_much(tmp_path: Path, inference: str) -> None:
    small, large = (chat(tmp_path / f"{n}.json", n) for n in (SMALL, LARGE))
    closeknit.examine(small, inference=inference)  # imports, tables made once
    few_calls, few_bytes = cost(small, inference)
    many_calls, many_bytes = cost(large, inference)
    assert many_calls <= few_calls * LARGE / SMALL
    assert many_bytes <= few_bytes * LARGE / SMALL


def cost(path: Path, inference: str) -> tuple[int, int]:
    """Calls of functions, and the most bytes held at once, while a history is read, examined and shown."""
    profile = cProfile.Profile()
    profile.runcall(whole, path, inference)
    tracemalloc.start()
    try:
        whole(path, inference)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return calls_of(profile), most


def whole(path: Path, inference: str) -> None:
    closeknit.examine(path, inference=inference, lang="en").write(path.parent / "report")


def calls_of(profile: cProfile.Profile) -> int:
    return sum(entry.callcount for entry in profile.getstats())


def chat(path: Path, n: int) -> Path:
    """The same people talk n times, evenly over the same 100 days; every fifth message names what it answers."""
    luck = np.random.default_rng(7)
    who = luck.integers(0, PEOPLE, n)
    at = 1_700_000_000 + np.sort(luck.integers(0, 100 * 86_400, n))
    answered = np.arange(n) - luck.integers(1, 20, n)
    words = [
        f"{word} {luck.integers(10**6)}" for word in ("今晚有人來嗎", "我來", "where do we meet", "在老地方", "好的")
    ]
    rows = []
    for i, (person, time, target) in enumerate(zip(who.tolist(), at.tolist(), answered.tolist())):
        row = {
            "id": i + 1,
            "type": "message",
            "date_unixtime": str(time),
            "from": f"Person {person}",
            "from_id": f"user{person}",
            "text": words[(i + person) % len(words)],
        }
        if i % 5 == 0 and target > 0:
            row["reply_to_message_id"] = target
        rows.append(row)
    path.write_text(json.dumps({"name": "Even", "type": "private_group", "id": 1, "messages": rows}), "utf-8")
    return path
