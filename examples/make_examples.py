"""Makes the three invented histories from the scripts in `invented/`: the same bytes from the same seed.

    python examples/make_examples.py [FOLDER]

People, books, shops and schools are invented. Each script holds short conversations, written by hand; the
seed decides who speaks which, when, and in what order.
"""

import json
import random
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TURN = re.compile(r"(?:\[(?P<media>[^\]]+)\] )?(?P<who>[A-Z])(?:>(?P<quotes>\d+))?(?:: ?| |$)(?P<text>.*)", re.DOTALL)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Line:
    """One row of a history to be."""

    at: datetime
    who: str
    text: str
    media: str = ""
    quotes: int = -1
    event: str = ""


class Stage:
    """Puts conversations on a calendar. All luck comes from one seeded generator."""

    def __init__(self, name: str, seed: int) -> None:
        self.script: dict[str, Any] = tomllib.loads((HERE / "invented" / f"{name}.toml").read_text(encoding="utf-8"))
        self.luck = random.Random(seed)
        self.start = datetime.combine(self.script["start"], time())
        self.lines: list[Line] = []
        self.recent: dict[str, list[int]] = {}

    def day(self, number: int, hour: float, spread: float = 1.0) -> datetime:
        """A moment on day `number`, around `hour`, give or take `spread` hours."""
        moment = min(23.7, max(6.2, self.luck.gauss(hour, spread)))
        return self.start + timedelta(days=number, hours=moment)

    def play(self, kind: str, at: datetime, cast: dict[str, str], pace: float = 70.0) -> list[str]:
        """Play one conversation of a kind; who has no letter in `cast` is drawn. Returns who spoke."""
        scenes = self.script[kind]
        seen = self.recent.setdefault(kind, [])
        fresh = [i for i in range(len(scenes)) if i not in seen[-(len(scenes) * 2 // 3) :]] or list(range(len(scenes)))
        chosen = self.luck.choice(fresh)
        seen.append(chosen)
        words = {slot: self.luck.choice(values) for slot, values in self.script.get("slots", {}).items()}
        roles = dict(cast)
        first = len(self.lines)
        for turn in scenes[chosen]["turns"]:
            match = TURN.fullmatch(turn)
            if match is None:
                raise ValueError(turn)
            who = match["who"]
            if who not in roles:
                roles[who] = self.draw(set(roles.values()))
            quotes = first + int(match["quotes"]) if match["quotes"] else -1
            text = match["text"].format(**words)
            self.lines.append(Line(at, roles[who], text, match["media"] or "", quotes))
            at += timedelta(seconds=5 + self.luck.lognormvariate(0, 0.8) * pace)
        return [roles[letter] for letter in sorted(roles)]

    def draw(self, taken: set[str]) -> str:
        """A member who has no part yet; the first of the list speak oftener, as in any group."""
        members: Sequence[str] = [m for m in self.script["members"] if m not in taken]
        weights = [1 / (rank + 9) for rank in range(len(members))]
        return self.luck.choices(members, weights)[0]

    def event(self, at: datetime, who: str, event: str) -> None:
        """Something that happens to the group."""
        self.lines.append(Line(at, who, "", event=event))

    def told(self) -> list[Line]:
        """The rows in time order, quotes following their rows."""
        order = sorted(range(len(self.lines)), key=lambda i: self.lines[i].at)
        place = {old: new for new, old in enumerate(order)}
        return [
            Line(line.at, line.who, line.text, line.media, place.get(line.quotes, -1), line.event)
            for line in (self.lines[i] for i in order)
        ]


def reading_circle() -> Stage:
    """Weekly readings with a rota, talk on most days, monthly meetings, newcomers who are received."""
    stage = Stage("reading-circle", 20260302)
    script, luck = stage.script, stage.luck
    hosts = script["hosts"]
    session = 0
    for day in range(script["days"]):
        weekday = (stage.start + timedelta(days=day)).weekday()
        if weekday == 3 and luck.random() < 0.95:
            stage.play("weekly", stage.day(day, 20.5, 0.05), {"H": hosts[session % len(hosts)]}, 55)
            session += 1
        for _again in range(luck.choices([0, 1, 2, 3], [2, 4, 3, 1])[0]):
            stage.play("daily", stage.day(day, luck.choice([7.6, 12.4, 21.3]), 0.8), {}, 240)
        if day % 30 in {9, 20}:
            stage.play("monthly", stage.day(day, 19, 1), {"H": hosts[(day // 30) % len(hosts)]}, 180)
    for i, newcomer in enumerate(script["newcomers"]):
        day = 6 + i * 18
        stage.event(stage.day(day, 11, 1), newcomer, "join")
        stage.play("newcomer_unanswered" if i == 4 else "newcomer", stage.day(day, 13, 1), {"N": newcomer}, 150)
        if i == 4:
            continue
        friend = luck.choice(script["members"][1:8])
        for later in range(day + 1, script["days"], 4):
            if luck.random() < 0.8:
                stage.play("newcomer_later", stage.day(later, 8, 0.6), {"N": newcomer, "A": friend}, 200)
        script["members"].append(newcomer)
    return stage


def shop() -> Stage:
    """Several advertisements a day, acknowledgements, questions left lying, newcomers who say one word."""
    stage = Stage("shop", 20260401)
    script, luck = stage.script, stage.luck
    owner = {"O": script["organisers"][0]}
    for day in range(script["days"]):
        for hour in (8.6, 11.7, 16.2, 19.8)[: luck.choices([2, 3, 4], [2, 4, 3])[0]]:
            kind = "asked" if luck.random() < 0.25 else "post"
            stage.play(kind, stage.day(day, hour, 0.3), owner, 500)
        if luck.random() < 0.12:
            stage.play("unanswered", stage.day(day, 14, 3), owner)
    for i, newcomer in enumerate(script["newcomers"]):
        at = stage.day(3 + i * 5, 15, 2)
        stage.event(at, newcomer, "join")
        if luck.random() < 0.7:
            stage.play("greeting", at + timedelta(minutes=6), {"N": newcomer})
    for day in (31, 77):
        stage.play("rare", stage.day(day, 20, 1), owner)
    return stage


def alumni() -> Stage:
    """Half a year of meeting again, then greetings and forwards, then almost nothing."""
    stage = Stage("alumni", 20240902)
    script, luck = stage.script, stage.luck
    owner = {"O": script["organisers"][0]}
    for name in script["members"][1:]:
        stage.event(stage.day(0, 10, 0.2), name, "join")
    for day in range(script["days"]):
        if day < 190:
            for _again in range(luck.choices([0, 1, 2], [3, 5, 3])[0]):
                stage.play("lively", stage.day(day, luck.choice([9, 13, 21]), 1.2), owner, 200)
        fading = max(0.04, 0.5 - max(0, day - 150) / 700)
        if luck.random() < fading * 0.5:
            stage.play("greeting", stage.day(day, 7.5, 0.7), owner, 900)
        if day > 120 and luck.random() < fading * 0.35:
            stage.play("forward", stage.day(day, 10, 3), owner)
        if day > 200 and luck.random() < 0.03:
            stage.play("unanswered", stage.day(day, 20, 1), owner)
    return stage


def line_text(stage: Stage) -> str:
    """LINE's text export, as a phone set to 繁體中文 writes it."""
    title = stage.script["title"]
    end = stage.start + timedelta(days=stage.script["days"])
    out = [f"[LINE] {title}的聊天記錄", f"儲存日期： {end:%Y/%m/%d} 09:12", ""]
    last = None
    for line in stage.told():
        if line.at.date() != last:
            last = line.at.date()
            out += [*([""] if len(out) > 3 else []), f"{last:%Y/%m/%d}（{WEEKDAYS[last.weekday()]}）"]
        clock = f"{'上午' if line.at.hour < 12 else '下午'}{(line.at.hour - 1) % 12 + 1:02}:{line.at.minute:02}"
        if line.event:
            out.append(f"{clock}\t\t{line.who}已加入群組。")
            continue
        if line.media:
            media = {"圖片": "照片"}.get(line.media, line.media)
            out.append(f"{clock}\t{line.who}\t[{media}]")
        if line.text:
            out.append(f"{clock}\t{line.who}\t{line.text}")
    return "\r\n".join(out) + "\r\n"


def weflow_json(stage: Stage) -> str:
    """A WeChat group as WeFlow wrote it."""
    shanghai = timezone(timedelta(hours=8))
    group = "48213377@chatroom"
    ids = {name: f"wxid_{i:02}guo{len(name)}" for i, name in enumerate(people(stage))}
    rows = []
    told = stage.told()
    for number, line in enumerate(told):
        at = line.at.replace(tzinfo=shanghai)
        row: dict[str, Any] = {
            "localId": number + 1,
            "createTime": int(at.timestamp()),
            "formattedTime": f"{at:%Y-%m-%d %H:%M:%S}",
            "type": "文本消息",
            "localType": 1,
            "content": line.text,
            "isSend": 0,
            "senderUsername": ids[line.who],
            "senderDisplayName": line.who,
            "source": "",
            "platformMessageId": str(5704142615879000000 + number),
        }
        if line.event:
            row |= {"type": "系统消息", "localType": 10000, "content": f'"{line.who}"通过扫描二维码加入群聊', "isSend": None,
                    "senderUsername": group, "senderDisplayName": stage.script["title"]}  # fmt: skip
        elif line.media == "图片":
            row |= {"type": "图片消息", "localType": 3, "content": "[图片]"}
        elif line.media == "链接":
            row |= {"type": "卡片式链接", "localType": 21474836529, "content": f"[链接] {line.text}"}
        elif line.quotes >= 0:
            quoted = told[line.quotes]
            row |= {"type": "引用消息", "localType": 244813135921, "replyToMessageId": str(5704142615879000000 + line.quotes),
                    "quotedSender": quoted.who, "quotedContent": quoted.text}  # fmt: skip
        rows.append(row)
    session = {"wxid": group, "nickname": stage.script["title"], "remark": "", "displayName": stage.script["title"],
               "type": "群聊", "lastTimestamp": rows[-1]["createTime"], "messageCount": len(rows), "avatar": None}  # fmt: skip
    head = {"version": "1.0.0", "exportedAt": rows[-1]["createTime"] + 36_000, "generator": "WeFlow"}
    return json.dumps(
        {"weflow": head, "session": session, "messages": rows, "avatars": {}}, ensure_ascii=False, indent=1
    )


def whatsapp_text(stage: Stage) -> str:
    """WhatsApp's export from an Android phone set to 繁體中文（香港）."""
    out = [f"{stage.start:%-d/%-m/%Y} 09:00 - 訊息和通話經端對端加密。"]
    out.append(f"{stage.start:%-d/%-m/%Y} 09:00 - {stage.script['organisers'][0]}建立了群組「{stage.script['title']}」")
    for line in stage.told():
        stamp = f"{line.at:%-d/%-m/%Y %H:%M} - "
        if line.event:
            out.append(f"{stamp}{stage.script['organisers'][0]}已新增{line.who}")
            continue
        if line.media:
            out.append(f"{stamp}{line.who}: <媒體已略去>")
        if line.text:
            out.append(f"{stamp}{line.who}: {line.text}")
    return "\n".join(out) + "\n"


def people(stage: Stage) -> Iterator[str]:
    """Everyone on the stage, in the order of the script."""
    script = stage.script
    yield from dict.fromkeys(
        [
            *script["organisers"],
            *([script["helper"]] if "helper" in script else []),
            *script["members"],
            *script.get("newcomers", []),
        ]
    )


EXAMPLES: dict[str, tuple[Callable[[], Stage], Callable[[Stage], str], str]] = {
    "reading-circle": (reading_circle, line_text, "[LINE] 雨巷夜讀的聊天記錄.txt"),
    "shop": (shop, weflow_json, "阿果鲜果福利群.json"),
    "alumni": (alumni, whatsapp_text, "與海星中學78屆的WhatsApp對話.txt"),
}


def make(folder: Path) -> None:
    """Write the three histories, each in a folder of its own."""
    for name, (play, write, file) in EXAMPLES.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / file).write_bytes(write(play()).encode())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
