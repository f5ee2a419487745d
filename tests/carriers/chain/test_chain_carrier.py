"""接龍 chains in a file of their own, and in a chat."""

from zoneinfo import ZoneInfo

import pytest
from tests.conftest import SAMPLES

from closeknit.carriers.chain import CARRIER
from closeknit.carriers.contract import LIKELY
from closeknit.errors import UnknownFormat
from closeknit.records.builder import MessageBuilder
from closeknit.records.chains import signed
from closeknit.records.enrolment import enrol
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.rows import make_rows
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes
from closeknit.text.chain import chains_in, follow


def test_the_last_posting_counts() -> None:
    source = open_source(SAMPLES / "chain/synthetic_two_postings.txt")
    assert CARRIER.sniff(source) == LIKELY
    found = CARRIER.read(source, ReadOptions())
    rows = found.exchanges.to_pylist()
    assert [(row["source"], row["quantity"], row["state"]) for row in rows] == [
        ("程青", 1, "agreed"),
        ("小滿", 1, "agreed"),
        ("阿嵐", None, "agreed"),
    ]
    assert found.issues.counts["wrong-number"] == 1


def test_what_is_no_chain_is_left_alone() -> None:
    for text in ("1. 先洗米\n2. 再下鍋\n", "大家好\n#接龍\n1. A\n", "#接龍\n沒有人\n"):
        assert not CARRIER.sniff(of_bytes("t.txt", "t.txt", text.encode())), text
    with pytest.raises(UnknownFormat):
        CARRIER.read(of_bytes("t.txt", "t.txt", b"hello"), ReadOptions())


def chat(*posts: tuple[str, str]) -> History:
    builder = MessageBuilder("test", "chat.txt", ReadOptions(ZoneInfo("UTC")), wall=False)
    builder.channel("書群")
    for minute, (author, text) in enumerate(posts):
        builder.add(time=(1_700_000_000 + 60 * minute) * 1_000_000, author=author, text=text)
    return builder.finish()


def test_in_a_chat_it_is_kept_who_wrote_which_line() -> None:
    history = chat(
        ("程青", "#接龍\n週六書市\n1. 程青"),
        ("小滿", "好啊"),
        ("小滿", "#接龍\n週六書市\n1. 程青\n2. 小滿 2人"),
        ("阿嵐", "#接龍\n週六書市\n1. 小滿 1人\n3. 阿嵐"),
        ("程青", "#接龍\n另一個\n1. 程青"),
    )
    rows = signed(history.messages).to_pylist()
    assert [(row["occasion"], row["source"], row["state"], row["quantity"], row["written_by"]) for row in rows] == [
        ("週六書市", "小滿", "agreed", 1, "阿嵐"),  # 阿嵐 changed it
        ("週六書市", "阿嵐", "agreed", None, "阿嵐"),
        ("週六書市", "程青", "withdrawn", None, "阿嵐"),
        ("另一個", "程青", "agreed", None, "程青"),
    ]
    assert {row["target"] for row in rows} == {"程青"}
    rows_, found = enrol(make_rows(history.messages), history)
    assert [rows_.people[i].name for i in found.sources] == ["小滿", "阿嵐", "程青", "程青"]


def test_every_change_is_kept() -> None:
    posts = chains_in("#接龙\n茶\n1. A\n2. B 2人\n#接龙\n茶\n1. A\n2. B 3人\n3. C\n#接龙\n茶\n1. B 3人\n")
    changes = [
        (c.post, c.name, c.was and c.was.quantity, c.now and c.now.quantity, c.now is None) for c in follow(posts)
    ]
    assert changes == [
        (0, "A", None, None, False),
        (0, "B", None, 2, False),
        (1, "B", 2, 3, False),
        (1, "C", None, None, False),
        (2, "A", None, None, True),
        (2, "C", None, None, True),
    ]


def test_a_title_that_ends_with_the_word_and_a_withdrawal_before_the_name() -> None:
    text = "週六讀書會 報名接龍：\n1.小明\n２．阿美\n3. 取消 李四\n"
    source = of_bytes("t.txt", "t.txt", text.encode())
    assert CARRIER.sniff(source) == LIKELY
    rows = CARRIER.read(source, ReadOptions()).exchanges.to_pylist()
    assert [(row["source"], row["state"]) for row in rows] == [
        ("小明", "agreed"),
        ("阿美", "agreed"),
        ("李四", "withdrawn"),
    ]
