"""Rosters as organisers keep them."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.carriers.workbook import workbook
from tests.conftest import SAMPLES

from closeknit.carriers.roster import CARRIER
from closeknit.errors import AmbiguousFormat, UnknownFormat
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes


def read(text: str | bytes, name: str = "roster.csv") -> History:
    source = of_bytes(name, name, text.encode() if isinstance(text, str) else text)
    assert CARRIER.sniff(source)
    return CARRIER.read(source, ReadOptions())


@pytest.mark.shared
@pytest.mark.parametrize("name", ["synthetic_members.csv", "synthetic_members.xlsx"])
def test_the_samples_give_what_is_stated(shared: Path, name: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    stated = next(line for line in map(json.loads, lines) if line["path"] == f"roster/{name}")
    rows = CARRIER.read(open_source(SAMPLES / "roster" / name), ReadOptions()).roster.to_pylist()
    roles = [row["role"] for row in rows]
    joined = sorted(str(row["joined_on"]) for row in rows if row["joined_on"])
    assert len(rows) == stated["people"]
    assert sum(row["left_on"] is not None for row in rows) == stated["left"]
    assert {role: roles.count(role) for role in set(roles) - {None}} == stated["roles"]
    assert roles.count(None) == stated["no_role"]
    assert (joined[0], joined[-1]) == (stated["first_joined"], stated["last_joined"])
    assert sum(bool(row["contacts"]) for row in rows) == stated["with_contact"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encodings_of_the_mainland(encoding: str) -> None:
    text = "姓名,身份,入会日期\r\n程青,会长,2025年9月1日\r\n阿岚,志愿者,2025/9/3\r\n"
    rows = read(text.encode(encoding)).roster.to_pylist()
    assert [(r["name"], r["role"], r["joined_on"]) for r in rows] == [
        ("程青", "organiser", date(2025, 9, 1)),
        ("阿岚", "backbone", date(2025, 9, 3)),
    ]


def test_big5_as_excel_in_taiwan_writes_it() -> None:
    text = "姓名\t職務\t電話\r\n程青\t理事長\t0912-000-111\r\n林夏\t志工\t\r\n"
    rows = read(text.encode("big5"), "名冊.txt").roster.to_pylist()
    assert [(r["name"], r["role"], r["office"]) for r in rows] == [
        ("程青", "organiser", "理事長"),
        ("林夏", "backbone", "志工"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2025-03-04", "2025-03-25", date(2025, 3, 4)),
        ("04/03/2025", "25/03/2025", date(2025, 3, 4)),
        ("03/04/2025", "03/25/2025", date(2025, 3, 4)),
        ("4 March 2025", "25 March 2025", date(2025, 3, 4)),
        ("二〇二五年", "2025-03-25", None),
    ],
)
def test_dates_stand_in_three_orders(first: str, second: str, expected: date | None) -> None:
    found = read(f"name,role,joined\nAnn,member,{first}\nBo,member,{second}\n")
    assert found.roster["joined_on"].to_pylist() == [expected, date(2025, 3, 25)]
    assert bool(found.issues.total) == (expected is None)


def test_names_may_repeat_and_a_row_word_for_word_is_taken_once() -> None:
    found = read("name,role,phone\nWang Wei,member,1\nWang Wei,member,2\nWang Wei,member,2\n,member,3\n合計,3,\n")
    assert [r["contacts"] for r in found.roster.to_pylist()] == [[("phone", "1")], [("phone", "2")]]
    assert dict(found.issues.counts) == {"repeated": 1, "no-author": 1}
    assert found.issues.lost == 1


def test_what_the_columns_may_say() -> None:
    found = read(
        "Last name,First name,Nickname,Role,Invited by,OK to share?,Consent\n"
        "Lin,Summer,Sum,co-founder / host,Ann,,yes\n林,夏,,gardener,,,no\n"
    )
    one, two = found.roster.to_pylist()
    assert (one["name"], one["aliases"], one["role"], one["office"], one["invited_by"], one["consents"]) == (
        "Summer Lin", ["Sum"], "organiser", "co-founder / host", "Ann", True,
    )  # fmt: skip
    assert (two["name"], two["role"], two["office"], two["consents"]) == ("林夏", None, "gardener", False)
    assert dict(found.issues.counts) == {"unknown-value": 1}


def test_a_workbook_with_a_title_a_formula_merged_cells_and_a_hidden_sheet() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells>'
    table = [["讀書會名冊", ""], ["姓名", "身分", "角色"], ["=A9|程青", "", "成員"], ["阿嵐", "", "成員"]]
    table[2][1] = "甲組"
    data = workbook(people=(table, merged), secret=([["姓名", "角色"], ["藏", "成員"]], "hidden"), notes=[["買茶"]])
    found = read(data, "名冊.xlsx")
    assert found.roster["name"].to_pylist() == ["程青", "阿嵐"]
    assert dict(found.issues.counts) == {"unread-file": 1}


def test_names_and_one_way_to_reach_them_are_a_roster() -> None:
    found = read("姓名,手機\n程青,0912 345 678\n阿嵐,\n".encode(), "名冊.csv")
    assert found.roster["name"].to_pylist() == ["程青", "阿嵐"]


def test_what_is_no_roster_is_left_alone() -> None:
    for text in (
        "name,message\nAnn,hello\n",
        "姓名,3/4,3/11\nAnn,1,1\n",
        "date,amount,name,phone\n2024-01-01,3,Ann,1\n",
        "name,price\ntea,3\n",
        "name,phone,price\ntea,02-1234,3\n",
    ):
        assert not CARRIER.sniff(of_bytes("t.csv", "t.csv", text.encode())), text
    with pytest.raises(UnknownFormat):
        CARRIER.read(of_bytes("t.csv", "t.csv", b"a,b\n1,2\n"), ReadOptions())


def test_two_carriers_as_sure_as_each_other_are_refused_by_name() -> None:
    from dataclasses import replace

    from closeknit.carriers.registry import units

    source = of_bytes("r.csv", "r.csv", b"name,role\nAnn,member\n")
    with pytest.raises(AmbiguousFormat) as refusal:
        list(units(source, [CARRIER, replace(CARRIER, name="other")]))
    assert refusal.value.candidates == ("other", "roster")


def test_a_list_with_dates_of_joining_is_no_attendance_sheet_and_its_sum_is_nobody() -> None:
    from closeknit.carriers.registry import load_all, units

    text = (
        "序号,姓名,手机,角色,入群时间,邀请人,退群时间\n1,王小明,138,群主,2023年5月1日,,\n"
        "2,李华,139,成员,2023/6/1,王小明,2024/1/1\n,,,,,,\n合计,2,,,,,\n"
    )
    source = of_bytes("成员名单.csv", "成员名单.csv", text.encode())
    assert [carrier and carrier.name for _unit, carrier in units(source, load_all())] == ["roster"]
    assert [row["name"] for row in read(text).roster.to_pylist()] == ["王小明", "李华"]
