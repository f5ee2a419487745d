"""Odd text files of QQ's message manager and of qq-chat-exporter."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.carriers.contract import NO
from closeknit.carriers.qq import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes

LINE = "=" * 64
FIRST = "消息记录（此消息记录为文本格式，不支持重新导入）"
HEAD = f"{FIRST}\n\n{LINE}\n消息分组:我的群聊\n{LINE}\n消息对象:書友會\n{LINE}\n\n"


def read(text: str, name: str = "全部消息记录.txt", encoding: str = "utf-8") -> History:
    return CARRIER.read(of_bytes(name, name, text.encode(encoding)), ReadOptions())


def rows(text: str, *columns: str) -> list[Any]:
    table = read(text).messages.select(list(columns)).to_pylist()
    return [tuple(row.values()) if len(columns) > 1 else row[columns[0]] for row in table]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_encoding_and_line_end_gives_the_same(encoding: str, end: str) -> None:
    text = (
        HEAD
        + "2019-09-23 20:43:38 张三(10001)\n大家好，我们的第一天\n第二行\n\n2019-09-24 7:54:29 李四(10002)\n收到\n\n"
    )
    source = of_bytes("a.txt", "a.txt", text.replace("\n", end).encode(encoding))
    assert CARRIER.sniff(source) > NO
    messages = CARRIER.read(source, ReadOptions()).messages
    assert messages["text"].to_pylist() == ["大家好，我们的第一天\n第二行", "收到"]
    assert messages["channel"].to_pylist() == ["書友會"] * 2


def test_each_conversation_of_an_export_of_everything_is_a_chat_of_its_own() -> None:
    text = (
        HEAD
        + "2019-09-23 20:43:38 张三(10001)\n大家好\n\n"
        + f"{LINE}\n消息分组:我的好友\n{LINE}\n消息对象:李四\n{LINE}\n\n"
        + "2019-09-24 20:43:38 李四\n在吗\n\n2019-09-24 20:44:38 我\n在\n\n"
    )
    assert rows(text, "channel", "author", "author_id", "text") == [
        ("書友會", "张三", "10001", "大家好"),
        ("李四", "李四", None, "在吗"),
        ("李四", "我", None, "在"),
    ]


@pytest.mark.parametrize(
    ("written", "name", "ident"),
    [
        ("【管理员】骰娘(87200175)", "骰娘", "87200175"),
        ("【潜水】【自由】小明(10001)", "【自由】小明", "10001"),
        ("小明(上海)(10001)", "小明(上海)", "10001"),
        ("10001(10001)", "10001", "10001"),
        ("(10001)", "10001", "10001"),
        ("小明<ming@example.com>", "小明", "ming@example.com"),
        ("Ann <3(10001)", "Ann <3", "10001"),
        ("【管理员】", "【管理员】", None),
    ],
)
def test_a_sender_is_a_title_a_name_and_a_number_or_an_address(written: str, name: str, ident: str | None) -> None:
    assert rows(f"{HEAD}2019-09-23 20:43:38 {written}\n好\n\n", "author", "author_id") == [(name, ident)]


@pytest.mark.parametrize(
    ("written", "hour"),
    [("8:43:38 PM", 20), ("12:43:38 AM", 0), ("12:43:38 PM", 12), ("20:43:38", 20), ("8:43:38", 8),
     ("下午 8:43:38", 20), ("上午 12:43:38", 0)],
)  # fmt: skip
def test_twelve_and_twenty_four_hours(written: str, hour: int) -> None:
    expected = datetime(2019, 9, 23, hour, 43, 38, tzinfo=UTC)
    text = f"{HEAD}2019/9/23 {written} 张三(10001)\n好\n\n"
    assert rows(text, "sent_at", "time_text") == [(expected, f"2019/9/23 {written}")]


def test_a_pasted_dated_line_stays_in_its_message() -> None:
    body = "会议记录：\n\n2019-09-20 10:00:00 开会\n\n2019-09-20 11:00:00 散会"
    text = f"{HEAD}2019-09-23 20:43:38 张三(10001)\n{body}\n\n2019-09-23 20:44:38 李四(10002)\n好\n\n"
    assert rows(text, "text") == [body, "好"]


def test_events_name_whom_they_happened_to() -> None:
    notices = [
        "张三邀请李四加入了本群。",
        "王五已退出本群。",
        "管理员将赵六移出本群",
        "李四撤回了一条消息",
        "群名称已改为“读书”",
    ]
    text = HEAD + "2019-09-23 20:00:00 李四(10002)\n好\n\n"
    text += "".join(f"2019-09-23 20:43:38 系统消息(10000)\n{notice}\n\n" for notice in notices)
    assert rows(text, "kind", "event", "author", "author_id")[1:] == [
        ("join", "invite", "李四", "10002"),
        ("leave", "leave", "王五", None),
        ("leave", "kick", "赵六", None),
        ("recall", "recall", "李四", "10002"),
        ("system", "rename", None, None),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("[图片]", "image", None),
        ("[图片]看这个", "image", "看这个"),
        ("", "other", None),
        ("[表情]好", "text", "[表情]好"),
        ("[语音]", "voice", None),
        ("[QQ红包]请使用新版手机QQ查收红包。", "redpacket", None),
        ("[1]第一条", "text", "[1]第一条"),
    ],
)
def test_tokens(body: str, kind: str, words: str | None) -> None:
    assert rows(f"{HEAD}2019-09-23 20:43:38 张三(10001)\n{body}\n\n", "kind", "text") == [(kind, words)]


def test_a_day_that_does_not_exist_is_told_by_line_and_its_words_are_kept() -> None:
    history = read(f"{HEAD}2019-02-31 20:43:38 张三(10001)\n好\n\n2019-02-28 25:00:00 \n好\n")
    assert history.messages["sent_at"].to_pylist() == [None, None]
    assert [(issue.code, issue.line, issue.lost) for issue in history.issues.examples] == [
        ("bad-time", 9, False), ("bad-time", 12, False), ("no-author", 12, False),
    ]  # fmt: skip


def test_a_file_without_its_first_lines_is_told_by_its_signed_head_lines() -> None:
    text = "2019-09-23 20:43:38 张三(10001)\n好\n\n2019-09-23 20:44:38 李四(10002)\n好\n"
    source = of_bytes("書友會.txt", "書友會.txt", text.encode())
    assert CARRIER.sniff(source) > NO
    assert CARRIER.read(source, ReadOptions()).channels() == {"書友會": 2}
    assert (
        CARRIER.sniff(of_bytes("a", "a", b"2019-09-23 20:43:38 Ann\nhello\n\n2019-09-23 20:43:38 Ann\nhello\n")) == NO
    )


@given(st.text(st.sampled_from("2019-:( )<>@【】[]\n消息对象:图片.张\u200e"), max_size=300))
def test_no_text_breaks_the_reader(body: str) -> None:
    history = read(f"{HEAD}2019-09-23 20:43:38 张三(10001)\n{body}")
    assert len(history.messages) >= 1


RULE = "=" * 47
QCE = "[QQChatExporter V4 / https://github.com/shuakami/qq-chat-exporter]\n\n"
QCE += f"{RULE}\n           QQ聊天记录导出文件\n{RULE}\n\n聊天名称: 書友會\n聊天类型: 群聊\n\n\n"


def test_the_exporter_s_blocks() -> None:
    text = f"""{QCE}[群主] 张三:
时间: 2024-01-05 15:04:05
内容: 第一行
第二行
资源: 2 个文件
  - file: 名单.xlsx
  - image: a.png


李四:
时间: 2024-01-05 15:05:05
内容: @张三 好
提及: 张三, 全体成员
回复: 张三 - 第一行
第二行


李四:
时间: 2024-01-05 15:06:05
内容: [转发消息: 3条]
  甲: 一


系统消息:
时间: 2024-01-05 15:07:05
内容: 王五加入本群

{RULE}
              导出完成
{RULE}
总计导出 4 条消息
"""
    assert rows(text, "author", "kind", "text", "quoted_author", "quoted", "mentions", "inner") == [
        ("张三", "file", "第一行\n第二行", None, None, None, None),
        ("李四", "text", "@张三 好", "张三", "第一行\n第二行", ["张三"], None),
        ("李四", "merged_forward", None, None, None, None, 3),
        ("王五", "join", "王五加入本群", None, None, None, None),
    ]
