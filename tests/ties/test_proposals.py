"""Two faces are proposed as one person for a reason that is told, and never for their circle alone."""

import pyarrow as pa
import pytest

from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.roster import ROSTER
from closeknit.ties.declared import declared
from closeknit.ties.faces import find_faces, parts, plain, stem
from closeknit.ties.proposals import GROUNDS, propose

MINUTE = 60_000_000
START = 1_735_689_600_000_000


def tool(carrier: str, text: str, channel: str = "room") -> History:
    """A message a line, `minute Name: words`, or `minute Name#id: words`; `! old words` is an event of a change of
    name."""
    build = MessageBuilder(carrier, "x", ReadOptions(), wall=False)
    build.channel(channel)
    for line in map(str.strip, text.strip().splitlines()):
        minute, _space, rest = line.partition(" ")
        if rest.startswith("! "):
            name, _space, words = rest[2:].partition(" ")
            build.add(time=START + int(minute) * MINUTE, author=name, text=words, kind="system", event="rename")
            continue
        name, _colon, words = rest.partition(": ")
        name, _hash, ident = name.partition("#")
        build.add(time=START + int(minute) * MINUTE, author=name, author_id=ident or None, text=words)
    return build.finish()


def found(*tools: History, **known: object) -> set[tuple[str, str, str]]:
    """(one, other, slug) of every ground."""
    return {
        (min(proposal.faces), max(proposal.faces), ground.slug)
        for proposal in propose(find_faces(History.joined(tools).messages), **known)  # type: ignore[arg-type]
        for ground in proposal.grounds
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [("張小滿", "张小满"), ("Ann Lee", "ann lee"), ("王明哲🌸", "王明哲"), ("ＡＮＮ Ｌｅｅ", "ann lee"),
     ("mel_4821", "Mel4821")],
)  # fmt: skip
def test_the_same_name_in_two_tools(one: str, other: str) -> None:
    (proposal,) = propose(
        find_faces(History.joined([tool("line", f"0 {one}: 早"), tool("telegram", f"9 {other}#7: 早")]).messages)
    )
    assert (sorted(proposal.faces), proposal.grounds[0].slug) == (sorted([f"line:{one}", "telegram:7"]), "same-name")
    assert proposal.grounds[0].seen == plain(one)


def test_a_name_that_two_bear_tells_nothing() -> None:
    assert not found(tool("line", "0 張小滿: 早"), tool("telegram", "9 張小滿#7: 早\n10 張小滿#8: 早\n11 張小滿#7: 晚"))


@pytest.mark.parametrize(
    "name",
    ["小滿", "阿哲", "麗姐", "王老師", "陳先生", "半糖", "平安是福", "小滿媽媽", "Ann",
     "butterfly", "Aunt Mary", "user12345", "서연맘"],
)  # fmt: skip
def test_one_that_many_bear_does_not_suffice_alone(name: str) -> None:
    tools = tool("line", f"0 {name}: 早"), tool("telegram", f"9 {name}#7: 早")
    assert not found(*tools)
    aliases = pa.Table.from_pylist([{"name": "張小滿", "aliases": [name]}], schema=ROSTER)
    assert not found(*tools, roster=aliases)


def test_a_common_name_needs_the_roster() -> None:
    tools = tool("line", "0 王明: 早"), tool("telegram", "9 王明#7: 早")
    assert not found(*tools)
    once, twice = (pa.Table.from_pylist([{"name": "王明"}] * n, schema=ROSTER) for n in (1, 2))
    assert {slug for _one, _other, slug in found(*tools, roster=once)} == {"same-name", "listed"}
    assert not found(*tools, roster=twice)


def test_names_that_fall_together_freely_tell_little() -> None:
    names = [family + first + second for family in "王李" for first in "小大文建" for second in "明華滿英"]
    names += [f"{family}小{second}" for family in "王李" for second in "麗芳娟強偉磊洋"] + [
        "王阿滿",
        "李曉滿",
        "王春滿",
    ]
    crowd = "\n".join(f"{minute} {name}: 早" for minute, name in enumerate(names)) + "\n50 趙子龍: 早"
    assert not found(tool("line", crowd), tool("telegram", "90 王小滿#7: 早"))
    assert found(tool("line", crowd), tool("telegram", "90 趙子龍#7: 早"))


def test_two_faces_of_one_tool_that_may_both_be_meant() -> None:
    one = "0 張小滿#1: 早\n5 台北-張小滿#2: 早\n7 張小滿#1: 晚"
    assert not found(tool("wechat", one), tool("line", "90 張小滿: 早"))
    roster = pa.Table.from_pylist([{"name": "張小滿", "contacts": [("phone", "0912 345 678")]}], schema=ROSTER)
    one = "0 張小滿#1: 早\n5 張太太5678#2: 早\n7 張小滿#1: 晚\n9 張太太5678#2: 早"
    told = found(tool("wechat", one), tool("line", "90 張小滿: 早"), roster=roster)
    assert ("line:張小滿", "wechat:1", "same-name") not in told


def test_nor_does_one_that_is_no_name() -> None:
    assert not found(
        tool("line", "0 李: 早\n1 007: 早\n2 🌸: 早"), tool("telegram", "9 李#7: 早\n10 007#8: 早\n11 🌸#9: 早")
    )


def test_a_name_card() -> None:
    pair = ("line:書友會-張小滿-台北", "telegram:7", "name-card")
    assert pair in found(tool("line", "0 書友會-張小滿-台北: 早"), tool("telegram", "9 張小滿#7: 早"))
    assert ("line:Ann Lee (school)", "telegram:7", "name-card") in found(
        tool("line", "0 Ann Lee (school): hi"), tool("telegram", "9 Ann Lee#7: hi")
    )


def test_who_writes_with_both_within_one_minute_of_a_chat_is_two() -> None:
    one = tool("irc", "0 lance: hi\n1 mel: hi\n5 lance_: back\n6 mel: ok")
    assert ("irc:lance", "irc:lance_", "same-name") in found(one)
    assert not found(tool("irc", "0 lance: hi\n0 lance_: hi yourself\n1 mel: hi"))


def test_the_tool_says_so() -> None:
    lines = "0 animal: brb\n2 ! animal is now known as sleepy_bear\n9 sleepy_bear: back"
    assert found(tool("irc", lines)) == {("irc:animal", "irc:sleepy_bear", "renamed")}


@pytest.mark.parametrize(
    ("words", "early", "name"),
    [
        ("我是小滿的小號", False, "小滿"),
        ("大家好，我是張小滿，換號了", False, "張小滿"),
        ("這是小滿的新號，以後用這個", True, "小滿"),
        ("這是小滿的新號", False, None),
        ("这是小满的备用号", True, "小满"),
        ("Hi all, this is Ann's new number", True, "Ann"),
        ("this is Ann's new number", False, None),
        ("Ann here, new number, please save it", False, "Ann"),
        ("I'm Ann Lee's alt", False, "Ann Lee"),
        ("It's Ann, my new phone", False, "Ann"),
        ("我是小滿", False, None),
        ("你換號了嗎", False, None),
        ("the new number is 5", True, None),
    ],
)
def test_how_people_say_it(words: str, early: bool, name: str | None) -> None:
    assert declared(words, early=early) == name


def test_said_so_in_the_text() -> None:
    lines = "0 小滿: 早\n1 阿哲: 早\n90 夜貓: 我是小滿，換號了\n91 阿哲: 好"
    assert found(tool("line", lines)) == {("line:夜貓", "line:小滿", "said")}


def test_a_hostile_text_costs_nothing() -> None:
    import time

    started = time.process_time()
    for text in ("我是" + "x " * 100, "this is " * 25, "I am " + "a" * 190, "這是的" * 60):
        declared(text, early=True)
    assert time.process_time() - started < 0.5


def test_a_number_in_the_roster() -> None:
    roster = pa.Table.from_pylist(
        [{"name": "張小滿", "contacts": [("phone", "+886 912 345 678")]}], schema=ROSTER
    )  # fmt: skip
    tools = tool("whatsapp", "0 +886 912-345-678: 早"), tool("telegram", "9 張小滿#7: 早")
    assert found(*tools, roster=roster) == {("telegram:7", "whatsapp:+886 912-345-678", "number")}
    assert not found(*tools)
    cards = tool("line", "0 小滿5678: 早"), tool("telegram", "9 0912 345 678#7: 早")
    aliases = pa.Table.from_pylist(
        [{"name": "張小滿", "aliases": ["小滿"], "contacts": [("phone", "0912345678")]}], schema=ROSTER
    )
    assert ("line:小滿5678", "telegram:7", "number") in found(*cards, roster=aliases)


def test_answers_to_the_other_s_name() -> None:
    lines = "".join(
        f"{i * 10} {'阿哲' if i % 2 else '美玲'}#{i % 2}: @張小滿 你覺得呢\n{i * 10 + 2} xm#9: 可以\n" for i in range(4)
    )
    assert ("line:張小滿", "telegram:9", "called") in found(
        tool("line", "0 張小滿: 早"), tool("telegram", lines, "second")
    )


def test_the_same_circle_supports_and_does_not_propose() -> None:
    people = "甲乙丙丁戊"
    lines = "".join(
        f"{i * 20 + k} {name}號人: 嗯\n"
        for i in range(40)
        for k, name in enumerate(f"{'子丑'[i // 20]}{people[i % 5]}")
    )
    assert "turns" in GROUNDS
    assert not found(tool("line", lines))
    told = found(tool("line", lines + "1000 丑號人: 我是子號人，換號了"))
    assert {slug for _one, _other, slug in told} == {"said", "turns"}


def test_what_a_human_decided_is_not_proposed_again() -> None:
    tools = tool("line", "0 張小滿: 早"), tool("telegram", "9 張小滿#7: 早")
    pair = frozenset(["line:張小滿", "telegram:7"])
    assert not found(*tools, joined=[pair | {"irc:xm"}])
    assert not found(*tools, refused=[pair])


def test_who_says_a_name_at_first_is_called_so() -> None:
    lines = "0 張小滿: 早", "9 夜貓#7: 大家好，我是張小滿"
    assert found(tool("line", lines[0]), tool("telegram", lines[1])) == {("line:張小滿", "telegram:7", "said")}
    assert not found(tool("line", "0 小滿: 早"), tool("telegram", "9 夜貓#7: 大家好，我是小滿"))
    assert not found(tool("line", lines[0]), tool("telegram", "9 夜貓#7: 我是張小滿的同學"))


def test_the_roster_gives_both_names() -> None:
    roster = pa.Table.from_pylist([{"name": "張小滿", "aliases": ["滿滿"]}], schema=ROSTER)
    tools = tool("line", "0 張小滿: 早"), tool("telegram", "9 滿滿#7: 早")
    assert found(*tools, roster=roster) == {("line:張小滿", "telegram:7", "roster")}
    both = pa.Table.from_pylist([{"name": n, "aliases": ["滿滿"]} for n in ("張小滿", "李滿")], schema=ROSTER)
    assert not found(*tools, roster=both)


def test_a_family_name_with_the_end_of_the_number() -> None:
    roster = pa.Table.from_pylist([{"name": "曾小滿", "contacts": [("phone", "0912 345 678")]}], schema=ROSTER)
    tools = tool("line", "0 曾小滿: 早"), tool("wechat", "9 曾小姐5678#7: 早")
    assert found(*tools, roster=roster) == {("line:曾小滿", "wechat:7", "number")}
    assert not found(tools[0], tool("wechat", "9 王小姐5678#7: 早"), roster=roster)


def test_a_card_that_is_of_kin_is_not_of_the_named() -> None:
    assert found(tool("line", "0 3棟張小滿: 早"), tool("telegram", "9 張小滿#7: 早"))
    assert not found(tool("line", "0 張小滿（媽媽）: 早"), tool("telegram", "9 張小滿#7: 早"))


def test_names_over_time() -> None:
    faces = find_faces(tool("telegram", "0 小滿#7: 早\n5 張小滿#7: 早\n9 張小滿#7: 晚").messages)
    assert [
        (shown.name, (shown.first - START) // MINUTE, (shown.last - START) // MINUTE) for shown in faces.names[0]
    ] == [
        ("小滿", 0, 0),
        ("張小滿", 5, 9),
    ]
    assert ("line:張小滿", "telegram:7", "same-name") in found(
        tool("line", "0 張小滿: 早"), tool("telegram", "0 小滿#7: 早\n5 張小滿#7: 早")
    )


def test_nothing_at_all() -> None:
    assert propose(find_faces(tool("line", "0 小滿: 早").messages.slice(0, 0))) == []


def test_how_names_compare() -> None:
    assert plain(" 張小滿🌸 ") == "张小满"
    assert parts("2019-張小滿（台北）") == ["2019", "张小满", "台北"]
    assert stem("Lance|away") == stem("lance_") == "lance"
    assert stem("away") == "away"
