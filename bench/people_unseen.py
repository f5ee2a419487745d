#!/usr/bin/env python3
"""How true the proposals are on people of other shapes: made after the grounds were settled, and never tuned on.

    python bench/people_unseen.py [--people 300] [--seeds 5]

A community of parents, pupils and neighbours as Chinese groups hold them: a WeChat group with ids in which most carry a
name-card (群名片), a LINE group that shows names alone, and a roster with telephones. People call themselves by
nicknames (阿明, 小芳, 麗姐), by a family name and a foreign first name, by a handle; names stand in either script.
*Traps*: given names that several families share and nicknames made of them; 王小明媽媽 beside 王小明; last digits of a
telephone that two people share; a nickname left behind that somebody else takes up; namesakes.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.roster import ROSTER
from closeknit.ties.faces import find_faces
from closeknit.ties.proposals import propose

FIRST_SEED = 5_003
FAMILY = "曾彭蕭蔡潘田董袁於余葉蔣杜蘇魏程呂丁沈任姚盧傅鐘姜崔譚廖范汪陸金石戴賈韋夏邱方侯鄒熊孟秦白江閻薛尹段雷黎史龍陶賀顧毛郝龔邵"
GIVEN = [a + b for a in "佳怡雅詩子宇承品柏冠淑美志俊家欣思若" for b in "穎君婷涵軒翔恩睿翰廷芬惠豪傑瑋妤齊嵐"]
FOREIGN = "Kevin Vivian Jason Cindy Eric Peggy Allen Tiffany Jerry Wendy Ray Stella Gary Ivy Leo Yvonne".split()  # noqa: SIM905
HANDLES = "一隻貓 微風 山丘上的人 靜水流深 今天也要加油 大海 晴天 雲淡風輕 半糖 向日葵 路過 隨緣 平安是福 夏天的雨 漫步 小確幸".split()  # noqa: SIM905
CITIES = "台北 台中 高雄 廈門 東莞 深圳 墨爾本".split()  # noqa: SIM905
SIMPLE = str.maketrans(
    "蕭葉蔣蘇呂盧鐘譚陸賈韋鄒閻龍賀顧龔詩軒傑瑋齊嵐豪惠", "萧叶蒋苏吕卢钟谭陆贾韦邹阎龙贺顾龚诗轩杰玮齐岚豪惠"
)
DAYS, START = 90, 1_748_736_000
WAYS = ("same nickname", "whole name on a card", "other script", "nickname on a card", "telephone's tail", "said so",
        "roster's nickname", "given name alone", "nothing")  # fmt: skip


@dataclass(slots=True)
class Person:
    """A person: what they are called in LINE first and later, and in WeChat, and how the two can be known for one."""

    family: str
    given: str
    number: str
    line: str = ""
    later: str = ""
    wechat: str = ""
    way: str = ""
    alias: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return self.family + self.given


def nickname(luck: random.Random, person: Person) -> str:
    """What friends call somebody: many people of one given name are called alike."""
    last = person.given[-1]
    return luck.choice(
        [f"阿{last}", f"小{last}", f"{last}{last}", f"{last}姐", f"{last}哥", f"老{person.family}",
         f"{person.family}{luck.choice(FOREIGN)}", f"{luck.choice(FOREIGN)} {person.family}", luck.choice(HANDLES)]
    )  # fmt: skip


def card(luck: random.Random, words: str, person: Person) -> str:
    """A name as it stands on a card in the group."""
    return luck.choice(
        [f"{luck.choice(CITIES)}-{words}", f"{words}（{luck.choice(CITIES)}）", f"【{luck.randrange(1, 9)}組】{words}",
         f"{words}|{luck.choice(['設計', '會計', '老師', 'IT'])}", f"{words}@{luck.choice(CITIES)}",
         f"{luck.randrange(1, 9)}棟{words}"]
    )  # fmt: skip


def invented(luck: random.Random, n: int) -> list[Person]:
    """The people of a run, the traps among them."""
    people = [Person(luck.choice(FAMILY), luck.choice(GIVEN), f"09{luck.randrange(10**8):08d}") for _ in range(n)]
    for one in luck.sample(people, n // 15):  # two telephones that end alike
        one.number = f"09{luck.randrange(10**4):04d}{luck.choice(people).number[-4:]}"
    for one in people:
        nick = nickname(luck, one)
        one.line = one.later = luck.choice([one.name, nick, nick])
        if luck.random() < 0.75:
            one.way = luck.choice(WAYS)
            one.wechat = {
                "same nickname": nick,
                "whole name on a card": card(luck, one.name, one),
                "other script": one.name.translate(SIMPLE),
                "nickname on a card": card(luck, nick, one),
                "telephone's tail": f"{one.family}{luck.choice(['先生', '小姐', '老師'])}{one.number[-4:]}",
                "said so": luck.choice(HANDLES) + str(luck.randrange(99)),
                "roster's nickname": nick,
                "given name alone": one.given,
                "nothing": luck.choice(HANDLES) + luck.choice("～🌿♪"),
            }[one.way]
            if one.way in {"same nickname", "nickname on a card"}:
                one.line = one.later = nick
            elif one.way != "said so":
                one.line = one.later = one.name
            one.alias = nick if one.way == "roster's nickname" else ""
        elif luck.random() < 0.4:
            one.later = luck.choice(
                [f"{one.line}{luck.choice('🌸～_')}", card(luck, one.line, one), nickname(luck, one)]
            )
    for one in luck.sample([one for one in people if not one.wechat], n // 12):  # somebody's mother in the other group
        child = luck.choice(people)
        one.wechat, one.way = luck.choice([f"{child.name}媽媽", f"{child.name}的爸爸", f"{child.given}媽"]), "a parent"
    for one in luck.sample([one for one in people if not one.wechat], n // 25):
        one.wechat, one.way = luck.choice(people).name, "a namesake"
    return people


def histories(luck: random.Random, people: list[Person]) -> tuple[History, pa.Table, dict[str, set[int]]]:
    """Both groups as one history, a roster of three in four, and whose each face is."""
    owner: dict[str, set[int]] = {}
    line = MessageBuilder("line", "a.txt", ReadOptions(), wall=True, precision="minute")
    wechat = MessageBuilder("wechat", "b.json", ReadOptions(), wall=False)
    line.channel("家長會")
    wechat.channel("社區", "77@chatroom")
    told: set[int] = set()
    for day in range(DAYS):
        for build, here in ((line, range(len(people))), (wechat, [i for i, one in enumerate(people) if one.wechat])):
            at = START + day * 86_400 + luck.randrange(8, 12) * 3600
            for i in luck.choices(list(here), k=luck.randrange(40, 110)):
                at += luck.randrange(20, 500)
                one = people[i]
                if build is line:
                    shown = one.line if day < DAYS * 2 // 3 else one.later
                    line.add(
                        time=at // 60 * 60 * 10**6, author=shown, text=luck.choice(["收到", "謝謝", "好", "在哪？"])
                    )
                    owner.setdefault(f"line:{shown}", set()).add(i)
                else:
                    text = luck.choice(["好的", "哈哈", "請問幾點", "辛苦了"])
                    if one.way == "said so" and i not in told:
                        text = luck.choice(
                            [f"大家好，我是{one.line}", f"我是{one.line}，換微信了", f"{one.line}，新號"]
                        )
                    told.add(i)
                    wechat.add(time=at * 10**6, author=one.wechat, author_id=f"wxid_{i}", text=text)
                    owner.setdefault(f"wechat:wxid_{i}", set()).add(i)
    listed = [
        {"name": one.name, "contacts": [("phone", one.number)], "aliases": [one.alias] if one.alias else []}
        for one in people
        if luck.random() < 0.75
    ]
    return History.joined([line.finish(), wechat.finish()]), pa.Table.from_pylist(listed, schema=ROSTER), owner


def measured(people: int, seeds: int) -> Iterator[str]:
    """Rows of the tables."""
    right, proposed, pairs, known, wrong = (Counter[str]() for _ in range(5))
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        luck = random.Random(seed)
        crowd = invented(luck, people)
        history, roster, owner = histories(luck, crowd)
        found = propose(find_faces(history.messages), roster=roster)
        for proposal in found:
            one, other = (owner.get(face, set()) for face in proposal.faces)
            good = bool(one & other)
            for slug in {ground.slug for ground in proposal.grounds} | {"all"}:
                proposed[slug] += 1
                right[slug] += good
            if not good:
                wrong.update(
                    {crowd[i].way or "one tool only" for i in [*one, *other] if crowd[i].wechat} or {"one tool"}
                )
        have = {frozenset(proposal.faces) for proposal in found}
        for i, somebody in enumerate(crowd):
            faces = [f"line:{name}" for name in {somebody.line, somebody.later}]
            faces = [face for face in faces if owner.get(face) == {i}]  # a name that two people show is nobody's
            if f"wechat:wxid_{i}" in owner and faces and somebody.way not in {"a parent", "a namesake"}:
                pairs[somebody.way] += 1
                known[somebody.way] += any(frozenset([f"wechat:wxid_{i}", face]) in have for face in faces)
            if len(faces) == 2:
                pairs["renamed in LINE"] += 1
                known["renamed in LINE"] += frozenset(faces) in have
    yield f"{seeds} × {people} people, seeds from {FIRST_SEED}; {sum(pairs.values()):,} pairs to find\n"
    yield "| ground | proposed | precision |\n|---|---|---|"
    yield from (f"| {slug} | {n:,} | {right[slug] / n:.3f} |" for slug, n in proposed.most_common())
    yield f"\nrecall {sum(known.values()) / sum(pairs.values()):.2f}\n\n| how to be known | pairs | found |\n|---|---|---|"
    yield from (f"| {way} | {n:,} | {known[way] / n:.2f} |" for way, n in sorted(pairs.items()))
    yield "\nwrong proposals, by whose faces: " + ", ".join(f"{way} {n}" for way, n in wrong.most_common())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=300)
    options.add_argument("--seeds", type=int, default=5)
    chosen = options.parse_args()
    for row in measured(chosen.people, chosen.seeds):
        print(row)


if __name__ == "__main__":
    main()
