"""The HTML form: pages in a folder."""

import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.registry import read_source
from closeknit.carriers.telegram import CARRIER
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>
 <div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
讀書會 &amp; 茶
     </div></div></div><div class="page_body chat_page"><div class="history">
"""
DATE = '<div class="pull_right date details" title="05.01.2024 15:04:{id:02} UTC+08:00">15:04</div>'


def message(id: int, body: str, *, name: str | None = "阿岚", date: str = DATE) -> str:
    joined = "" if name else " joined"
    head = f'<div class="from_name">\n{name}\n       </div>' if name else ""
    return (
        f'<div class="message default clearfix{joined}" id="message{id}"><div class="body">\n'
        f"{date.format(id=id)}\n{head}{body}</div></div>\n"
    )


def service(id: int, words: str) -> str:
    return f'<div class="message service" id="message{id}"><div class="body details">\n{words}\n</div></div>\n'


def text(words: str) -> str:
    return f'<div class="text">\n{words}\n      </div>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ChatExport_2024-01-05"


def written(folder: Path, *pages: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "css").mkdir(exist_ok=True)
    (folder / "css/style.css").write_text("body{}")
    for number, page in enumerate(pages, 1):
        name = f"messages{number if number > 1 else ''}.html"
        (folder / name).write_text(f"{HEAD}{page}</div></div></div></body></html>", "utf-8")
    return folder


def read(path: Path, **options: Any) -> History:
    source = open_source(path)
    assert CARRIER.sniff(source) == CERTAIN
    return CARRIER.read(source, ReadOptions(**options))


def column(history: History, name: str) -> list[Any]:
    values: list[Any] = history.messages[name].to_pylist()
    return values


def test_deleted_accounts_are_not_one_person(folder: Path) -> None:
    names = ("Deleted Account", None, "阿岚", None, "Deleted Account via @gif")
    page = service(1, "Deleted Account joined group by link from Group")
    page += "".join(message(n, text("哪天？"), name=name) for n, name in enumerate(names, 2))
    history = read(written(folder, page))
    assert history.messages["author"].to_pylist() == [None, None, None, "阿岚", "阿岚", None]


def test_pages_are_one_chat_in_the_order_of_their_numbers(folder: Path) -> None:
    history = read(written(folder, *(message(n, text(str(n))) for n in range(1, 12))))
    assert column(history, "text") == [str(n) for n in range(1, 12)]
    assert history.channels() == {"讀書會 & 茶": 11}
    assert str(column(history, "sent_at")[0]) == "2024-01-05 07:04:01+00:00"


def test_joined_messages_have_the_author_before_them_over_pages_and_notices_too(folder: Path) -> None:
    first = message(1, text("a")) + service(2, "阿岚 pinned <a>this message</a>") + message(3, text("b"), name=None)
    history = read(written(folder, first, message(4, text("c"), name=None) + message(5, text("d"), name="小滿")))
    assert column(history, "author") == ["阿岚", "阿岚", "阿岚", "阿岚", "小滿"]
    assert column(history, "event") == [None, "pin", None, None, None]


def test_replies_are_found_on_this_page_and_on_others(folder: Path) -> None:
    def reply(href: str) -> str:
        return f'<div class="reply_to details">In reply to <a href="{href}">this message</a></div>' + text("x")

    elsewhere = '<div class="reply_to details">In reply to a message in another chat</div>' + text("y")
    second = message(3, reply("messages.html#go_to_message1")) + message(4, elsewhere)
    history = read(written(folder, message(1, text("a")) + message(2, reply("#go_to_message1")), second))
    assert column(history, "reply_to") == [None, "1", "1", None]
    assert column(history, "is_reply") == [False, True, True, True]


def test_forwards_take_the_words_inside_and_keep_the_author_outside(folder: Path) -> None:
    inner = (
        '<div class="pull_left forwarded userpic_wrap"></div><div class="forwarded body">'
        '<div class="from_name">\n某頻道 '
        '<span class="date details" title="01.01.2024 08:00:00 UTC+08:00"> 01.01.2024 08:00:00</span>\n</div>'
        + text("轉來的")
        + "</div>"
    )
    history = read(written(folder, message(1, inner)))
    assert column(history, "author") == ["阿岚"]
    assert column(history, "forwarded_from") == ["某頻道"]
    assert column(history, "is_forwarded") == [True]
    assert column(history, "text") == ["轉來的"]


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        ('<a class="photo_wrap clearfix pull_left" href="photos/a.jpg"></a>', "image"),
        ('<div class="media media_photo"><div class="title bold">Sticker</div></div>', "sticker"),
        ('<div class="media clearfix pull_left media_voice_message"><div class="body"></div></div>', "voice"),
        ('<a class="video_file_wrap clearfix pull_left" href="v.mp4"></a>', "video"),
        ('<div class="media clearfix pull_left media_file"></div>', "file"),
        ('<a class="media clearfix pull_left block_link media_location" href="x"></a>', "location"),
        ('<div class="media clearfix pull_left media_contact"></div>', "contact"),
        ('<div class="media clearfix pull_left media_call"></div>', "call"),
        ('<div class="media_poll"><div class="question bold">周六？</div></div>', "poll"),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_box(folder: Path, box: str, kind: str) -> None:
    wrap = f'<div class="media_wrap clearfix">{box}</div>'
    history = read(written(folder, message(1, wrap) + message(2, wrap + text("看"))))
    assert column(history, "kind") == [kind, kind]
    assert column(history, "text") == [None, "看"]


def test_words_mentions_and_reactions(folder: Path) -> None:
    words = 'a &lt;b&gt;<br>第二行 <a href="" onclick="return ShowMentionName()">王五</a> <a href="https://t.me/lisi">@lisi</a>'
    signs = (
        '<span class="reactions"><span class="reaction"><span class="emoji">👍</span>'
        '<span class="count">12</span></span>'
        '<span class="reaction"><span class="emoji">❤</span><span class="userpics">'
        '<div class="userpic userpic1"></div><div class="userpic userpic2"></div></span></span></span>'
    )
    history = read(written(folder, message(1, text(words) + signs, name="阿岚  via @gif")))
    assert column(history, "text") == ["a <b>\n第二行 王五 @lisi"]
    assert column(history, "mentions") == [["王五", "lisi"]]
    assert [(r["reaction"], r["count"]) for r in column(history, "reactions")[0]] == [("👍", 12), ("❤", 2)]
    assert column(history, "author") == ["阿岚"]


def test_what_happened(folder: Path) -> None:
    lines = [
        "阿岚 created group «讀書會» with members 小滿",
        "阿岚 invited 小滿",
        "阿岚 invited 甲, 乙",
        "阿岚 invited 甲 and 乙",
        "阿岚 invited 小滿 to the voice chat",
        "阿岚 removed 小滿",
        "小滿 removed 小滿",
        "阿岚 removed group photo",
        "阿岚 created topic «who removed 小滿»",
        "小滿 joined group by link from Group",
        "阿岚 converted this group to a supergroup",
        "something new",
    ]
    history = read(
        written(
            folder, service(-1, "5 January 2024") + "".join(map(service, range(1, 20), lines)) + message(90, text("x"))
        )
    )
    told = list(zip(*(column(history, name) for name in ("kind", "event", "author"))))
    assert told[:-1] == [
        ("system", "create", "阿岚"),
        ("join", "invite", "小滿"),
        ("join", "invite", None),
        ("join", "invite", None),
        ("system", "call", "阿岚"),
        ("leave", "remove", "小滿"),
        ("leave", "leave", "小滿"),
        ("system", "photo", "阿岚"),
        ("system", "topic-created", "阿岚"),
        ("join", "join", "小滿"),
        ("system", "migrate", "阿岚"),
        ("system", "other", None),
    ]


def test_topics(folder: Path) -> None:
    def reply(to: int) -> str:
        return f'<div class="reply_to details">In reply to <a href="#go_to_message{to}">this message</a></div>' + text(
            "x"
        )

    page = service(1, "阿岚 created topic «活動»") + message(2, reply(1)) + message(3, reply(2)) + message(4, text("y"))
    history = read(written(folder, page))
    assert column(history, "thread") == ["活動", "活動", "活動", None]
    assert column(history, "reply_to") == [None, None, "2", None]


def test_old_pages_have_no_offset(folder: Path) -> None:
    old = '<div class="pull_right date details" title="01.07.2019 08:30:00">08:30</div>'
    odd = '<div class="pull_right date details" title="31.02.2019 08:30:00">08:30</div>'
    history = read(
        written(folder, message(1, text("a"), date=old) + message(2, text("b"), date=odd)), zone=ZoneInfo("Asia/Taipei")
    )
    assert [str(when) for when in column(history, "sent_at")] == ["2019-07-01 00:30:00+00:00", "None"]
    assert column(history, "zone") == ["assumed", None]
    assert history.issues.counts == {"bad-time": 1}


def test_a_zip_of_the_folder_reads_alike(folder: Path, tmp_path: Path) -> None:
    written(folder, message(1, text("a")), message(2, text("b"), name=None))
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*.*")):
            packed.write(path, f"ChatExport/{path.relative_to(folder)}")
    history = read_source(open_source(archive), ReadOptions(), "telegram")
    assert column(history, "text") == ["a", "b"]
    assert column(history, "author") == ["阿岚", "阿岚"]


def test_json_beside_the_pages_is_read_instead(folder: Path) -> None:
    written(folder, message(1, text("a")))
    (folder / "result.json").write_text(
        '{"name": "讀書會", "type": "private_group", "messages": [{"id": 1, "type": "message", "text": "from json"}]}'
    )
    assert column(read(folder), "text") == ["from json"]


def test_an_account_in_pages_is_several_chats(tmp_path: Path) -> None:
    (tmp_path / "export_results.html").write_text("<html></html>")
    (tmp_path / "chats").mkdir()
    for number in (1, 2):
        written(tmp_path / "chats" / f"chat_00{number}", message(number, text("a")).replace("阿岚", f"n{number}"))
    assert column(read(tmp_path), "author") == ["n1", "n2"]


def test_other_folders_and_pages_are_not_claimed(tmp_path: Path) -> None:
    (tmp_path / "messages.html").write_text("<html><body>Hi</body></html>")
    assert CARRIER.sniff(open_source(tmp_path)) == NO
    assert CARRIER.sniff(open_source(tmp_path / "messages.html")) == NO
