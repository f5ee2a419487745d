"""The conditions that a chat shows, each in every state that can be reached, told as small histories."""

from random import Random

import pytest

from closeknit.vitality.deeds_of_binding import set_table, swap_contacts
from tests.vitality.groups import circle, desk, notices, star, wall
from tests.vitality.stories import days, deed, subject
from tests.vitality.stress import story
from tests.vitality.told import LIVING, told

# 1. A shared need.


def test_1_holds_where_many_ask_and_are_answered() -> None:
    assert told(LIVING, "shared-need").state == "holds"


def test_1_partly_where_it_is_the_need_of_few() -> None:
    few = ("成員00", "成員01")
    lines = [line if "？" not in line or line[12:16] in few else f"{line[:16]}: 今天讀到第二章了。" for line in LIVING]
    found = told(lines, "shared-need")
    assert found.state == "partly"
    assert "few" in found.sentence


def test_1_missing_where_nobody_asks_anything() -> None:
    assert told(notices(), "shared-need").state == "missing"


def test_1_cannot_be_told_of_pictures() -> None:
    pictures = [f"{day} 20:0{n % 4} {'甲乙丙丁'[n % 4]} [image]" for n, day in enumerate(days("01-05", 60))]
    assert told(pictures, "shared-need").state == "cannot-tell"
    assert told(pictures, "not-public").state == "cannot-tell"


def test_1_partly_where_most_of_it_is_left_lying() -> None:
    asked = [
        f"{day} {8 + 4 * k:02d}:00 成員{(n + k) % 7:02d}: 請問第{n}題怎麼做？"
        for n, day in enumerate(days("01-05", 60))
        for k in range(3)
    ]
    found = told(asked, "shared-need")
    assert found.state == "partly"
    assert "left lying" in found.sentence


# 2. Something not found in public.


def _with_links(every: int) -> list[str]:
    link = "https://news.example/a"
    return [f"{line[:16]}: {link}" if n % 4 < every else line for n, line in enumerate(LIVING)]


@pytest.mark.parametrize(("every", "state"), [(0, "holds"), (2, "partly"), (3, "missing")])
def test_2_own_words_against_what_is_passed_on(every: int, state: str) -> None:
    assert told(_with_links(every), "not-public").state == state


def test_2_files_that_others_took_up_are_told() -> None:
    lines = [*LIVING, "05-10 19:00 成員03 [file]", "05-10 19:01 成員04 ^1: 這份講義正是我要的，謝謝整理。"]
    assert "1 file was shared, 1 of them taken up" in told(lines, "not-public").sentence


# 3. A backbone.


def test_3_holds_where_several_carry_week_after_week() -> None:
    assert told(LIVING, "backbone").state == "holds"


def test_3_partly_where_one_gives_half_of_all_answers() -> None:
    assert told(star(evenings=130), "backbone", infer=False).state == "partly"


def test_3_is_not_there_where_hardly_anybody_takes_anything_up() -> None:
    """A shop whose owner now and then answers, and is answered: few people in few weeks are no backbone."""
    lines = []
    for n, day in enumerate(days("01-05", 130)):
        lines += [f"{day} {9 + k:02d}:00 店長: 今日到貨第{n}批之{k}，歡迎選購" for k in range(8)]
        if n % 5 == 0:
            lines += [
                f"{day} 18:00 小滿: 還有芒果嗎？",
                f"{day} 18:01 店長 ^1: 有的，幫你留兩盒",
                f"{day} 18:02 小滿 ^1: 好，五點到",
                f"{day} 18:30 阿明: 我路過看看",
            ]
    found = told(lines, "backbone", infer=False)
    assert found.state == "missing"
    assert "few takers" in found.sentence


def test_3_cannot_be_told_of_eight_weeks() -> None:
    assert told(circle(evenings=60), "backbone").state == "cannot-tell"


# 4. A mesh.


@pytest.mark.parametrize(
    ("lines", "state", "word"),
    [
        (LIVING, "holds", "does without"), (star(), "partly", "star"), (desk(), "partly", ""),
        (wall(), "missing", "do not talk"), (notices(), "missing", "hardly any answers"),
    ],
)  # fmt: skip
def test_4_talk_to_and_fro_is_told_from_its_likes(lines: list[str], state: str, word: str) -> None:
    found = told(lines, "mesh")
    assert found.state == state
    assert word in found.sentence


def test_4_cannot_be_told_of_nineteen_messages_or_of_two_people() -> None:
    assert told(LIVING[:19], "mesh").state == "cannot-tell"
    two = [f"{day} 20:00 {'甲乙'[n % 2]}: 第{n}天讀完了嗎？" for n, day in enumerate(days("01-05", 60))]
    found = told(two, "mesh")
    assert found.state == "cannot-tell"
    assert "Only 2 people wrote" in found.sentence


def test_4_is_missing_among_notices_by_many_however_alike_they_are() -> None:
    """Without a question, a greeting or a word or two, nothing shows that one answers another."""
    found = told(notices(), "mesh")
    assert found.state == "missing"
    assert not found.evidence or all(piece.probability is None for piece in found.evidence)


# 7. Growing familiarity.


def test_7_holds_in_a_circle_and_is_missing_at_a_wall() -> None:
    assert told(LIVING, "familiarity").state == "holds"
    assert told(wall(), "familiarity").state == "missing"


def test_7_partly_where_few_write_but_meet() -> None:
    few = [f"{day} 20:0{n % 3} {'甲乙丙'[n % 3]}: 第{n}天的心得，寫在這裡" for n, day in enumerate(days("01-05", 120))]
    assert told(few, "familiarity").state == "missing"
    met = [deed("meeting", day, who, occasion_id=day) for day in ("04-01", "04-15", "05-01") for who in "甲乙丙"]
    found = told(few, "familiarity", deeds=met)
    assert found.state == "partly"
    assert "3 meetings" in found.sentence


def test_7_of_a_few_who_know_each_other_it_is_partly_there_and_in_a_fortnight_not_to_be_told() -> None:
    four = [line for line in LIVING if line[12:16] in {"成員00", "成員01", "成員02", "成員03"}]
    found = told(four, "familiarity")
    assert found.state == "partly"
    assert "fewer than five come often" in found.sentence
    strangers = [
        f"{day} 20:0{k} {'甲乙丙'[k]}: 第{n}天的心得，寫在這裡"
        for n, day in enumerate(days("01-05", 16))
        for k in range(3)
    ]
    assert told(strangers, "familiarity", infer=False).state == "cannot-tell"


def test_7_introductions_are_seen_by_what_came_of_them() -> None:
    lines = [line for line in LIVING if not ("成員06" in line or "成員07" in line)]
    lines += ["04-20 12:00 成員00: @成員06 @成員07 你們都做木工，該認識一下"]
    lines += ["04-22 12:00 成員06: 聽說你也做木工？", "04-22 12:01 成員07 ^1: 對，最近在做椅子，你呢？"]
    assert "1 time two were named together" in told(lines, "familiarity").sentence


def test_7_partly_where_some_regulars_know_several_and_most_do_not() -> None:
    when = enumerate(days("03-10", 60))
    guests = [f"{day} 0{k + 7}:00 過客{(2 * n + k) % 20:02d}: 早，今天也來讀一頁。" for n, day in when for k in (0, 1)]
    found = told([*LIVING, *guests], "familiarity")
    assert found.state == "partly"
    assert "Of 28 people" in found.sentence


def test_7_those_who_answer_one_person_in_turn_are_not_said_to_know_each_other() -> None:
    lot = Random(7)
    replies = (
        "老師，今天會帶去",
        "我家昨天忘了，明天補上",
        "請問要帶水壺嗎？",
        "他今天有點發燒，先請假",
        "謝謝老師提醒大家",
    )
    lines = []
    for n, day in enumerate(days("02-01", 80)):
        lines.append(f"{day} 18:00 老師: 明天第{n}課，請記得帶課本和水彩，還有誰沒交回條？")
        spoke = enumerate(lot.sample(range(16), 6))
        lines += [f"{day} 18:{7 * k + 3:02d} 家長{who:02d}: {lot.choice(replies)}" for k, who in spoke]
    for slug in ("familiarity", "deep-links"):
        found = told(lines, slug)
        assert (found.state, found.evidence) == ("cannot-tell", ())
        assert "chance alone" in found.sentence
    group = subject(lines)
    assert set_table(group) is None
    assert swap_contacts(group) is None


def test_7_cannot_be_told_of_one_evening() -> None:
    assert told(LIVING[:8], "familiarity").state == "cannot-tell"


# 9. Deep links.


@pytest.mark.parametrize(("lines", "state"), [(LIVING, "holds"), (star(), "partly"), (notices(), "missing")])
def test_9_pairs_who_answer_each_other_again_without_the_middle(lines: list[str], state: str) -> None:
    assert told(lines, "deep-links").state == state


def test_9_partly_says_so_where_every_tie_ends_in_the_middle() -> None:
    assert "the one in the middle being half" in told(star(), "deep-links").sentence


def test_9_cannot_be_told_of_one_evening() -> None:
    assert told(LIVING[:8], "deep-links").state == "cannot-tell"


# 10. Rhythm.


@pytest.mark.parametrize(("step", "state"), [(7, "holds"), (14, "partly"), (28, "missing")])
def test_10_weeks_in_which_people_talk(step: int, state: str) -> None:
    lines = []
    for day in days("01-05", 336 // step, step):
        lines += [f"{day} 20:00 甲: 這次讀到哪？", f"{day} 20:05 乙: 第三章", f"{day} 20:09 丙: 我也是"]
    assert told(lines, "rhythm").state == state


def test_10_cannot_be_told_of_three_weeks() -> None:
    assert told(circle(evenings=20), "rhythm").state == "cannot-tell"


def test_10_check_ins_on_the_same_days_are_a_ritual() -> None:
    found = told(story("check-ins", "middling", 1), "rhythm")
    assert found.state == "holds"
    assert "On 90 days people checked in together, 12 in all" in found.sentence


def test_10_one_who_checks_in_alone_keeps_no_ritual() -> None:
    alone = [*LIVING, *(f"{day} 07:00 成員03: 打卡 第{n}天" for n, day in enumerate(days("01-05", 60)))]
    assert "ritual" not in told(alone, "rhythm").sentence
