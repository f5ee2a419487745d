"""One invented conversation, and how each tool that exports text writes it."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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
