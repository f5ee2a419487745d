"""What the word rests on goes over gently: a message more or less, or a block begun a week later, moves no line."""

from itertools import combinations

import pytest

from closeknit.vitality.closeness import thinned
from closeknit.vitality.instants import DAY
from closeknit.vitality.judging import judge
from closeknit.vitality.past import find_past
from closeknit.vitality.subject import Window
from tests.vitality.groups import circle
from tests.vitality.stories import days, subject
from tests.vitality.stress import story


def market(people: int = 16) -> list[str]:
    """Every day two others, drawn so that no two meet twice, and each comes as often to ask as to offer."""
    pairs = sorted(combinations(range(people), 2), key=lambda pair: (pair[0] + 5 * pair[1]) % 23)
    lines = []
    for n, (day, pair) in enumerate(zip(days("01-05", len(pairs)), pairs)):
        seller, buyer = pair if n % 2 else pair[::-1]
        lines += [
            f"{day} 20:00 用戶{seller:02d}: 出一張書桌，九成新，三百元，今晚可以自取，有意的請回。",
            f"{day} 20:05 用戶{buyer:02d}: 書桌還在嗎？我住得很近，可以便宜一點嗎？",
            f"{day} 20:09 用戶{seller:02d}: 還在，兩百八給你，九點以後在樓下等。",
        ]
    return lines


def test_a_market_in_which_nobody_meets_anybody_again_is_a_group_of_strangers() -> None:
    found = judge(subject(market()))
    states = {one.slug: one.state for one in found.conditions}
    assert (states["mesh"], states["familiarity"]) == ("holds", "missing")
    assert found.verdict.word == "group"
    assert "stay strangers" in found.verdict.because
    assert found.verdict.decided_by == ("mesh", "familiarity")


def test_pictures_side_by_side_are_no_talk_unless_they_are_marked_as_answers() -> None:
    shown = [f"{day} 21:{k:02d} 組員{k % 2} [image]" for day in days("01-05", 60) for k in range(6)]
    assert subject(shown).pattern.two_way == 0
    marked = [line if line[9:11] == "00" else line.replace(" [", " ^1 [") for line in shown]
    assert subject(marked).pattern.two_way > 0.5


@pytest.mark.parametrize("lines", [circle(), story("room", "small", 0), story("warm star", "small", 0)])
def test_a_twentieth_lost_does_not_move_the_middle_or_the_core_by_a_tenth(lines: list[str]) -> None:
    group = subject(lines)
    was = group.pattern
    assert was.aside is not None
    assert was.beyond_core is not None
    for first in range(20):
        now = thinned(group, first).pattern
        assert now.aside == pytest.approx(was.aside, abs=0.1)
        assert now.beyond_core == pytest.approx(was.beyond_core, abs=0.1)


def test_what_a_group_once_was_does_not_hang_on_the_day_with_which_a_block_begins() -> None:
    """It met in one week of every month, 24 messages each; then nobody wrote but two."""
    lines = [
        f"{day} 20:{k:02d} 成員{k % 5}: 我也這樣覺得，下次再說。"
        for start in ("01-05", "02-02", "03-02", "03-30", "04-27")
        for day in days(start, 3)
        for k in range(8)
    ]
    lines += [f"09-20 20:0{k} 成員{k}: 有人在嗎？" for k in range(2)]
    group = subject(lines)
    for shift in range(28):
        end = group.window.end + shift * DAY
        past = find_past(group.during(Window(end - 90 * DAY, end, "told")))
        assert past.then == 24
        assert past.has_fallen


def test_a_group_that_has_not_fallen_is_not_asked_what_its_past_was() -> None:
    past = find_past(subject(circle()))
    assert not past.has_fallen
    assert past.then_two_way is None


def test_an_export_of_a_lively_fortnight_is_not_said_to_be_silent_in_most_weeks() -> None:
    """What lies before the first message is unknown: an export cut at two thousand messages begins where it begins."""
    found = judge(subject(circle(evenings=21)))
    rhythm = next(one for one in found.conditions if one.slug == "rhythm")
    assert rhythm.state == "cannot-tell"
    assert "less than four weeks" in rhythm.sentence
    assert found.verdict.word == "becoming-one"
    five_weeks = judge(subject(circle(evenings=36)))
    rhythm = next(one for one in five_weeks.conditions if one.slug == "rhythm")
    assert rhythm.sentence.startswith("In 5 of 5 weeks")


def test_one_long_dialogue_does_not_outweigh_all_who_help_else() -> None:
    """Ten begin and each is helped by two others of them; in one talk the two write forty lines to and fro."""
    lines = []
    for n, day in enumerate(days("01-05", 60)):
        names = [f"成員{(n + k * k) % 10}" for k in range(3)]
        lines += [f"{day} 20:{k:02d} {name}: 這一段你們怎麼理解？我讀了兩遍。" for k, name in enumerate(names)]
        if n == 30:
            lines += [f"{day} 20:{3 + k:02d} {names[1 - k % 2]}: 我不太同意，再說一句。" for k in range(40)]
    plain = [line for line in lines if "再說一句" not in line]
    was, now = subject(plain).turns.helpers, subject(lines).turns.helpers
    assert was is not None
    assert now == pytest.approx(was, rel=0.05)
