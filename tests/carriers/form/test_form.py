"""Answers to forms as the tools export them."""

import pytest
from tests.carriers.workbook import workbook
from tests.conftest import SAMPLES

from closeknit.carriers.contract import CERTAIN, LIKELY
from closeknit.carriers.form import CARRIER
from closeknit.errors import AmbiguousFormat, BadOption, UnknownFormat
from closeknit.records.options import ReadOptions
from closeknit.sources import Source, open_source
from closeknit.sources.source import of_bytes


def file(text: str, name: str = "form.csv") -> Source:
    return of_bytes(name, name, text.encode())


def test_google_forms_in_english_the_later_answer_counts() -> None:
    found = CARRIER.read(open_source(SAMPLES / "form/synthetic_google_en.csv"), ReadOptions())
    rows = found.exchanges.to_pylist()
    assert [(row["source"], row["state"], row["quantity"]) for row in rows] == [
        ("Qing Cheng", "agreed", 1),
        ("Zhou", "declined", None),
        ("Lan", "invited", 1),
    ]
    assert rows[0]["at"].isoformat() == "2026-03-02T11:02:03+00:00"
    assert {row["zone"] for row in rows} == {"written"}
    assert rows[0]["note"] == "What would you like to hear about?: Old maps"
    assert dict(found.issues.counts) == {"answered-again": 1}


@pytest.mark.parametrize(
    ("name", "people", "quantities"),
    [
        ("synthetic_google_zh-TW.csv", ["程青", "小滿", "何叔"], [1, 2, None]),
        ("synthetic_wjx.csv", ["程青", "阿岚", "老周"], [1, 2, None]),
        ("synthetic_surveycake.csv", ["程青", "阿嵐"], [1, 2]),
    ],
)
def test_other_tools_in_chinese(name: str, people: list[str], quantities: list[int | None]) -> None:
    source = open_source(SAMPLES / "form" / name)
    assert CARRIER.sniff(source) == CERTAIN
    found = CARRIER.read(source, ReadOptions())
    assert found.exchanges["source"].to_pylist() == people
    assert found.exchanges["quantity"].to_pylist() == quantities
    notes = "".join(note or "" for note in found.exchanges["note"].to_pylist())
    assert "203.0.113" not in notes
    assert "138000" not in notes


def test_microsoft_forms_and_a_hidden_sheet() -> None:
    table = [
        ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "How many guests?"],
        ["1", "3/2/26 19:01:10", "3/2/26 19:02:03", "a@b.c", "Ann", "", "2"],
        ["2", "3/22/26 19:01:10", "3/22/26 19:02:03", "b@b.c", "Bo", "", "1"],
    ]
    source = of_bytes("Walk.xlsx", "Walk.xlsx", workbook(Sheet1=table, old=(table, "hidden")))
    rows = CARRIER.read(source, ReadOptions()).exchanges.to_pylist()
    assert [(row["source"], row["id"], row["occasion"], row["quantity"]) for row in rows] == [
        ("Ann", "1", "Walk", 2),
        ("Bo", "2", "Walk", 1),
    ]
    assert str(rows[0]["at"].date()) == "2026-03-02"


def test_a_list_kept_by_hand() -> None:
    source = file("姓名,人數,備註\n程青,2位,素\n阿嵐,１,\n合計,3,\n,1,\n")
    assert CARRIER.sniff(source) == LIKELY
    found = CARRIER.read(source, ReadOptions())
    assert found.exchanges["quantity"].to_pylist() == [2, 1]
    assert dict(found.issues.counts) == {"no-time": 1, "no-author": 1}


def test_two_questions_for_a_name_are_refused_with_both_named() -> None:
    source = file("Timestamp,Name of the child you bring: name,Host name,Guest's name?\n3/2/2026 19:02:03,A,B,C\n")
    with pytest.raises(AmbiguousFormat) as refusal:
        CARRIER.read(file("Timestamp,Your first name,Your family name\n3/2/2026 19:02:03,A,B\n"), ReadOptions())
    assert refusal.value.candidates == ("Your first name", "Your family name")
    told = CARRIER.read(source, ReadOptions(mapping={"author": "Host name"}))
    assert told.exchanges["source"].to_pylist() == ["B"]
    with pytest.raises(BadOption):
        CARRIER.read(source, ReadOptions(mapping={"author": "Nobody"}))


def test_what_is_no_form_is_left_alone() -> None:
    for text in (
        "timestamp,name,message\n2024-01-01,A,hi\n",
        "name,role\nA,member\n",
        "姓名,身份,报名时间\nA,成员,x\n",
    ):
        assert not CARRIER.sniff(file(text)), text
    with pytest.raises(UnknownFormat):
        CARRIER.read(file("a,b\n1,2\n"), ReadOptions())
