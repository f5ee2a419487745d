"""The pages of WechatExporter, in the shape of its templates, newer and older."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from closeknit.carriers.contract import CERTAIN
from closeknit.carriers.wechat import CARRIER, flavour_of
from closeknit.records.options import ReadOptions
from closeknit.sources.source import of_bytes

FRAME = """<!doctype html>
<html>
\t<head>
\t\t<meta charset="utf-8">
\t\t<title>读书会 &amp; 茶 - 微信聊天记录</title>
\t</head>
\t<body>
{}
  </body>
</html>
"""


def message(ident: int, number: int, name: str, content: str, time: str = "2024-01-05 15:04:05") -> str:
    return f"""\t\t<div class="msg chat left " msgid="{ident}" msgtype="{number}">
\t\t\t<div class="avatar-box">
\t\t\t\t<img src="a.jpg" class="avatar" />
\t\t\t</div>
\t\t\t<div class="nt-box"><span class="dspname left" wxId="wxid_{ident}">{name}</span> {time}</div>
\t\t\t<div class="content-box">
\t\t\t\t{content}
\t\t\t</div>
\t\t</div>
"""


def words(text: str) -> str:
    return f'<div class="triangle"></div><span class="dont-break-out msg-text"><pre>{text}</pre></span>'


REPLY = (
    '<span class="dont-break-out refermsg msg-text">「阿岚：第一行<br />第二行」</span><br />'
    '<span>- - - - - - - - - - - - - - -</span><br /><span class="dont-break-out msg-text">好的</span>'
)
CARD = (
    '<div><a href="https://example.org"><b>报名表</b></a></div>'
    '<div class="appinfo"><span class="app-name">问卷</span></div>'
)
NOTICE = """\t\t<div class="msg chat-notice " msgid="9">
\t\t\t<div class="content-box">
\t\t\t\t<span class="dont-break-out msg-text">"阿岚"邀请"小满"加入了群聊</span>
\t\t\t</div>
\t\t</div>
"""
OLD = """\t\t<div class="msg chat-left " msgid="8" msgtype="1">
\t\t\t<div class="nt-box"><span class="name-left">程青</span> 2024-01-05 15:09</div>
\t\t\t<div class="content-box msg">
\t\t\t\t<span class="dont-break-out">旧</span>
\t\t\t</div>
\t\t</div>
"""


def rows(*parts: str) -> list[dict[str, Any]]:
    source = of_bytes("a.html", "a.html", FRAME.format("".join(parts)).encode())
    assert flavour_of(source) == (CERTAIN, "wechatexporter-html")
    found: list[dict[str, Any]] = CARRIER.read(source, ReadOptions(ZoneInfo("Asia/Shanghai"))).messages.to_pylist()
    return found


def test_a_page_with_every_kind_of_row() -> None:
    face = '好<img src="e.png" title="[微笑]" rawemoji="x" class="wxemoji" />\n第二行 &lt;b&gt;'
    found = rows(
        NOTICE,
        message(1, 1, "阿岚", words(face)),
        message(2, 49, "小满", REPLY, "2024-01-05 15:05:05"),
        message(3, 3, "小满", '<img rawUrl="a" src="b" class="image img-left_triangle" />'),
        message(4, 49, "阿岚", CARD),
        message(5, 34, "阿岚", "<audio></audio>"),
    )
    assert [(row["kind"], row["author"], row["text"]) for row in found] == [
        ("join", "小满", '"阿岚"邀请"小满"加入了群聊'),
        ("text", "阿岚", "好[微笑]\n第二行 <b>"),
        ("text", "小满", "好的"),
        ("image", "小满", None),
        ("link", "阿岚", None),
        ("voice", "阿岚", None),
    ]
    assert (found[2]["quoted"], found[2]["quoted_author"]) == ("第一行\n第二行", "阿岚")
    assert found[2]["sent_at"] == datetime(2024, 1, 5, 7, 5, 5, tzinfo=UTC)
    assert (found[1]["id"], found[1]["author_id"], found[1]["channel"]) == ("1", "wxid_1", "读书会 & 茶")


def test_an_older_page() -> None:
    found = rows(OLD)
    assert (found[0]["author"], found[0]["text"], found[0]["time_precision"]) == ("程青", "旧", "minute")
