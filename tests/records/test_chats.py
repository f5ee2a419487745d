"""Logs in which the rows of many chats alternate."""

from closeknit.records.builder import CHUNK, MessageBuilder
from closeknit.records.chats import Chats
from closeknit.records.options import ReadOptions


def chats() -> Chats:
    return Chats(MessageBuilder("wecom", "a.jsonl", ReadOptions(), wall=False))


def test_rows_keep_their_order_and_names_may_come_late() -> None:
    log = chats()
    for number in range(6):
        log.add(f"r{number % 2}", time=(1_704_438_245 + number) * 1_000_000, text=str(number), id=str(number))
    log.name("r1", "旧名")
    log.name("r1", "读书会")
    log.name("r9", "never seen")
    table = log.finish().messages
    assert table["text"].to_pylist() == list("012345")
    assert table["channel"].to_pylist() == ["r0", "读书会"] * 3
    assert table["channel_id"].to_pylist() == ["r0", "r1"] * 3


def test_a_recall_marks_the_message_that_it_names() -> None:
    log = chats()
    log.add("r", time=None, id="1", is_reply=True)
    log.add("r", time=None, id="2", kind="image")
    log.add("r", time=None)
    log.recall("2")
    log.recall("gone")
    table = log.finish().messages
    assert table["is_deleted"].to_pylist() == [False, True, False]
    assert table["is_reply"].to_pylist() == [True, False, False]
    assert table["kind"].to_pylist() == ["text", "image", "text"]


def test_more_rows_than_a_chunk_and_none() -> None:
    log = chats()
    for number in range(CHUNK + 3):
        log.add(str(number % 5000), time=1_704_438_245_000_000 + number, id=str(number))
    assert log.finish().messages["id"].to_pylist() == [str(number) for number in range(CHUNK + 3)]
    assert len(chats().finish().messages) == 0
