#!/usr/bin/env python3
"""Messages a processor second, carrier by carrier, beside a bare decode of the same bytes.

    python bench/carriers.py [--messages 200000] [--pairs 3] [NAME…]

Text exports are written for the occasion from one invented conversation (500 people, minutes that move on); JSON,
CSV and HTML exports are the project's own samples, their messages repeated. `bare` is what any reader must do at
least: text decoded and split into lines, JSON decoded, cells split at commas, tags found, letters and sheets unpacked.
Each figure is the least of the pairs, of a process of its own, without the imports.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from measuring import machine

SAMPLES = Path(__file__).parents[1] / "tests" / "samples"
START = datetime(2024, 1, 5, 7, 4, tzinfo=UTC)
WORDS = ("大家好，本週六下午在圖書館集合", "收到", "see you at 7:30", "好的，我帶投影機", "https://example.org/a 看這個", "哈哈哈",
         "第三章我還沒讀完，先講前半可以嗎？", "ok", "那座橋是他父親吧", "thanks 🙏")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the invented conversation."""

    at: datetime
    who: int
    text: str

    @property
    def name(self) -> str:
        return f"人{self.who}號"


def conversation(count: int) -> Iterator[Line]:
    """Messages, two a minute on the average."""
    luck, at = random.Random(7), START
    for _i in range(count):
        at += timedelta(seconds=luck.randrange(60))
        yield Line(at, min(int(luck.paretovariate(0.8)), 500), luck.choice(WORDS))


def by_day(count: int, head: str, day: Callable[[datetime], str], line: Callable[[Line], str]) -> Iterator[str]:
    """A text export with a line for each day."""
    yield head
    last = None
    for said in conversation(count):
        if said.at.date() != last:
            last = said.at.date()
            yield day(said.at)
        yield line(said)


def noon(at: datetime) -> str:
    return f"{'上午' if at.hour < 12 else '下午'}{(at.hour - 1) % 12 + 1:02}:{at:%M}"


TEXTS: dict[str, tuple[str, Callable[[int], Iterator[str]]]] = {
    "whatsapp": ("chat.txt", lambda n: (f"{s.at:%d/%m/%Y, %H:%M} - {s.name}: {s.text}\n" for s in conversation(n))),
    "whatsapp, iPhone": (
        "_chat.txt",
        lambda n: (f"[{s.at:%d/%m/%Y, %H:%M:%S}] {s.name}: {s.text}\n" for s in conversation(n)),
    ),
    "line": (
        "[LINE] x.txt",
        lambda n: by_day(
            n, "[LINE] 社區志工群的聊天記錄\n儲存日期： 2026/01/06 01:14\n", lambda at: f"\n{at:%Y/%m/%d}（五）\n",
            lambda s: f"{noon(s.at)}\t{s.name}\t{s.text}\n",
        ),
    ),
    "wechat, MemoTrace text": (
        "a.txt", lambda n: (f"{s.at:%Y-%m-%d %H:%M:%S} {s.name}\n{s.text}\n\n" for s in conversation(n))
    ),
    "wechat, WeFlow text": (
        "b.txt", lambda n: (f"{s.at:%Y-%m-%d %H:%M:%S} '{s.name}'\n{s.text}\n\n" for s in conversation(n))
    ),
    "wechat, chatlog text": (
        "c.txt",
        lambda n: (f"{s.name}(wxid_{s.who}) {s.at:%Y-%m-%d %H:%M:%S}\n{s.text}\n\n" for s in conversation(n)),
    ),
    "qq, text": (
        "qq.txt",
        lambda n: by_day(
            n, "消息记录（此消息记录为文本格式，不支持重新导入）\n\n" + "=" * 64 + "\n消息分组:我的群聊\n" + "=" * 64
            + "\n消息对象:志愿者群\n" + "=" * 64 + "\n\n", lambda at: "",
            lambda s: f"{s.at:%Y-%m-%d %H:%M:%S} {s.name}({10000 + s.who})\n{s.text}\n\n",
        ),
    ),
    "irc, irssi": (
        "#zh.log",
        lambda n: by_day(
            n, "--- Log opened Fri Jan 05 07:04:00 2024\n", lambda at: f"--- Day changed {at:%a %b %d %Y}\n",
            lambda s: f"{s.at:%H:%M} < u{s.who}> {s.text}\n",
        ),
    ),
    "irc, WeeChat": (
        "zh.weechatlog",
        lambda n: (f"{s.at:%Y-%m-%dT%H:%M:%S}.000001Z\tu{s.who}\t{s.text}\n" for s in conversation(n)),
    ),
    "kakaotalk": (
        "KakaoTalkChats.txt",
        lambda n: by_day(
            n, "독서모임 님과 카카오톡 대화\n저장한 날짜 : 2026-03-25 21:40:11\n\n",
            lambda at: f"--------------- {at.year}년 {at.month}월 {at.day}일 화요일 ---------------\n",
            lambda s: f"[{s.name}] [{'오전' if s.at.hour < 12 else '오후'} {(s.at.hour - 1) % 12 + 1}:{s.at:%M}] {s.text}\n",
        ),
    ),
    "matrix, text": (
        "matrix - Room - Chat Export - 2026-01-05T07-04-05.000Z.txt",
        lambda n: (
            f"{s.at:%a, %b} {s.at.day}, {s.at:%Y, %H:%M:%S} - {s.name}: {s.text}\n" for s in conversation(n)
        ),
    ),
    "pasted": (
        "paste.txt",
        lambda n: (
            f"{s.name} {s.at.year}/{s.at.month}/{s.at.day} {s.at:%H:%M:%S}\n{s.text}\n\n" for s in conversation(n)
        ),
    ),
    "table, CSV": (
        "t.csv",
        lambda n: by_day(
            n, "time,author,text,id\n", lambda at: "",
            lambda s: f'{s.at:%Y-%m-%d %H:%M:%S},{s.name},"{s.text}",{int(s.at.timestamp())}{s.who}\n',
        ),
    ),
}  # fmt: skip
"""How each text export is written."""

REPEATED = {
    "chatlab, JSON": "chatlab/synthetic_chatlab.json",
    "telegram, JSON": "telegram/synthetic_supergroup_topics.json",
    "telegram, HTML": "telegram/synthetic_messages.html",
    "discord, JSON": "discord/synthetic_dce_2026_thread.json",
    "discord, CSV": "discord/synthetic_dce_2026.csv",
    "matrix, JSON": "matrix/synthetic_element_export.json",
    "messenger": "messenger/synthetic_messenger_mojibake.json",
    "rocketchat": "rocketchat/synthetic_channel_messages.json",
    "google_chat": "google_chat/Groups",
    "slack": "slack/synthetic_export",
    "zulip": "zulip/synthetic_server_export",
    "qq, JSON": "qq/synthetic_qce_v5_single.json",
    "qq, mht": "qq/synthetic_msgmgr.mht",
    "wechat, chatlog JSON": "wechat/synthetic_chatlog.json",
    "wechat, WeFlow JSON": "wechat/synthetic_weflow.json",
    "feishu": "feishu/synthetic_openapi_im_v1_messages.json",
    "zsxq": "zsxq/synthetic_topics.json",
    "table, XLSX": "generic_csv/synthetic_table.xlsx",
    "mbox": "mbox/synthetic_list.mbox",
}
"""Samples whose messages are repeated; of a folder the largest file's."""

BLOCKS = {".html": r'(?=<div class="message )', ".mht": r"(?=<tr><td><div style=color)"}


def longest(value: Any) -> list[Any]:
    """The list with most messages in a JSON value."""
    found: list[list[Any]] = []

    def look(value: Any) -> None:
        if isinstance(value, list):
            found.append(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(inner)

    look(value)
    return max((one for one in found if one and isinstance(one[0], dict)), key=lambda one: len(json.dumps(one)))


def grow(path: Path, count: int) -> None:
    """Repeat the messages of a file until there are about so many."""
    if path.suffix == ".json":
        whole = json.loads(path.read_bytes())
        rows = longest(whole)
        rows[:] = [dict(rows[i % len(rows)]) for i in range(count)]
        path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    elif path.suffix in BLOCKS:
        head, *blocks = re.split(BLOCKS[path.suffix], path.read_text(encoding="utf-8"))
        last = re.split(r"(?=\n *</div>\n *</div>\n *</body>|</table>)", blocks[-1], maxsplit=1)
        blocks[-1], tail = last[0], last[1] if len(last) > 1 else ""
        path.write_text(head + "".join(blocks) * (count // len(blocks)) + tail, encoding="utf-8")
    elif path.suffix == ".xlsx":
        grow_sheet(path, count)
    elif path.suffix == ".csv":
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(head + "".join(rows) * (count // len(rows)), encoding="utf-8")
    else:
        text = path.read_text(encoding="latin-1")  # byte for byte: its letters are in several charsets
        letters = len(re.findall(r"(?m)^From ", text))
        with path.open("w", encoding="latin-1") as stream:
            for i in range(count // letters):
                stream.write(re.sub(r"(?im)^(Message-ID: <)", rf"\g<1>{i}.", text))


def grow_sheet(path: Path, count: int) -> None:
    """A workbook of one sheet, its words in the cells themselves."""
    import zipfile
    from html import escape

    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = [("time", "author", "text")] + [(f"{s.at:%Y-%m-%d %H:%M:%S}", s.name, s.text) for s in conversation(count)]
    cells = "".join(
        f"<row>{''.join(f'<c t="inlineStr"><is><t>{escape(word)}</t></is></c>' for word in row)}</row>" for row in rows
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{link}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{link}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, words in parts.items():
            book.writestr(name, words)


def made(name: str, count: int, folder: Path) -> Path:
    """The export of a carrier."""
    if name in TEXTS:
        file, write = TEXTS[name]
        path = folder / file
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(write(count))
        return path
    sample = SAMPLES / REPEATED[name]
    path = folder / sample.name
    if sample.is_dir():
        shutil.copytree(sample, path)
        sizes = {p: p.stat().st_size for p in path.rglob("*.json") if p.name not in {"users.json", "channels.json"}}
        grow(max(sizes, key=lambda p: ("messages" in p.name, sizes[p])), count)
    else:
        shutil.copy(sample, path)
        grow(path, count)
    return path


def bare(path: Path) -> None:
    """What any reader must do at least."""
    import io
    import xml.parsers.expat
    import zipfile

    import msgspec

    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        data = file.read_bytes()
        if file.suffix == ".json":
            msgspec.json.decode(data)
        elif file.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                for part in parts.namelist():
                    xml.parsers.expat.ParserCreate().Parse(parts.read(part), True)
        elif file.suffix in {".html", ".mht"}:
            [tag.partition(">") for tag in data.decode().split("<")]
        elif file.suffix == ".mbox":
            import email.parser

            parser = email.parser.BytesHeaderParser()
            [parser.parsebytes(letter) for letter in data.split(b"\nFrom ")]
        elif file.suffix == ".csv":
            import csv

            list(csv.reader(io.StringIO(data.decode())))
        else:
            data.decode().splitlines()


CHILD = """
import sys, time, json
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from closeknit.carriers.registry import read_source
from closeknit.examination import read
from closeknit.sources import open_source
import carriers
path = sys.argv[1]
if sys.argv[2] == "bare":
    import msgspec, zipfile, csv, email.parser
    started = time.process_time()
    carriers.bare(Path(path))
    print(json.dumps([time.process_time() - started, 0, ""]))
else:
    history = read(carriers.SAMPLES / "whatsapp/synthetic_android_zh-HK.txt", timezone="UTC")
    started = time.process_time()
    history = read(path, timezone="UTC")
    print(json.dumps([time.process_time() - started, len(history.messages),
          history.messages["carrier"].unique().to_pylist()[0]]))
"""


def spent(path: Path, what: str) -> tuple[float, int, str]:
    """CPU seconds of a process that reads or merely decodes, how many rows it found, and by which carrier."""
    words = [sys.executable, "-c", CHILD, str(path), what, str(Path(__file__).parent)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{path.name}: {done.stderr[-2000:]}")
    seconds, rows, carrier = json.loads(done.stdout)
    return seconds, rows, carrier


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="*")
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--pairs", type=int, default=3)
    chosen = options.parse_args()
    print(
        f"{machine()}, {chosen.messages:,} messages\n\n| | rows | a CPU second | bare | × bare |\n|---|---|---|---|---|"
    )
    for name in [n for n in (*TEXTS, *REPEATED) if not chosen.names or any(n.startswith(c) for c in chosen.names)]:
        few = chosen.messages if name in TEXTS else chosen.messages // 4
        with tempfile.TemporaryDirectory() as place:
            path = made(name, few, Path(place))
            reads, bares = [], []
            for _pair in range(chosen.pairs):
                reads.append(spent(path, "read"))
                bares.append(spent(path, "bare")[0])
        seconds, rows, carrier = min(reads)
        shown = name if carrier == name.partition(",")[0] else f"{name} (read as {carrier})"
        print(
            f"| {shown} | {rows:,} | {rows / seconds:,.0f} | {rows / min(bares):,.0f} | {seconds / min(bares):.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
