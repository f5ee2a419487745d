"""Rows stand oldest first."""

from typing import Any

import pytest

from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import by_chat_and_time, oldest_first, steps

HOUR = 3_600_000_000
DAY = 24 * HOUR


def _history(*rows: tuple[str, int | None]) -> History:
    """(chat, hour) of each row; its text is its number."""
    builder = MessageBuilder("x", "x.json", ReadOptions(), wall=False)
    if rows:
        builder.extend(
            {
                "time": [None if hour is None else 20_000 * DAY + hour * HOUR for _chat, hour in rows],
                "channel": [chat for chat, _hour in rows],
                "channel_id": [f"id of {chat}" for chat, _hour in rows],
                "text": [str(number) for number in range(len(rows))],
            }
        )
    return builder.finish()


def _texts(history: History) -> str:
    words: list[Any] = history.messages["text"].to_pylist()
    return "".join(words)


def test_rows_of_several_chats_may_stand_among_each_other() -> None:
    history = _history(("a", 1), ("b", 2), ("a", 3))
    assert history.channels() == {"a": 2, "b": 1}
    assert history.messages["channel_id"].to_pylist() == ["id of a", "id of b", "id of a"]


def test_steps_are_counted_within_a_chat() -> None:
    assert steps(_history(("a", 5), ("a", 4), ("b", 1), ("b", 2), ("b", 2)).messages) == (1, 1)
    assert steps(_history().messages) == (0, 0)


@pytest.mark.parametrize(("hours", "order"), [([3, 2, 1], "210"), ([1, 2, 3], "012"), ([2, 3, 1], "012"), ([], "")])
def test_newest_first_is_turned_round(hours: list[int], order: str) -> None:
    assert _texts(oldest_first(_history(*(("a", hour) for hour in hours)))) == order


def test_by_chat_and_time() -> None:
    history = _history(("b", 5), ("a", 3), ("b", 1), ("a", 3), ("a", 2), ("b", 4))
    assert _texts(by_chat_and_time(history)) == "250413"
    assert _texts(by_chat_and_time(_history())) == ""


def test_a_row_without_a_time_stays_behind_its_neighbour() -> None:
    history = _history(("a", 5), ("b", 1), ("a", None), ("a", 4), ("b", None))
    assert _texts(by_chat_and_time(history)) == "30214"
    assert _texts(by_chat_and_time(_history(("a", None), ("a", 4), ("a", None)))) == "012"
