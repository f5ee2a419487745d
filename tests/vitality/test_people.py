"""Who is who, why groups fail, and where a group stands between selling at people and a community that also earns."""

from collections.abc import Sequence

import pytest

from closeknit.language import using
from closeknit.vitality.findings import PLACES, ROLES, SIGHTINGS, Dimension, Failure, Role
from closeknit.vitality.judging import judge
from closeknit.vitality.subject import Subject
from tests.vitality.groups import ALL, circle, desk, shop, star
from tests.vitality.stories import days, deed, member, subject


def in_order(lines: Sequence[str]) -> list[str]:
    return sorted(lines, key=lambda line: line[:11])


def role(found: Subject, slug: str) -> list[str]:
    one = next(r for r in judge(found).roles if r.slug == slug)
    return [found.rows.people[i].name for i in one.people]


def failure(lines: Sequence[str], slug: str, **told: object) -> Failure:
    return next(one for one in judge(subject(in_order(lines), **told)).failures if one.slug == slug)  # type: ignore[arg-type]


def dimension(lines: Sequence[str], slug: str, **told: object) -> Dimension:
    return next(one for one in judge(subject(in_order(lines), **told)).dimensions if one.slug == slug)  # type: ignore[arg-type]


def test_helpers_answer_and_askers_do_not() -> None:
    found = subject(desk())
    assert role(found, "answers") == ["客服0", "客服1"]
    assert role(found, "organisers") == []


def test_hosts_are_those_whose_talks_others_join_or_who_led_gatherings() -> None:
    lines = []
    for n, day in enumerate(days("01-05", 100)):
        lines += [f"{day} 20:00 主持: 今天的題目是第{n}題，大家怎麼看？"]
        lines += [f"{day} 20:0{k} 成員{(n + k) % 6} ^{k}: 我覺得第{k}個說法比較對。" for k in (1, 2, 3)]
    assert role(subject(lines, infer=False), "hosting") == ["主持"]
    led = [deed("meeting", f"03-{n + 10}", "成員01", role="host", occasion_id=str(n)) for n in range(4)]
    assert role(subject(circle(), deeds=led), "hosting")[0] == "成員01"


def test_who_welcomes_newcomers_is_known_for_it() -> None:
    lines = circle(evenings=130)
    for n, day in enumerate(days("03-20", 6)):
        lines += [f"{day} 09:00 新人{n}: 大家好，剛進來", f"{day} 09:02 成員05 ^1: 歡迎！你最近讀什麼？"]
    found = subject(in_order(lines))
    assert role(found, "welcoming") == ["成員05"]
    assert role(found, "newcomers") == [f"新人{n}" for n in (5, 4, 3, 2, 1, 0)]


def test_who_wrote_steadily_and_stopped_is_drifting_and_who_left_is_not() -> None:
    lines = [line for line in circle(evenings=150) if "成員07" not in line or line < "03-20"]
    lines = [line for line in lines if "成員06" not in line or line < "03-20"] + ["03-21 12:00 成員06 left"]
    found = subject(in_order(lines))
    assert role(found, "drifting") == ["成員07"]
    assert "成員06" not in role(found, "silent")


def test_who_stands_on_the_roster_and_never_wrote_is_silent() -> None:
    found = subject(circle(evenings=130), roster=[member("成員01"), member("潛水的人")])
    assert role(found, "silent") == ["潛水的人"]


def test_the_roster_names_those_in_charge() -> None:
    found = subject(circle(), roster=[member("成員03", role="organiser")])
    assert role(found, "organisers") == ["成員03"]
    assert found.organisers_ground == "told"


def test_every_role_stands_once_with_its_rule() -> None:
    for make in ALL.values():
        roles: tuple[Role, ...] = judge(subject(make())).roles
        assert tuple(one.slug for one in roles) == ROLES
        assert all(one.sentence and one.total >= len(one.people) for one in roles)


def test_who_joined_and_never_spoke_joined_blindly() -> None:
    lines = [*circle(evenings=130), *(f"03-{n + 1:02d} 12:00 新人{n} joined" for n in range(20))]
    assert failure(lines, "joined-blindly").state == "seen"
    assert failure(circle(), "joined-blindly").state == "cannot-tell"


def test_who_greets_once_and_is_gone_greeted_then_fell_silent() -> None:
    lines = circle(evenings=130)
    for n in range(12):
        lines += [f"03-{n + 1:02d} 12:00 新人{n} joined", f"03-{n + 1:02d} 12:01 新人{n}: 大家好"]
    found = failure(lines, "greeted-then-silent")
    assert found.state == "seen"
    assert "12" in found.sentence
    assert len(found.evidence) == 3


def test_where_no_notice_says_who_joined_first_words_left_lying_stand_in_for_it() -> None:
    lines = circle(evenings=130)
    lines += [f"03-{n + 1:02d} 08:00 新人{n}: 大家好，我剛搬來這裡，請多指教" for n in range(12)]
    found = failure(lines, "greeted-then-silent", infer=False)
    assert (found.state, found.by_proxy) == ("seen", True)
    assert "Of 12 who wrote here for the first time, 12 got no answer" in found.sentence
    assert len(found.evidence) == 3


def test_who_was_answered_and_went_is_not_taken_for_greeted_then_silent() -> None:
    lines = circle(evenings=130)
    for n in range(12):
        lines.append(f"03-{n + 1:02d} 08:00 新人{n}: 請問第一章在哪裡買得到？")
        lines.append(f"03-{n + 1:02d} 08:01 成員00 ^1: 轉角那家書店就有。")
    assert failure(lines, "greeted-then-silent", infer=False).state == "not-seen"


def test_a_shop_is_made_to_sell_and_a_circle_is_not() -> None:
    assert failure(shop(), "made-to-sell").state == "seen"
    assert failure(shop(), "one-voice").state == "seen"
    for slug in ("made-to-sell", "one-voice", "forwards-unread"):
        assert failure(circle(), slug).state == "not-seen"


def test_forwards_that_nobody_takes_up_are_named() -> None:
    lines = [
        f"{day} 08:0{k} 成員{k}: https://news.example/{n}{k}"
        for n, day in enumerate(days("01-05", 60))
        for k in range(5)
    ]
    assert failure(lines, "forwards-unread", infer=False).state == "seen"


def test_that_people_muted_it_is_only_ever_a_guess() -> None:
    lines = [
        f"{day} 08:0{k} 店長: 第{n}天的貨到了，第{k}批" for n, day in enumerate(days("01-05", 120)) for k in range(4)
    ]
    lines += [f"01-{6 + n // 10:02d} 12:{n % 60:02d} 路人{n}: 看看" for n in range(60)]
    lines += [f"04-{20 + n} 12:00 常客{n}: 看看" for n in range(3)]
    found = failure(lines, "muted", infer=False)
    assert found.state == "seen"
    assert found.by_proxy
    assert "stand-in" in found.sentence


def test_a_shop_sells_and_a_circle_does_not() -> None:
    assert dimension(shop(), "logic").place == "far-selling"  # two thirds of what the owner says sells
    assert dimension(circle(), "logic").place == "far-community"  # nothing sells, the need holds and the mesh
    assert dimension(star(), "logic").place == "community"  # nothing sells, but it is no mesh
    assert dimension(circle(), "motive").place == "community"
    assert dimension(star(), "motive").place == "far-community"  # members begin it all, by replies that are marked
    assert dimension(desk(), "motive").place == "far-community"
    assert dimension(circle(evenings=130), "sustainability").place == "community"
    assert dimension(shop(), "sustainability").place == "selling"


def test_money_is_not_visible_in_a_chat_but_on_record() -> None:
    assert dimension(circle(), "effect").place == "not-visible"
    paid = [deed("deal", f"03-{10 + n // 2}", f"成員{n // 2:02d}", amount=100, currency="TWD") for n in range(16)]
    paid += [deed("deal", "03-20", who, amount=100, currency="TWD") for who in ("新甲", "新乙")]
    roster = [member("新甲"), member("新乙")]
    found = dimension(circle(), "effect", deeds=paid, roster=roster)
    assert found.place == "far-community"
    assert "Of 10 people who paid, 8 paid again" in found.sentence


def test_an_end_of_a_dimension_is_not_said_of_inferred_answers() -> None:
    """The same circle with its answers marked is at the end to which, inferred, it only leans."""
    marked = [f"{line[:16]} ^1{line[16:]}" if n % 8 else line for n, line in enumerate(circle(evenings=130))]
    assert dimension(circle(evenings=130), "sustainability").place == "community"
    assert dimension(marked, "sustainability").place == "far-community"


def test_nobody_forecasts() -> None:
    for make in ALL.values():
        assert next(one for one in judge(subject(make())).dimensions if one.slug == "future").place == "not-visible"


@pytest.mark.parametrize("tag", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("name", ["circle", "shop", "alumni", "wall"])
def test_all_that_is_said_fills_its_blanks_in_three_languages(tag: str, name: str) -> None:
    with using(tag):
        found = judge(subject(ALL[name]()))
    texts = [text for one in found.dimensions for text in (one.title, one.selling, one.community, one.sentence)]
    texts += [text for one in found.roles for text in (one.title, one.sentence)]
    texts += [text for one in found.failures for text in (one.title, one.sentence)]
    texts += [
        text for one in (*found.remedies, *found.further) for text in (one.title, one.text, one.paste, one.expect)
    ]
    assert all(texts)
    assert not [text for text in texts if "{" in text or "}" in text]
    assert {one.place for one in found.dimensions} <= set(PLACES)
    assert {one.state for one in found.failures} <= set(SIGHTINGS)


def test_a_deed_says_how_one_sees_that_it_worked_and_when_to_look() -> None:
    found = judge(subject(shop()))
    for one in (*found.remedies, *found.further):
        assert one.expect
        assert 0 < one.look_again <= 60
    assert len(found.remedies) == 3
    wanting = {one.slug for one in found.conditions if one.state in {"missing", "partly"}}
    assert {one.condition for one in found.further} <= wanting


def test_the_text_to_paste_is_in_the_groups_language_whatever_the_report_s() -> None:
    pasted = judge(subject(circle())).remedies[0].paste
    assert not pasted.isascii()
    with using("zh-Hans"):
        english = [
            f"{day} 20:0{k} {'ABCD'[(n + k) % 4]}: {'I liked the end of' if k else 'What do you make of'} chapter {n}"
            for n, day in enumerate(days("01-05", 90))
            for k in range(4)
        ]
        assert all(one.paste.replace("、", "").isascii() for one in judge(subject(english)).remedies)
