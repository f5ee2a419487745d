"""The demonstration's history: four months of a reading circle, generated, and uploaded through the form."""

import random
from datetime import datetime, timedelta
from io import BytesIO

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from closeknit.house.core import people
from closeknit.house.core.demo import World

DAYS = 125
WEEKDAYS = "一二三四五六日"
OTHERS = ("葉芒種", "羅大雪", "林大暑", "鄭寒露", "張驚蟄", "高小暑", "程霜降", "沈雨水", "阿蟄", "梅雨", "石立冬")
NEWCOMERS = (("王雨水", 60, True), ("宋立冬", 88, True), ("簡白藏", 112, False))
"""Who came, on which day, and whether anybody answered."""
QUIET = ("石立冬", 55)
"""Who was there and is heard no more from that day on."""
TALKS = (
    (
        "第{n}章有人讀懂那條河為什麼改道嗎？",
        "我也停在那裡，前一章的地圖有畫。",
        "{a}，你說的是第四十頁那張？",
        "對，旁邊還有鉛筆註。",
    ),
    ("週四誰能帶《白河誌》？我想借兩週。", "我有一本，放你那裡。", "太好了，{a}，週四給你帶茶。"),
    ("今天只讀了三頁，先說讀到哪裡就好嗎？", "當然，這裡就是這樣。", "{a}，我也才五頁。", "那我們一起停在這裡。"),
    (
        "我不同意作者說他是自願留下的。",
        "看第{n}章最後一段，他其實走過一次。",
        "{a}說得對，我漏看了。",
        "這句可以當週四的題目。",
    ),
    ("有人週六要走舊河道嗎？", "要，早上九點在橋頭。", "我帶望遠鏡。", "{a}，也帶我一個。"),
    ("我們家那條巷子的老店要關了，誰會拍照？", "我會，週日可以。", "謝謝{a}，我先去跟老闆說。"),
)
EVENINGS = (
    "今晚讀第{n}章，我來主持。先說一句：讀到哪裡？",
    "讀到他過河。", "我讀到他回頭。", "我卡在第二節的名字。", "名字的事{a}上次整理過。",
    "那第一個問題：他為什麼回頭？", "因為有人在等。", "我覺得是怕。",
    "兩個都像。下週{b}主持，好嗎？", "好，我先列三個問題。",
)  # fmt: skip


def seed(world: World) -> None:
    """Upload it as the organiser would; the worker reads it when the house is open."""
    names = people.names(world.people.values())
    known = [names[i] for key, i in world.people.items() if names.get(i) and key != "applicant"]
    luck = random.Random("closeknit.insights")  # its own, so that other features' luck does not change the story
    text = history(luck, world.now, list(dict.fromkeys(known))[:5], "城南夜讀")
    file = BytesIO(text.encode())
    file.name = "[LINE] 城南夜讀的聊天記錄.txt"
    browser = Client()
    browser.force_login(get_user_model().objects.get(id=world.people["organiser"]))
    answer = browser.post(
        reverse("insights:bring", kwargs={"slug": world.slug}),
        {"files": file, "whose": "everybody", "ground": "told", "keep": 365, "me": "", "text": "",
         "runs": names[world.people["organiser"]]},
        headers={"host": "localhost"},
    )  # fmt: skip
    if answer.status_code != 303:
        raise RuntimeError(f"the demonstration's upload was refused: {answer.status_code}")


def history(rng: random.Random, now: datetime, people: list[str], title: str) -> str:
    """An invented LINE export of the days before `now`: the same from the same luck."""
    regulars = [*people, *(name for name in OTHERS if name not in people)]
    start = (now - timedelta(days=DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines: list[tuple[datetime, str]] = []
    for day in range(DAYS - 1):
        here = [name for name in regulars if name != QUIET[0] or day < QUIET[1]]
        here += [name for name, came, stays in NEWCOMERS if stays and came < day]
        at = start + timedelta(days=day)
        if at.weekday() == 3:
            _talk(rng, lines, at + timedelta(hours=20, minutes=30), EVENINGS, here, 50)
        for _again in range(rng.choice((0, 1, 1, 2, 3))):
            hour = rng.choice((7.5, 12.4, 21.2)) + rng.random()
            _talk(rng, lines, at + timedelta(hours=hour), rng.choice(TALKS), here, 200)
        for name, came, stays in NEWCOMERS:
            if came == day:
                noon = at + timedelta(hours=13)
                lines.append((noon, f"\t{name}已加入群組。"))
                lines.append(
                    (noon + timedelta(minutes=4), f"{name}\t大家好，我下班以後總停在第三章，想找人一起讀完，可以嗎？")
                )
                if stays:
                    lines.append((noon + timedelta(minutes=9), f"{rng.choice(here)}\t{name}歡迎！你現在讀到哪裡？"))
                    lines.append((noon + timedelta(minutes=15), f"{name}\t剛翻開第一章。"))
    return _as_line(sorted(lines), title, now)


def _talk(
    rng: random.Random, lines: list[tuple[datetime, str]], at: datetime, turns: tuple[str, ...], here: list[str],
    pace: float,
) -> None:  # fmt: skip
    cast = rng.sample(here, min(4, len(here)))
    blanks = {"n": rng.randint(3, 24), "a": cast[1 % len(cast)], "b": cast[-1]}
    for i, turn in enumerate(turns):
        lines.append((at, f"{cast[i % len(cast)]}\t{turn.format(**blanks)}"))
        at += timedelta(seconds=5 + rng.lognormvariate(0, 0.7) * pace)


def _as_line(lines: list[tuple[datetime, str]], title: str, now: datetime) -> str:
    out, day = [f"[LINE] {title}的聊天記錄", f"儲存日期： {now:%Y/%m/%d} 09:12", ""], None
    for at, text in lines:
        if at.date() != day:
            day = at.date()
            out += [*([""] if len(out) > 3 else []), f"{day:%Y/%m/%d}（{WEEKDAYS[day.weekday()]}）"]
        clock = f"{'上午' if at.hour < 12 else '下午'}{(at.hour - 1) % 12 + 1:02}:{at.minute:02}"
        out.append(f"{clock}\t{text}")
    return "\r\n".join(out) + "\r\n"
