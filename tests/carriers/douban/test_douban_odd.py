"""4CAT's table of Douban groups, as it is and as it comes back from a spreadsheet."""

from typing import Any

from closeknit.carriers.contract import CERTAIN
from closeknit.carriers.douban import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes

HEADER = (
    "id,group_id,thread_id,group_name,subject,body,author,author_id,author_avatar,timestamp,likes,is_highlighted,"
    "is_reply,is_topic_elite,image_urls\n"
)


def read(text: str) -> History:
    source = of_bytes("d.csv", "d.csv", text.encode())
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions())


def rows(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(HEADER + text).messages.to_pylist()
    return found


def test_html_is_read_and_plain_text_left_alone() -> None:
    html, plain = rows(
        '1,9,1,组,题,"<p>大家好</p>\n<p>周六 &amp; 周日</p>",张三,z,,1704438245,0,no,no,no,\n'
        '2,9,1,组,,"一行\n二行 <3 &amp; 好",李四,l,,1704438305,Unknown,no,no,no,\n'
    )
    assert html["text"] == "大家好\n\n周六 & 周日"
    assert (plain["text"], plain["reactions"]) == ("一行\n二行 <3 & 好", None)


def test_a_topic_without_a_body_keeps_its_subject_and_a_picture_its_kind() -> None:
    found = rows(
        "1,9,1,组,求租一间,,张三,z,,1704438245,0,no,no,no,\n2,9,1,组,,,李四,l,,1704438246,0,no,no,no,http://x/a.jpg\n"
    )
    assert [(row["kind"], row["text"], row["thread"]) for row in found] == [
        ("text", "求租一间", "1"), ("image", None, "1"),
    ]  # fmt: skip


def test_groups_are_chats() -> None:
    found = rows("1,9,1,读书,a,x,张三,z,,1704438245,0,no,no,no,\n2,8,2,徒步,b,y,张三,z,,1704438246,0,no,no,no,\n")
    assert [(row["channel"], row["channel_id"]) for row in found] == [("读书", "9"), ("徒步", "8")]


def test_a_spreadsheet_changed_the_separator_and_the_times() -> None:
    text = HEADER.replace(",", ";") + "1;9;1;组;题;大家好;张三;z;;2024-01-05 07:04:05;3;no;no;no;\n"
    [row] = read(text).messages.to_pylist()
    assert (str(row["sent_at"]), row["reactions"][0]["count"]) == ("2024-01-05 07:04:05+00:00", 3)


def test_what_cannot_be_used_is_told() -> None:
    history = read(HEADER + "1,9,1,组,题,大家好,张三,z,,soon,0,no,no,no,\n2,9\n")
    assert len(history.messages) == 1
    assert (history.issues.lost, dict(history.issues.counts)) == (1, {"bad-row": 1, "bad-time": 1})
