"""Names on paper and people in the chat: placed exactly, or listed."""

from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from closeknit.records.builder import MessageBuilder
from closeknit.records.enrolment import enrol
from closeknit.records.exchange import RECORDED
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.roster import ROSTER
from closeknit.records.rows import make_rows


def chat(*authors: str | tuple[str, str]) -> History:
    """A chat in which each author says one thing; a tuple is (name, id)."""
    builder = MessageBuilder("test", "chat.txt", ReadOptions(ZoneInfo("UTC")), wall=False)
    for minute, author in enumerate(authors):
        name, ident = author if isinstance(author, tuple) else (author, None)
        builder.add(time=(1_700_000_000 + 60 * minute) * 1_000_000, author=name, author_id=ident, text="hello")
    return builder.finish()


def roster(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=ROSTER)


def recorded(*rows: dict[str, Any]) -> pa.Table:
    usual = {"carrier": "test", "kind": "meeting", "state": "done"}
    return pa.Table.from_pylist([{**usual, **row} for row in rows], schema=RECORDED)


def beside(history: History, **tables: pa.Table) -> History:
    return History(history.messages, history.issues, history.paths, **tables)


def test_a_name_is_the_same_in_both_scripts_and_with_blanks_around() -> None:
    history = beside(chat("張小滿", "Ann"), roster=roster({"name": " 张小满 "}, {"name": "ann"}))
    rows, found = enrol(make_rows(history.messages), history)
    assert [person.name for person in rows.people] == ["張小滿", "Ann", "ann"]  # Ann is not ann: nothing is guessed
    assert found.members.tolist() == [0, 2]
    assert (found.strangers, found.unseen) == (("Ann",), ("ann",))


def test_an_id_goes_before_a_name_and_an_alias_after_it() -> None:
    history = beside(
        chat(("小滿", "wxid_1"), ("阿明", "wxid_2"), "Wei"),
        roster=roster(
            {"name": "陳明", "contacts": [("wechat", "wxid_2")]},
            {"name": "王偉", "aliases": ["Wei"]},
        ),
    )
    _rows, found = enrol(make_rows(history.messages), history)
    assert found.members.tolist() == [1, 2]
    assert found.strangers == ("小滿",)


def test_of_two_with_one_name_neither_is_taken() -> None:
    history = beside(
        chat("王偉"),
        roster=roster({"name": "王偉", "id": "1"}, {"name": "王偉", "id": "2"}),
        exchanges=recorded({"source": "王偉"}),
    )
    rows, found = enrol(make_rows(history.messages), history)
    assert found.members.tolist() == [1, 2]
    assert [person.name for person in rows.people] == ["王偉", "王偉 (2)", "王偉 (3)"]
    assert found.sources.tolist() == [-1]
    assert found.ambiguous == ("王偉",)


def test_the_same_roster_twice_is_one_roster_and_the_same_payment_twice_is_one_payment() -> None:
    one = roster({"name": "A"}, {"name": "B"})
    paid = recorded({"source": "A", "target": "B", "id": "T1", "kind": "deal"})
    history = beside(chat("A"), roster=pa.concat_tables([one, one]), exchanges=pa.concat_tables([paid, paid]))
    rows, found = enrol(make_rows(history.messages), history)
    assert len(rows.people) == 2
    assert found.members.tolist() == [0, 1, 0, 1]
    assert len(found.exchanges) == 1


def test_without_a_chat_everybody_is_known_from_paper() -> None:
    history = History.beside(issues=chat().issues, path="r.csv", roster=roster({"name": "A"}, {"name": "B"}))
    rows, found = enrol(make_rows(history.messages), history)
    assert len(rows) == 0
    assert [person.name for person in rows.people] == ["A", "B"]
    assert found.unseen == ("A", "B")
    assert found.strangers == ()


def test_a_shop_that_only_a_bill_names_is_nobody_here() -> None:
    paid = recorded(
        {"source": "阿嵐", "target": "某書店", "kind": "deal"},
        {"source": "阿嵐", "target": "小滿", "kind": "deal"},
        {"source": "阿嵐", "kind": "meeting"},
    )
    history = beside(chat("小滿"), exchanges=paid)
    rows, found = enrol(make_rows(history.messages), history)
    assert [person.name for person in rows.people] == ["小滿", "阿嵐"]
    assert (found.sources.tolist(), found.targets.tolist()) == ([1, 1, 1], [-1, 0, -1])
    assert found.outside == ("某書店",)


def test_where_there_are_bills_alone_their_people_are_the_people() -> None:
    history = History.beside(
        issues=chat().issues, path="b.csv", exchanges=recorded({"source": "A", "target": "B", "kind": "deal"})
    )
    rows, found = enrol(make_rows(history.messages), history)
    assert [person.name for person in rows.people] == ["A", "B"]
    assert found.outside == ()
