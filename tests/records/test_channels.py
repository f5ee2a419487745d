"""Chats by id, whatever they are called; and doubts about a whole history."""

from zoneinfo import ZoneInfo

from closeknit.records.builder import MessageBuilder
from closeknit.records.channels import told_apart
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.rows import make_rows
from closeknit.records.soundness import tell_doubts

START = 1_700_000_000_000_000


def history(*rows: tuple[str, str | None], carrier: str = "test") -> History:
    builder = MessageBuilder(carrier, "x.json", ReadOptions(ZoneInfo("UTC")), wall=False)
    for at, (name, ident) in enumerate(rows):
        builder.channel(name, ident)
        builder.add(time=START + at * 10**6, author="A", text=str(at))
    return builder.finish()


def named(one: History) -> list[str]:
    return [str(name) for name in told_apart(one.messages)["channel"].to_pylist()]


def test_two_chats_of_one_name_are_two() -> None:
    both = history(("Family", "1"), ("Family", "2"), ("Family", "1"), ("Work", "3"))
    assert named(both) == ["Family", "Family (2)", "Family", "Work"]
    assert make_rows(both.messages).channels == ("Family", "Family (2)", "Work")
    joined = History.joined([history(("Family", "1")), history(("Family", "2"))])
    assert joined.channels() == {"Family": 1, "Family (2)": 1}
    assert len(joined.only("Family (2)").messages) == 1


def test_a_chat_that_was_renamed_is_one_and_bears_its_last_name() -> None:
    assert named(history(("Old", "1"), ("New", "1"), ("Other", "2"))) == ["New", "New", "Other"]


def test_rows_without_an_id_stay_with_their_name() -> None:
    assert named(history(("Family", None), ("Family", "1"), ("Work", None))) == ["Family", "Family", "Work"]
    assert named(history(("A", None), ("B", None))) == ["A", "B"]


def test_a_number_that_is_a_name_already_is_not_given_again() -> None:
    rows = [("A", "1"), ("A (2)", None), ("A", "2")]
    assert named(history(*rows)) == ["A", "A (2)", "A (3)"]


def test_the_same_id_on_two_carriers_is_two_chats() -> None:
    joined = History.joined([history(("A", "1")), history(("B", "1"), carrier="other")])
    assert list(joined.channels()) == ["A", "B"]


def test_telling_apart_twice_changes_nothing() -> None:
    once = told_apart(history(("A", "1"), ("A", "2"), ("B", "2"), ("A", None)).messages)
    assert told_apart(once)["channel"].to_pylist() == once["channel"].to_pylist()


def test_steps_back_and_replies_to_nothing_are_counted() -> None:
    builder = MessageBuilder("test", "x.json", ReadOptions(ZoneInfo("UTC")), wall=False)
    builder.channel("A", "1")
    for ident, second, answered in (("1", 0, None), ("2", 9, "1"), ("3", 5, "gone"), ("4", 6, "lost")):
        builder.add(time=START + second * 10**6, author="A", text="x", id=ident, reply_to=answered)
    found = tell_doubts(tell_doubts(builder.finish()))
    assert dict(found.issues.counts) == {"clock-backwards": 1, "unplaced-reply": 2}
    assert found.issues.lost == 0
    assert not tell_doubts(history(("A", "1"), ("A", "1"))).issues.total
