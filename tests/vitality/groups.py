"""Invented groups large enough to get a word, each made by one rule that a reader can check by eye."""

from random import Random

from tests.vitality.stories import days

_ASK = ("最近在讀哪一本？", "這段你們怎麼理解？", "有人去過那家書店嗎？", "下週誰主持？")
_SAY = (
    "我也這樣覺得，尤其是第二章的結尾。",
    "不太同意，作者其實留了伏筆。",
    "我週末去看看，回來告訴你們。",
    "可以，我來準備題目。",
)


def _name(i: int) -> str:
    return f"成員{i:02d}"


def circle(members: int = 8, evenings: int = 120) -> list[str]:
    """A living circle: every evening three others, drawn by lot, talk it over to and fro; nobody is in the middle."""
    lot = Random(members)
    lines = []
    for n, day in enumerate(days("01-05", evenings)):
        a, b, c = lot.sample(range(members), 3)
        for minute, who in enumerate((a, b, a, b, c, a, c, b)):
            words = _ASK[(n + minute) % 4] if minute in {0, 4} else _SAY[(n + minute) % 4]
            lines.append(f"{day} 20:{minute:02d} {_name(who)}: {words}")
    return lines


def star(members: int = 10, evenings: int = 80, middle: str = "老師") -> list[str]:
    """A warm middle: everybody talks with one person, to and fro, and with nobody else."""
    lines = []
    for n, day in enumerate(days("01-05", evenings)):
        for k in range(3):
            who = _name((n * 3 + k) % members)
            lines += [
                f"{day} 20:{10 * k:02d} {who}: {_ASK[(n + k) % 4]}",
                f"{day} 20:{10 * k + 1:02d} {middle} ^1: {_SAY[(n + k) % 4]}",
                f"{day} 20:{10 * k + 2:02d} {who} ^1: 明白了，那我這週先試試看，再跟你說。",
            ]
    return lines


def shop(members: int = 12, count: int = 80) -> list[str]:
    """A shop's group: one seller posts, members answer 收到 or a sticker at most."""
    lines = []
    for n, day in enumerate(days("01-05", count)):
        lines += [
            f"{day} 09:00 店長: @所有人 今日特價第{n}批，限時優惠，下單請私訊，{n + 9}元一份，包郵。",
            f"{day} 12:00 店長: 庫存不多了，第{n}批最後幾份，要的快。",
            f"{day} 18:30 店長: 明天第{n + 1}批預售開始，先到先得。",
            f"{day} 18:31 {_name(n % members)}: 收到",
        ]
        if n % 4 == 0:
            lines.append(f"{day} 18:32 {_name((n + 5) % members)} [sticker]")
    return lines


def wall(count: int = 60) -> list[str]:
    """A commented wall: one organisation posts, passers-by answer it once each."""
    lines = []
    for n, day in enumerate(days("01-05", count)):
        lines.append(f"{day} 10:00 官方: 第{n}號公告：本週的活動安排請看下面的說明文字。")
        lines += [f"{day} 10:{k + 1:02d} 路人{n}之{k} ^{k + 1}: 這個活動我去年參加過，很不錯的。" for k in range(4)]
    return lines


def desk(askers: int = 30, count: int = 80) -> list[str]:
    """A help desk: everybody asks, two people answer."""
    lines = []
    for n, day in enumerate(days("01-05", count)):
        who, staff = _name(n % askers), f"客服{n % 2}"
        lines += [
            f"{day} 10:00 {who}: 請問第{n}步為什麼一直報錯？",
            f"{day} 10:05 {staff} ^1: 先把設定檔刪掉再試一次，通常就好了。",
            f"{day} 10:09 {who} ^1: 可以了，謝謝你的說明，問題解決。",
        ]
    return lines


def notices(writers: int = 10, count: int = 120) -> list[str]:
    """A notice board of many writers: as even as a circle, and nobody answers anybody."""
    return [
        f"{day} {8 + n % 9:02d}:00 {_name(n * 7 % writers)}: 第{n}場講座開放報名，地點與講者請見海報說明。"
        for n, day in enumerate(days("01-05", count))
    ]


def alumni(members: int = 10) -> list[str]:
    """It lived, half a year long, and is now a greeting a month."""
    lived = circle(members, 230)
    return [*lived, *(f"{day} 09:00 {_name(n)}: 大家節日快樂，好久不見。" for n, day in enumerate(days("12-01", 3, 9)))]


def couple() -> list[str]:
    """Two people who talk all day, and a third who once said hello."""
    lines = ["01-05 08:00 丙: 大家好"]
    for n, day in enumerate(days("01-05", 60)):
        lines += [f"{day} 20:{k:02d} {'甲' if k % 2 else '乙'}: {(_SAY, _ASK)[k == 0][(n + k) % 4]}" for k in range(4)]
    return lines


ALL = {
    "circle": circle,
    "star": star,
    "shop": shop,
    "wall": wall,
    "desk": desk,
    "notices": notices,
    "alumni": alumni,
    "couple": couple,
}
