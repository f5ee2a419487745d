"""WeChat 微信: messages that the client sends by e-mail, and what the tools wrote that once exported its chats.

Read are files that people already have: the client's letters, chatlog (JSON, CSV, plain), WeFlow, EchoTrace and
CipherTalk (JSON), WeFlow's text and WeClone CSV, MemoTrace 留痕 (CSV, text), PyWxDump (CSV, JSON, folder of pages),
WechatExporter (text, HTML). Nothing here decrypts, asks for a key or touches the client. Checked 2026-07.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from closeknit.carriers.contract import NO, Carrier
from closeknit.carriers.wechat import (
    chatlog,
    chatlog_text,
    mail,
    memotrace,
    rows,
    wechatexporter,
    wechatexporter_html,
    weflow,
    weflow_text,
    xml,
)
from closeknit.carriers.wechat.transcript import NAME
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source


class Flavour(NamedTuple):
    """One shape of export."""

    sniff: Callable[[Source], int]
    read: Callable[[Source, ReadOptions], History]


FLAVOURS: Final = {
    "weflow-json": Flavour(weflow.sniff, weflow.read),
    "chatlog-json": Flavour(chatlog.sniff, chatlog.read),
    "chatlog-csv": Flavour(chatlog_text.sniff_csv, chatlog_text.read_csv),
    "memotrace-csv": Flavour(memotrace.sniff_csv, memotrace.read_csv),
    "pywxdump": Flavour(rows.sniff, rows.read),
    "wechatexporter-txt": Flavour(wechatexporter.sniff, wechatexporter.read),
    "wechatexporter-html": Flavour(wechatexporter_html.sniff, wechatexporter_html.read),
    "mail": Flavour(mail.sniff, mail.read),
    "weflow-txt": Flavour(weflow_text.sniff, weflow_text.read),
    "chatlog-plain": Flavour(chatlog_text.sniff_plain, chatlog_text.read_plain),
    "memotrace-txt": Flavour(memotrace.sniff_text, memotrace.read_text),
    "memotrace-pairs": Flavour(memotrace.sniff_pairs, memotrace.refuse_pairs),
    "appmsg-xml": Flavour(xml.sniff, xml.refuse),
}
"""Name → shape, in the order in which they are tried; of equals the first is taken."""


def flavour_of(source: Source) -> tuple[int, str | None]:
    """How sure the best fitting flavour is, and its name; (NO, None) where none fits."""
    best: tuple[int, str | None] = (NO, None)
    for name, flavour in FLAVOURS.items():
        if source.is_folder and name != "pywxdump":
            continue
        sure = flavour.sniff(source)
        if sure > best[0]:
            best = (sure, name)
    return best


def sniff(source: Source) -> int:
    """How sure it is that one of the tools wrote the source."""
    return flavour_of(source)[0]


def read(source: Source, options: ReadOptions) -> History:
    """The history in the source, in whichever shape it is. Raises UnreadableSource where it is in none."""
    _sure, name = flavour_of(source)
    if name is None:
        raise UnreadableSource(
            _("{path} is no WeChat export in a form that is known.").format(path=source.path),
            _("`closeknit carriers` lists what is read and how to get each export."),
        )
    return FLAVOURS[name].read(source, options)


CARRIER = Carrier(
    name=NAME,
    title="WeChat 微信",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On a phone, with WeChat alone: open the group, press a message for a second, choose to select several, "
            "mark the messages, then send them to yourself by e-mail (the envelope, or the share sign, where your "
            "version has one). Repeat until the last weeks are there. Save the words of the letters as a .txt file, "
            "or paste them into `closeknit examine -`."
        ),
        N_(
            "Copy single messages, and write the sender's name and the time before each; fifty lines of a discussion "
            "already show something."
        ),
        N_(
            "Ask in the group whether somebody already holds a file that WeFlow, EchoTrace, CipherTalk, chatlog, "
            "MemoTrace, PyWxDump or WechatExporter once wrote for it. Give the .json, .csv, .txt or .html file as it "
            "is; do not open and save it in a spreadsheet, which damages it."
        ),
        N_(
            "Without any messages: write down the members, whom the group's info page lists, as a table with one name "
            "a line. A roster and what you do in Closeknit already show much."
        ),
        N_(
            "Backup and migration files of WeChat are locked and are not read here. Closeknit does not decrypt a chat "
            "client and does not tell you how: such tools got accounts banned and were stopped by lawyers."
        ),
    ),
    gives={
        "weflow-json": ("ids", "author-ids", "zone", "replies", "mentions", "forwards", "events", "inner"),
        "chatlog-json": ("ids", "author-ids", "zone", "replies", "mentions", "forwards", "events", "inner"),
        "chatlog-csv": ("author-ids", "replies", "mentions", "forwards", "events", "inner"),
        "chatlog-plain": ("author-ids", "replies", "mentions", "forwards", "events", "inner"),
        "memotrace-csv": ("ids", "author-ids", "zone", "replies", "mentions", "events"),
        "memotrace-txt": ("replies", "mentions", "events"),
        "pywxdump": ("ids", "author-ids", "replies", "mentions", "forwards", "events"),
        "mail": ("replies", "mentions", "events"),
        "weflow-txt": ("replies", "mentions", "events"),
        "wechatexporter-html": ("ids", "replies", "mentions", "events"),
        "wechatexporter-txt": ("replies", "mentions", "events"),
    },
)
