"""Attendance sheets as people draw them."""

import json
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.carriers.workbook import workbook
from tests.conftest import SAMPLES

from closeknit.carriers.attendance import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes

TAIPEI = ZoneInfo("Asia/Taipei")


def read(text: str | bytes, name: str = "attendance.csv", year: int | None = None) -> History:
    source = of_bytes(name, name, text.encode() if isinstance(text, str) else text)
    assert CARRIER.sniff(source)
    return CARRIER.read(source, ReadOptions(zone=TAIPEI, year=year))


def marks(history: History) -> list[tuple[str, str, str]]:
    """(who, day on the wall, state) of each mark."""
    return [
        (row["source"], str(row["at"].astimezone(TAIPEI).date()) if row["at"] else "-", row["state"])
        for row in history.exchanges.to_pylist()
    ]


@pytest.mark.shared
def test_the_sample_gives_what_is_stated(shared: Path) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    stated = next(line for line in map(json.loads, lines) if line["carrier"] == "attendance")
    source = open_source(SAMPLES / "attendance/synthetic_sheet.csv")
    history = CARRIER.read(source, ReadOptions())
    rows = history.exchanges.to_pylist()
    states = Counter(row["state"] for row in rows)
    assert (states["done"], states["excused"], states["absent"]) == tuple(
        stated["marks"][name] for name in ("present", "excused", "absent")
    )
    present = Counter(row["occasion_id"] for row in rows if row["state"] == "done")
    assert list(present.values()) == stated["per_session"]
    assert set(history.issues.counts) == {"no-year"}
    dated = CARRIER.read(source, ReadOptions(year=2026)).exchanges["at"].to_pylist()
    assert (f"{min(dated):%m-%d}", f"{max(dated):%m-%d}") == (stated["first"], stated["last"])


def test_dates_down_and_people_across() -> None:
    found = read("日期,程青,阿嵐,林夏,合計\n2024/3/5,✓,請假,,1\n2024/3/12,✓,○,×,2\n總計,2,1,0,\n")
    assert marks(found) == [
        ("程青", "2024-03-05", "done"),
        ("阿嵐", "2024-03-05", "excused"),
        ("程青", "2024-03-12", "done"),
        ("阿嵐", "2024-03-12", "done"),
        ("林夏", "2024-03-12", "absent"),
    ]


def test_one_row_a_person_and_day() -> None:
    found = read("活動,姓名,簽到時間,狀態\n讀書會,程青,2024-03-05 19:02,已簽到\n讀書會,阿嵐,2024-03-05 19:10,缺席\n")
    assert marks(found) == [("程青", "2024-03-05", "done"), ("阿嵐", "2024-03-05", "absent")]
    first, second = found.exchanges.to_pylist()
    assert first["occasion"] == "讀書會"
    assert first["occasion_id"] == second["occasion_id"]
    assert first["time_precision"] == "minute"


@pytest.mark.parametrize(
    ("heads", "days"),
    [
        ("3/4,3/11,3/25", ["2024-03-04", "2024-03-11", "2024-03-25"]),
        ("4/3,11/3,25/3", ["2024-03-04", "2024-03-11", "2024-03-25"]),
        ("3月4日,3月11日,3月25日", ["2024-03-04", "2024-03-11", "2024-03-25"]),
        ("12/18,12/25,1/1", ["2024-12-18", "2024-12-25", "2025-01-01"]),
        ("04/03/2024,11/03/2024,25/03/2024", ["2024-03-04", "2024-03-11", "2024-03-25"]),
    ],
)
def test_dates_in_any_order_and_over_the_new_year(heads: str, days: list[str]) -> None:
    found = read(f"姓名,{heads}\n程青,1,1,1\n阿嵐,,1,\n", year=2024)
    assert sorted({day for _who, day, _state in marks(found)}) == days


def test_the_letter_x_means_what_the_rest_of_the_sheet_says() -> None:
    alone = read("name,2024-03-05,2024-03-12\nAnn,x,\nBo,X,x\n")
    assert {state for _who, _day, state in marks(alone)} == {"done"}
    beside = read("name,2024-03-05,2024-03-12\nAnn,x,✓\nBo,✓,✓\n")
    assert marks(beside)[0] == ("Ann", "2024-03-05", "absent")


def test_a_title_beside_the_date_and_two_gatherings_on_one_day() -> None:
    found = read("Name,3/5 Walk,3/5 Supper,Session 3\nAnn,1,1,1\nBo,1,?,\n", year=2024)
    rows = found.exchanges.to_pylist()
    assert [row["occasion"] for row in rows] == ["Walk", "Supper", "Session 3", "Walk"]
    assert len({row["occasion_id"] for row in rows}) == 3
    assert dict(found.issues.counts)["unknown-value"] == 1


def test_a_workbook_whose_dates_are_dates() -> None:
    found = read(workbook(签到=[["姓名", "2024-03-05", "2024-03-12"], ["程青", "√", "=1|1"]]), "签到.xlsx")
    assert marks(found) == [("程青", "2024-03-05", "done"), ("程青", "2024-03-12", "done")]


def test_a_large_list_is_read_in_one_go() -> None:
    lines = [f"P{i % 997},2024-{i % 12 + 1:02}-{i % 28 + 1:02},present" for i in range(100_000)]
    found = read("name,date,status\n" + "\n".join(lines))
    assert len(found.exchanges) == 100_000


def test_what_is_no_attendance_sheet_is_left_alone() -> None:
    for text in (
        "name,role,joined\nAnn,member,2024-01-01\n",
        "date,Ann,Bo\n2024-01-01,hello there,good morning\n2024-01-02,how are you,well\n",
        "date,open,close,volume\n2024-01-01,31.2,33.1,2000000\n2024-01-02,31.2,33.1,2000000\n",
        "product,3/4,3/5\ntea,3,4\n",
        "date,author,text\n2024-01-01,Ann,yes\n",
        "time,author,text\n2024-01-05 15:04,Ann,who?\n2024-01-05 15:05,Bo,me\n",
    ):
        assert not CARRIER.sniff(of_bytes("t.csv", "t.csv", text.encode())), text


@pytest.mark.parametrize("heads", ["時間,姓名", "Time,Name", "签到时间,昵称"])
def test_a_time_of_day_and_a_name_alone_are_who_came(heads: str) -> None:
    history = read(f"{heads}\n2024/1/5 15:04,小明\n2024/1/6 15:04,小華\n")
    assert marks(history) == [("小明", "2024-01-05", "done"), ("小華", "2024-01-06", "done")]


def test_names_with_days_alone_may_be_anything() -> None:
    text = "name,date\nAnn,2024-01-05\nBen,2024-01-06\n"
    assert not CARRIER.sniff(of_bytes("x.csv", "x.csv", text.encode()))
