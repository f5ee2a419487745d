"""Ten lively small histories, invented after the rules stood and used for no threshold: are they called what they are?

Each is of 8 to 60 people over a quarter to two years, in 繁體, 简体 or English, with the answers marked or hidden. They
are communities by their making: every talk is among those who care for its matter, whoever begins it; several carry
most of it and nobody all. Who speaks next mostly answers who spoke last, as in a chat, and one in ten messages is a
picture. The words come from stocks of each group's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

import pyarrow as pa

from closeknit.records.builder import MessageBuilder
from closeknit.records.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Group:
    """`people`, `days`, talks a week; `asks` begin a talk and `says` go on with it, over the `things` talked of."""

    people: int
    days: int
    talks: float
    things: str
    asks: Sequence[str]
    says: Sequence[str]


_HANT = (
    *(
        "{0}那段我讀了兩次，{1}才是重點吧。",
        "我也想到{1}，不過{0}更早出現。",
        "這個我有，週末帶去給你。",
        "哈哈 {0} 真的",
    ),
    *(
        "上次{1}是我弄的，步驟我等下貼。",
        "那{0}要不要先問過大家？",
        "同意，{1}可以下個月再說",
        "好，我來聯絡{0}",
        "對耶",
    ),
)
_HANS = (
    *(
        "{0}我家也这样，后来找人看了{1}。",
        "不建议，{1}去年试过，没用。",
        "我周末有空，可以一起去看{0}",
        "哈哈真的",
        "同意",
    ),
    *(
        "那{0}的钱从哪里出？",
        "我把{1}的照片发一下，大家看看",
        "上次讲好的是{1}，记录在文档里。",
        "可以，我负责{0}",
        "是吗",
    ),
)
_EN = (
    *(
        "I tried {0} last year, {1} worked better for me",
        "good point about {1}",
        "can bring {0} on Saturday",
        "haha same",
    ),
    *(
        "not sure, isn't {0} closed until May?",
        "I'd ask about {1} first",
        "done, {0} is on the shared list now",
        "yes!",
    ),
)

GROUPS: Final = {
    "reading circle": Group(
        12, 365, 4, "序章 敘事者 譯本 結局 作者 註解",
        ("{0}你們怎麼讀？", "誰手上有{0}？", "今天讀到{0}，想不通{1}。"),
        _HANT,
    ),
    "owners' committee": Group(
        28, 240, 6, "电梯 车位 绿化 水泵 门禁 物业费",
        ("{0}又坏了，有人报修吗？", "{0}的报价谁看过？", "下周讨论{0}，要准备什么？"),
        _HANS,
    ),
    "alumni": Group(
        60, 730, 3, "系館 老師 同學會 球場 宿舍 校刊",
        ("有人記得{0}嗎？", "{0}要辦了，誰來？", "路過{0}，{1}還在！"),
        _HANT,
    ),
    "volunteers": Group(
        22, 180, 7, "shelter van roster kennels leaflets vet",
        ("who can take {0} this weekend?", "how did {0} go?", "any news on {0} or {1}?"),
        _EN,
    ),
    "parents' choir": Group(
        18, 300, 4, "譜 伴奏 和聲 場地 指揮 服裝",
        ("{0}改了嗎？", "昨天{0}那裡你們唱得如何？", "誰會{0}？"),
        _HANT,
    ),
    "allotment": Group(
        35, 400, 5, "tomatoes compost slugs shed hosepipe seeds",
        ("anyone else losing {0}?", "spare {0} going, who wants some?", "when do you start {0}?"),
        _EN,
    ),
    "hiking friends": Group(
        15, 120, 8, "路线 装备 天气 车票 营地 雨衣",
        ("这周末{0}定了吗？", "{0}要带多少？", "去过的说说{0}和{1}？"),
        _HANS,
    ),
    "carers": Group(
        9, 200, 5, "門診 看護 輪椅 補助 復健 藥盒",
        ("{0}你們怎麼申請的？", "今天{0}不順，有人遇過嗎？", "{0}跟{1}怎麼排？"),
        _HANT,
    ),
    "repair café": Group(
        40, 365, 6, "toaster zip lamp radio bike drill",
        ("has anyone opened a {0} like this?", "who is on {0} this month?", "found a spare {0}, keep it?"),
        _EN,
    ),
    "new mothers": Group(
        50, 100, 14, "辅食 疫苗 夜醒 推车 湿疹 绘本",
        ("{0}你们都怎么弄？", "有人买过{0}吗？", "昨晚{0}，今天{1}，累。"),
        _HANS,
    ),
}  # fmt: skip


def history(name: str, seed: int, *, marked: bool) -> pa.Table:
    """The message table of one group: with `marked`, two in three answers are stated as chats state them."""
    group, lot = GROUPS[name], Random(f"{name} {seed}")
    people = [f"{name[:3]}{i:02d}" for i in range(group.people)]
    zeal = {one: (1 + place) ** -0.6 for place, one in enumerate(people)}
    # Whom somebody cares to talk with: everybody has a few whom they meet more than by chance.
    near = {one: set(lot.sample([two for two in people if two != one], min(5, group.people - 1))) for one in people}
    builder = MessageBuilder("story", "story.txt", ReadOptions(), wall=False, precision="minute")
    builder.channel(name)
    number = 0
    for at in sorted(lot.random() * group.days for _talk in range(round(group.talks * group.days / 7))):
        when = datetime(2024, 3, 4, tzinfo=UTC) + timedelta(days=int(at), hours=19, minutes=lot.randrange(150))
        who = _drawn(lot, people, zeal, lot.choice((2, 2, 3, 3, 4, 5)), near)
        lot.shuffle(who)
        things = lot.sample(group.things.split(), 2)
        said: list[tuple[str, str]] = []
        for turn in range(lot.choice((3, 4, 5, 6, 8, 11))):
            others = [one for one in who if not said or one != said[-1][0]]
            author = who[0] if not said else lot.choice(others)
            answered = next((i for one, i in reversed(said) if one != author), None)
            text = lot.choice(group.asks if not turn else group.says).format(*things)
            picture = bool(turn) and lot.random() < 0.1
            is_marked = marked and answered is not None and lot.random() < 0.66
            builder.add(
                time=int(when.timestamp()) * 1_000_000, author=author, text=None if picture else text,
                kind="image" if picture else "text", event=None, id=str(number),
                reply_to=answered if is_marked else None, is_reply=is_marked, is_bot=False, inviter=None, mentions=None,
            )  # fmt: skip
            said.append((author, str(number)))
            number += 1
            when += timedelta(minutes=lot.expovariate(1 / 2.5))
    return builder.finish().messages


def _drawn(
    lot: Random, people: Sequence[str], zeal: dict[str, float], count: int, near: dict[str, set[str]]
) -> list[str]:
    """The first by zeal, the others by zeal and nearness to the first."""
    who = lot.choices(people, [zeal[one] for one in people])
    while len(who) < min(count, len(people)):
        rest = [one for one in people if one not in who]
        who += lot.choices(rest, [zeal[one] * (4 if one in near[who[0]] else 1) for one in rest])
    return who
