"""Whole files: lines, names, mentions, zips, and what is no export."""

import contextlib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.whatsapp import CARRIER
from closeknit.carriers.whatsapp.names import chat_name
from closeknit.errors import CloseknitError, UnreadableSource
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes

L = "\u200e"
WRITTEN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])


def test_lines_go_on_until_the_next_head_and_a_pasted_chat_is_part_of_a_message(rows: Any) -> None:
    text = (
        "13/02/2024, 10:00 - Ann: one\n\ntwo\n"
        "[3:04 PM, 5/13/2024] Zed: pasted from elsewhere\n"
        "13/02/2024, 10:01 - Bob: three\r\n"
    )
    assert [(row["author"], row["text"]) for row in rows(text)] == [
        ("Ann", "one\n\ntwo\n[3:04 PM, 5/13/2024] Zed: pasted from elsewhere"),
        ("Bob", "three"),
    ]


def test_the_group_joins_a_community_and_is_nobody(rows: Any) -> None:
    text = (
        "13/02/2024, 10:00 - Ann added this group to the community: Town\n"
        "13/02/2024, 10:01 - This group was added to a community\n"
        "13/02/2024, 10:02 - Ed requested to join.\n"
        "13/02/2024, 10:03 - Ann added Bo, Cy, and Dd\n"
        "13/02/2024, 10:04 - 小明已將小美移出群組\n"
    )
    assert [(row["author"], row["kind"], row["event"], row["mentions"]) for row in rows(text)] == [
        (None, "system", "community", None),
        (None, "system", "community", None),
        (None, "system", "request", None),
        (None, "join", "join", ["Bo", "Cy", "Dd"]),
        ("小美", "leave", "leave", None),
    ]


def test_names_with_signs_colons_and_numbers(rows: Any) -> None:
    text = (
        "13/02/2024, 10:00 - ~ Stranger: a\n"
        "13/02/2024, 10:01 - Team 10:30: b\n"
        "13/02/2024, 10:02 - \u202a+49 151 1234567\u202c: c\n"
        "13/02/2024, 10:03 - =SUM(A1)<script>: d\n"
        "13/02/2024, 10:04 - ~:e\n"
        "13/02/2024, 10:05 - Stranger:.\n"
    )
    assert [(row["author"], row["text"]) for row in rows(text)] == [
        ("Stranger", "a"),
        ("Team 10:30", "b"),
        ("+49 151 1234567", "c"),
        ("=SUM(A1)<script>", "d"),
        (None, "~:e"),
        ("Stranger", "."),
    ]


def test_who_is_mentioned(rows: Any) -> None:
    text = (
        "13/02/2024, 10:00 - Ann: @Bob and @\u2068~\u202f李四\u2069 and @8613800000000\n"
        "13/02/2024, 10:01 - Ann: @Bob, mail me at ann@Bob.org\n"
        "13/02/2024, 10:02 - Bob: @nobody @49123456789\n"
        "13/02/2024, 10:03 - +86 138 0000 0000: hi\n"
    )
    found = rows(text)
    assert [row["mentions"] for row in found] == [
        ["李四", "+86 138 0000 0000"],
        ["Bob"],
        ["49123456789"],
        None,
    ]
    assert found[0]["text"] == "@Bob and @李四 and @8613800000000"


def test_what_stands_before_the_first_head_is_told(reading: Any) -> None:
    history = reading("forwarded from my phone\n\n13/02/2024, 10:00 - Ann: hi\n")
    assert len(history.messages) == 1
    assert [(i.line, i.code, i.lost) for i in history.issues.examples] == [(1, "bad-row", True)]


@pytest.mark.parametrize(
    ("file", "chat"),
    [
        ("WhatsApp Chat with Book club.txt", "Book club"),
        ("WhatsApp Chat - Book club.zip", "Book club"),
        ("WhatsApp Chat with Book club (1).txt", "Book club"),
        ("WhatsApp_Chat_with_Book_club.txt", "Book club"),
        ("与读书会的 WhatsApp 聊天.txt", "读书会"),
        ("與讀書會的WhatsApp對話.txt", "讀書會"),
        ("Chat de WhatsApp con Lectura.txt", "Lectura"),
        ("Conversa do WhatsApp com Leitura.txt", "Leitura"),
        ("Discussion WhatsApp avec Lecture.txt", "Lecture"),
        ("WhatsApp Chat mit Lesekreis.txt", "Lesekreis"),
        ("my group.txt", "my group"),
        ("_chat.txt", None),
        ("_chat (2).txt", None),
    ],
)
def test_the_chat_is_called_as_its_file(file: str, chat: str | None) -> None:
    assert chat_name(file) == chat


def test_a_zip_with_its_media_is_one_export(tmp_path: Path) -> None:
    where = tmp_path / "WhatsApp Chat - 讀書會.zip"
    with zipfile.ZipFile(where, "w") as archive:
        archive.writestr("_chat.txt", f"[13/02/24, 10:04:00] 阿明: {L}<附件：00000001-PHOTO-2024-02-13-10-04-00.jpg>\n")
        archive.writestr("00000001-PHOTO-2024-02-13-10-04-00.jpg", b"\xff\xd8\xff")
        archive.writestr("00000002-list.csv", "a,b\n")
    source = open_source(where)
    assert CARRIER.sniff(source) == CERTAIN
    history = CARRIER.read(source, ReadOptions())
    assert history.channels() == {"讀書會": 1}
    assert history.messages["kind"].to_pylist() == ["image"]


def test_a_folder_with_another_tools_export_is_not_claimed_as_one(tmp_path: Path) -> None:
    (tmp_path / "WhatsApp Chat with X.txt").write_text("13/02/2024, 10:00 - Ann: hi\n", "utf-8")
    assert CARRIER.sniff(open_source(tmp_path)) == CERTAIN
    (tmp_path / "result.json").write_text("{}", "utf-8")
    assert CARRIER.sniff(open_source(tmp_path)) == NO


@pytest.mark.parametrize(
    "text",
    [
        "hello\nworld\n",
        "[2024-01-05 15:04:05] <nick> hello: x\n[2024-01-05 15:04:06] *** nick left\n",
        "2024-01-05 15:04:05 张三\n大家好\n",
        "2025. 10. 10. 09:30, 이름 : 안녕\n",
        "22:12\tAnn\thi\n",
        "date,author,text\n2024-01-05 10:00,Ann,hi\n",
        "2024-01-05 10:00:00 - INFO starting\n2024-01-05 10:00:01 - INFO started\n",
    ],
)
def test_other_logs_are_not_claimed(text: str) -> None:
    assert CARRIER.sniff(of_bytes("log.txt", "log.txt", text.encode())) == NO


def test_an_export_under_any_name_is_likely() -> None:
    assert CARRIER.sniff(of_bytes("a.txt", "a.txt", b"13/02/2024, 10:00 - Ann: hi\n")) == LIKELY


def test_a_file_that_is_none_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnreadableSource) as refused:
        CARRIER.read(of_bytes("a.txt", "a.txt", b"hello\n"), ReadOptions())
    assert "a.txt" in refused.value.message
    assert refused.value.hint


@given(st.lists(st.text(WRITTEN, max_size=30), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_law_no_row_is_lost_whatever_people_write(bodies: list[str], end: str) -> None:
    text = "".join(f"13/02/2024, 10:00 - Ann: {body}{end}" for body in ["start", *bodies])
    history = CARRIER.read(of_bytes("a.txt", "a.txt", text.encode()), ReadOptions())
    assert len(history.messages) >= len(bodies) + 1


@given(st.binary(max_size=300))
def test_law_no_bytes_end_in_a_traceback(data: bytes) -> None:
    source = of_bytes("a.txt", "a.txt", b"[13/02/24, 10:04:00] Ann: hi\n" + data)
    CARRIER.sniff(source)
    with contextlib.suppress(CloseknitError):
        CARRIER.read(source, ReadOptions())


@pytest.mark.parametrize(
    "text",
    [
        (
            f"[2026/1/5 下午3:04:05] 讀書會: {L}訊息和通話經端對端加密。\n"
            f"[2026/1/5 下午3:05:06] Ann: 好 {L}<此訊息已經過編輯>\n"
            f"{L}[2026/1/15 上午12:06:07] Bo: {L}投票：\n週六去哪\n{L}選項: 圖書館 (3票)\n{L}選項: 公園 (1票)\n"
            f"[2026/1/15 上午12:06:08] Bo: {L}此訊息已刪除\n"
        ),
        (
            f"[05.01.26, 15:04:05] Club: {L}Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\n"
            f"[05.01.26, 15:05:06] Ann: 好 {L}<Diese Nachricht wurde bearbeitet.>\n"
            f"{L}[15.01.26, 00:06:07] Bo: {L}UMFRAGE:\nWo?\n{L}OPTION: Park (1 Stimme)\n{L}OPTION: Heim (0 Stimmen)\n"
            f"[15.01.26, 00:06:08] Bo: {L}Diese Nachricht wurde gelöscht.\n"
        ),
        (
            "1/5/26, 3:04:05\u202fPM - Messages and calls are end-to-end encrypted.\n"
            "1/5/26, 3:05:06\u202fPM - Ann: 好 <This message was edited>\n"
            "1/15/26, 12:06:07\u202fAM - Bo: POLL:\nWhere?\nOPTION: Park (2 votes)\nOPTION: Home (0 votes)\n"
            "1/15/26, 12:06:08\u202fAM - Bo: This message was deleted\n"
        ),
    ],
)
def test_what_newer_phones_write_in_their_languages(rows: Any, text: str) -> None:
    notice, edited, poll, deleted = rows(text)
    assert (notice["kind"], notice["event"], notice["author"]) == ("system", "encryption", None)
    assert (edited["author"], edited["text"], edited["is_edited"]) == ("Ann", "好", True)
    assert (poll["author"], poll["kind"], deleted["is_deleted"]) == ("Bo", "poll", True)
    seen = [row["time_text"] and row["sent_at"].isoformat()[8:19] for row in (notice, edited, poll, deleted)]
    assert seen == ["05T15:04:05", "05T15:05:06", "15T00:06:07", "15T00:06:08"]


def test_what_an_iphone_calls_the_group_goes_before_the_name_of_a_folder(tmp_path: Path) -> None:
    text = f"[05/02/2024, 10:00:00] Book club: {L}Messages and calls are end-to-end encrypted.\n"
    for folder, name in (("Downloads", "Book club"), ("WhatsApp Chat - Readers", "Readers")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "_chat.txt").write_text(text, "utf-8")
        history = CARRIER.read(open_source(tmp_path / folder / "_chat.txt"), ReadOptions())
        assert history.messages["channel"].to_pylist() == [name]
