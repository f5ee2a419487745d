"""LINE's file in its languages, and odd ones."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import NO
from closeknit.carriers.line import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes

HEAD = "[LINE] 書友會的聊天記錄\r\n儲存日期： 2024/01/06 01:14\r\n\r\n2024/01/05（五）\r\n"


def read(text: str, name: str = "[LINE] 書友會.txt", **options: Any) -> History:
    return CARRIER.read(of_bytes(name, name, text.encode()), ReadOptions(**options))


def rows(text: str, *columns: str) -> list[Any]:
    table = read(text).messages.select(list(columns)).to_pylist()
    return [tuple(row.values()) if len(columns) > 1 else row[columns[0]] for row in table]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("[LINE] 書友會的聊天記錄", "書友會"),
        ("[LINE] 與小明的聊天記錄", "小明"),
        ("[LINE] 与小明的聊天记录", "小明"),
        ("[LINE] 読書会のトーク履歴", "読書会"),
        ("[LINE] 太郎とのトーク履歴", "太郎"),
        ("[LINE] Chat history with Bob", "Bob"),
        ("Chat history in 的聊天記錄 fans", "的聊天記錄 fans"),
        ("[LINE] Percakapan", "書友會"),
    ],
)
def test_the_chat_s_name_stands_in_the_first_line_or_in_the_file_s_name(title: str, name: str) -> None:
    text = f"{title}\nSaved on: 1/6/2024, 01:14\n\nFri, 1/5/2024\n15:04\tBob\thi\n"
    source = of_bytes("[LINE] 書友會.txt", "[LINE] 書友會.txt", text.encode())
    assert CARRIER.sniff(source) > NO
    assert read(text).channels() == {name: 1}


@pytest.mark.parametrize(
    "line",
    [
        "2024/01/05（五）", "2024/1/5(金)", "2024/1/5周五", "2024.01.05 Friday", "2024.01.05 星期五",
        "2024.01.05 金曜日", "Fri, 1/5/2024", "Fri, 01/05/2024", "Fri, 5/1/2024", "Friday, 5/1/2024",
        "Jum, 05/01/2024", "ศ. 5/1/2567",
        "วันศุกร์ที่ 5/1/2024", "2024년 1월 5일 금요일", "2024/01/05 (Fri)", "2024/01/05（五）  ",
    ],
)  # fmt: skip
def test_date_lines(line: str) -> None:
    text = f"[LINE] 書友會的聊天記錄\n儲存日期： 2024/01/06 01:14\n\n{line}\n22:12\t張三\t好\n"
    assert rows(text, "sent_at") == [datetime(2024, 1, 5, 22, 12, tzinfo=UTC)]
    headless = of_bytes("a.txt", "a.txt", text.partition("\n\n")[2].encode())
    assert CARRIER.sniff(headless) > NO


def test_where_both_orders_fit_the_other_days_of_the_file_decide() -> None:
    # 2 January 2023 and 1 February… : Mon 2/1/2023 fits only day first, Wed 1/2/2023 too; 5/5 says nothing.
    european = "Mon, 2/1/2023\n10:00\tA\tx\n\nWed, 1/2/2023\n10:00\tA\tx\n\nXyz\n"
    assert [at.date() for at in rows(european, "sent_at")] == [date(2023, 1, 2), date(2023, 2, 1)]
    american = "Sun, 1/2/2022\n10:00\tA\tx\n\nMon, 1/3/2022\n10:00\tA\tx\n"
    assert [at.date() for at in rows(american, "sent_at")] == [date(2022, 1, 2), date(2022, 1, 3)]


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("上午12:01", 0, 1), ("上午09:05", 9, 5), ("下午12:30", 12, 30), ("下午03:04", 15, 4), ("下午 3:04", 15, 4),
        ("午前0:15", 0, 15), ("午後0:15", 12, 15), ("午後3:04", 15, 4), ("12:01AM", 0, 1), ("03:04PM", 15, 4),
        ("3:04 pm", 15, 4), ("3:04 p.m.", 15, 4), ("오후 3:04", 15, 4), ("15:04", 15, 4), ("0:04", 0, 4),
        ("15:04 น.", 15, 4),
    ],
)  # fmt: skip
def test_times_of_day(written: str, hour: int, minute: int) -> None:
    expected = datetime(2024, 1, 5, hour, minute, tzinfo=UTC)
    assert rows(f"{HEAD}{written}\t張三\t好\r\n", "sent_at", "time_precision") == [(expected, "minute")]
    assert rows(f"{HEAD}{written}\t張三\t好\r\n", "time_text") == [f"2024/01/05（五） {written}"]


def test_bodies_of_several_lines() -> None:
    text = (
        '下午03:04\t張三\t"一\r\n\r\n三"\r\n'
        '下午03:05\t張三\t"他說""好""\r\n對"\r\n'
        '下午03:06\t張三\t"好"\r\n'
        "下午03:07\t張三\t沒有引號\r\n第二行\r\n"
        '下午03:08\t張三\t"節目\r\n（暫定）\r\n下午01:00\t開場\t社長\r\n2024/01/07（日）\r\n再見"\r\n'
        "下午03:09\t李四\t收到\r\n"
    )
    assert rows(HEAD + text, "text") == [
        "一\n\n三",
        '他說"好"\n對',
        '"好"',
        "沒有引號\n第二行",
        "節目\n（暫定）\n下午01:00\t開場\t社長\n2024/01/07（日）\n再見",
        "收到",
    ]


@pytest.mark.parametrize(
    ("notice", "kind", "event", "subject"),
    [
        ("張三已新增趙六至群組。", "join", "added", "趙六"),
        ("張三已新增趙六、錢七至群組。", "join", "added", None),
        ("趙六已加入群組。", "join", "join", "趙六"),
        ("趙六加入聊天", "join", "join", "趙六"),
        ("張三邀請趙六加入群組。", "system", "invite", "趙六"),
        ("趙六已離開群組。", "leave", "leave", "趙六"),
        ("張三已將趙六退出群組。", "leave", "kick", "趙六"),
        ("李四已收回訊息", "recall", "recall", "李四"),
        ("您已收回訊息", "recall", "recall", None),
        ("张三已将赵六添加至群", "join", "added", "赵六"),
        ("赵六已退群", "leave", "leave", "赵六"),
        ("赵六撤回了一条消息", "recall", "recall", "赵六"),
        ("piyo田が参加しました。", "join", "join", "piyo田"),
        ("Aがpiyo田をグループに追加しました。", "join", "added", "piyo田"),
        ("piyo田がグループを退会しました。", "leave", "leave", "piyo田"),
        ("太郎がメッセージの送信を取り消しました", "recall", "recall", "太郎"),
        ("メッセージの送信を取り消しました", "recall", "recall", None),
        ("Carol joined the group.", "join", "join", "Carol"),
        ("Bob added Carol to the group.", "join", "added", "Carol"),
        ("Bob invited Carol to the group.", "system", "invite", "Carol"),
        ("Carol left the group.", "leave", "leave", "Carol"),
        ("Bob removed Carol from the group.", "leave", "kick", "Carol"),
        ("Carol unsent a message.", "recall", "recall", "Carol"),
        ("張三變更了群組圖片", "system", "picture", None),
        ("張三已設定公告", "system", "announcement", None),
    ],
)
def test_events(notice: str, kind: str, event: str, subject: str | None) -> None:
    assert rows(f"{HEAD}下午03:08\t\t{notice}\r\n", "kind", "event", "author", "text") == [
        (kind, event, subject, notice)
    ]


def test_a_message_taken_back_that_stands_under_its_sender_is_a_deleted_row() -> None:
    text = f"{HEAD}下午03:08\t張三\t已收回訊息\r\n下午03:09\t張三\t昨天李四請我收回訊息，我沒收到\r\n"
    assert rows(text, "kind", "text", "is_deleted") == [
        ("other", None, True), ("text", "昨天李四請我收回訊息，我沒收到", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("[貼圖]", "sticker"), ("[スタンプ]", "sticker"), ("[Sticker]", "sticker"), ("[照片]", "image"),
        ("[写真]", "image"), ("[影片]", "video"), ("[動画]", "video"), ("[語音訊息]", "voice"),
        ("[Voice message]", "voice"),
        ("[檔案] 名單.pdf", "file"), ("[ファイル]", "file"), ("[位置資訊]", "location"), ("☎ 通話時間 0:12", "call"),
        ("☎ 不在着信", "call"), ("[聯絡資訊]", "contact"), ("[投票] 週六見面？", "poll"),
    ],
)  # fmt: skip
def test_tokens(body: str, kind: str) -> None:
    assert rows(f"{HEAD}下午03:08\t張三\t{body}\r\n", "kind", "text") == [(kind, None)]


@pytest.mark.parametrize("body", ["[照片] 這張好看", "Photos", "投票", "[公告]大家好", "[", "https://example.com"])
def test_words_that_only_look_like_tokens_stay_words(body: str) -> None:
    assert rows(f"{HEAD}下午03:08\t張三\t{body}\r\n", "kind", "text") == [("text", body)]


DESKTOP = """2025.12.10 Wednesday
22:20 Alice Chen good evening
22:21 Alice Chen who brings the projector?
22:22 Bob I do
22:23 Alice Chen thanks
18:30 dinner
22:24 Bob Photos
22:25 Alice Chen nice one
22:26 Carol joined the group.
22:27 Alice Chen welcome here
and bring a book
2025.12.11 Thursday
08:00 Bob 貼圖
"""


def test_the_desktop_file_has_spaces_and_tells_some_names_by_their_rows() -> None:
    assert rows(DESKTOP, "author", "kind", "text") == [
        ("Alice Chen", "text", "good evening"),
        ("Alice Chen", "text", "who brings the projector?"),
        ("Bob", "text", "I do"),
        ("Alice Chen", "text", "thanks\n18:30 dinner"),
        ("Bob", "image", None),
        ("Alice Chen", "text", "nice one"),
        ("Carol", "join", "Carol joined the group."),
        ("Alice Chen", "text", "welcome here\nand bring a book"),
        ("Bob", "sticker", None),
    ]


def test_rows_without_a_day_ask_for_one_and_a_day_that_does_not_exist_is_told() -> None:
    history = read("15:04\t張三\t好\n15:05\t張三\t好\n")
    assert history.messages["sent_at"].to_pylist() == [None, None]
    assert dict(history.issues.counts) == {"no-date": 2}
    named = read("15:04\t張三\t好\n", day=date(2024, 1, 5))
    assert named.messages["sent_at"].to_pylist() == [datetime(2024, 1, 5, 15, 4, tzinfo=UTC)]
    bad = read("2024/02/31（六）\n15:04\t張三\t好\n\n2024/03/01（五）\n25:04\t張三\t好\n")
    assert bad.messages["sent_at"].to_pylist() == [None, None]
    assert [(issue.code, issue.line) for issue in bad.issues.examples] == [
        ("bad-time", 1),
        ("bad-time", 2),
        ("bad-time", 5),
    ]


def test_a_name_behind_an_at_sign_is_a_mention() -> None:
    assert rows(f"{HEAD}下午03:08\t張三\t@李四 來嗎\r\n下午03:09\t李四\t來\r\n", "mentions") == [["李四"], None]


def test_other_texts_are_not_claimed() -> None:
    for text in (
        "",
        "2024/01/05（五）\n",
        "15:04 Bob hi\n",
        "Chat history in my town\n\nIt rained.",
        "Fri, 1/5/2024\nhello\n",
    ):
        assert CARRIER.sniff(of_bytes("a.txt", "a.txt", text.encode())) == NO, text


@given(st.text(st.sampled_from('2024/.15:03\t\n"午後下上 （五）[]貼圖@張AP'), max_size=300))
def test_no_text_breaks_the_reader(body: str) -> None:
    read(body)
    assert len(read(f"{HEAD}下午03:08\t張三\t{body}").messages) >= 1
