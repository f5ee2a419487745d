#!/usr/bin/env python3
"""How true the proposals are in three more kinds of place, written before the grounds were changed for them.

    python bench/people_elsewhere.py [--seeds 12] [--first 9001]

*Alumni*: a QQ group with name-cards and a WeChat group, simplified script; names as common as they are in China, so
that namesakes come of themselves. *Hobby*: a Discord server, and a mailing list of full names; first names, handles,
short forms, words that anybody takes. *Block*: a KakaoTalk room (names alone) and a Telegram group; Korean names, a
fifth of them Kim, and parents named after children. Rooms are of 30 to 260 people, of whom some are in both; people
talk among their friends, mostly. Nobody is made the namesake of somebody: what falls together falls together.
"""

# ruff: noqa: SIM905 (words in a row read better than a list of them)
import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.roster import ROSTER
from closeknit.ties.faces import find_faces
from closeknit.ties.proposals import propose

SURNAMES = [*"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕", "欧阳", "司马"]
SINGLE = list("伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚玲辉鹏飞斌波")
DOUBLE = [a + b for a in "建志国晓海文雪玉春秀梓子浩宇思" for b in "华明军英兰梅涵轩怡辰琪林平红峰"]
MOTTOES = ["平安是福", "随遇而安", "知足常乐", "静待花开", "海阔天空", "顺其自然", "云淡风轻", "向日葵", "白日梦",
           "风", "蓝天", "往事随风", "小太阳", "追风少年", "马到成功", "高山流水", "幸福一家人", "时光", "🌹", "..."]  # fmt: skip
FIRST = ("James Mary John Linda Robert David Michael William Susan Thomas Anna Daniel Mark Sarah Laura Peter Paul "
         "Julia Martin Chris Alex Sam Maria Jose Carlos Ahmed Priya Wei Olga Ingrid Fatima Kwame").split()  # fmt: skip
SHORT = {"James": "Jim", "Robert": "Bob", "Michael": "Mike", "William": "Bill", "Thomas": "Tom", "Daniel": "Dan"}
LAST = ("Smith Johnson Garcia Brown Jones Müller Miller Davis Rossi Martinez Lee Nguyen Wang Kim Patel Khan Silva "
        "Novak Ivanova Andersson Kowalski Dubois Okafor Tanaka Haddad O'Connor Vandermeer Petrosyan Lindqvist "
        "Achterberg Szymborska Thibodeaux").split()  # fmt: skip
WORDS = ("dragon shadow phoenix coffee raven ghost pixel wizard nomad sunny maker tinkerer moderator lurker "
         "newbie mom dad me unknown everyone sunshine butterfly").split()  # fmt: skip
KIMS = (
    ["김"] * 21
    + ["이"] * 15
    + ["박"] * 8
    + ["최"] * 5
    + ["정"] * 5
    + list("강조윤장임한오서신권황안송류홍전고문양손배백")
)
KOREAN = [a + b for a in "민서지도예하준수은현" for b in "준연우윤서진호원아영"]
DAYS, START = 100, 1_720_000_000


@dataclass(slots=True)
class Person:
    """A person: what the two rooms show of them, "" where they are not; `name` as on the roster."""

    name: str
    number: str
    here: str = ""
    there: str = ""
    friends: list[int] = field(default_factory=list)


def frequent(luck: random.Random, words: list[str]) -> str:
    """One of them, those in front more often, as names are."""
    return words[
        min(int(luck.paretovariate(0.9)) - 1, len(words) - 1) if luck.random() < 0.5 else luck.randrange(len(words))
    ]


def alumnus(luck: random.Random) -> tuple[str, Callable[[], str], Callable[[], str]]:
    """A Chinese name, what its bearer is called in QQ, and in WeChat."""
    family = frequent(luck, SURNAMES)
    given = luck.choice(SINGLE) if luck.random() < 0.3 else luck.choice(DOUBLE)
    name, last = family + given, given[-1]
    nick = luck.choice([f"小{last}", f"阿{last}", f"{family}{luck.choice(['老师', '总', '姐', '哥', '工'])}", last * 2,
                        luck.choice(MOTTOES), luck.choice(MOTTOES), f"{name}{luck.choice('🌸🍀☀')}", f"A{family}师傅"])  # fmt: skip
    loyal = luck.random() < 0.5

    def qq() -> str:
        shown = luck.choice([name, nick])
        return luck.choice([shown, f"{luck.randrange(98, 112) % 100:02d}级-{shown}-{luck.choice(['深圳', '上海', '北京'])}", f"{luck.randrange(1, 6)}班{shown}"])  # fmt: skip

    def wechat() -> str:
        return nick if loyal else luck.choice([name, nick, luck.choice(MOTTOES)])

    return name, qq, wechat


def hobbyist(luck: random.Random) -> tuple[str, Callable[[], str], Callable[[], str]]:
    """A name in Latin letters, what its bearer is called on Discord, and on the list."""
    first, last = frequent(luck, FIRST), frequent(luck, LAST)
    word = luck.choice(WORDS)
    handle = luck.choice([word, f"{word}{luck.randrange(10, 100)}", f"{first.lower()}{last[0].lower()}", first.lower() + last.lower(),
                          f"{luck.choice(WORDS)}_{word}", f"{first[0].lower()}{last.lower()}", f"{word}{luck.randrange(1000, 9999)}"])  # fmt: skip
    name = f"{first} {last}"

    def discord() -> str:
        return luck.choice(
            [handle, handle, first, SHORT.get(first, first), name, f"{first} {last[0]}.", f"{handle} (he/him)"]
        )

    def mail() -> str:
        return luck.choice([name, name, name, f"{last}, {first}", f"{first[0]}. {last}", handle, first])

    return name, discord, mail


def neighbour(luck: random.Random) -> tuple[str, Callable[[], str], Callable[[], str]]:
    """A Korean name, what its bearer is called in KakaoTalk, and in Telegram."""
    name = luck.choice(KIMS) + luck.choice(KOREAN)
    child = luck.choice(KOREAN)
    nick = luck.choice([name[1:], f"{child}맘", f"{child}아빠", f"{child} 엄마", "행복", "햇살", "하늘이", name, name])
    door = f"{luck.randrange(101, 109)}동 {luck.randrange(101, 1500)}호"

    def kakao() -> str:
        return luck.choice([name, nick, f"{door} {nick}", f"{name}/{luck.randrange(101, 109)}동"])

    def telegram() -> str:
        return luck.choice([name, nick, nick, f"{nick}😊"])

    return name, kakao, telegram


PLACES = {
    "alumni": (alumnus, "qq", True, "wechat"),
    "hobby": (hobbyist, "discord", True, "mbox"),
    "block": (neighbour, "kakaotalk", False, "telegram"),
}
"""Kind → how its people are called, the first room's tool and whether that has ids, the second's, which has."""


def invented(
    luck: random.Random, make: Callable[..., tuple[str, Callable[[], str], Callable[[], str]]]
) -> list[Person]:
    """The people of one place, some in one room and some in both, with their friends."""
    n, both = luck.randrange(40, 320), luck.uniform(0.2, 0.7)
    people = []
    for _ in range(n):
        name, here, there = make(luck)
        one = Person(name, f"138{luck.randrange(10**8):08d}")
        where = luck.random()
        if where < both or where < both + (1 - both) / 2:
            one.here = here()
        if where < both or not one.here:
            one.there = there()
        people.append(one)
    for i, one in enumerate(people):
        circle = [(i + step) % n for step in (1, 2, 3, n - 1, n - 2)]
        one.friends = [*circle, luck.randrange(n)]
    return people


def room(
    luck: random.Random, build: MessageBuilder, people: list[Person], shown: list[str], *, ids: bool
) -> dict[str, set[int]]:
    """Days of talk: somebody begins, friends who are there answer, then others. Whose each face is."""
    owner: dict[str, set[int]] = {}
    there = [i for i, name in enumerate(shown) if name]
    for day in range(DAYS):
        at = START + day * 86_400 + luck.randrange(6, 14) * 3600
        for _talk in range(luck.randrange(2, 12)):
            one = luck.choice(there)
            friends = [i for i in people[one].friends if shown[i]] or there
            speakers = [one, *luck.choices(friends, k=luck.randrange(1, 6)), one, luck.choice(there)]
            for i in speakers:
                at += luck.randrange(15, 300)
                build.add(
                    time=at * 10**6, author=shown[i], author_id=f"x{build.carrier}{i}" if ids else None, text="ok"
                )
                owner.setdefault(f"{build.carrier}:{f'x{build.carrier}{i}' if ids else shown[i]}", set()).add(i)
            at += luck.randrange(600, 4000)
    return owner


def place(luck: random.Random, kind: str) -> tuple[History, pa.Table | None, dict[str, set[int]]]:
    """Both rooms of a place as one history, a roster in every other, and whose each face is."""
    make, first, ids, second = PLACES[kind]
    people = invented(luck, make)
    builds = [MessageBuilder(tool, tool, ReadOptions(), wall=False) for tool in (first, second)]
    owner: dict[str, set[int]] = {}
    for build, shown, has_ids in zip(
        builds, ([p.here for p in people], [p.there for p in people]), (ids, True), strict=True
    ):
        build.channel(build.carrier, build.carrier)
        owner |= room(luck, build, people, shown, ids=has_ids)
    listed = [{"name": p.name, "contacts": [("phone", p.number)]} for p in people if luck.random() < 0.8]
    roster = pa.Table.from_pylist(listed, schema=ROSTER) if luck.random() < 0.5 else None
    return History.joined([build.finish() for build in builds]), roster, owner


def measured(seeds: int, first: int) -> Iterator[str]:
    """Rows of the table."""
    right, proposed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    pairs, known = Counter[str](), Counter[str]()
    for kind in PLACES:
        for seed in range(first, first + seeds):
            history, roster, owner = place(random.Random(f"{kind} {seed}"), kind)
            found = propose(find_faces(history.messages), roster=roster)
            for proposal in found:
                one, other = (owner.get(face, set()) for face in proposal.faces)
                for slug in {ground.slug for ground in proposal.grounds} | {"all"}:
                    for where in (kind, "together"):
                        proposed[where, slug] += 1
                        right[where, slug] += bool(one & other)
            have = {frozenset(proposal.faces) for proposal in found}
            of: dict[int, list[str]] = {}
            for face, whose in owner.items():
                if len(whose) == 1:  # a name that two people show is nobody's
                    of.setdefault(min(whose), []).append(face)
            both = [frozenset(faces) for faces in of.values() if len(faces) == 2]
            for where in (kind, "together"):
                pairs[where] += len(both)
                known[where] += sum(pair in have for pair in both)
    yield f"{seeds} places of each kind, seeds from {first}\n"
    yield "| place | ground | proposed | precision |\n|---|---|---|---|"
    yield from (
        f"| {where} | {slug} | {n:,} | {right[where, slug] / n:.3f} |" for (where, slug), n in sorted(proposed.items())
    )
    yield "\n| place | pairs | found |\n|---|---|---|"
    yield from (f"| {where} | {n:,} | {known[where] / n:.2f} |" for where, n in pairs.items())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seeds", type=int, default=12)
    options.add_argument("--first", type=int, default=9_001)
    chosen = options.parse_args()
    for row in measured(chosen.seeds, chosen.first):
        print(row)


if __name__ == "__main__":
    main()
