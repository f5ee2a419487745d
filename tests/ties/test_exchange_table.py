"""Exchanges as the table that other programs read."""

import numpy as np

from closeknit.records.exchange import EXCHANGE
from closeknit.records.rows import NO_TIME
from closeknit.ties.exchanges import Exchanges


def test_exchanges_become_rows_and_an_unknown_time_stays_unknown() -> None:
    two = Exchanges(
        np.array([0, 1], np.int32), np.array([1, 0], np.int32), np.array([1_772_000_000_000_000, NO_TIME]),
        np.array([1.0, 0.5], np.float32), np.array([True, False]), np.array([4, 7]), np.array([3, 6]),
    )  # fmt: skip
    table = two.to_table()
    assert table.schema == EXCHANGE
    assert table["at"].null_count == 1
    assert table["kind"].to_pylist() == ["answer", "answer"]
    assert table["probability"].to_pylist() == [1.0, 0.5]
