"""Invented groups in many sizes and tempos, told by lot: what the word must not get wrong on channels nobody has seen.

Each maker takes a lot and a `Shape` and gives lines as `stories` reads them: times by the minute and no marked answers,
as an exported WeChat or QQ group looks. Words come from small stocks by topic, so that answers are like what they
answer; nothing here was taken from anywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from tests.vitality.stress_words import (
    ANSWERS,
    BUYERS,
    FANS,
    GOODS,
    HABITS,
    KINDS,
    RECEIPTS,
    SELLER,
    SHORT,
    SHOWS,
    TOPICS,
)

Lines = list[tuple[int, str, str]]
"""Minute since 5 January 2026, name, and `: words` or ` [kind]`."""

DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Shape:
    """People, days, talks (or posts) a day on average, the share of pictures, and minutes between two messages."""

    people: int = 12
    days: int = 120
    tempo: float = 2.0
    pictures: float = 0.1
    pace: float = 1.0


def _names(n: int, head: str = "成員") -> list[str]:
    return [f"{head}{i:03d}" for i in range(n)]


def rates(lot: Random, n: int) -> list[float]:
    return [1 / (1 + i) ** lot.choice((0.5, 0.8, 1.0)) for i in range(n)]


def starts(lot: Random, shape: Shape, away: tuple[float, float] = (2, 2)) -> list[int]:
    """Minutes at which something begins, mostly in the evening, none in the part of the days that is `away`."""
    count = max(1, round(shape.days * shape.tempo))
    out = []
    for _i in range(count):
        share = lot.random()
        if not away[0] <= share <= away[1]:
            hour = lot.choice((8, 9, 12, 12, 13, 18, 19, 20, 20, 21, 21, 22))
            out.append(int(share * shape.days) * DAY + hour * 60 + lot.randrange(60))
    return sorted(out)


def talk(lot: Random, who: Sequence[str], at: float, length: int, shape: Shape, lines: Lines) -> None:
    """So many messages among `who`, the first beginning; who speaks next is rarely who just spoke."""
    words, says = lot.choice(TOPICS)
    last = who[0]
    lines.append((int(at), last, ": " + lot.choice(says).format(*words)))
    for _i in range(length - 1):
        at += lot.expovariate(1 / shape.pace)
        others = [name for name in who if name != last]
        last = lot.choice(others) if others and lot.random() < 0.85 else last
        lines.append((int(at), last, _say(lot, words, says, shape)))


def _say(lot: Random, words: Sequence[str], says: Sequence[str], shape: Shape) -> str:
    if lot.random() < shape.pictures:
        return lot.choice((" [image]", " [sticker]"))
    drawn = lot.random()
    if drawn < 0.3:
        return ": " + lot.choice(SHORT)
    return ": " + lot.choice(ANSWERS if drawn < 0.85 else says).format(*words)


def some(lot: Random, names: Sequence[str], weights: Sequence[float], n: int) -> list[str]:
    keyed = sorted(names, key=lambda name: lot.random() ** (1 / weights[names.index(name)]), reverse=True)
    return keyed[: max(1, n)]


def room(lot: Random, shape: Shape, away: tuple[float, float] = (2, 2)) -> Lines:
    """People who talk to each other: now two, now five of them, some often and some rarely."""
    names, lines = _names(shape.people), Lines()
    weights = rates(lot, shape.people)
    for at in starts(lot, shape, away):
        who = some(lot, names, weights, lot.choice((2, 2, 3, 3, 4, 5)))
        lot.shuffle(who)
        talk(lot, who, at, lot.choice((2, 3, 4, 5, 6, 8, 12)), shape, lines)
    return lines


def holidays(lot: Random, shape: Shape) -> Lines:
    """A room that is away for a fifth of the time, or at its end."""
    begin = lot.choice((0.5, 0.75))
    return room(lot, shape, (begin, begin + 0.22))


def star(lot: Random, shape: Shape, warm: float = 0.0) -> Lines:
    """One in the middle answers everybody; of the talks `warm` pass between two others instead."""
    names, lines = _names(shape.people), Lines()
    for at in starts(lot, shape):
        if lot.random() < warm:
            talk(lot, lot.sample(names, 2), at, lot.choice((2, 3, 4)), shape, lines)
        else:
            pair = [lot.choice(names), "王老師"]
            talk(lot, pair if lot.random() < 0.8 else pair[::-1], at, lot.choice((2, 3, 4, 6)), shape, lines)
    return lines


def warm_star(lot: Random, shape: Shape) -> Lines:
    """A star in which a fourth of the talks do without the middle."""
    return star(lot, shape, warm=0.25)


def desk(lot: Random, shape: Shape) -> Lines:
    """Many ask, three of the staff answer."""
    names, lines = _names(shape.people * 4, "客戶"), Lines()
    for at in starts(lot, shape):
        talk(lot, [lot.choice(names), f"客服{lot.randrange(3)}"], at, lot.choice((2, 3, 4, 5)), shape, lines)
    return lines


def shop(lot: Random, shape: Shape) -> Lines:
    """A seller puts goods out; buyers answer in a word or two, and now and then the seller answers them."""
    names, lines = _names(shape.people), Lines()
    weights = rates(lot, shape.people)
    for n, start in enumerate(starts(lot, shape)):
        at = float(start)
        thing = lot.choice(GOODS)
        lines.append((start, "店長", f": 今日{thing}到貨第{n}批，{lot.randrange(9, 99)}元一份，限時優惠，要的接龍。"))
        if lot.random() < 0.6:
            lines.append((start, "店長", " [image]"))
        for name in some(lot, names, weights, lot.choice((0, 1, 2, 4, 7))):
            at += lot.expovariate(1 / (3 * shape.pace))
            lines.append((int(at), name, ": " + lot.choice(BUYERS)))
            if lot.random() < 0.35:
                at += lot.expovariate(1 / shape.pace)
                lines.append((int(at), "店長", ": " + lot.choice(SELLER)))
    return lines


def fans(lot: Random, shape: Shape) -> Lines:
    """A wall of fans who come back: the one they follow posts, they cheer in short lines, nobody answers them."""
    names, lines = _names(shape.people, "粉絲"), Lines()
    weights = rates(lot, shape.people)
    for n, start in enumerate(starts(lot, shape)):
        at = float(start)
        words = f": 第{n}天的{lot.choice(SHOWS)}，今天有點累但是很開心，謝謝你們。"
        lines.append((start, "小鹿本人", words))
        if lot.random() < 0.5:
            lines.append((start, "小鹿本人", " [image]"))
        for name in some(lot, names, weights, lot.choice((1, 3, 5, 8, 12))):
            at += lot.expovariate(1 / shape.pace)
            lines.append((int(at), name, " [sticker]" if lot.random() < shape.pictures else ": " + lot.choice(FANS)))
    return lines


def notices(lot: Random, shape: Shape) -> Lines:
    """One or two give notice, the others write 收到 and send stickers; rarely somebody asks."""
    names, lines = _names(shape.people), Lines()
    weights = rates(lot, shape.people)
    for n, start in enumerate(starts(lot, shape)):
        at, words = float(start), lot.choice(TOPICS)[0]
        notice = f": 各位：第{n}號通知，{words[0]}與{words[1]}的安排請於週五前確認，逾期不候。"
        lines.append((start, lot.choice(("班主任", "班主任", "教務處")), notice))
        for name in some(lot, names, weights, lot.choice((1, 3, 6, 9))):
            at += lot.expovariate(1 / shape.pace)
            says = " [sticker]" if lot.random() < shape.pictures else ": " + lot.choice(RECEIPTS)
            lines.append((int(at), name, says))
        if lot.random() < 0.1:
            talk(lot, [lot.choice(names), "班主任"], at + 2, 2, shape, lines)
    return lines


def board(lot: Random, shape: Shape) -> Lines:
    """Many announce, nobody answers."""
    names, lines = _names(shape.people), Lines()
    for n, start in enumerate(starts(lot, shape) + starts(lot, shape)):
        head = f": 【{lot.choice(KINDS)}】{lot.choice(lot.choice(TOPICS)[0])}專場第{n}期，{lot.randrange(1, 28)}日"
        lines.append((start, lot.choice(names), f"{head}晚上七點開始，名額{lot.randrange(10, 90)}人，報名請見海報。"))
    return lines


def couple(lot: Random, shape: Shape) -> Lines:
    """Two who talk all day, and a few who said something once."""
    lines = Lines()
    for at in starts(lot, shape):
        talk(lot, ["甲", "乙"], at, lot.choice((2, 4, 6)), shape, lines)
    return lines + [(lot.randrange(shape.days) * DAY, name, ": 大家好") for name in _names(4)]


def check_ins(lot: Random, shape: Shape) -> Lines:
    """A group of habit: everybody reports the day's work, and a few cheer."""
    names, lines = _names(shape.people), Lines()
    for day in range(shape.days):
        at = day * DAY + 20 * 60.0
        for name in lot.sample(names, max(2, round(0.7 * len(names)))):
            at += lot.expovariate(1 / (4 * shape.pace))
            lines.append((int(at), name, f": 打卡 第{day + 1}天 {lot.choice(HABITS)}{lot.randrange(2, 40)}分鐘"))
            if lot.random() < 0.15:
                lines.append((int(at + 1), lot.choice(names), lot.choice((": 👍", ": 加油", " [sticker]"))))
    return lines


def programs(lot: Random, shape: Shape) -> Lines:
    """A room beside a program that reports builds and names itself."""
    lines = room(lot, shape)
    for n in range(2 * len(lines)):
        words = f": 建置 #{n} 完成，用時 {lot.randrange(20, 90)} 秒，結果：通過，提交 {lot.randrange(9**6):x}"
        lines.append((lot.randrange(shape.days * DAY), "建置bot", words))
    return lines


def relayed(lot: Random, shape: Shape) -> Lines:
    """A room of which a bridge passes on everything."""
    return [(at, "橋", f": <{name}> {said[2:]}") for at, name, said in room(lot, shape) if said.startswith(": ")]


def faded(lot: Random, shape: Shape) -> Lines:
    """A room that fell asleep: greetings on feast days are all that came in its last hundred days."""
    lines = room(lot, shape)
    for day in range(shape.days, shape.days + 100, 25):
        lines.append((day * DAY, lot.choice(_names(shape.people)), ": 大家節日快樂"))
    return lines


Makers = dict[str, tuple[Callable[[Random, Shape], Lines], frozenset[str]]]

MAKERS: Final[Makers] = {
    "room": (room, frozenset({"community", "becoming-one", "group"})),
    "holidays": (holidays, frozenset({"community", "becoming-one", "group"})),
    "programs": (programs, frozenset({"community", "becoming-one", "group", "cannot-tell"})),
    "relayed": (relayed, frozenset({"community", "becoming-one", "group", "cannot-tell"})),
    "star": (star, frozenset({"group", "broadcast"})),
    "warm star": (warm_star, frozenset({"group"})),
    "desk": (desk, frozenset({"group"})),
    "shop": (shop, frozenset({"broadcast", "group"})),
    "fans": (fans, frozenset({"broadcast", "group"})),
    "notices": (notices, frozenset({"broadcast", "silent"})),
    "board": (board, frozenset({"broadcast"})),
    "couple": (couple, frozenset({"group", "cannot-tell"})),
    "check-ins": (check_ins, frozenset({"group", "silent"})),
    "faded": (faded, frozenset({"silent", "group"})),
}
"""Each kind with the words that are right of it, or at least not wrong."""

SHAPES: Final = {
    "small and slow": Shape(8, 200, 0.4, 0.05, 6.0), "small": Shape(8, 100, 1.0), "middling": Shape(),
    "fast": Shape(20, 60, 8.0, 0.1, 0.3), "pictures": Shape(15, 120, 2.0, 0.6), "large": Shape(80, 90, 6.0, 0.2, 0.5),
    "slow answers": Shape(20, 150, 1.5, 0.1, 45.0),
}  # fmt: skip


def story(kind: str, shape: str, seed: int, makers: Makers = MAKERS) -> list[str]:
    """The lines of one invented group, in order, as `stories.table` reads them."""
    made = makers[kind][0](Random(f"{kind} {shape} {seed}"), SHAPES[shape])
    first = datetime(2026, 1, 5, tzinfo=UTC)
    told = sorted(made, key=lambda line: line[0])
    return [f"{first + timedelta(minutes=at):%m-%d %H:%M} {name}{said}" for at, name, said in told]
