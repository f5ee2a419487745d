"""What people copy out of chat programs."""

from datetime import date
from typing import Any

import pytest

from closeknit.carriers.contract import NO, POSSIBLE
from closeknit.carriers.pasted import CARRIER
from closeknit.errors import UnknownFormat
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_pasted
from closeknit.sources.source import of_bytes


def read(text: str, **options: Any) -> History:
    source = open_pasted(text.encode())
    assert CARRIER.sniff(source) in range(1, POSSIBLE)
    return CARRIER.read(source, ReadOptions(**options))


def rows(history: History, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(history.messages[name].to_pylist() for name in columns), strict=True))


def times(history: History) -> list[str | None]:
    return [at and at.strftime("%Y-%m-%d %H:%M") for at in history.messages["sent_at"].to_pylist()]


def test_the_mail_of_a_wechat_history() -> None:
    history = read(
        "—————  2024-01-05  —————\n\n\n张三  14:58\n\n大家好\n第二行\n\n\n李四  15:01\n\n[图片]\n\n"
        "—————  2024-01-06  —————\n\n\n张三  09:01\n\n早\n"
    )
    assert rows(history, "author", "kind", "text") == [
        ("张三", "text", "大家好\n第二行"),
        ("李四", "image", None),
        ("张三", "text", "早"),
    ]
    assert times(history) == ["2024-01-05 14:58", "2024-01-05 15:01", "2024-01-06 09:01"]


def test_qq_numbers_are_ids_and_a_time_in_the_words_is_no_head() -> None:
    history = read("张三(12345678) 2024-01-05 15:04:05\n大家好\n集合 8:00\n小满(南门) 2024-01-05 15:05:05\n@张三 好\n")
    assert rows(history, "author", "author_id", "text", "mentions") == [
        ("张三", "12345678", "大家好\n集合 8:00", None),
        ("小满(南门)", None, "@张三 好", ["12345678"]),
    ]


def test_a_quote_is_an_answer() -> None:
    history = read("张三: 01-05 15:04\n大家好\n\n李四: 01-05 15:05\n「张三：大家好」\n- - - - - - - -\n收到", year=2024)
    assert rows(history, "text", "is_reply", "quoted", "quoted_author")[1] == ("收到", True, "大家好", "张三")
    assert times(history) == ["2024-01-05 15:04", "2024-01-05 15:05"]


def test_telegram_s_copy() -> None:
    history = read("张三, [05.01.2024 15:04]\n大家好\n\n李四, [05.01.2024 15:05]\n[In reply to 张三]\n收到")
    assert rows(history, "author", "text", "quoted_author") == [("张三", "大家好", None), ("李四", "收到", "张三")]
    assert times(history)[0] == "2024-01-05 15:04"
    assert history.issues.total == 0


def test_whatsapp_web_s_copy() -> None:
    history = read("[15:04, 13/1/2024] 张三: 大家好\n[15:05, 13/1/2024] 李四: @张三 收到\n第二行")
    assert rows(history, "author", "text", "mentions")[1] == ("李四", "@张三 收到\n第二行", ["张三"])


@pytest.mark.parametrize(
    "text",
    [
        "[5/1/26 3:04:05 PM] Ann: yes: two\n[15/1/26 3:05:05 PM] Bo: ok\n",
        "[2026/1/5 下午3:04] Ann: yes: two\n[2026/1/15 下午3:05] Bo: ok\n",
        "2026/1/5 15:04 Ann：yes: two\n2026/1/15 15:05 Bo：ok\n",
        "2026/1/5, 15:04 Ann\nyes: two\n2026/1/15, 15:05 Bo\nok\n",
    ],
)
def test_words_on_the_line_of_date_and_name_or_below_it(text: str) -> None:
    history = read(text)
    assert rows(history, "author", "text") == [("Ann", "yes: two"), ("Bo", "ok")]
    assert times(history) == ["2026-01-05 15:04", "2026-01-15 15:05"]


def test_line_s_copy_needs_the_day_and_passes_midnight() -> None:
    text = "下午10:24 張三 大家好\n下午11:25 李四 收到\n上午12:10 張三 晚安"
    assert read(text).issues.counts == {"no-date": 3}
    assert times(read(text, day=date(2024, 1, 5))) == ["2024-01-05 22:24", "2024-01-05 23:25", "2024-01-06 00:10"]


def test_words_that_depend_on_today_need_the_day_on_which_they_were_copied() -> None:
    text = "zhangsan — 前天22:04\n大家好\nlisi — Yesterday at 3:05 PM\nhi\nzhangsan — 今天08:15\n早"
    assert times(read(text)) == [None, None, None]
    history = read(text, day=date(2024, 1, 5))
    assert times(history) == ["2024-01-03 22:04", "2024-01-04 15:05", "2024-01-05 08:15"]
    assert rows(history, "time_text")[1:] == [("Yesterday at 3:05 PM",), ("今天08:15",)]


def test_a_name_and_the_time_below_it() -> None:
    """As some clients and web pages give it; 昨天 and 星期三 are nobody's names."""
    text = (
        "小美\n星期三 21:03\n明天誰要跑步？\n\n阿強\n昨天 21:05\n我可以，七點？\n\n小美\n上午9:06\n太早了\n八點好不好\n"
    )
    history = read(text, day=date(2026, 11, 20))
    assert rows(history, "author", "text") == [
        ("小美", "明天誰要跑步？"), ("阿強", "我可以，七點？"), ("小美", "太早了\n八點好不好"),
    ]  # fmt: skip
    assert times(history) == ["2026-11-18 21:03", "2026-11-19 21:05", "2026-11-20 09:06"]
    assert history.issues.total == 0


def test_bare_names_and_words() -> None:
    history = read("张三：大家好\n李四：收到\n张三：那就周六\n老周：好")
    assert rows(history, "author")[2] == ("张三",)
    assert history.issues.counts == {"no-time": 1}


def test_names_above_the_words_without_a_time() -> None:
    """As some clients copy: a name with a colon, the words, a blank line."""
    text = "阿嵐:\n早\n\n小周:\n星期六有空嗎\n地點：老地方\n\n阿嵐:\n有的\n"
    history = read(text)
    assert rows(history, "author", "text") == [("阿嵐", "早"), ("小周", "星期六有空嗎\n地點：老地方"), ("阿嵐", "有的")]
    assert history.issues.counts == {"no-time": 1}
    recipe = "材料：\n麵粉\n\n作法：\n揉\n\n完成：\n吃\n"
    assert CARRIER.sniff(of_bytes("notes.txt", "notes.txt", recipe.encode())) == NO


def test_a_chain_is_a_chain() -> None:
    history = read("张三 2024/1/5 15:04\n#接龙\n周六\n1. 张三\n\n系统消息 2024/1/5 15:05\n李四加入了群聊\n")
    assert rows(history, "kind", "author") == [("chain", "张三"), ("system", None)]


@pytest.mark.parametrize(
    "text",
    [
        "hello world",
        "某欄\t姓名\t備註\n2024/1/25 15:04\t阿嵐\t早\n2024/1/26 15:05\t小周\t在\n",
        "早餐 8:00\n午餐 12:00\n晚餐 18:00\n",
        "a: 1\nb: 2\nc: 3\n",
        "#接龙\n1. 程青\n2. 小满\n",
        "{}",
    ],
)
def test_a_file_that_is_no_chat_is_left_alone(text: str) -> None:
    assert CARRIER.sniff(of_bytes("notes.txt", "notes.txt", text.encode())) == NO


def test_what_is_not_recognised_is_refused_with_a_hint() -> None:
    with pytest.raises(UnknownFormat) as caught:
        CARRIER.read(open_pasted(b"hello world"), ReadOptions())
    assert "name" in caught.value.hint


def test_what_stands_above_the_first_head_is_counted() -> None:
    history = read("转发自读书会\n\n张三 2024/1/5 15:04\n大家好\n")
    assert [(issue.line, issue.code) for issue in history.issues.examples] == [(1, "bad-row")]


def test_messages_of_today_have_no_day_beside_those_of_yesterday() -> None:
    history = read(
        "张三 昨天 21:03\n大家早\n集合 9:00\n李四 昨天 21:04\n好\n张三 0:05\n睡了\n王五 昨天 21:01\nhi\n",
        day=date(2026, 4, 8),
    )
    assert rows(history, "author", "text") == [
        ("张三", "大家早\n集合 9:00"),
        ("李四", "好"),
        ("张三", "睡了"),
        ("王五", "hi"),
    ]
    assert times(history)[2] == "2026-04-08 00:05"
