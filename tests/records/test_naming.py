"""`@name` in a log that marks nobody by an id."""

from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions


def _chat(*rows: tuple[str, str | None, str]) -> MessageBuilder:
    builder = MessageBuilder("qq", "a.txt", ReadOptions(), wall=True)
    builder.channel("書友會")
    for author, ident, text in rows:
        builder.add(time=0, author=author, author_id=ident, text=text)
    return builder


def _mentions(history: History) -> list[list[str] | None]:
    found: list[list[str] | None] = resolve_names(history).messages["mentions"].to_pylist()
    return found


def test_a_name_behind_an_at_sign_is_the_one_who_writes_under_it_later_too() -> None:
    chat = _chat(("張三", "1", "@李四 你好，@路人 也好"), ("李四", "2", "好"))
    assert _mentions(chat.finish()) == [["2"], None]


def test_the_longest_name_is_taken_and_latin_names_end_where_the_word_ends() -> None:
    chat = _chat(
        ("Bob", None, "@Bobby @張三丰你好"), ("張三", None, "mail me: bob@Bob.org"), ("張三丰", None, "@Bob, hi")
    )
    assert _mentions(chat.finish()) == [["張三丰"], None, ["Bob"]]


def test_each_person_is_named_once_and_names_of_other_chats_do_not_count() -> None:
    chat = _chat(("張三", None, "@張三 @張三"))
    chat.channel("另一個群")
    chat.add(time=0, author="李四", text="@張三")
    assert _mentions(chat.finish()) == [["張三"], None]


def test_an_event_row_gets_the_id_of_its_subject() -> None:
    chat = _chat(("張三", "1", "大家好"))
    chat.add(time=0, author="張三", kind="leave", event="leave", text="張三退出了本群。")
    chat.add(time=0, author="路人", kind="join", event="join", text="路人加入本群。")
    assert resolve_names(chat.finish()).messages["author_id"].to_pylist() == ["1", "1", None]


def test_mentions_that_the_tool_wrote_stay_and_hostile_text_is_cheap() -> None:
    chat = _chat(("張三", "1", "@" * 100_000))
    chat.add(time=0, author="李四", author_id="2", text="@張三", mentions=["9"])
    assert _mentions(chat.finish()) == [None, ["9"]]


def test_an_empty_history_stays_empty() -> None:
    assert _mentions(_chat().finish()) == []
