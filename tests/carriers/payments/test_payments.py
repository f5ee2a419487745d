"""Bills, statements and ledgers: who paid whom."""

import pytest
from tests.conftest import SAMPLES

from closeknit.carriers.contract import CERTAIN, LIKELY
from closeknit.carriers.payments import CARRIER
from closeknit.errors import UnknownFormat
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes


def sample(name: str) -> History:
    return CARRIER.read(open_source(SAMPLES / "payments" / name), ReadOptions())


def read(text: str, me: str | None = None) -> History:
    source = of_bytes("bank.csv", "bank.csv", text.encode())
    assert CARRIER.sniff(source) == LIKELY
    return CARRIER.read(source, ReadOptions(me=me))


def paid(history: History) -> list[tuple[str | None, str | None, int, str]]:
    rows = history.exchanges.to_pylist()
    return [(row["source"], row["target"], row["amount"], row["currency"]) for row in rows]


def test_wechat_pay() -> None:
    source = open_source(SAMPLES / "payments/synthetic_wechat_pay.csv")
    assert CARRIER.sniff(source) == CERTAIN
    found = sample("synthetic_wechat_pay.csv")
    assert paid(found) == [
        ("阿岚", "程青", 3500, "CNY"),
        ("程青", "老周", 6666, "CNY"),
        ("程青", "某某书店", 8800, "CNY"),
        ("小满", "程青", 106600, "CNY"),
    ]
    assert found.exchanges["kind"].to_pylist() == ["deal", "gift", "deal", "deal"]
    assert found.exchanges["state"].to_pylist() == ["done", "done", "cancelled", "done"]
    assert found.exchanges["id"].to_pylist()[0] == "1000050001202603050001"


def test_alipay_in_gb18030() -> None:
    assert CARRIER.sniff(open_source(SAMPLES / "payments/synthetic_alipay.csv")) == CERTAIN
    found = sample("synthetic_alipay.csv")
    assert paid(found) == [("程青", "何叔", 2000, "CNY"), ("林夏", "程青", 10000, "CNY")]
    assert found.exchanges["kind"].to_pylist() == ["deal", "deal"]
    assert found.exchanges["target_id"].null_count == 2  # half of an address behind stars is no address


def test_a_bank_with_two_columns_and_a_ledger_with_two_people() -> None:
    assert paid(sample("synthetic_bank.csv")) == [
        ("Qing Cheng", "Tea House Ltd", 120000, "HKD"),
        ("Lan", "Qing Cheng", 15000, "HKD"),
    ]
    assert paid(sample("synthetic_ledger.csv")) == [
        ("阿嵐", "程青", 15000, "TWD"),
        ("小滿", "程青", 150000, "TWD"),
        ("程青", "何叔", 20000, "TWD"),
    ]


def test_signs_tell_the_direction_and_the_owner_is_told() -> None:
    found = read("date,counterparty,amount\n2024-03-05,Ann,-12.50\n2024-03-06,Bo,+€3\n2024-03-07,Cy,7\n", me="Me")
    assert paid(found) == [("Me", "Ann", 1250, "XXX"), ("Bo", "Me", 300, "EUR"), ("Cy", "Me", 700, "XXX")]


def test_bad_rows_are_issues_and_totals_are_nobody() -> None:
    found = read(
        "date,payer,payee,amount\n2024-03-05,Ann,Bo,about ten\n2024-13-45,Ann,Bo,5\nTotal,,,5\n2024-03-06,,,5\n"
    )
    assert paid(found) == [("Ann", "Bo", 500, "XXX")]
    assert dict(found.issues.counts) == {"bad-amount": 1, "bad-time": 1, "no-author": 1}


def test_a_hundred_thousand_rows() -> None:
    lines = "\n".join(f"2024-03-{i % 28 + 1:02},P{i % 300},Bo,{i % 90 + 1}.00" for i in range(100_000))
    assert len(read("date,payer,payee,amount\n" + lines).exchanges) == 100_000


def test_what_is_no_statement_is_left_alone() -> None:
    for text in ("name,role\nA,member\n", "date,author,message\n2024-01-01,A,hi\n", "product,price\ntea,3\n"):
        assert not CARRIER.sniff(of_bytes("t.csv", "t.csv", text.encode())), text
    with pytest.raises(UnknownFormat):
        CARRIER.read(of_bytes("t.csv", "t.csv", b"a,b\n1,2\n"), ReadOptions())


def test_a_treasurers_list_of_names_and_sums() -> None:
    rows = ('2024/1/5,小明,"1,200",會費', "2024/1/6,小華,NT$300,會費", "2024/1/6,小華,三百,會費")
    history = read("\n".join(("日期,姓名,金額,用途", *rows)))
    assert paid(history) == [("小明", None, 120000, "XXX"), ("小華", None, 30000, "TWD")]
    assert dict(history.issues.counts) == {"bad-amount": 1}
