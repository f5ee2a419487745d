"""Names that look alike, that cannot be seen, and that are odd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.house.features.members import api, rules
from tests.house.members.making import write


@pytest.mark.parametrize(
    ("one", "other"),
    [("林白露", "林白露"), ("林白露", "林 白露"), ("Anna", "Аnnа"), ("Ivan", "lvan"), ("李末", "李未"), ("rn", "m"),
     ("ＡＢ", "ab"), ("張三", "张三"), ("O2", "02"), ("小明", "小明\u200d")],
)  # fmt: skip
def test_names_that_look_the_same_are_shown_as_such(world, now, one: str, other: str) -> None:
    assert rules.skeleton(one) == rules.skeleton(other)
    write(world, "member", now, {}, name=one)
    write(world, "second", now, {}, name=other)
    page = world.client("host").get(f"/c/{world.slug}/members/{world.people['second']}/")
    assert "notice due" in page.content.decode()
    told = api.profiles(world.here, [world.people["member"], world.people["host"]])
    assert (told[world.people["member"]].look_alikes, told[world.people["host"]].look_alikes) == (1, 0)


@pytest.mark.parametrize("one", ["林白露", "陳穀雨", "Anna"])
def test_other_names_do_not_look_the_same(one: str) -> None:
    assert rules.skeleton(one) not in {rules.skeleton(n) for n in ("林白霧", "陳毅雨", "Hanna", "林")}


@pytest.mark.parametrize("typed", ["", " ", "\u200b\u200d", "\u202e", "\u00ad", "\x00", "\ufeff"])
def test_a_name_that_cannot_be_seen_is_none(world, member, typed: str) -> None:
    body = {"name": typed, "name_shown": 2, "version": 1, "agreed": "on"}
    body |= {f"{p}_{k}": "1" if p == "s" else "" for k in rules.FIELDS for p in "ts"}
    assert member.post(f"/c/{world.slug}/members/{world.people['member']}/edit/", body).status_code == 422


@pytest.mark.parametrize(
    "typed", ["x" * 10_000_000, "👩‍👩‍👧‍👦" * 40, "<script>alert(1)</script>", "\u202eevil", '"><img src=x>']
)
def test_odd_names_are_tidied_and_escaped(world, member, typed: str) -> None:
    body = {"name": typed[:200], "name_shown": 2, "version": 1}
    body |= {f"{p}_{k}": "1" if p == "s" else "" for k in rules.FIELDS for p in "ts"}
    member.post(f"/c/{world.slug}/members/{world.people['member']}/edit/", body)
    page = member.get(f"/c/{world.slug}/members/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert len(rules.tidy_name(typed)) <= 80


@given(st.text(max_size=300))
def test_tidying_settles_at_once(text: str) -> None:
    tidy = rules.tidy_name(text)
    assert rules.tidy_name(tidy) == tidy
    assert rules.tidy_text(rules.tidy_text(text)) == rules.tidy_text(text)
    assert len(rules.skeleton(text)) <= 80
    assert rules.skeleton(rules.tidy_name(text)) == rules.skeleton(text)
