"""Groups that look like what they are not, and histories of which nothing can be said: no confident word on any."""

from collections.abc import Sequence
from random import Random

import pyarrow as pa
import pytest

from closeknit.vitality.findings import Verdict
from closeknit.vitality.judging import judge
from tests.vitality.groups import ALL, circle, couple, desk, shop, star, wall
from tests.vitality.stories import days, examined, subject, table

CONFIDENT = {"community", "becoming-one", "broadcast"}


def in_order(lines: Sequence[str]) -> list[str]:
    return sorted(lines, key=lambda line: line[:11])


def verdict(lines: Sequence[str], **told: object) -> Verdict:
    return judge(subject(in_order(lines), **told)).verdict  # type: ignore[arg-type]


def chatter(people: int = 4, evenings: int = 60) -> list[str]:
    lot = Random(people)
    says = ("我覺得不是這樣，再想想。", "週末要不要一起去看看？", "好，我帶水果。", "上次那家店關了。")
    return [
        f"{day} 20:{k:02d} 成員{lot.randrange(people)}: {lot.choice(says)}"
        for day in days("01-05", evenings)
        for k in range(6)
    ]


ASIDE = {
    "a class with a teacher who talks to everyone": star(middle="老師"),
    "a couple's chat": couple(),
    "a support channel in which the staff answer everybody": desk(),
}


@pytest.mark.parametrize("name", ASIDE)
@pytest.mark.parametrize("infer", [True, False])
def test_warm_and_busy_is_not_therefore_a_community(name: str, infer: bool) -> None:
    assert verdict(ASIDE[name], infer=infer).word not in CONFIDENT


def test_a_class_in_holidays_is_not_silent() -> None:
    """Ten weeks without a word in summer, then back again; and a group that is still away."""
    term = circle(evenings=160)
    back = [line.replace("01-", "09-", 1) for line in circle(evenings=20)]
    assert verdict([*term, *back]).word not in {"silent", "broadcast"}
    assert verdict(term).word == "community"


def test_answers_of_received_only_do_not_make_a_broadcast_a_community() -> None:
    lines = []
    for n, day in enumerate(days("01-05", 100)):
        lines.append(f"{day} 09:00 班長: @所有人 第{n}號通知：明天帶雨具，八點校門口集合，不要遲到。")
        lines += [
            f"{day} 09:{k + 1:02d} 同學{(n + k) % 12:02d}: {('收到', '👍', 'OK', '好的')[k % 4]}" for k in range(8)
        ]
    assert verdict(lines).word == "broadcast"


def test_reminders_from_many_accounts_are_a_flood_and_no_broadcast() -> None:
    spam = "兼職刷單日結三百元，加微信詳談，名額有限先到先得，學生寶媽都可以做！"
    lines = [
        f"{day} 0{k}:00 帳號{(n * 5 + k) % 40}: {spam}" for n, day in enumerate(days("01-05", 60)) for k in range(6)
    ]
    found = verdict([*lines, *chatter(4, 30)])
    assert found.word == "cannot-tell"
    assert "flood" in found.because


def test_a_room_that_mirrors_another_gets_no_word() -> None:
    lines = [f"{line}（{n}，這一段每一句都夠長，不會只是打招呼而已）" for n, line in enumerate(chatter(6, 40))]
    both = pa.concat_tables([table(lines, room="本群"), table(lines, room="鏡像")]).unify_dictionaries()
    found = judge(examined(both)).verdict
    assert found.word == "cannot-tell"
    assert "本群" in found.because


def test_two_groups_in_one_file_are_told_apart_as_rooms_not_as_a_mesh_between_them() -> None:
    one, other = circle(6, 100), [line.replace("成員", "城南") for line in star(6, 100)]
    both = pa.concat_tables([table(one, room="城北"), table(other, room="城南")]).unify_dictionaries()
    found = judge(examined(both))
    assert next(c for c in found.conditions if c.slug == "chapters").state == "partly"
    assert found.verdict.word in {"group", "community", "becoming-one"}


TOO_LITTLE = {
    "one day": ["one day", [f"01-05 20:{k:02d} {'甲乙丙'[k % 3]}: 說說第{k}件事" for k in range(40)]],
    "one person": ["person", [f"{day} 20:00 甲: 第{n}天的筆記" for n, day in enumerate(days("01-05", 60))]],
    "nineteen messages": [
        "messages", [f"{day} 20:00 {'甲乙丙'[n % 3]}: 第{n}件事" for n, day in enumerate(days("01-05", 19))],
    ],
    "only notices": ["messages", [f"{day} 20:00 新人{n} joined" for n, day in enumerate(days("01-05", 60))]],
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_LITTLE)
def test_too_little_is_said_to_be_too_little_everywhere(name: str) -> None:
    found = judge(subject(TOO_LITTLE[name][1]))  # type: ignore[arg-type]
    assert found.verdict.word == "cannot-tell"
    assert {one.state for one in found.conditions} == {"cannot-tell"}
    assert {one.state for one in found.failures} == {"cannot-tell"}
    assert {one.place for one in found.dimensions} == {"not-visible"}
    assert (found.remedies, found.further) == ((), ())


def test_everyone_a_bot_leaves_nobody_to_judge() -> None:
    names = [f"成員{i}" for i in range(4)]
    assert verdict(chatter(), bots=names).word == "cannot-tell"


def test_a_gap_of_a_year_is_said_and_what_came_before_is_the_past() -> None:
    old, new = table(circle(8, 120), year=2024), table(circle(8, 120), year=2026)
    found = judge(examined(pa.concat_tables([old, new]).unify_dictionaries()))
    assert any("gap of" in note for note in found.notes)
    assert found.verdict.word in {"community", "becoming-one"}


def test_organisers_told_who_do_not_occur_are_named() -> None:
    found = verdict(circle(), organisers=["王小明"])
    assert found.word == "cannot-tell"
    assert "王小明" in found.because


def test_dates_in_the_future_do_not_move_the_window_to_where_nobody_is() -> None:
    """A clock that was wrong once: one message dated decades ahead."""
    ahead = table(["01-05 20:00 成員00: 測試"], year=2061)
    found = judge(examined(pa.concat_tables([table(circle(8, 120)), ahead]).unify_dictionaries()))
    assert found.verdict.word != "broadcast"
    assert any("gap of" in note for note in found.notes)


@pytest.mark.parametrize("name", sorted(ALL))
def test_answers_stated_only_are_at_least_not_contradicted(name: str) -> None:
    """Without inference a history that hardly marks its answers gets no word; where it does, the same or a milder."""
    stated, inferred = verdict(ALL[name](), infer=False).word, verdict(ALL[name]()).word
    assert stated in {inferred, "cannot-tell", "group", "silent"} or {stated, inferred} == {"group", "broadcast"}


@pytest.mark.parametrize("name", ["circle", "star", "shop", "wall", "alumni"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_twentieth_lost_at_random_leaves_the_word(name: str, seed: int) -> None:
    lot = Random(seed)
    lines = [line for line in ALL[name]() if " ^" in line or lot.random() > 0.05]
    kept = verdict(lines).word
    assert kept == verdict(ALL[name]()).word


@pytest.mark.parametrize("zone", ["Asia/Taipei", "America/Los_Angeles", "Pacific/Auckland"])
def test_the_zone_off_by_hours_leaves_every_state(zone: str) -> None:
    for make in (circle, shop, wall):
        one, other = (judge(subject(make(), zone=z)) for z in ("UTC", zone))
        assert one.verdict.word == other.verdict.word
        changed = [a.slug for a, b in zip(one.conditions, other.conditions) if a.state != b.state]
        assert not set(changed) - {"rhythm", "shared-need"}
