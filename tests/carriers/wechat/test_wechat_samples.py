"""Every sample of a WeChat export gives what is stated for it."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import LIKELY, NO
from closeknit.carriers.wechat import CARRIER, FLAVOURS, flavour_of
from closeknit.errors import UnreadableSource
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.testing.expected import differences, summary

SAMPLES = Path(__file__).parents[2] / "samples"
ZONE = ZoneInfo("Asia/Shanghai")
FILES = sorted(path.name for path in (SAMPLES / "wechat").iterdir())


def read(name: str, **options: object) -> History:
    return CARRIER.read(open_source(SAMPLES / "wechat" / name), ReadOptions(ZONE, **options))  # type: ignore[arg-type]


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_a_sample_gives_what_is_stated(shared: Path, name: str) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    expected = next(line for line in map(json.loads, lines) if line["path"] == f"wechat/{name}")
    source = open_source(shared / "formats/samples/wechat" / name)
    assert CARRIER.sniff(source) > NO
    if expected.get("refused"):
        with pytest.raises(UnreadableSource):
            CARRIER.read(source, ReadOptions(ZONE))
        return
    assert differences(summary(CARRIER.read(source, ReadOptions(ZONE)), ZONE), expected) == []


@pytest.mark.shared
def test_no_sample_of_wechat_is_forgotten(shared: Path) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    stated = {line["path"] for line in map(json.loads, lines) if line["carrier"] == "wechat"}
    assert stated == {f"wechat/{name}" for name in FILES}


@pytest.mark.parametrize(
    ("name", "flavour"),
    [
        ("synthetic_chatlog.csv", "chatlog-csv"),
        ("synthetic_chatlog.json", "chatlog-json"),
        ("synthetic_chatlog_more_kinds.json", "chatlog-json"),
        ("synthetic_chatlog_plain.txt", "chatlog-plain"),
        ("synthetic_ciphertalk.json", "weflow-json"),
        ("synthetic_echotrace.json", "weflow-json"),
        ("synthetic_memotrace.txt", "memotrace-txt"),
        ("synthetic_memotrace_utf8.csv", "memotrace-csv"),
        ("synthetic_pywxdump.csv", "pywxdump"),
        ("synthetic_type49_57_refermsg.xml", "appmsg-xml"),
        ("synthetic_wechatexporter_ios.txt", "wechatexporter-txt"),
        ("synthetic_weclone.csv", "pywxdump"),
        ("synthetic_weflow.json", "weflow-json"),
        ("synthetic_weflow.txt", "weflow-txt"),
        ("synthetic_weflow_arkme.json", "weflow-json"),
    ],
)
def test_the_flavour_is_told(name: str, flavour: str) -> None:
    sure, found = flavour_of(open_source(SAMPLES / "wechat" / name))
    assert (found, sure >= LIKELY) == (flavour, True)


@pytest.mark.parametrize(
    "path",
    sorted(
        path.relative_to(SAMPLES).as_posix()
        for path in SAMPLES.rglob("*")
        if path.is_file() and path.parent.name != "wechat"
    ),
)
def test_files_of_other_tools_are_left_to_them(path: str) -> None:
    assert CARRIER.sniff(open_source(SAMPLES / path)) == NO


def test_every_flavour_says_what_it_gives() -> None:
    refused = {"memotrace-pairs", "appmsg-xml"}
    assert set(CARRIER.gives) == set(FLAVOURS) - refused


def test_the_same_evening_in_five_forms_has_the_same_words_and_people() -> None:
    """Five files hold the same talk; what all of them carry must come out alike."""
    names = ["chatlog.json", "chatlog.csv", "chatlog_plain.txt", "weflow.json", "echotrace.json"]
    for name in names:
        rows = read(f"synthetic_{name}", year=2024).messages.to_pylist()
        said = [(row["author_id"], row["text"]) for row in rows if row["kind"] == "text"][:2]
        assert said == [
            ("wxid_zhangsan01", "大家好，本周六下午在图书馆集合"),
            ("wxid_lisi02", "收到，我带投影仪"),
        ], name
        joined = rows[0]
        assert (joined["kind"], joined["event"], joined["author_id"]) == ("join", "invite", "wxid_lisi02"), name
        quote = next(row for row in rows if row["is_reply"])
        assert quote["quoted"] == "大家好，本周六下午在图书馆集合", name
        assert quote["quoted_author"] in {"wxid_zhangsan01", "张三"}, name


def test_the_year_completes_the_plain_text() -> None:
    without = read("synthetic_chatlog_plain.txt")
    assert without.issues.counts == {"no-year": 11}
    assert without.messages["sent_at"].null_count == 11
    given = read("synthetic_chatlog_plain.txt", year=2024)
    asked = read("synthetic_chatlog.csv")
    assert given.messages["sent_at"].to_pylist() == asked.messages["sent_at"].to_pylist()
    assert given.messages["quoted_at"].to_pylist() == asked.messages["quoted_at"].to_pylist()
    assert given.messages["time_text"][1].as_py() == "01-05 15:05:05"


def test_the_owner_gets_the_name_that_was_told() -> None:
    rows = read("synthetic_pywxdump.csv", me="程青").messages.to_pylist()
    assert rows[1]["author"] == "程青"


def test_a_mention_is_found_in_the_text_and_in_the_list() -> None:
    by_text = read("synthetic_chatlog.json").messages["mentions"].to_pylist()
    assert [names for names in by_text if names] == [["wxid_zhangsan01"]]
    by_list = read("synthetic_weflow.json").messages["mentions"].to_pylist()
    assert [names for names in by_list if names] == [["wxid_wangwu03"]]


def test_a_reply_names_its_target_where_the_file_does() -> None:
    for name in ("weflow", "echotrace"):
        rows = read(f"synthetic_{name}.json").messages.to_pylist()
        assert [row["reply_to"] for row in rows if row["is_reply"]] == [rows[1]["id"]]


@pytest.mark.parametrize("name", FILES)
def test_no_row_lacks_a_chat(name: str) -> None:
    if name.endswith(".xml"):
        return
    assert read(name).messages["channel"].null_count == 0
