"""Web archives of QQ's message manager."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from closeknit.carriers.qq import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.source import of_bytes

HEAD = (
    "From: <Save by Tencent MsgMgr>\r\nSubject: Tencent IM Message\r\nMIME-Version: 1.0\r\n"
    'Content-Type:multipart/related;\r\n\tcharset="utf-8"\r\n\ttype="text/html";\r\n\tboundary="----=_N"\r\n\r\n'
    "------=_N\r\nContent-Type: text/html\r\n"
    "Content-Transfer-Encoding:7bit\r\n\r\n<html><body><table width=100% cellspacing=0><tr><td>"
    "<div style=padding-left:10px;><br><b>消息记录</b></div></td></tr>"
    "<tr><td><div style=padding-left:10px;>消息分组:我的群聊</div></td></tr>"
    "<tr><td><div style=padding-left:10px;>消息对象:書友會 &amp; 朋友</div></td></tr>"
    "<tr><td><div style=padding-left:10px;>&nbsp;</div></td></tr>"
)
FOOT = "</table></body></html>\r\n\r\n------=_N\r\nContent-Type:image/jpeg\r\n\r\n/9j/4AAQSkZJRg==\r\n------=_N--\r\n"


def day(written: str) -> str:
    return f"<tr><td style=font-weight:bold;height:24px;>日期: {written}</td></tr>\r\n"


def row(sender: str, time: str, body: str) -> str:
    return (
        f"<tr><td><div style=color:#42B475;padding-left:10px;><div style=float:left;margin-right:6px;>{sender}</div>"
        f"{time}</div><div style=padding-left:20px;>{body}</div></td></tr>"
    )


def read(*parts: str, options: ReadOptions | None = None) -> History:
    return CARRIER.read(of_bytes("a.mht", "a.mht", "".join(parts).encode()), options or ReadOptions())


def rows(history: History, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in history.messages.select(list(columns)).to_pylist()]


def test_rows_without_line_ends_dates_of_a_locale_and_twelve_hours() -> None:
    history = read(
        HEAD, day("2012/4/11"), row("张三(10001)", "8:43:38 PM", "<font color='0'>一&lt;二<br>三&nbsp;四</font>"), FOOT
    )
    assert rows(history, "channel", "author_id", "text", "sent_at", "time_text") == [
        (
            "書友會 & 朋友",
            "10001",
            "一<二\n三 四",
            datetime(2012, 4, 11, 20, 43, 38, tzinfo=UTC),
            "2012/4/11 8:43:38 PM",
        )
    ]
    assert not history.issues.total


def test_a_picture_keeps_the_words_beside_it_and_a_system_row_is_an_event() -> None:
    history = read(
        HEAD,
        day("2019-09-23"),
        row("张三(10001)", "20:43:38", '<IMG src="{A1}.dat"><font>看</font>'),
        row("系统消息(10000)", "20:44:38", "<font>张三加入本群。</font>"),
        FOOT,
    )
    assert rows(history, "kind", "text", "author_id") == [("image", "看", "10001"), ("join", "张三加入本群。", "10001")]


def test_a_forwarded_record_is_one_message() -> None:
    inner = "".join(f"<font>甲 2019-09-22 10:00:0{n}</font><br><font>第{n}句</font><br>" for n in range(3))
    history = read(HEAD, day("2019-09-23"), row("张三(10001)", "20:43:38", inner), FOOT)
    assert rows(history, "kind", "inner", "is_forwarded") == [("merged_forward", 3, True)]


def test_the_lines_of_a_forwarded_record_are_a_history_of_their_own() -> None:
    inner = (
        "<font>甲(10002) 2019-09-22 10:00:00</font><br><font>週六<br>幾點？</font><br>"
        '<font>乙 2019-09-22 10:01:00</font><br><IMG src="{A1}.dat"><br>'
    )
    history = read(HEAD, day("2019-09-23"), row("张三(10001)", "20:43:38", inner), FOOT)
    lines = history.inner.select(["author", "author_id", "text", "kind", "time_text"]).to_pylist()
    assert [tuple(line.values()) for line in lines] == [
        ("甲", "10002", "週六\n幾點？", "text", "2019-09-22 10:00:00"),
        ("乙", None, None, "image", "2019-09-22 10:01:00"),
    ]


def test_rows_that_cannot_be_read_are_told_and_a_file_that_breaks_off_keeps_what_stands() -> None:
    history = read(
        HEAD, day("2019-02-31"), row("张三(10001)", "20:43:38", "好"), "<tr><td>奇怪</td></tr>", row("李四", "", "x")
    )
    assert history.messages["sent_at"].to_pylist() == [None]
    assert dict(history.issues.counts) == {"bad-time": 1, "bad-row": 2, "cut-off": 1}
    assert history.issues.lost == 2


def test_rows_before_any_date_take_the_day_that_was_named() -> None:
    assert rows(read(HEAD, row("张三(10001)", "20:43:38", "好"), FOOT), "sent_at", "time_text") == [(None, "20:43:38")]
    named = ReadOptions(day=date(2019, 9, 23))
    history = read(HEAD, row("张三(10001)", "20:43:38", "好"), FOOT, options=named)
    assert rows(history, "sent_at") == [(datetime(2019, 9, 23, 20, 43, 38, tzinfo=UTC),)]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_a_row_is_found_wherever_the_file_is_cut(size: int) -> None:
    data = "".join([HEAD, day("2019-09-23"), row("张三(10001)", "20:43:38", "大家好"), FOOT, HEAD, day("2019-09-24"),
                    row("李四(10002)", "20:43:38", "再见"), FOOT]).encode()  # fmt: skip

    class Sliced(Source):
        def chunks(self, _size: int = 0) -> Any:
            return (data[at : at + size] for at in range(0, len(data), size))

    source = Sliced("a.mht", "a.mht", opener=of_bytes("a", "a", data).open, size=len(data))
    assert CARRIER.read(source, ReadOptions()).messages["text"].to_pylist() == ["大家好", "再见"]
