"""One conversation, written by four tools, reads as one: the same authors, order and minutes, and the same texts and
replies where the tool carries them."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from closeknit.examination import read

NAMES = ("小滿", "Anna Qwb", "阿哲🌸", "Jörg-Ove", "O'Neil", "美玲（台北）", "user 7", "Ы Ж")
WORDS = (
    "今晚讀第三章嗎？", "see you at 7:30", "好", "第一行\n第二行", "«quoted» “words”",
    "https://example.org/a?b=c 看這個", "👍🏽", "1) one\n2) two", "a: b", "=1+1", "- no dash",
    "ＦＵＬＬ", "tab\there", "那座橋是他父親嗎", "ok.",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A message as it was said; `answers` is the number of another, or −1."""

    at: int
    author: int
    text: str
    answers: int


def conversation(seed: int, count: int = 120) -> list[Line]:
    luck = random.Random(seed)
    at, lines = 1_767_225_600, []
    for i in range(count):
        at += luck.choice((0, 7, 40, 61, 900, 50_000))
        answers = luck.randrange(i) if i and luck.random() < 0.3 else -1
        lines.append(Line(at, luck.randrange(len(NAMES)), luck.choice(WORDS), answers))
    return lines


def when(line: Line) -> datetime:
    return datetime.fromtimestamp(line.at, UTC)


def telegram(lines: list[Line]) -> str:
    rows = [
        {"id": i + 1, "type": "message", "date": f"{when(line):%Y-%m-%dT%H:%M:%S}", "date_unixtime": str(line.at),
         "from": NAMES[line.author], "from_id": f"user{line.author + 1}", "text": line.text,
         **({"reply_to_message_id": line.answers + 1} if line.answers >= 0 else {})}
        for i, line in enumerate(lines)
    ]  # fmt: skip
    return json.dumps({"name": "G", "type": "private_supergroup", "id": 9, "messages": rows}, ensure_ascii=False)


def discord(lines: list[Line]) -> str:
    rows = [
        {"id": str(i + 1), "type": "Reply" if line.answers >= 0 else "Default",
         "timestamp": f"{when(line):%Y-%m-%dT%H:%M:%S}.000+00:00", "timestampEdited": None, "content": line.text,
         "author": {"id": str(line.author + 1), "name": f"u{line.author}", "nickname": NAMES[line.author]},
         "attachments": [], "embeds": [], "reactions": [], "mentions": [],
         **({"reference": {"messageId": str(line.answers + 1), "channelId": "2", "guildId": "1"}}
            if line.answers >= 0 else {})}
        for i, line in enumerate(lines)
    ]  # fmt: skip
    guild, channel = {"id": "1", "name": "G"}, {"id": "2", "type": "GuildTextChat", "name": "g"}
    return json.dumps(
        {"guild": guild, "channel": channel, "messages": rows, "messageCount": len(rows)}, ensure_ascii=False
    )


def whatsapp(lines: list[Line]) -> str:
    return "".join(f"{when(line):%d/%m/%Y, %H:%M} - {NAMES[line.author]}: {line.text}\n" for line in lines)


def mbox(lines: list[Line]) -> str:
    letters = []
    for i, line in enumerate(lines):
        reply = f"In-Reply-To: <m{line.answers}@x.example>\n" if line.answers >= 0 else ""
        name = Header(NAMES[line.author], "utf-8").encode()
        sender = f"u{line.author}@x.example"
        letters.append(
            f"From {sender} {when(line):%a %b %d %H:%M:%S %Y}\nFrom: {name} <{sender}>\n"
            f"Date: {format_datetime(when(line))}\nSubject: s{i}\nMessage-ID: <m{i}@x.example>\n{reply}"
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            f"{line.text}\n\n"
        )
    return "".join(letters)


FORMATS: dict[str, tuple[str, Callable[[list[Line]], str]]] = {
    "telegram": ("result.json", telegram),
    "discord": ("g - g [2].json", discord),
    "whatsapp": ("WhatsApp Chat with G.txt", whatsapp),
    "mbox": ("g.mbox", mbox),
}
MINUTES_ONLY = {"whatsapp"}
NO_REPLIES = {"whatsapp"}


def rows_of(path: Path) -> list[dict[str, Any]]:
    found = read(path, timezone="UTC").messages
    rows = found.select(["id", "author", "sent_at", "text", "reply_to"]).to_pylist()
    number = {row["id"]: i for i, row in enumerate(rows) if row["id"] is not None}
    return [{**row, "answers": number.get(row["reply_to"], -1)} for row in rows]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("tool", FORMATS)
def test_what_was_said_is_what_is_read(tmp_path: Path, tool: str, seed: int) -> None:
    lines = conversation(seed)
    name, write = FORMATS[tool]
    (tmp_path / name).write_text(write(lines), encoding="utf-8")
    rows = rows_of(tmp_path / name)
    assert [row["author"] for row in rows] == [NAMES[line.author] for line in lines]
    step = 60 if tool in MINUTES_ONLY else 1
    assert [int(row["sent_at"].timestamp()) for row in rows] == [line.at // step * step for line in lines]
    assert [row["text"] for row in rows] == [line.text for line in lines]
    if tool not in NO_REPLIES:
        assert [row["answers"] for row in rows] == [line.answers for line in lines]


def test_the_shared_generator_s_conversation(tmp_path: Path, shared: Path) -> None:
    """The generator of the benchmarks: four thousand messages, four formats, one conversation."""
    seen: dict[str, list[tuple[str, int]]] = {}
    texts: dict[str, list[str | None]] = {}
    for tool, (name, _write) in FORMATS.items():
        path = tmp_path / name
        subprocess.run([sys.executable, shared / "bench" / "chatgen.py", tool, "4000", path], check=True)
        rows = [row for row in read(path, timezone="UTC").messages.to_pylist() if row["event"] is None]
        seen[tool] = [(row["author"], int(row["sent_at"].timestamp()) // 60) for row in rows]
        texts[tool] = [" ".join((row["text"] or "").split()) for row in rows]  # a letter's lines end where words end
    assert seen["telegram"] == seen["discord"] == seen["whatsapp"] == seen["mbox"]
    assert len(seen["mbox"]) == 4000
    assert texts["discord"] == texts["mbox"]
