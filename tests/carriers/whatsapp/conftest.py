"""Chats as a person would see them, read."""

from collections.abc import Callable
from typing import Any

import pytest

from closeknit.carriers.whatsapp import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes

Reading = Callable[..., History]


@pytest.fixture
def reading() -> Reading:
    """`reading(text, name=…, me=…)`: the history of an export with this text."""

    def read(text: str, name: str = "WhatsApp Chat with X.txt", me: str | None = None) -> History:
        return CARRIER.read(of_bytes(name, name, text.encode()), ReadOptions(me=me))

    return read


@pytest.fixture
def rows(reading: Reading) -> Callable[..., list[dict[str, Any]]]:
    """`rows(text, …)`: the rows of that history."""
    return lambda text, **options: reading(text, **options).messages.to_pylist()


@pytest.fixture
def times(rows: Callable[..., list[dict[str, Any]]]) -> Callable[[str], list[str | None]]:
    """`times(text)`: its wall times, to the second."""
    return lambda text: [row["sent_at"] and row["sent_at"].isoformat()[:19] for row in rows(text)]
