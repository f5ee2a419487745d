"""The fifteen conditions, each in every state that can be reached, told as small histories."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from closeknit.vitality import rules
from closeknit.vitality.catalogue import measure_all
from closeknit.vitality.conditions import judge_conditions
from closeknit.vitality.findings import Judged
from closeknit.vitality.subject import Subject
from tests.vitality.groups import circle, desk, notices, shop, star, wall
from tests.vitality.stories import days, deed, examined, member, subject, table

LIVING = circle(evenings=130)
"""Eight members, 成員00 to 成員07, who talk to and fro every evening from January to May."""


def told(lines: Sequence[str], slug: str, **more: object) -> Judged:
    return of(subject(sorted(lines, key=lambda line: line[:11]), **more), slug)  # type: ignore[arg-type]


def of(found: Subject, slug: str) -> Judged:
    return next(one for one in judge_conditions(found, measure_all(found)) if one.slug == slug)


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


# 5. A gate.

MEMBERS = [f"成員{i:02d}" for i in range(8)]


def test_5_holds_where_the_roster_says_who_brought_in_whom() -> None:
    roster = [member(name, invited_by="成員00") for name in MEMBERS]
    assert told(LIVING, "gate", roster=roster).state == "holds"


def test_5_partly_where_it_says_so_of_some() -> None:
    roster = [member(name, invited_by="成員00" if name < "成員03" else None) for name in MEMBERS]
    found = told(LIVING, "gate", roster=roster)
    assert found.state == "partly"
    assert "3 of 8" in found.sentence


def test_5_cannot_be_told_from_a_chat_which_shows_who_came_and_kept_silent() -> None:
    found = told([*LIVING, *(f"03-{n + 1:02d} 12:00 新人{n} joined" for n in range(20))], "gate")
    assert found.state == "cannot-tell"
    assert "Of 20 who joined, 20 had not written" in found.sentence
    assert found.change
    assert found.looked_for


# 6. Special benefits.


def test_6_holds_where_packets_come_month_after_month() -> None:
    packets = [f"{day} 21:00 成員00 [redpacket]" for day in ("03-10", "04-06", "05-01", "05-12")]
    assert told([*LIVING, *packets], "benefits").state == "holds"


def test_6_partly_where_there_was_one_group_buy() -> None:
    chain = [
        "05-02 20:30 成員01: 芒果團購 1. 成員01 兩箱 2. 成員02 一箱",
        "05-02 20:31 成員03: 芒果團購 1. 成員01 兩箱 2. 成員02 一箱 3. 成員03 一箱",
    ]
    assert told([*LIVING, *chain], "benefits").state == "cannot-tell"  # on one line it is prose, not a chain
    story = table(sorted([*LIVING, *chain]))
    words = [
        None if text is None else text.replace(" 1.", "\n1.").replace(" 2.", "\n2.").replace(" 3.", "\n3.")
        for text in story["text"].to_pylist()
    ]
    place = story.schema.get_field_index("text")
    found = of(examined(story.set_column(place, "text", pa.array(words, pa.string()))), "benefits")
    assert found.state == "partly"
    assert "1 sign-up chain" in found.sentence


def test_6_cannot_be_told_where_none_is_seen() -> None:
    assert told(LIVING, "benefits").state == "cannot-tell"


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


def test_7_introductions_are_seen_by_what_came_of_them() -> None:
    lines = [line for line in LIVING if not ("成員06" in line or "成員07" in line)]
    lines += ["04-20 12:00 成員00: @成員06 @成員07 你們都做木工，該認識一下"]
    lines += ["04-22 12:00 成員06: 聽說你也做木工？", "04-22 12:01 成員07 ^1: 對，最近在做椅子，你呢？"]
    assert "1 time two were named together" in told(lines, "familiarity").sentence


# 8. Conditions to stay.


def test_8_partly_where_somebody_was_removed() -> None:
    found = told([*LIVING, "05-01 12:00 成員07 removed"], "clean-up")
    assert found.state == "partly"
    assert "1 person was removed" in found.sentence


def test_8_cannot_be_told_where_nobody_was() -> None:
    assert told(LIVING, "clean-up").state == "cannot-tell"
    assert rules.clean_up(3, is_stated=True) == "holds"


# 9. Deep links.


@pytest.mark.parametrize(("lines", "state"), [(LIVING, "holds"), (star(), "partly"), (notices(), "missing")])
def test_9_pairs_who_answer_each_other_again_without_the_middle(lines: list[str], state: str) -> None:
    assert told(lines, "deep-links").state == state


# 10. Rhythm.


@pytest.mark.parametrize(("step", "state"), [(7, "holds"), (14, "partly"), (28, "missing")])
def test_10_weeks_in_which_people_talk(step: int, state: str) -> None:
    lines = []
    for day in days("01-05", 336 // step, step):
        lines += [f"{day} 20:00 甲: 這次讀到哪？", f"{day} 20:05 乙: 第三章", f"{day} 20:09 丙: 我也是"]
    assert told(lines, "rhythm").state == state


def test_10_cannot_be_told_of_three_weeks() -> None:
    assert told(circle(evenings=20), "rhythm").state == "cannot-tell"


# 11. Leaders.


def test_11_holds_where_the_roster_divides_the_work() -> None:
    offices = dict(zip(MEMBERS, ("會長", "副會長", "主持", "財務")))
    roster = [
        member(name, office=offices.get(name), role="organiser" if name < "成員02" else "member") for name in MEMBERS
    ]
    found = told(LIVING, "leaders", roster=roster)
    assert found.state == "holds"
    assert "4 different offices" in found.sentence


def test_11_partly_where_somebody_announces() -> None:
    lines = [*LIVING, *(f"{day} 12:00 成員00 [announcement]" for day in days("04-01", 5, 5))]
    assert told(lines, "leaders").state == "partly"


def test_11_cannot_be_told_where_nothing_shows_who_runs_it() -> None:
    assert told(LIVING, "leaders").state == "cannot-tell"


# 12. Profit.


def test_12_holds_where_several_paid_on_record() -> None:
    paid = [deed("deal", f"04-{n + 1:02d}", MEMBERS[n % 8], "成員00", amount=9900, currency="CNY") for n in range(12)]
    assert told(LIVING, "profit", deeds=paid).state == "holds"


def test_12_partly_where_one_transfer_is_seen() -> None:
    assert told([*LIVING, "05-01 12:00 成員05 [transfer]"], "profit").state == "partly"


def test_12_cannot_be_told_where_no_money_is_seen() -> None:
    assert told(LIVING, "profit").state == "cannot-tell"


# 13. Growth by word of mouth.


def _brought(stay: int, of_all: int = 12) -> list[str]:
    lines = [f"02-{n + 10:02d} 12:00 新人{n:02d} invited" for n in range(of_all)]
    lines += [f"02-{n + 10:02d} 12:05 新人{n:02d}: 大家好，我來了" for n in range(of_all)]
    return [*LIVING, *lines, *(f"04-{n + 10:02d} 12:00 新人{n:02d}: 我這週也讀完了，很喜歡結尾" for n in range(stay))]


@pytest.mark.parametrize(("stay", "state"), [(8, "holds"), (2, "partly"), (0, "missing")])
def test_13_what_became_of_those_whom_members_brought_in(stay: int, state: str) -> None:
    found = told(_brought(stay), "growth")
    assert found.state == state
    assert f"Of 12 people brought in by others {stay} " in found.sentence


def test_13_partly_where_one_person_brought_in_nearly_all() -> None:
    roster = [member(f"新人{n:02d}", joined="01-20", invited_by="成員00") for n in range(12)]
    found = told(LIVING, "growth", roster=roster)
    assert found.state == "partly"
    assert "one person" in found.sentence


def test_13_cannot_be_told_of_three_invitations() -> None:
    assert told(_brought(1, of_all=3), "growth").state == "cannot-tell"


# 14. Service.


def test_14_partly_where_those_in_charge_ask_and_are_answered() -> None:
    assert told(LIVING, "care", organisers=["成員00"]).state == "partly"


def test_14_cannot_be_told_where_they_only_announce() -> None:
    assert told(shop(), "care").state == "cannot-tell"


# 15. Sub-communities.


def test_15_partly_where_two_rooms_have_regulars_of_their_own() -> None:
    other = [line.replace("成員", "城南") for line in LIVING]
    found = of(examined(pa.concat_tables([table(LIVING), table(other, room="城南")]).unify_dictionaries()), "chapters")
    assert found.state == "partly"
    assert "2 rooms" in found.sentence


def test_15_cannot_be_told_of_one_circle() -> None:
    assert told(LIVING, "chapters").state == "cannot-tell"


def test_every_condition_says_what_was_looked_for_and_how_sure_it_is() -> None:
    found = subject(LIVING)
    for one in judge_conditions(found, measure_all(found)):
        assert one.looked_for
        assert bool(one.confidence) == (one.state != "cannot-tell")
        assert one.change


def test_a_roster_without_a_chat_still_shows_what_it_shows() -> None:
    """An owners' committee that has no group: who brought in whom, who holds which office, what was paid."""
    offices = ("主委", "監委", "財委")
    roster = [
        member(
            f"{n}號住戶", invited_by="主委", role="organiser" if n < 2 else None, office=offices[n] if n < 3 else None
        )
        for n in range(12)
    ]
    paid = [deed("deal", f"03-{n + 1:02d}", f"{n}號住戶", amount=50000, currency="TWD") for n in range(12)]
    found = subject([], roster=roster, deeds=paid)
    states = {one.slug: one.state for one in judge_conditions(found, measure_all(found))}
    assert (states["gate"], states["profit"], states["benefits"]) == ("holds", "holds", "partly")
    assert {states[slug] for slug in ("mesh", "backbone", "rhythm", "familiarity")} == {"cannot-tell"}
    assert {slug for slug, state in states.items() if state == "missing"} == set()
