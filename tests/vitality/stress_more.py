"""A second set of invented groups, made after the rules stood: kinds that nobody had in mind when they were written.

Made like those of `stress`, from the same shapes and stocks and from sayings of their own. The first run of the rules
on them, before anything was changed, is told in docs/explanation/how-the-word-is-decided.md.
"""

from random import Random
from typing import Final

from tests.vitality.stress import DAY, Lines, Makers, Shape, rates, room, some, starts, talk
from tests.vitality.stress_words import BUYERS, GOODS, HABITS, RECEIPTS

LIVING: Final = frozenset({"community", "becoming-one"})
PEOPLE_TALK: Final = LIVING | {"group"}


def _people(shape: Shape, head: str, times: float = 1.0) -> list[str]:
    return [f"{head}{i:03d}" for i in range(max(3, round(shape.people * times)))]


def _receipts(lot: Random, names: list[str], at: float, shape: Shape, lines: Lines, says: tuple[str, ...]) -> None:
    for name in lot.sample(names, min(len(names), lot.choice((1, 2, 4, 7)))):
        at += lot.expovariate(1 / (2 * shape.pace))
        lines.append((int(at), name, " [sticker]" if lot.random() < shape.pictures else ": " + lot.choice(says)))


def group_buys(lot: Random, shape: Shape) -> Lines:
    """團購群: the one who buys for all opens a chain, the others put themselves down; some ask, and she answers."""
    names, lines = _people(shape, "鄰居", 2), Lines()
    for start in starts(lot, shape):
        at, thing, price = float(start), lot.choice(GOODS), lot.randrange(19, 99)
        lines.append(
            (start, "團長阿芳", f": 本週團{thing}，{price}元一份，滿二十份開團，週五社區門口自取，要的請接龍。")
        )
        for place, name in enumerate(lot.sample(names, min(len(names), lot.choice((2, 4, 8)))), 1):
            at += lot.expovariate(1 / (4 * shape.pace))
            lines.append((int(at), name, f": {place}. {name} {thing}{lot.randrange(1, 4)}份"))
        if lot.random() < 0.4:
            lines.append((int(at) + 2, lot.choice(names), f": {thing}什麼時候到？"))
            lines.append((int(at) + 4, "團長阿芳", ": 週五下午四點以後都可以來拿，我在門口。"))
    return lines


def parents(lot: Random, shape: Shape) -> Lines:
    """家長群: the teacher's notices are acknowledged, and as often the parents ask each other about the same day."""
    names, lines = _people(shape, "家長"), Lines()
    drawn = rates(lot, len(names))
    for n, start in enumerate(starts(lot, shape)):
        if lot.random() < 0.5:
            lines.append((start, "李老師", f": 各位家長，第{n}週的聯絡簿請簽名，週三記得帶水壺與聽寫本。"))
            _receipts(lot, names, start, shape, lines, RECEIPTS)
        else:
            who = some(lot, names, drawn, lot.choice((2, 3, 3, 4)))
            lot.shuffle(who)
            if lot.random() < 0.2:
                who.append("李老師")
            talk(lot, who, start, lot.choice((3, 4, 6, 8)), shape, lines)
    return lines


def owners(lot: Random, shape: Shape) -> Lines:
    """業主群: many owners, few of them often; the property manager takes part in a third of what is complained of."""
    names, lines = _people(shape, "業主", 3), Lines()
    drawn = rates(lot, len(names))
    for start in starts(lot, shape):
        who = some(lot, names, drawn, lot.choice((2, 3, 4, 5)))
        lot.shuffle(who)
        if lot.random() < 0.33:
            who.append("物業小張")
        talk(lot, who, start, lot.choice((3, 5, 7, 9)), shape, lines)
    return lines


def picture_habit(lot: Random, shape: Shape) -> Lines:
    """打卡群 without words: everybody sends the picture of the day, some a thumb."""
    names, lines = _people(shape, "組員"), Lines()
    for day in range(shape.days):
        at = day * DAY + 21 * 60.0
        for name in lot.sample(names, max(2, round(0.6 * len(names)))):
            at += lot.expovariate(1 / (3 * shape.pace))
            lines.append((int(at), name, " [image]"))
            if lot.random() < 0.2:
                lines.append((int(at) + 1, name, f": {lot.choice(HABITS)}完成"))
            if lot.random() < 0.2:
                lines.append((int(at) + 2, lot.choice(names), ": 👍"))
    return lines


def reading_circle(lot: Random, shape: Shape) -> Lines:
    """讀書會 that meets on Saturdays: who comes, who is late, a word afterwards; the talk is not here."""
    names, lines = _people(shape, "書友"), Lines()
    comes = ("我會到", "這週我去", "我帶點心", "晚十分鐘到，先開始", "這次請假，下週見", "算我一個")
    after = ("今天聊得很開心，謝謝{0}帶的茶。", "{0}說的那段我回家又讀了一遍。", "下次換我主持，{0}幫我想題目。")
    for week in range(shape.days // 7):
        host, at = names[week % len(names)], week * 7 * DAY + 3 * DAY + 20 * 60.0
        lines.append((int(at), host, f": 週六下午三點老地方，讀第{week + 1}章，誰會來？"))
        for name in lot.sample([one for one in names if one != host], min(len(names) - 1, lot.choice((3, 4, 5)))):
            at += lot.expovariate(1 / (20 * shape.pace))
            lines.append((int(at), name, ": " + lot.choice(comes)))
        at = week * 7 * DAY + 5 * DAY + 18 * 60.0
        for name in lot.sample(names, lot.choice((1, 2, 3))):
            lines.append((int(at), name, ": " + lot.choice(after).format(lot.choice(names))))
            at += 7
    return lines


def exchange_of_tongues(lot: Random, shape: Shape) -> Lines:
    """語言交換: one writes in the language that is learnt, one who knows it mends it, and they go on, half in each."""
    names, lines = _people(shape, "Pal"), Lines()
    things = ("辣椒", "雨傘", "地鐵", "早餐", "外套", "貓", "房租", "週末", "電影", "奶奶", "護照", "自行車")
    says = (
        *("I am using {0} since two years, 這樣寫對嗎？", "昨天我買了一個很好的{0}，is that right?"),
        *("How do you say {0} in English?", "“把{0}放好”什麼意思？ I never get it.", "我對{0}沒有興趣了。"),
        "Yesterday I have seen {0} with {1}.",
    )
    mends = (
        *("I have been using {0} 才對。", "“很好的{0}”可以，量詞看{1}。", "{0}? You can say it like {1}."),
        *("對的！ {0} is natural.", "有結果的時候用，比如“把{1}拿來”。", "I saw, 因為有 yesterday。 Which {0}?"),
        "哈哈 {0} 跟 {1} 我也常常搞錯。",
    )
    for start in starts(lot, shape):
        at, (one, other) = float(start), lot.sample(names, 2)
        for turn in range(lot.choice((2, 3, 4, 6, 8))):
            words = lot.choice(mends if turn % 2 else says).format(*lot.sample(things, 2))
            lines.append((int(at), (one, other)[turn % 2], ": " + words))
            at += 1 + lot.expovariate(1 / shape.pace)
    return lines


def clan(lot: Random, shape: Shape) -> Lines:
    """A clan of players: they talk as a room does, and call up a program that tells ranks."""
    lines = room(lot, shape)
    for start in starts(lot, shape):
        name = f"成員{lot.randrange(shape.people):03d}"
        lines.append((start, name, ": /rank"))
        lines.append(
            (start, "戰績機器人", f": {name} 目前排名 {lot.randrange(1, 999)}，本週勝率 {lot.randrange(20, 80)}%")
        )
    return lines


def resellers(lot: Random, shape: Shape) -> Lines:
    """微商: she who is on top sends goods and praise of herself all day; those under her repeat it."""
    names, lines = _people(shape, "代理"), Lines()
    boasts = ("姐妹們，昨天又有三位升級成總代，跟對人比努力重要！", "機會只給相信的人，今天入手還送一盒，限時優惠！")
    for n, start in enumerate(starts(lot, shape)):
        at, thing = float(start), lot.choice(GOODS)
        lines.append((start, "總代媛媛", f": {thing}現貨第{n}批，{lot.randrange(59, 299)}元，招代理，掃碼下單包郵。"))
        lines.append((start + 1, "總代媛媛", ": " + lot.choice(boasts)))
        for name in lot.sample(names, min(len(names), lot.choice((1, 2, 4)))):
            at += lot.expovariate(1 / (3 * shape.pace))
            lines.append((int(at), name, ": " + lot.choice((*BUYERS, "媛媛姐太棒了！", "已轉發朋友圈", "跟著團隊走"))))
    return lines


def crisis(lot: Random, shape: Shape) -> Lines:
    """A room in which, late in its time, the earth shook: three days with more talk than the month before."""
    lines, names = room(lot, shape), _people(shape, "成員")
    says = (
        *("大家都平安嗎？", "我家書倒了一地，人沒事。", "{0}那邊停電了，誰聯絡得上？", "謝謝，{0}已經找到了。"),
        *("需要水的說一聲，我車上有兩箱。", "{0}，你爸媽還好嗎？", "剛通過電話，{0}在學校操場。", "還在晃，先到樓下。"),
    )
    at = (shape.days - lot.choice((6, 20))) * DAY + 8 * 60.0
    for _i in range(30 * min(10, shape.people)):
        at += lot.expovariate(1 / 10)
        lines.append((int(at), lot.choice(names), ": " + lot.choice(says).format(lot.choice(names))))
    return lines


def season(lot: Random, shape: Shape) -> Lines:
    """志工 of a festival: weeks of talk before it, months of nothing, and again; it is told in its season."""
    gap = 60 * DAY
    half = shape.days // 2 * DAY
    return [(at if at < half else at + gap, name, said) for at, name, said in room(lot, shape)]


def merged(lot: Random, shape: Shape) -> Lines:
    """Two rooms put into one file: nobody of the one speaks to anybody of the other."""
    other = [(at, "乙" + name, said) for at, name, said in room(lot, shape)]
    return room(lot, shape) + other


def mutual_help(lot: Random, shape: Shape) -> Lines:
    """互助會: each who came with a question stays a while and answers those who come after; members pass through."""
    lines, names = Lines(), _people(shape, "病友", 4)
    for start in starts(lot, shape):
        now = start / (shape.days * DAY) * (len(names) - 1)
        here = [name for i, name in enumerate(names) if now - shape.people < i <= now] or names[:1]
        who = lot.sample(here, min(len(here), lot.choice((2, 3, 4))))
        talk(lot, who, start, lot.choice((3, 4, 5, 7)), shape, lines)
    return lines


def forwards(lot: Random, shape: Shape) -> Lines:
    """A family in which the elders pass on what they read and wish a good morning; thumbs come back."""
    names, lines = _people(shape, "家人", 0.7), Lines()
    heads = (
        "醫生提醒：{0}千萬不要和{1}一起吃",
        "看完沉默了，{0}的真相",
        "退休後最好的{0}，轉給家人",
        "早上好，平安是福",
    )
    for start in starts(lot, shape):
        one = lot.choice(names[:3])
        words = lot.choice(heads).format(lot.choice(GOODS), lot.choice(GOODS))
        lines.append(
            (
                start,
                one,
                f": {words} https://example.org/{lot.randrange(9**6)}" if "早上好" not in words else ": " + words,
            )
        )
        if lot.random() < 0.7:
            _receipts(lot, names, start, shape, lines, ("👍", "早", "收藏了", "謝謝分享", "🙏", "早安"))
    return lines


def market(lot: Random, shape: Shape) -> Lines:
    """二手群: strangers offer and ask for what is offered; two turns, and they are gone."""
    names, lines = _people(shape, "用戶", 6), Lines()
    things = ("嬰兒車", "電風扇", "書桌", "自行車", "洗衣機", "鋼琴", "露營燈", "收納櫃")
    for start in starts(lot, shape):
        seller, buyer = lot.sample(names, 2)
        at, thing = float(start), lot.choice(things)
        lines.append((start, seller, f": 出{thing}，九成新，{lot.randrange(5, 90) * 10}元，自取，有意請回。"))
        if lot.random() < 0.6:
            at += lot.expovariate(1 / (6 * shape.pace))
            lines.append((int(at), buyer, f": {thing}還在嗎？可以小刀嗎？"))
            if lot.random() < 0.7:
                at += lot.expovariate(1 / (3 * shape.pace))
                lines.append(
                    (int(at), seller, ": " + lot.choice(("還在，私聊。", "已經訂出去了，抱歉。", "不議價，今晚可取。")))
                )
    return lines


def newcomers(lot: Random, shape: Shape) -> Lines:
    """Joined by a code: each says who he is, she who runs it bids him welcome, and that is all that is heard of him."""
    lines = Lines()
    works = ("會計", "設計", "教書", "跑業務", "寫程式", "開店")
    for n, start in enumerate(starts(lot, shape)):
        name = f"新人{n:04d}"
        lines.append((start - 1, f"{name} joined", ""))
        lines.append((start, name, f": 大家好，我是{name}，做{lot.choice(works)}的，請多關照。"))
        lines.append((start + 3, "群主小美", f": 歡迎{name}！請先看群公告，改一下群名片。"))
        if lot.random() < 0.3:
            lines.append((start + 5, name, ": 好的"))
    return lines


def homework(lot: Random, shape: Shape) -> Lines:
    """A tutor takes in each pupil's work and says something about it; pupils do not speak to each other."""
    names, lines = _people(shape, "學員"), Lines()
    says = (
        "第{0}題的步驟少了一行，再想想分母。",
        "這次字寫得穩多了，第{0}行重心可以再低。",
        "錄音我聽了，第{0}句的尾音要收。",
    )
    for start in starts(lot, shape):
        at = float(start)
        for name in lot.sample(names, min(len(names), lot.choice((1, 2, 3)))):
            lines.append((int(at), name, " [image]" if lot.random() < 0.5 else ": 老師，今天的作業交了，請看。"))
            at += 2 + lot.expovariate(1 / (5 * shape.pace))
            lines.append((int(at), "陳老師", ": " + lot.choice(says).format(lot.randrange(1, 9))))
            if lot.random() < 0.4:
                lines.append((int(at) + 2, name, ": 原來是這樣，我改好再交一次。"))
    return lines


MORE: Final[Makers] = {
    "group buys": (group_buys, frozenset({"broadcast", "group"})),
    "parents": (parents, PEOPLE_TALK),
    "owners": (owners, PEOPLE_TALK),
    "picture habit": (picture_habit, frozenset({"group", "silent", "cannot-tell"})),
    "reading circle": (reading_circle, PEOPLE_TALK | {"cannot-tell"}),
    "tongues": (exchange_of_tongues, PEOPLE_TALK),
    "clan": (clan, PEOPLE_TALK | {"cannot-tell"}),
    "resellers": (resellers, frozenset({"broadcast", "group"})),
    "crisis": (crisis, PEOPLE_TALK),
    "season": (season, PEOPLE_TALK),
    "merged": (merged, PEOPLE_TALK | {"cannot-tell"}),
    "mutual help": (mutual_help, PEOPLE_TALK),
    "forwards": (forwards, frozenset({"broadcast", "group", "silent"})),
    "market": (market, frozenset({"broadcast", "group"})),
    "newcomers": (newcomers, frozenset({"broadcast", "group", "silent"})),
    "homework": (homework, frozenset({"broadcast", "group"})),
}
"""Each kind with the words that are right of it, or at least not wrong; told before the rules were run on any."""
