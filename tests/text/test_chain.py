"""接龍 chains, as people add to them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SAMPLES

from closeknit.text.chain import is_chain, read_chain


@pytest.mark.shared
def test_the_sample_gives_what_is_stated(shared: Path) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    stated = next(line for line in map(json.loads, lines) if line["carrier"] == "chain")
    chain = read_chain((shared / "formats/samples" / stated["path"]).read_text("utf-8"))
    assert chain is not None
    assert chain.title == stated["title"]
    assert (len(chain.entries), chain.people, len(chain.rows), chain.quantity) == tuple(
        stated[key] for key in ("entries", "people", "standing", "quantity")
    )
    assert list(chain.wrong_numbers) == stated["wrong_numbers"]
    assert list(chain.changed) == stated["changed"]
    assert list(chain.withdrawn) == stated["withdrawn"]
    assert [[row.name, row.quantity, row.remark] for row in chain.rows] == stated["rows"]


def test_the_shipped_sample_is_a_chain() -> None:
    text = (SAMPLES / "pasted/synthetic_chain.txt").read_text("utf-8")
    assert is_chain(text)
    chain = read_chain(text)
    assert chain is not None
    assert chain.quantity == 6


@pytest.mark.parametrize(
    ("line", "name", "quantity", "remark"),
    [
        ("1. 林小姐 兩份，不要香菜", "林小姐", 2, "不要香菜"),
        ("1、王大明x3", "王大明", 3, None),
        ("1) 陳+1", "陳", 1, None),
        ("（1）阿May 2", "阿May", 2, None),
        ("１． 全形 ２人", "全形", 2, None),
        ("① 何叔 三位（其中一個小孩）", "何叔", 3, "其中一個小孩"),
        ("1. 張三", "張三", None, None),
        ("1. Lin 2 people, late", "Lin", 2, "late"),
    ],
)
def test_a_line_is_read_with_patience(line: str, name: str, quantity: int | None, remark: str | None) -> None:
    chain = read_chain(f"#接龍\n{line}")
    assert chain is not None
    (entry,) = chain.entries
    assert (entry.name, entry.quantity, entry.remark) == (name, quantity, remark)


def test_numbers_in_circles_and_on_keys() -> None:
    lines = ["1️⃣ 阿嵐 兩份", "２．小周", "③何叔", "⑷ 羅大雪", "❺ Ann", "6⃣ 老陳", "🔟 阿果", "1️⃣1️⃣ 大偉", "㉑ 小美"]
    chain = read_chain("#接龍\n" + "\n".join(lines))
    assert chain is not None
    assert [entry.number for entry in chain.entries] == [1, 2, 3, 4, 5, 6, 10, 11, 21]
    assert [entry.name for entry in chain.entries][0::4] == ["阿嵐", "Ann", "小美"]
    assert chain.entries[0].quantity == 2


def test_the_later_line_counts_and_both_scripts_are_one_name() -> None:
    chain = read_chain("接龙\n1. 小满 2人\n2. 李四 1人\n3. 小滿 1人\n4. 李四 不去了\n5. 李四 3人")
    assert chain is not None
    assert [(row.name, row.quantity) for row in chain.rows] == [("小滿", 1), ("李四", 3)]
    assert chain.changed == ("小滿", "李四")
    assert chain.withdrawn == ()


def test_a_list_without_the_mark_is_no_chain_by_itself() -> None:
    assert not is_chain("1. 先洗米\n2. 再下锅")
    assert read_chain("大家好") is None


@given(st.text(alphabet="1２.、人 取消（）()①⑷🔟\ufe0f\u20e3x+\n张", max_size=200))
def test_any_text_is_read_and_the_sums_agree(text: str) -> None:
    chain = read_chain(text)
    if chain is not None:
        assert len(chain.rows) <= chain.people <= len(chain.entries)
        assert [entry.place for entry in chain.entries] == list(range(1, len(chain.entries) + 1))
