#!/usr/bin/env python3
"""How true the proposals are that two faces are one person: on generated histories, and on changes of nick in public IRC.

    python bench/people.py [--people 300] [--seeds 5]

*Generated*: the same people talk in a tool without ids (names only, of one phone's address book) and in one with ids.
Half-way, a third of them change their name in the first; in the second they are contacts under other names. How each
is to be recognised, if at all, is drawn; a share of the second tool's people are *namesakes* of somebody else.

*IRC*: the folder `shared` has logs of one channel on 183 days over eight years, with the server's lines "is now known
as". These lines are hidden from the proposals and then tell who was right. Nicks that differ in case only are one
nick by the protocol. Where no line says anything, the share that chance would explain is bounded: how many nicks of
one stem stand together on days two years apart.
"""

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pyarrow as pa

from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.roster import ROSTER
from closeknit.ties.faces import find_faces, is_telling, stem
from closeknit.ties.proposals import Proposal, propose

SURNAMES = "王李張劉陳楊黃趙吳周徐孫馬朱胡郭何林高羅鄭梁謝宋唐許鄧馮韓曹"
GIVEN = "明華英靜偉芳娜秀麗強磊軍洋勇艷傑娟濤超敏霞平剛桂文輝玲紅建國滿春秋月蘭竹雲天海山"
LATIN = [
    "Aaron", "Alice", "Amir", "Anna", "Astrid", "Boris", "Bruno", "Carla", "Cem", "Clara", "Daniel", "David",
    "Diego", "Elena", "Elif", "Emma", "Erik", "Felix", "Fatima", "Grace", "Hanna", "Hector", "Hugo", "Irene",
    "Ivan", "Jana", "Jonas", "Julia", "Karin", "Kenji", "Leila", "Lena", "Lucas", "Marta", "Mei", "Nils", "Noah",
    "Olga", "Oscar", "Peter", "Priya", "Rosa", "Ruth", "Samir", "Simon", "Sofia", "Tariq", "Tess", "Ursula",
    "Viktor", "Yara", "Zoe",
]  # fmt: skip
FAMILY = [
    start + end
    for start in "Abel Brand Coh Dua Evan Fisch Gar Han It Jans Kay Lop Mor Nov Ols Petr Quin Ros Sand Tor".split()  # noqa: SIM905
    for end in ("", "sen", "er", "ova", "ez", "ton")
]
DAYS, START = 120, 1_735_689_600
IRC = Path(__file__).parents[2] / "shared" / "answers" / "irc"


@dataclass
class Somebody:
    """A generated person: names in the first tool before and after, contact in the second, how they are to be known."""

    name: str
    later: str
    contact: str
    change: str = ""
    likeness: str = ""
    number: str = ""
    rows: list[int] = field(default_factory=list)


def named(luck: random.Random) -> str:
    """A name; some fall together by chance, as names do."""
    if luck.random() < 0.6:
        return luck.choice(SURNAMES) + "".join(luck.sample(GIVEN, luck.choice([1, 2, 2, 2])))
    return f"{luck.choice(LATIN)} {luck.choice(FAMILY)}"


def invented(luck: random.Random, n: int) -> list[Somebody]:
    """The people of a run."""
    people = []
    for i in range(n):
        name = named(luck)
        number = f"+886 9{luck.randrange(10**7):08d}"[:14]
        somebody = Somebody(name, name, "", number=number)
        if luck.random() < 1 / 3:
            somebody.change = luck.choice(["signs", "card", "said", "silent"])
            somebody.later = {
                "signs": f"{name}{luck.choice(['🌸', '～', '_', '♪'])}",
                "card": f"書友會-{name}",
                "said": f"新名字{i}號機",
                "silent": named(luck),
            }[somebody.change]
        if luck.random() < 0.6:
            somebody.likeness = luck.choice(["same", "same", "folded", "card", "number", "called", "silent"])
            somebody.contact = {
                "same": name,
                "folded": name.upper() if name.isascii() else f" {name} ",
                "card": f"{name}（{luck.choice(['台北', '家長', '2019'])}）",
                "number": number,
                "called": f"u{luck.randrange(10**6)}",
                "silent": f"v{luck.randrange(10**6)}",
            }[somebody.likeness]
        people.append(somebody)
    for somebody in luck.sample([p for p in people if p.contact], max(1, n // 50)):
        other = luck.choice(people)
        somebody.contact, somebody.likeness = other.name, "namesake"
    return people


def histories(luck: random.Random, people: list[Somebody]) -> tuple[History, pa.Table, dict[str, int]]:
    """Both tools as one history, a roster that knows some numbers, and whose each face is."""
    owner: dict[str, int] = {}
    one = MessageBuilder("whatsapp", "a.txt", ReadOptions(), wall=False)
    two = MessageBuilder("telegram", "b.json", ReadOptions(), wall=False)
    one.channel("first")
    two.channel("second", "2")
    spoken: set[str] = set()
    for day in range(DAYS):
        for tool in ("one", "two"):
            here = [i for i, p in enumerate(people) if tool == "one" or p.contact]
            chosen = luck.choices(here, k=luck.randrange(40, 120))
            at = START + day * 86_400
            for i in chosen:
                at += luck.randrange(20, 600)
                p = people[i]
                if tool == "one":
                    shown = p.name if day < DAYS // 2 else p.later
                    label = f"whatsapp:{shown}"
                    text = "好的"
                    if shown == p.later != p.name and p.change == "said" and label not in spoken:
                        text = f"我是{p.name}，換號了"
                    one.add(time=at * 10**6, author=shown, text=text)
                else:
                    label = f"telegram:{i}"
                    two.add(time=at * 10**6, author=p.contact, author_id=str(i), text="嗯")
                    if p.likeness == "called" and luck.random() < 0.2:
                        asks = luck.choice(here)
                        two.add(
                            time=at * 10**6 + 10**7,
                            author=people[asks].contact,
                            author_id=str(asks),
                            text=f"@{p.name} 你覺得呢",
                        )
                        two.add(time=at * 10**6 + 3 * 10**7, author=p.contact, author_id=str(i), text="可以")
                owner.setdefault(label, i)
                spoken.add(label)
    listed = [{"name": p.name, "contacts": [("phone", p.number)]} for p in people if luck.random() < 0.7]
    return History.joined([one.finish(), two.finish()]), pa.Table.from_pylist(listed, schema=ROSTER), owner


def generated(people: int, seeds: int) -> Iterator[str]:
    """Rows of the table."""
    right, all_, pairs = Counter[str](), Counter[str](), Counter[str]()
    known: Counter[str] = Counter()
    for seed in range(seeds):
        luck = random.Random(seed)
        crowd = invented(luck, people)
        history, roster, owner = histories(luck, crowd)
        taken = Counter(label for p in crowd for label in {f"whatsapp:{p.name}", f"whatsapp:{p.later}"})
        found = propose(find_faces(history.messages), roster=roster)
        for proposal in found:
            good = owner.get(proposal.faces[0]) == owner.get(proposal.faces[1])
            for slug in {ground.slug for ground in proposal.grounds} | {"all"}:
                all_[slug] += 1
                right[slug] += good
        have = {frozenset(p.faces) for p in found}
        for i, p in enumerate(crowd):
            if p.change and taken[f"whatsapp:{p.name}"] == 1:
                pairs[f"renamed: {p.change}"] += 1
                known[f"renamed: {p.change}"] += frozenset([f"whatsapp:{p.name}", f"whatsapp:{p.later}"]) in have
            if p.likeness and p.likeness != "namesake":
                ours = [f"whatsapp:{name}" for name in {p.name, p.later}]
                pairs[f"second tool: {p.likeness}"] += 1
                known[f"second tool: {p.likeness}"] += any(frozenset([f"telegram:{i}", o]) in have for o in ours)
    yield f"generated, {seeds} × {people} people, {sum(pairs.values()):,} pairs to find\n"
    yield "| ground | proposed | precision |\n|---|---|---|"
    yield from (f"| {slug} | {n:,} | {right[slug] / n:.3f} |" for slug, n in all_.most_common())
    yield f"\nrecall {sum(known.values()) / sum(pairs.values()):.2f}\n\n| how to be known | pairs | found |\n|---|---|---|"
    yield from (f"| {how} | {n:,} | {known[how] / n:.2f} |" for how, n in sorted(pairs.items()))


def irc() -> Iterator[str]:
    """What the server's own lines say of what was proposed without them."""
    said, renamed = read_irc()
    build = MessageBuilder("irc", "log", ReadOptions(), wall=False)
    build.channel("#ubuntu")
    for at, nick, text in said:
        build.add(time=at * 10**6, author=nick, text=text)
    found = propose(find_faces(build.finish().messages))
    groups = united(renamed)
    speaking = {nick for _at, nick, _text in said}
    told = {frozenset([a, b]) for a, b in renamed if a in speaking and b in speaking and a != b}
    outcome = Counter(judged(proposal, groups) for proposal in found)
    sure = outcome["one nick by the protocol"] + outcome["the server said so"]
    other = [p for p in found if judged(p, groups) != "one nick by the protocol"]
    bound = by_chance(said)
    yield f"\nIRC, {len(said):,} messages, {len(speaking):,} nicks; {len(told)} pairs of speaking nicks were renamed\n"
    yield "| of what was proposed | |\n|---|---|"
    yield from (f"| {what} | {n} |" for what, n in outcome.most_common())
    yield f"\nprecision where something is known: {sure / (sure + outcome['renamed to others']):.3f}"
    yield f"precision of all, at least: {1 - bound / len(found):.3f} (chance explains at most {bound:.1f} of {len(other)})"
    got = {frozenset(p.names) for p in found}
    yield f"recall of the renamed pairs without the server's lines: {len(got & told) / len(told):.2f}"
    alike = {pair for pair in told if len({stem(nick) for nick in pair}) == 1}
    yield f"of those whose names are alike ({len(alike)}): {len(got & alike) / len(alike):.2f}"


def read_irc() -> tuple[list[tuple[int, str, str]], list[tuple[str, str]]]:
    """(seconds, nick, text) of each message by time, and (old, new) of each change of nick."""
    said, renamed = [], []
    for path in sorted(IRC.glob("ubuntu-*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                day = row["c"].split(".")[0].split("_")[0]
                at = int(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()) + int(row["s"] or 0)
                if row["k"] in {"msg", "action"}:
                    said.append((at, row["u"], row["x"]))
                elif row["x"].startswith("is now known as "):
                    renamed.append((row["u"], row["x"].split()[-1]))
    return sorted(said, key=lambda row: row[0]), renamed


def united(renamed: list[tuple[str, str]]) -> dict[str, str]:
    """Each renamed nick → one nick of its group."""
    above: dict[str, str] = {}

    def top(nick: str) -> str:
        while above.setdefault(nick, nick) != nick:
            nick = above[nick]
        return nick

    for old, new in renamed:
        above[top(old.lower())] = top(new.lower())
    return {nick: top(nick) for nick in list(above)}


def judged(proposal: Proposal, groups: dict[str, str]) -> str:
    """What is known of a proposed pair."""
    one, other = (name.lower() for name in proposal.names)
    if one == other:
        return "one nick by the protocol"
    if one in groups and other in groups:
        return "the server said so" if groups[one] == groups[other] else "renamed to others"
    return "no line says anything"


def by_chance(said: list[tuple[int, str, str]]) -> float:
    """Pairs of one stem that a day would hold by chance, over all days: an upper bound, for people return after years."""
    days: defaultdict[int, set[str]] = defaultdict(set)
    for at, nick, _text in said:
        days[at // 86_400].add(nick.lower())
    stems = {nick: stem(nick) for group in days.values() for nick in group}
    hits = chances = 0
    for one, other in combinations(sorted(days), 2):
        if other - one < 730:
            continue
        by_stem: defaultdict[str, set[str]] = defaultdict(set)
        for nick in days[other]:
            by_stem[stems[nick]].add(nick)
        usable = [n for n in days[one] if is_telling(stems[n]) and len(stems[n]) > 4]
        hits += sum(len(by_stem.get(stems[nick], set()) - {nick}) for nick in usable)
        chances += len(days[one]) * len(days[other])
    return hits / chances * sum(len(group) * (len(group) - 1) / 2 for group in days.values())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=300)
    options.add_argument("--seeds", type=int, default=5)
    chosen = options.parse_args()
    for line in generated(chosen.people, chosen.seeds):
        print(line)
    if IRC.is_dir():
        for line in irc():
            print(line)


if __name__ == "__main__":
    main()
