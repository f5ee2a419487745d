"""Deeds on paper become the same rows as answers."""

from datetime import UTC, datetime

from closeknit.records.enrolment import enrol
from closeknit.records.exchange import EXCHANGE
from closeknit.records.history import History
from closeknit.records.issue import IssueLog
from closeknit.records.rows import make_rows
from closeknit.ties.exchanges import ASSEMBLY, Exchanges, from_recorded, together
from tests.records.test_enrolment import recorded

DAY = datetime(2024, 3, 5, tzinfo=UTC)


def exchanges(*rows: dict[str, object]) -> Exchanges:
    history = History.beside(issues=IssueLog(), path="x.csv", exchanges=recorded(*rows))
    return from_recorded(enrol(make_rows(history.messages), history)[1])


def came(*names: str, to: str = "1", state: str = "done") -> list[dict[str, object]]:
    return [{"source": name, "occasion_id": to, "state": state, "at": DAY} for name in names]


def test_who_came_to_one_gathering_met_each_other_both_ways() -> None:
    found = exchanges(*came("A", "B", "C"), *came("D", state="absent"), *came("E", to="2"))
    assert sorted(zip(found.source.tolist(), found.target.tolist())) == [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)]
    assert found.is_explicit.all()
    table = found.to_table()
    assert table.schema == EXCHANGE
    assert set(table["kind"].to_pylist()) == {"meeting"}
    assert table["at"].to_pylist()[0] == DAY
    assert table["row"].null_count == len(table)


def test_at_a_larger_gathering_one_has_talked_to_some_and_at_an_assembly_nobody_knows_to_whom() -> None:
    found = exchanges(*came(*map(str, range(11))))
    assert len(found) == 110
    assert abs(found.probability[0] - 0.3) < 1e-6
    assert not found.is_explicit.any()
    assert not len(exchanges(*came(*map(str, range(ASSEMBLY + 1)))))


def test_a_payment_is_an_exchange_and_one_to_oneself_is_none() -> None:
    found = exchanges(
        {"kind": "deal", "source": "A", "target": "B", "amount": 1000, "currency": "CNY"},
        {"kind": "gift", "source": "A", "target": "A"},
        {"kind": "deal", "source": "B", "target": "A", "state": "cancelled"},
        {"kind": "sign-up", "source": "A", "target": "B"},
    )
    assert [(int(s), int(t)) for s, t in zip(found.source, found.target)] == [(0, 1)]
    assert len(together(found, found, exchanges())) == 2
