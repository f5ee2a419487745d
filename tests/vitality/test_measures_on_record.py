"""Measures that rest on a roster and on records, on people who change level, and on triples that close."""

import numpy as np
import pytest

from closeknit.vitality.catalogue import CATALOGUE
from closeknit.vitality.findings import Measured
from closeknit.vitality.measures.closure import shared_neighbours
from tests.vitality.groups import circle, desk
from tests.vitality.stories import days, deed, member, subject

MEASURES = {measure.slug: measure for measure in CATALOGUE}
LIVING = circle(evenings=130)


def measured(slug: str, lines: list[str] = LIVING, **told: object) -> Measured:
    return MEASURES[slug].compute(subject(lines, **told))  # type: ignore[arg-type]


ON_PAPER = (
    "absence-factor-hosting", "absence-factor-admissions", "absence-factor-money", "familiarity-yield", "no-show",
    "supply-demand-fill", "tool-loss-reach", "standards-kept",
)  # fmt: skip


@pytest.mark.parametrize("slug", ON_PAPER)
def test_what_no_chat_holds_says_what_would_show_it(slug: str) -> None:
    found = measured(slug)
    assert found.value is None
    assert found.n == 0
    assert "record" in found.why or "roster" in found.why


def test_two_hosts_who_lead_half_of_forty_evenings() -> None:
    """20, 10, 5, 5: two make half; of thirty alike, fifteen do."""
    hosts = ["成員00"] * 15 + ["成員01"] * 10 + ["成員02"] * 10 + ["成員03"] * 5
    led = [deed("meeting", day, who, role="host", occasion_id=day) for day, who in zip(days("01-10", 40, 3), hosts)]
    found = measured("absence-factor-hosting", deeds=led)
    assert (found.value, found.n) == (2, 40)
    assert measured("absence-factor-hosting", deeds=led[:20]).why.startswith("only 20")


def test_one_who_brought_in_half_of_the_members() -> None:
    roster = [member(f"會員{i:02d}", invited_by="老王" if i < 20 else f"會員{i - 20:02d}") for i in range(40)]
    assert measured("absence-factor-admissions", roster=roster).value == 1


def test_payments_count_by_number() -> None:
    paid = [
        deed("deal", day, f"成員0{n % 5}", amount=100, currency="TWD") for n, day in enumerate(days("01-10", 40, 3))
    ]
    assert measured("absence-factor-money", deeds=paid).value == 3


def test_the_backbone_that_stays_is_continuous_and_the_one_that_goes_is_not() -> None:
    assert measured("backbone-continuity", circle(evenings=260)).value == 1
    gone = [line if line < "05-20" else line.replace("成員", "新手") for line in circle(evenings=260)]
    assert measured("backbone-continuity", gone).value == 0
    assert "28 weeks" in measured("backbone-continuity").why


def test_who_rises_and_who_falls_a_level() -> None:
    """Forty people write once in the first window; thirty of them then write on five days, ten fall silent."""
    window = [f"{day} 20:00 主人: 今天也來看看大家" for day in days("01-05", 181)]
    once = [f"{day} 12:{n % 60:02d} 成員{n:02d}: 來看看" for n, day in enumerate(days("01-20", 40))]
    often = [f"{day} 13:{n % 60:02d} 成員{n:02d}: 又來了" for n in range(30) for day in days(days("04-20", 40)[n], 5)]
    lines = sorted([*window, *once, *often], key=lambda line: line[:11])
    found = measured("upward-mobility", lines, infer=False)
    assert found.value == pytest.approx(30 / 40 - 10 / 41, abs=0.02)
    assert measured("upward-mobility", lines[:50]).value is None


def test_sole_control_counts_its_flags() -> None:
    assert measured("sole-control").value is None
    assert measured("sole-control", organisers=["成員00"]).value == 1
    assert measured("sole-control", organisers=["成員00", "成員01"]).value == 0
    roster = [member(f"成員{i:02d}", role="organiser" if not i else None, invited_by="成員00") for i in range(8)]
    assert measured("sole-control", roster=roster).value == 2


def test_shared_neighbours_by_hand() -> None:
    # 0–1, 0–2, 0–3, 1–4, 2–4: 1 and 2 share 0 and 4; 3 and 4 share nobody.
    a, b = np.array([0, 0, 0, 1, 2]), np.array([1, 2, 3, 4, 4])
    assert shared_neighbours(5, a, b, np.array([1]), np.array([2])) == 2
    assert shared_neighbours(5, a, b, np.array([3]), np.array([4])) == 0
    assert shared_neighbours(5, a, b, np.zeros(0, np.int64), np.zeros(0, np.int64)) == 0


def test_nobody_at_a_help_desk_closes_a_triple() -> None:
    found = measured("closure", desk(), infer=False)
    assert found.value == 0
    assert found.n >= 30


def test_a_gathering_yields_pairs_who_then_talk() -> None:
    """Four strangers to each other come to ten gatherings; after the first each two of them begin to talk."""
    hall = [f"{day} 20:0{k} 成員{k}: 今天讀了第{k}章的開頭" for day in days("01-05", 60) for k in range(4)]
    after = [
        f"03-10 20:{10 * a + 2 * b + c:02d} 成員{(a, b)[c]}{' ^1' if c else ''}: 上次見面聊的那本書"
        for a in range(4)
        for b in range(a + 1, 4)
        for c in range(2)
    ]
    met = [deed("meeting", day, f"成員{k}", occasion_id=day) for day in ("03-05", *days("04-01", 9)) for k in range(4)]
    later = [f"{day} 20:00 成員0: 又是新的一天，大家早" for day in days("03-12", 60)]
    found = measured("familiarity-yield", [*hall, *after, *later], infer=False, deeds=met)
    assert (found.value, found.n) == (pytest.approx(6 / 40), 40)


def test_who_signed_up_and_stayed_away() -> None:
    came = [deed("meeting", day, f"成員0{n % 8}", occasion_id=day) for n, day in enumerate(days("01-10", 30, 4))]
    away = [deed("meeting", day, "成員07", occasion_id=day, state="absent") for day in days("01-10", 10, 4)]
    assert measured("no-show", deeds=[*came, *away]).value == pytest.approx(1 / 4)


def test_needs_met_over_needs_posted() -> None:
    needs = [
        deed("need-met", day, "成員01", "成員02", state="done" if n % 4 else "agreed")
        for n, day in enumerate(days("01-06", 40, 2))
    ]
    assert measured("supply-demand-fill", deeds=needs).value == pytest.approx(3 / 4)


def test_reach_without_the_tool_asks_for_consent() -> None:
    names = [f"會員{i:02d}" for i in range(40)]
    roster = [member(one, phone=one, mail=f"{one}@b.example", consents=one < "會員30") for one in names]
    assert measured("tool-loss-reach", roster=roster).value == pytest.approx(3 / 4)
    assert measured("tool-loss-reach", roster=[member(one, phone=one, consents=True) for one in names]).value == 0


def test_with_a_roster_the_active_share_is_over_its_members() -> None:
    roster = [member(f"成員{i:02d}", left="02-01" if i >= 36 else "12-31") for i in range(40)]
    found = measured("active-share", roster=roster)
    assert (found.value, found.n) == (pytest.approx(8 / 36), 36)
