"""The letter that WeChat itself writes when marked messages are sent by e-mail."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.wechat import CARRIER, flavour_of
from closeknit.records.options import ReadOptions
from closeknit.sources import open_pasted
from closeknit.sources.source import of_bytes

ANDROID = """湖畔读书会 微信群上的聊天记录如下，请查收。

—————  2026-03-26  —————


程青  20:15

《雨巷书店》的结尾你们喜欢吗？

小满(南门)  20:15

喜欢，信没有寄出去那段最好
集合时间  19:30

老周11:00-20:00  20:16

[图片: 8b0abeb1ccf49ed225b85b4c96a35d98.jpg(请在附件中查看)]

阿岚  20:17

@小满(南门) 我也停在那里很久

—————  2026-03-27  —————


程青  9:05

「阿岚：我也停在那里很久」
- - - - - - - - - - - - - - -
早

发自我的iPhone
"""
IOS = """Dear:
微信群"湖畔读书会"的聊天记录如下:

—————  2026-3-7  —————
程青  20:15
早
两行
小满  20:16
[語音]
"""
HANT = ANDROID.replace("湖畔读书会 微信群上的聊天记录如下，请查收。", "湖畔讀書會 WeChat群組的聊天記錄如下，請查收。")


def rows(text: str, **options: Any) -> list[dict[str, Any]]:
    source = open_pasted(text.encode())
    assert flavour_of(source)[1] == "mail"
    found: list[dict[str, Any]] = CARRIER.read(
        source, ReadOptions(ZoneInfo("Asia/Shanghai"), **options)
    ).messages.to_pylist()
    return found


def test_a_letter_of_a_group() -> None:
    found = rows(ANDROID)
    assert [(row["author"], row["kind"], row["text"]) for row in found] == [
        ("程青", "text", "《雨巷书店》的结尾你们喜欢吗？"),
        ("小满(南门)", "text", "喜欢，信没有寄出去那段最好\n集合时间  19:30"),
        ("老周11:00-20:00", "image", None),
        ("阿岚", "text", "@小满(南门) 我也停在那里很久"),
        ("程青", "text", "早"),
    ]
    assert {row["channel"] for row in found} == {"湖畔读书会"}
    assert found[0]["sent_at"] == datetime(2026, 3, 26, 12, 15, tzinfo=UTC)
    assert (found[4]["time_text"], found[4]["time_precision"]) == ("2026-03-27 9:05", "minute")
    assert (found[3]["mentions"], found[4]["quoted_author"]) == (["小满(南门)"], "阿岚")


def test_a_letter_whose_blank_lines_were_lost() -> None:
    found = rows(IOS)
    assert [(row["author"], row["kind"], row["text"], row["channel"]) for row in found] == [
        ("程青", "text", "早\n两行", "湖畔读书会"),
        ("小满", "voice", None, "湖畔读书会"),
    ]


def test_both_scripts_and_a_chat_of_two() -> None:
    assert {row["channel"] for row in rows(HANT)} == {"湖畔讀書會"}
    two = ANDROID.replace("湖畔读书会 微信群上", "程青 和 小满 在微信上")
    assert {row["channel"] for row in rows(two)} == {"程青 和 小满"}


def test_several_letters_one_after_the_other() -> None:
    found = rows(ANDROID + ANDROID.replace("湖畔读书会", "书市"))
    assert [row["channel"] for row in found] == ["湖畔读书会"] * 5 + ["书市"] * 5
    assert found[4]["text"] == "早"


def test_the_days_alone_are_enough() -> None:
    bare = ANDROID.partition("\n\n")[2]
    assert CARRIER.sniff(of_bytes("a.txt", "a.txt", bare.encode())) == LIKELY + 20
    assert len(rows(bare)) == 5
    assert CARRIER.sniff(of_bytes("a.txt", "a.txt", ANDROID.encode())) == CERTAIN


def test_a_bad_day_is_an_issue() -> None:
    text = ANDROID.replace("2026-03-26", "2026-02-31")
    history = CARRIER.read(open_pasted(text.encode()), ReadOptions(day=date(2026, 1, 1)))
    assert (len(history.messages), history.issues.counts) == (5, {"bad-time": 4})


@pytest.mark.parametrize(
    "text",
    [
        "--------------- 2020년 6월 28일 일요일 ---------------\n[이름] [오전 1:01] 文\n",
        "--- Log opened Fri Jan 05 15:04:05 2024\n15:04 <a> b\n",
        "---------- 2024-01-05 ----------\nplain words\n",
        "会议  10:30\n\n没有日期\n",
    ],
)
def test_other_rules_and_times_are_left_alone(text: str) -> None:
    assert CARRIER.sniff(of_bytes("a.txt", "a.txt", text.encode())) == NO
