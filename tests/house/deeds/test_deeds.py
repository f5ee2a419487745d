"""Deeds: given, done, put off, let go, passed on, forgotten."""

from datetime import timedelta

import pytest
from django.http import Http404

from closeknit.house.core import events, jobs
from closeknit.house.core.jobs import worker
from closeknit.house.core.permissions import Role, the_house
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import actions, errors, rules
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.deeds.models import Deed
from closeknit.house.features.members.models import Profile
from tests.house.conftest import NOW, make_world

TODAY = NOW.date()


def give(world, who: str = "member", **words) -> int:
    told = {"title": "問陳穀雨要不要主持", "text": "", "due": TODAY + timedelta(days=4), "source": "insights.report:1"}
    return deeds.give(actor=world.viewer("organiser"), now=NOW, person_id=world.people[who], **{**told, **words})


def state(deed_id: int) -> str:
    return Deed.objects.get(id=deed_id).state


def test_a_deed_with_a_key_is_given_once_to_each(world) -> None:
    first = give(world, key="host")
    assert give(world, key="host") == first
    assert give(world, "host", key="host") != first
    assert give(world) != give(world)
    assert deeds.of_source(world.here, "insights.report:1")[0].id == first


def test_only_members_are_given_deeds(world) -> None:
    for who in ("stranger", "newcomer", "applicant"):
        with pytest.raises(deeds.NotHere):
            give(world, who)


def test_the_next_due_comes_first(world) -> None:
    give(world, title="後做", due=TODAY + timedelta(days=9))
    give(world, title="先做", due=TODAY)
    assert [card.title for card in deeds.mine(world.viewer("member"))] == ["先做", "後做"]
    with pytest.raises(Http404):
        deeds.mine(world.viewer("stranger"))


def test_done_once_and_taken_up_again(world) -> None:
    deed = give(world)
    deeds.done(actor=world.viewer("member"), now=NOW, deed_id=deed)
    with pytest.raises(deeds.Ended):
        deeds.let_go(actor=world.viewer("organiser"), now=NOW, deed_id=deed)
    actions.take_up(actor=world.viewer("organiser"), now=NOW, deed_id=deed)
    assert state(deed) == "open"


def test_another_member_cannot_end_it(world) -> None:
    deed = give(world)
    for who in ("host", "second", "stranger", "rival"):
        with pytest.raises(Http404):
            deeds.done(actor=world.viewer(who), now=NOW, deed_id=deed)


def test_putting_off_counts_from_today_where_it_is_overdue(world) -> None:
    assert rules.put_off(TODAY + timedelta(days=3), TODAY) == TODAY + timedelta(days=10)
    assert rules.put_off(TODAY - timedelta(days=30), TODAY) == TODAY + timedelta(days=7)
    deed = give(world)
    deeds.put_off(actor=world.viewer("member"), now=NOW, deed_id=deed, today=TODAY)
    assert Deed.objects.get(id=deed).due == TODAY + timedelta(days=11)


def test_long_and_hostile_words_are_kept_short_and_shown_as_words(world, member) -> None:
    deed = give(world, title="<script>alert(1)</script>\n" + "長" * 900, text="<b>" + "字" * 5000)
    row = Deed.objects.get(id=deed)
    assert len(row.title) == rules.TITLE
    assert len(row.text) == rules.TEXT
    shown = member.get(f"/c/{world.slug}/deeds/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown


def test_a_promise_is_ones_own_or_an_organisers(world) -> None:
    told = {"title": "帶茶來", "text": "", "due": TODAY, "today": TODAY, "now": NOW}
    actions.promise(actor=world.viewer("member"), person_id=world.people["member"], **told)
    actions.promise(actor=world.viewer("organiser"), person_id=world.people["member"], **told)
    with pytest.raises(Http404):
        actions.promise(actor=world.viewer("member"), person_id=world.people["host"], **told)
    with pytest.raises(errors.TooFar):
        actions.promise(
            actor=world.viewer("member"), person_id=world.people["member"], **{**told, "due": TODAY - timedelta(days=1)}
        )


def test_a_promise_by_its_form(world, member) -> None:
    me = world.people["member"]
    typed = {"title": "帶茶來", "text": "", "person_id": me, "due": (TODAY + timedelta(days=20)).isoformat()}
    from django.utils import timezone

    typed["due"] = (timezone.localdate() + timedelta(days=20)).isoformat()
    assert member.post(f"/c/{world.slug}/deeds/new/", typed).status_code == 303
    assert "帶茶來" in member.get(f"/c/{world.slug}/deeds/").content.decode()
    assert member.post(f"/c/{world.slug}/deeds/new/", {**typed, "person_id": world.people["host"]}).status_code == 422


def test_a_button_leads_back_to_where_it_was_pressed_and_nowhere_else(world, organiser) -> None:
    base = f"/c/{world.slug}/deeds/"
    for back, to in ((f"{base}?of=all", f"{base}?of=all"), ("https://evil.example/", base), ("//evil", base)):
        answer = organiser.post(f"{base}{give(world)}/done/", {"back": back})
        assert answer.headers["Location"] == to


def test_who_leaves_has_nothing_to_do(world, django_capture_on_commit_callbacks) -> None:
    deed = give(world)
    with django_capture_on_commit_callbacks(execute=True):
        communities.part(actor=world.viewer("organiser"), now=NOW, person_id=world.people["member"])
    assert state(deed) == "let_go"


@pytest.mark.parametrize("back", [False, True], ids=["gone", "back-again"])
def test_who_leaves_as_the_process_is_killed_has_nothing_to_do_a_minute_later(race, now, monkeypatch, back) -> None:
    """Between the commit and the receivers; whoever is a member again by then keeps her deeds and her profile."""
    world = make_world()
    deed, who, actor = give(world), world.people["member"], world.viewer("organiser")
    with monkeypatch.context() as patched:
        patched.setattr(events, "_tell", lambda _event: [SystemExit("killed")])
        communities.part(actor=actor, now=now, person_id=who)
    assert state(deed) == "open"
    if back:
        communities.join(actor=actor, now=now, person_id=who, role=Role.MEMBER)
    late = jobs.now() + events.SOON * 2
    while worker.step("w", lambda: late):
        pass
    assert state(deed) == ("open" if back else "let_go")
    assert Profile.objects.filter(person_id=who, left_at__isnull=True).exists() == back


def test_a_claimed_profile_brings_its_deeds(world) -> None:
    member, other = world.people["member"], world.people["second"]
    one, two = give(world, key="a"), give(world, "second", key="a")
    actions.pass_on(actor=the_house(world.here), now=NOW, was=member, is_now=other)
    assert set(Deed.objects.filter(person_id=other).values_list("id", flat=True)) == {one, two}


def forgotten(world, who: str) -> None:
    whom = world.people[who]
    events.publish(
        events.Event(
            verb="members.forgotten", at=NOW, community_id=world.here, actor_id=None, kind="person",
            object_id=str(whom), whom_id=whom, why="",
        )
    )  # fmt: skip


def test_nothing_is_said_about_one_who_is_forgotten(world, django_capture_on_commit_callbacks) -> None:
    deed, asked = give(world, title="林白露要主持"), give(world, "host", title="別人的")
    with django_capture_on_commit_callbacks(execute=True):
        forgotten(world, "member")
    row = Deed.objects.get(id=deed)
    assert (row.title, row.state) == ("", "let_go")
    assert Deed.objects.get(id=asked).title == "別人的"


def test_what_a_forgotten_person_asked_is_known_until_it_is_done(world, django_capture_on_commit_callbacks) -> None:
    asked = actions.promise(
        actor=world.viewer("organiser"), now=NOW, person_id=world.people["host"], title="把鑰匙交給許立夏",
        text="櫃子第二格。", due=TODAY, today=TODAY,
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        forgotten(world, "organiser")
    assert Deed.objects.get(id=asked).title == "把鑰匙交給許立夏"
    actions.done(actor=world.viewer("host"), now=NOW, deed_id=asked)
    row = Deed.objects.get(id=asked)
    assert (row.title, row.text, row.given_by_id, row.state) == ("", "", None, "done")
    own = actions.promise(
        actor=world.viewer("host"),
        now=NOW,
        person_id=world.people["host"],
        title="澆花",
        text="",
        due=TODAY,
        today=TODAY,
    )
    actions.done(actor=world.viewer("host"), now=NOW, deed_id=own)
    assert Deed.objects.get(id=own).title == "澆花"


@pytest.mark.parametrize("n", [0, 1, 7, 60])
def test_queries_stay_the_same(world, organiser, query_count, n: int) -> None:
    for i in range(n):
        give(world, ("member", "host", "second")[i % 3])
    for path in ("deeds/", "deeds/?of=all", "deeds/?of=all&show=ended", "deeds/new/"):
        with query_count.at_most(9):
            assert organiser.get(f"/c/{world.slug}/{path}").status_code == 200


def test_the_home_page_shows_the_next_three(world, member) -> None:
    assert "等你做的事" not in member.get(f"/c/{world.slug}/").content.decode()
    for i in range(4):
        give(world, title=f"第{i}件")
    shown = member.get(f"/c/{world.slug}/").content.decode()
    assert "第2件" in shown
    assert "第3件" not in shown
    assert "看全部" in shown


def test_two_who_give_the_same_at_once_give_one(race) -> None:
    world = make_world()
    results = race(lambda: give(world, key="host"), lambda: give(world, key="host"))
    assert results[0] == results[1]
    assert Deed.objects.count() == 1


def test_two_who_end_it_at_once_end_it_once(race) -> None:
    world = make_world()
    deed = give(world)
    results = race(
        lambda: deeds.done(actor=world.viewer("member"), now=NOW, deed_id=deed),
        lambda: deeds.let_go(actor=world.viewer("organiser"), now=NOW, deed_id=deed),
    )
    assert sorted(type(r).__name__ for r in results) == ["Ended", "NoneType"]
