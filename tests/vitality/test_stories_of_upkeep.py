"""The conditions that a chat rarely shows, each in every state that can be reached, told as small histories."""

import pyarrow as pa
import pytest

from closeknit.vitality.catalogue import measure_all
from closeknit.vitality.conditions import judge_conditions
from tests.vitality.groups import shop
from tests.vitality.stories import days, deed, examined, member, subject, table
from tests.vitality.told import LIVING, MEMBERS, of, told

# 5. A gate.


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


# 8. Conditions to stay.


def test_8_partly_where_somebody_was_removed() -> None:
    found = told([*LIVING, "05-01 12:00 成員07 removed"], "clean-up")
    assert found.state == "partly"
    assert "1 person was removed" in found.sentence


def test_8_cannot_be_told_where_nobody_was() -> None:
    assert told(LIVING, "clean-up").state == "cannot-tell"


def test_8_holds_where_the_roster_says_by_which_condition() -> None:
    roster = [*map(member, MEMBERS[:6])]
    roster += [member(MEMBERS[6], left="04-20", removed_for="三個月未發言，提醒兩次"), member(MEMBERS[7], left="05-02")]
    found = told([*LIVING, f"04-20 12:00 {MEMBERS[6]} removed"], "clean-up", roster=roster)
    assert found.state == "holds"
    assert "For 1 of them the roster says by which condition" in found.sentence
    assert "三個月" not in found.sentence  # what somebody did is between them and those in charge


def test_8_partly_where_the_roster_dates_a_leaving_and_nothing_says_why() -> None:
    roster = [*map(member, MEMBERS[:7]), member("成員07", left="04-20")]
    found = told(LIVING, "clean-up", roster=roster)
    assert found.state == "partly"
    assert "By the roster 1 person left" in found.sentence
    assert "By which condition, nothing says" in found.sentence


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


def test_13_what_became_of_them_is_told_by_who_brought_them_in() -> None:
    """The notices name the inviters: 成員01's seven stayed, 成員02's five did not."""
    who = [("成員01" if n < 7 else "成員02") for n in range(12)]
    lines = [
        line + f" by {who[n]}" if line.endswith("invited") else line
        for n, line in enumerate(_brought(7)[len(LIVING) :])
    ]
    found = told([*LIVING, *lines], "growth")
    assert found.state == "partly"  # 成員01 gave over half of the invitations
    assert "成員01 brought in 7, of whom 7 were" in found.sentence
    assert "成員02 brought in 5, of whom 0 were" in found.sentence


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
