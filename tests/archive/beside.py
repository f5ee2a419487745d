"""What is no message, for the tests: members, records, forwards with lines inside; and what an archive holds of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from closeknit.archive import Archive, open_archive
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.inner import lines_of
from closeknit.records.instant import micros
from closeknit.records.issue import IssueLog
from closeknit.records.options import ReadOptions
from closeknit.records.recorder import Recorder
from closeknit.records.roster import ROSTER


def members(*rows: Mapping[str, Any]) -> History:
    """A roster, a dictionary a member."""
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=ROSTER)
    return History.beside(issues=IssueLog(), path="members.csv", roster=table)


def records(*rows: Mapping[str, Any], zone: str = "UTC") -> History:
    """Records; `at` is a wall time."""
    build = Recorder("attendance", "sheet.csv", ReadOptions(ZoneInfo(zone)))
    for row in rows:
        at = row.get("at")
        time = micros(datetime.fromisoformat(at)) if at else None
        build.add(time=time, precision="day", **{k: v for k, v in row.items() if k != "at"})
    return build.finish()


def forward(said: Sequence[str], *, id: str | None = "7", author: str = "阿哲", name: str = "書友會") -> History:
    """A chat in which somebody passes on what others said elsewhere: `name: words` a line."""
    build = MessageBuilder("wechat", "chat.json", ReadOptions(), wall=False)
    build.channel(name, "42" if id else None)
    build.add(id=id and "1", time=1_780_000_000 * 10**6, author="美玲", author_id=id and "u3", text="大家看看")
    lines = lines_of([dict(zip(("name", "content"), line.split(": "), strict=True)) for line in said])
    build.add(
        id=id, time=1_780_000_060 * 10**6, author=author, author_id=id and f"id-{author}", kind="merged_forward",
        inner=len(lines), lines=lines,
    )  # fmt: skip
    return build.finish()


def roster_of(archive: Archive) -> list[tuple[str, str | None]]:
    return [(row["name"], row["role"]) for row in open_archive(archive.folder).history().roster.to_pylist()]


def deeds_of(archive: Archive) -> list[tuple[str, str]]:
    table = open_archive(archive.folder).history().exchanges
    return [(row["source"], row["state"]) for row in table.to_pylist()]


def lines_in(archive: Archive, **how: int) -> list[tuple[str, str | None, str | None]]:
    table = open_archive(archive.folder).history(**how).inner
    return [(row["thread"], row["author"], row["text"]) for row in table.to_pylist()]


XIAOMAN = {"name": "小滿", "role": "member", "joined_on": date(2026, 1, 2), "contacts": [("phone", "0912345678")]}
AZHE = {"name": "阿哲", "role": "organiser"}
MET = {"kind": "meeting", "source": "小滿", "at": "2026-03-01", "occasion_id": "3/1", "occasion": "讀書會"}
SAID = ("小滿: 今晚讀第三章", "美玲: 好", "小滿: 帶書")
HER = "王小滿"
LISTED = {"name": HER, "id": "A01", "contacts": [("telegram", "user777001"), ("phone", "0912345678")]}
INVITED = {"name": "阿哲", "invited_by": HER, "aliases": ["哲哥", HER], "office": f"{HER}的搭檔"}
DEEDS = (
    {**MET, "source": HER, "occasion": f"{HER}的生日會"},
    {**MET, "source": "阿哲", "occasion": f"{HER}的生日會", "written_by": HER, "note": f"坐{HER}旁邊"},
    {"kind": "deal", "source": "阿哲", "target": HER, "target_id": "0912345678", "at": "2026-03-02", "amount": 100,
     "currency": "TWD"},
)  # fmt: skip
PASSED_ON = (f"{HER}: 銀河鐵道之夜", "阿哲: 好看")
