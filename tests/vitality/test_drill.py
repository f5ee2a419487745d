"""The drill: who could still be reached when a tool is gone, and what stays without the three who carry most."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pyarrow as pa

from closeknit.answers.links import Links
from closeknit.records.enrolment import Enrolment
from closeknit.records.history import History
from closeknit.records.roster import ROSTER
from closeknit.records.rows import make_rows
from closeknit.vitality.drill import find_drill
from closeknit.vitality.subject import Subject
from closeknit.vitality.subject_making import make_subject
from tests.vitality.groups import circle, star
from tests.vitality.stories import days, link, subject, table

BOTH = {"小滿": ["小滿", "Xiaoman"], "穀雨": ["穀雨", "Guyu"]}


def two_tools() -> Subject:
    """Six talk in one tool; two of them also in another, under other names."""
    first = table(circle(members=6, evenings=40))
    names = {"成員00": "小滿", "成員01": "穀雨"}
    author = [names.get(name, name) for name in first["author"].to_pylist()]
    first = first.set_column(first.schema.get_field_index("author"), "author", _words(author))
    other = table(
        [
            f"{day} 21:{m:02d} {'Xiaoman' if m % 2 else 'Guyu'}: see you at {m}"
            for day in days("01-05", 9)
            for m in (1, 2)
        ]
    )
    other = other.set_column(
        other.schema.get_field_index("carrier"), "carrier", _words(["telegram"] * len(other))
    )  # fmt: skip
    rows = make_rows(pa.concat_tables([first, other]), BOTH)
    return make_subject(rows, link(rows), zone=ZoneInfo("UTC"))


def _words(values: list[str]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values).dictionary_encode()])


def test_in_one_chat_nothing_is_known_outside() -> None:
    found = find_drill(subject(circle(members=7)))
    assert not found.known_outside
    assert [(loss.place, loss.people, loss.reached, len(loss.lost)) for loss in found.losses] == [("story", 7, (), 7)]


def test_whoever_also_talks_in_another_tool_is_reached_there() -> None:
    who = two_tools()
    names = [p.name for p in who.rows.people]
    found = find_drill(who)
    assert (found.kind, [loss.place for loss in found.losses]) == ("tool", ["story", "telegram"])
    loss = found.losses[0]
    assert {names[r.person]: [names[i] for i in r.through] for r in loss.reached} == {
        "小滿": ["穀雨"],
        "穀雨": ["小滿"],
    }
    assert {r.places for r in loss.reached} == {("telegram",)}
    assert (loss.together, len(loss.lost)) == (2, 4)
    assert len(found.losses[1].lost) == 0


def test_a_roster_reaches_those_who_agreed() -> None:
    who = subject(circle(members=4, evenings=40))
    members = [
        {"name": "成員00", "contacts": [("phone", "0912")], "consents": True},
        {"name": "成員01", "contacts": [("story", "x")], "consents": None},
        {"name": "成員02", "contacts": [("email", "a@example.org")], "consents": False},
        {"name": "成員03", "contacts": [("email", "")], "consents": True},
    ]
    roster = pa.Table.from_pylist([dict.fromkeys(ROSTER.names) | one for one in members], ROSTER)
    names = [p.name for p in who.rows.people]
    ids = pa.array([names.index(one["name"]) for one in members], pa.int32()).to_numpy()
    nothing = History.joined([]).exchanges
    enrolment = Enrolment(roster, ids, nothing, ids[:0], ids[:0])
    loss = find_drill(replace(who, enrolment=enrolment)).losses[0]
    # Whose only contact is in the tool that is gone is not reached by it.
    assert [(names[r.person], r.through, r.places) for r in loss.reached] == [("成員00", (), ("phone",))]


def test_without_the_middle_nothing_is_left_of_a_star() -> None:
    found = find_drill(subject(star(members=10), infer=False)).without
    assert found is not None
    assert (found.remaining, found.connected, found.deep) == (0.0, 1, 0)
    assert found.all_deep > 0


def test_without_three_a_circle_still_holds() -> None:
    found = find_drill(subject(circle(members=10))).without
    assert found is not None
    assert found.remaining > 0.25
    assert (found.connected, found.others) == (7, 7)


def test_too_few_to_do_without() -> None:
    assert find_drill(subject(circle(members=4))).without is None


def test_renaming_changes_nothing() -> None:
    lines = circle(members=9)
    renamed = [line.replace("成員", "某人") for line in lines]
    assert find_drill(subject(lines)) == find_drill(subject(renamed))


def test_nothing_at_all_is_no_error() -> None:
    rows = make_rows(table(["01-05 20:00 甲: 你好"]).slice(0, 0))
    found = find_drill(make_subject(rows, Links.none(), zone=ZoneInfo("UTC")))
    assert (found.losses, found.without) == ((), None)
