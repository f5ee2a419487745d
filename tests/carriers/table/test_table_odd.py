"""Tables as people make, mend and damage them."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SAMPLES

import closeknit
from closeknit.carriers.contract import NO, POSSIBLE
from closeknit.carriers.table import CARRIER
from closeknit.errors import AmbiguousFormat, BadOption, UnknownFormat, UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.output import write_messages
from closeknit.sources.delimited import MOST_LINES, rows_of
from closeknit.sources.source import Source, of_bytes

EXAMPLES = Path(__file__).parents[3] / "examples"


def source(text: str | bytes, name: str = "chat.csv") -> Source:
    return of_bytes(name, name, text.encode() if isinstance(text, str) else text)


def read(text: str | bytes, name: str = "chat.csv", **options: Any) -> History:
    return CARRIER.read(source(text, name), ReadOptions(**options))


def rows(history: History, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(history.messages[name].to_pylist() for name in columns), strict=True))


def times(history: History) -> list[str | None]:
    return [at and at.strftime("%m-%d %H:%M") for at in history.messages["sent_at"].to_pylist()]


def test_a_title_above_blank_rows_a_second_header_and_totals_are_no_messages() -> None:
    history = read(
        "读书会聊天记录,,\n导出于 2024 年,,\n时间,昵称,内容\n2024/1/5 15:04,张三,大家好\n,,\n"
        "时间,昵称,内容\n2024/1/5 15:05,李四,你好\n合计,,2\n"
    )
    assert rows(history, "author", "text") == [("张三", "大家好"), ("李四", "你好")]
    assert [(issue.line, issue.code, issue.lost) for issue in history.issues.examples] == [(8, "bad-row", True)]


def test_an_open_quote_costs_one_row_not_the_rest_of_the_file() -> None:
    history = read('time,author,text\n2024-01-05 10:00,a,"open\n2024-01-05 10:01,b,two\n2024-01-05 10:02,c,three\n')
    assert rows(history, "author") == [("b",), ("c",)]
    assert history.issues.counts == {"bad-row": 1}
    assert history.issues.lost == 1


@given(st.lists(st.text(alphabet='ab,"\n;\r', max_size=12), max_size=40))
def test_whatever_the_quotes_every_line_is_a_row_or_told_of(cells: list[str]) -> None:
    text = "\n".join(cells).replace("\r", "")
    told: list[int] = []
    found = [line for line, _row in rows_of([text], ",", lambda line, _words: told.append(line))]
    assert all(1 <= line <= text.count("\n") + 1 for line in [*found, *told])
    assert not set(found) & set(told)
    if '"' not in text:
        assert found == [n for n, line in enumerate(text.split("\n"), 1) if line]


def test_blocks_may_end_inside_a_cell() -> None:
    text = 'a,"one\ntwo\nthree",c\nd,e,f\n'
    whole = list(rows_of([text], ",", pytest.fail))
    assert list(rows_of(['a,"one\n', 'two\nthree",c\nd,', "e,f\n"], ",", pytest.fail))[:1] == whole[:1]
    assert whole == [(1, ["a", "one\ntwo\nthree", "c"]), (4, ["d", "e", "f"])]


def test_quotes_that_never_close_stay_linear() -> None:
    text = "time,author,text\n" + '2024-01-05 10:00,a,x"y,"z\n' * (MOST_LINES * 4)
    history = read(text)
    assert len(history.messages) + history.issues.lost == MOST_LINES * 4


def test_a_cell_of_ten_megabytes_is_an_issue() -> None:
    history = read('time,author,text\n2024-01-05 10:00,a,"' + "x" * 10_000_000 + '"\n2024-01-05 10:01,b,ok\n')
    assert rows(history, "text") == [("ok",)]
    assert history.issues.counts == {"bad-row": 1}


def test_a_nul_byte_is_cut_out() -> None:
    history = read("time,author,text\n2024-01-05 10:00,a,n\x00ul\n2024-01-05 10:01,a,a second message\n")
    assert rows(history, "text") == [("nul",), ("a second message",)]


def test_commas_in_the_last_column_belong_to_its_words() -> None:
    history = read("time,author,text\n2024-01-05 10:00,a,yes, of course, why not\n2024-01-05 10:01,b\n")
    assert rows(history, "author", "kind", "text") == [("a", "text", "yes, of course, why not"), ("b", "other", None)]
    assert history.issues.counts == {"bad-row": 1}
    assert history.issues.lost == 0


def test_date_and_time_may_stand_in_two_columns() -> None:
    history = read("Date,Time,User,Message\n1/13/2024,3:04 PM,Al,hi\n1/14/2024,11:04 AM,Bo,@Al yo\n")
    assert times(history) == ["01-13 15:04", "01-14 11:04"]
    assert rows(history, "mentions") == [(None,), (["Al"],)]


def test_day_and_month_are_told_by_the_whole_column() -> None:
    head = "time,author,text\n"
    assert times(read(f"{head}5/1/2024 10:00,a,x\n13/1/2024 10:00,a,x\n")) == ["01-05 10:00", "01-13 10:00"]
    assert times(read(f"{head}1/5/2024 10:00,a,x\n1/13/2024 10:00,a,x\n")) == ["01-05 10:00", "01-13 10:00"]
    history = read(f"{head}1/5/2024 10:00,a,x\n")
    assert times(history) == ["05-01 10:00"]
    assert history.issues.counts == {"day-or-month": 1}


def test_epochs_serials_and_wall_times_may_be_mixed() -> None:
    history = read("time,author,text\n1704438245,a,x\n1704438305000,a,x\n45296.5,a,x\n2024-01-05,a,x\n")
    assert rows(history, "zone", "time_precision") == [
        ("written", "second"),
        ("written", "millisecond"),
        ("assumed", "second"),
        ("assumed", "day"),
    ]


def test_a_column_that_says_it_is_utc_is_believed() -> None:
    assert rows(read("time (UTC),author,text\n2024-01-05 10:00,a,x\n"), "zone") == [("written",)]


def test_newest_first_is_turned_round_and_little_disorder_is_counted() -> None:
    head = "time,author,text\n"
    assert rows(read(f"{head}2024-01-05 10:02,a,3\n2024-01-05 10:01,a,2\n2024-01-05 10:00,a,1\n"), "text") == [
        ("1",),
        ("2",),
        ("3",),
    ]
    history = read(f"{head}2024-01-05 10:00,a,1\n2024-01-05 10:02,a,2\n2024-01-05 10:01,a,3\n")
    assert history.issues.counts == {"clock-backwards": 1}
    assert rows(history, "text") == [("1",), ("2",), ("3",)]


def test_a_column_of_chats_makes_chats() -> None:
    history = read(
        "time,群名,author,text\n2024-01-05 10:00,书友,a,x\n2024-01-05 10:01,邻居,a,y\n2024-01-05 10:02,书友,b,z\n"
    )
    assert history.channels() == {"书友": 2, "邻居": 1}
    assert rows(history, "text") == [("x",), ("y",), ("z",)]


def test_types_replies_and_notices() -> None:
    history = read(
        "时间,发送者,消息类型,内容,消息ID,回复ID\n"
        "2024-01-05 10:00,系统消息,,张三加入了群聊,1,\n"
        "2024-01-05 10:01,张三,圖片,[圖片],2,\n"
        "2024-01-05 10:02,李四,引用回复,收到,3,2\n"
        "2024-01-05 10:03,李四,49,看看,4,\n"
        "2024-01-05 10:04,李四,怪事,嗯,5,\n"
        "2024-01-05 10:05,李四,,[语音],6,\n"
    )
    assert rows(history, "author", "kind", "text", "reply_to", "is_reply") == [
        (None, "system", "张三加入了群聊", None, False),
        ("张三", "image", None, None, False),
        ("李四", "text", "收到", "2", True),
        ("李四", "link", "看看", None, False),
        ("李四", "text", "嗯", None, False),
        ("李四", "voice", None, None, False),
    ]
    assert history.issues.counts == {"unknown-value": 1}


def test_a_bare_id_is_the_messages_where_replies_point_at_it() -> None:
    told = "{},time,author,text{}\n7,2024-01-05 10:00,A,who?{}\n8,2024-01-05 10:01,B,me{}\n"
    assert rows(read(told.format("id", ",reply_to", ",", ",7")), "id", "reply_to") == [("7", None), ("8", "7")]
    assert rows(read(told.format("id", "", "", "")), "id") == [(None,), (None,)]


@pytest.mark.parametrize("name", ["reading-circle", "shop", "alumni"])
def test_what_was_written_as_a_table_is_read_back(name: str, tmp_path: Path) -> None:
    told = closeknit.read(EXAMPLES / name, timezone="Asia/Taipei")
    write_messages(told.messages, tmp_path / "all.csv", zone=ZoneInfo("Asia/Taipei"))
    again = closeknit.read(tmp_path / "all.csv")
    assert not again.issues.total
    for column in (
        "channel",
        "author",
        "author_id",
        "sent_at",
        "kind",
        "event",
        "text",
        "is_reply",
        "quoted",
        "inviter",
    ):
        assert again.messages[column].to_pylist() == told.messages[column].to_pylist(), column


def test_times_without_date_ask_for_the_day() -> None:
    text = "time,author,text\n15:04,A,hi\n"
    assert read(text).issues.counts == {"no-date": 1}
    assert times(read(text, day=date(2024, 1, 5))) == ["01-05 15:04"]
    assert read("author,text\nA,hi\n").issues.counts == {"no-time": 1}


def test_two_columns_that_fit_equally_well_are_refused_by_name() -> None:
    text = "time,author,sender,text\n2024-01-05 10:00,a,b,x\n"
    with pytest.raises(AmbiguousFormat) as caught:
        read(text)
    assert caught.value.candidates == ("author", "sender")
    assert "--map" in caught.value.hint
    assert rows(read(text, mapping={"author": "sender"}), "author") == [("b",)]
    assert rows(read(text.replace(",a,b,", ",a,a,")), "author") == [("a",)]


def test_the_finer_of_two_times_is_taken() -> None:
    history = read("CreateTime,StrTime,NickName,StrContent\n1704438245,2024-01-05 15:04:05,z,hi\n")
    assert rows(history, "zone") == [("written",)]


def test_columns_may_be_mapped_by_name_or_number() -> None:
    named = "posted on,who,what\n2024-01-05 10:00,a,x\n"
    assert CARRIER.sniff(source(named)) == NO
    with pytest.raises(UnknownFormat, match="no row that names"):
        read(named)
    assert rows(read(named, mapping={"time": "Posted On", "author": "who", "text": "3"}), "author", "text") == [
        ("a", "x")
    ]
    bare = "2024-01-05 10:00,a,x\n2024-01-05 10:01,b,y\n"
    assert rows(read(bare, mapping={"time": "1", "author": "2", "text": "3"}), "author") == [("a",), ("b",)]
    for wrong in ({"time": "nope"}, {"tim": "who"}, {"time": "1", "author": "2", "text": "99"}):
        with pytest.raises(BadOption):
            read(named, mapping=wrong)


@pytest.mark.parametrize(
    "text",
    [
        "姓名,微信号,手机,身份,加入日期,退出日期,备注\n程青,wxid_1,0912,发起人,2025-09-01,,\n",
        "姓名,3/4,3/11\n程青,✓,✓\n",
        "a,b\n1,2\n",
        "hello\n",
        "",
    ],
)
def test_rosters_and_other_tables_are_left_alone(text: str) -> None:
    assert CARRIER.sniff(source(text)) == NO


@pytest.mark.parametrize("folder", ["wechat", "discord"])
def test_tables_of_tools_with_a_carrier_are_only_possible(folder: str) -> None:
    for path in (SAMPLES / folder).glob("*.csv"):
        assert CARRIER.sniff(source(path.read_bytes(), path.name)) in {NO, POSSIBLE}


REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(*sheets: tuple[str, str, str], merged: str = "") -> bytes:
    """A workbook of (name, state, rows of cells as XML)."""
    names, links = "", ""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        main = f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>')
        for i, (name, state, body) in enumerate(sheets, 1):
            names += f'<sheet name="{name}" sheetId="{i}" r:id="r{i}" state="{state}"/>'
            links += f'<Relationship Id="r{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{merged}</worksheet>'
            archive.writestr(f"xl/worksheets/sheet{i}.xml", sheet)
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{names}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        relations = f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
    return out.getvalue()


def cells(*table: tuple[str, ...]) -> str:
    out = ""
    for r, row in enumerate(table, 1):
        made = "".join(
            f'<c r="{"ABCDEF"[c]}{r}" t="inlineStr"><is><t>{cell}</t></is></c>' for c, cell in enumerate(row) if cell
        )
        out += f'<row r="{r}">{made}</row>'
    return out


HEAD = ("时间", "昵称", "内容")


def test_hidden_sheets_are_passed_by_and_every_fitting_sheet_is_a_chat() -> None:
    data = workbook(
        ("旧", "hidden", cells(HEAD, ("2020-01-05 10:00", "旧人", "旧话"))),
        ("说明", "visible", cells(("本表由群主整理",))),
        ("书友", "visible", cells(HEAD, ("2024-01-05 10:00", "张三", "大家好"))),
        ("邻居", "visible", cells(HEAD, ("2024-01-05 11:00", "李四", "你好"))),
    )
    assert CARRIER.sniff(source(data, "群.xlsx")) == POSSIBLE
    history = read(data, "群.xlsx")
    assert history.channels() == {"书友": 1, "邻居": 1}
    assert [issue.path for issue in history.issues.examples] == ["群.xlsx!/说明"]


def test_merged_cells_count_for_every_row_and_formulas_for_their_value() -> None:
    rows_ = cells(HEAD, ("2024-01-05 10:00", "张三", "一"), ("", "", "二"))
    rows_ += '<row r="4"><c r="A4"><v>45296.5</v></c><c r="B4" t="str"><f>B2</f><v>张三</v></c>'
    rows_ += '<c r="C4"><v>42</v></c></row>'
    merged = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/></mergeCells>'
    history = read(workbook(("聊天", "visible", rows_), merged=merged), "a.xlsx")
    assert rows(history, "author", "text") == [("张三", "一"), ("张三", "二"), ("张三", "42")]
    assert times(history) == ["01-05 10:00", "01-05 10:00", "01-05 12:00"]


def test_cells_too_far_apart_and_damaged_books_are_refused_in_a_sentence() -> None:
    far = cells(HEAD, ("2024-01-05 10:00", "张三", "一")) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = workbook(("聊天", "visible", far))
    with pytest.raises(UnreadableSource, match="far apart"):
        read(data, "a.xlsx")
    with pytest.raises(UnreadableSource):
        read(data[:500], "a.xlsx")
    assert CARRIER.sniff(source(data[:500], "a.xlsx")) == NO
