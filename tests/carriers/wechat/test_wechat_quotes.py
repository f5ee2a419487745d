"""Quotes: the client's XML, the block of older clients, the tails that tools write."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from closeknit.carriers.wechat.quote import app_message, bracket_tail, dated_tail, element, mentioned, text_block

SAMPLES = Path(__file__).parents[2] / "samples/wechat"


@pytest.mark.shared
def test_the_fragment_gives_what_is_stated(shared: Path) -> None:
    lines = (shared / "formats/EXPECTED.jsonl").read_text("utf-8").splitlines()
    stated = next(line["fragment"] for line in map(json.loads, lines) if line.get("fragment"))
    message = app_message((SAMPLES / "synthetic_type49_57_refermsg.xml").read_text("utf-8"))
    assert message is not None
    assert message.quote is not None
    quote = message.quote
    assert quote.at is not None
    assert stated == {
        "text": quote.text,
        "author_id": message.sender,
        "reply_to_id": quote.reply_to,
        "quoted_author_id": quote.author_id,
        "quoted_author": quote.author,
        "quoted_text": quote.quoted,
        "quoted_kind": quote.kind,
        "quoted_time": datetime.fromtimestamp(quote.at / 1e6, UTC).isoformat(),
    }


def test_a_quoted_card_gives_its_title_and_a_quoted_picture_nothing() -> None:
    frame = (
        "<msg><appmsg><title>好看</title><type>57</type><refermsg><type>{}</type><svrid>0</svrid><chatusr/>"
        "<fromusr>1@chatroom</fromusr><content>{}</content></refermsg></appmsg></msg>"
    )
    card = app_message(
        frame.format(
            49, "&lt;msg&gt;&lt;appmsg&gt;&lt;title&gt;报名表&lt;/title&gt;&lt;type&gt;5&lt;/type&gt;&lt;/appmsg&gt;"
        )
    )
    picture = app_message(frame.format(3, "&lt;msg&gt;&lt;img md5='a'/&gt;&lt;/msg&gt;"))
    assert card
    assert card.quote
    assert (card.quote.quoted, card.quote.kind, card.quote.author_id, card.quote.reply_to) == (
        "报名表",
        "link",
        None,
        None,
    )
    assert picture
    assert picture.quote
    assert (picture.quote.quoted, picture.quote.kind) == (None, "image")


@pytest.mark.parametrize("xml", ["", "<msg/>", "<appmsg", "<appmsg><title>", "<appmsg></appmsg><refermsg>"])
def test_broken_xml_gives_what_there_is(xml: str) -> None:
    message = app_message(xml)
    assert message is None or message.title is None


def test_an_element_is_decoded() -> None:
    assert element("<a>&lt;b&gt; &amp; c</a>", "a") == "<b> & c"
    assert element("<a><![CDATA[<b> & c]]></a>", "a") == "<b> & c"
    assert element("<a/>", "a") is None
    assert element("<a>  </a>", "a") is None


@pytest.mark.parametrize(
    ("source", "people"),
    [
        ("<msgsource><atuserlist><![CDATA[wxid_a,wxid_b]]></atuserlist></msgsource>", ["wxid_a", "wxid_b"]),
        ("<msgsource><atuserlist>,wxid_a,,wxid_a</atuserlist></msgsource>", ["wxid_a"]),
        ("<msgsource><atuserlist><![CDATA[notify@all]]></atuserlist></msgsource>", None),
        ("<msgsource><atuserlist></atuserlist></msgsource>", None),
        ("<msgsource/>", None),
        ("", None),
    ],
)
def test_who_is_mentioned(source: str, people: list[str] | None) -> None:
    assert mentioned(source) == people


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("「阿岚：第一行\n第二行」\n- - - - - - - - - - - - - - -\n好\n的", ("好\n的", "第一行\n第二行", "阿岚")),
        ("「周六见」\n- - - - - - - - - - - - - - -\n好", ("好", "周六见", None)),
        ("「阿岚：周六见」\n- - - - - - - - - - - - - - -\n", (None, "周六见", "阿岚")),
    ],
)
def test_the_block_of_older_clients(text: str, parts: tuple[str | None, ...]) -> None:
    quote = text_block(text)
    assert quote is not None
    assert (quote.text, quote.quoted, quote.author) == parts


@pytest.mark.parametrize(
    "text", ["「周六见」", "「周六见」说得好\n- - -", "好\n- - - - - - - - - - - -\n", "「a\n- - - - - - - - - - -\nb"]
)
def test_brackets_alone_are_no_quote(text: str) -> None:
    assert text_block(text) is None


def test_the_tails() -> None:
    tail = dated_tail("收到\n\n[引用](2024-01-05 15:05:05)张三:大家好: 早")
    assert tail is not None
    assert (tail.text, tail.author, tail.quoted, tail.wall) == ("收到", "张三", "大家好: 早", True)
    assert dated_tail("收到") is None
    assert bracket_tail("收到") is None
    assert bracket_tail("收到[引用 张三：大家好]") == ("收到", "大家好", "张三", None, None, None, None, False)
