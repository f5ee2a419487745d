"""Actions, refusals, the journal, once-tokens."""

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from closeknit.house.core import events, journal, once
from closeknit.house.core.actions import Unjournalled, action
from closeknit.house.core.models import JournalLine, Once
from closeknit.house.core.permissions import Viewer, the_house
from closeknit.house.core.refusals import Stale
from closeknit.house.features.communities import api as communities
from tests.house.conftest import make_world


@action(may=None)
def greet(*, actor: Viewer, now, refuse: bool = False, silent: bool = False) -> int:
    if not silent:
        journal.note("test.greeted", actor=actor, now=now, object=("test", 7), whom=3, why="test.because")
    if refuse:
        raise Stale
    return 7


def test_an_action_takes_keywords_only() -> None:
    with pytest.raises(TypeError):
        action(may=None)(lambda actor, now: None)
    with pytest.raises(TypeError):
        action(may=None)(lambda *, actor: None)


def test_an_action_says_in_the_journal_what_it_did(db, now) -> None:
    assert greet(actor=the_house(4), now=now) == 7
    (line,) = journal.lines(community_id=4)
    assert (line.verb, line.kind, line.object_id, line.whom_id, line.why) == (
        "test.greeted", "test", "7", 3, "test.because",
    )  # fmt: skip
    with pytest.raises(Unjournalled):
        greet(actor=the_house(4), now=now, silent=True)


def test_a_refusal_undoes_everything(db, now) -> None:
    with pytest.raises(Stale):
        greet(actor=the_house(4), now=now, refuse=True)
    assert not journal.lines(community_id=4)


def test_an_event_is_told_after_the_commit(db, now, django_capture_on_commit_callbacks) -> None:
    heard: list[str] = []
    events.on("test.greeted")(lambda event: heard.append(event.object_id))
    with django_capture_on_commit_callbacks(execute=True):
        greet(actor=the_house(4), now=now)
        assert heard == []
    assert heard == ["7"]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_the_journal(race, now, change: str) -> None:
    greet(actor=the_house(4), now=now)
    rows = JournalLine.objects.filter(community_id=4)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="other") if change == "update" else rows.delete()
    assert rows.count() == 1


def test_a_double_click_acts_once(race, now) -> None:
    def click() -> str:
        return once.once("a-token", now=now, do=lambda: f"/{greet(actor=the_house(4), now=now)}/")

    assert race(click, click, click) == ["/7/", "/7/", "/7/"]
    assert JournalLine.objects.filter(verb="test.greeted").count() == 1


def test_a_refused_form_may_be_sent_again(db, now) -> None:
    with pytest.raises(Stale):
        once.once("a-token", now=now, do=lambda: str(greet(actor=the_house(), now=now, refuse=True)))
    assert not Once.objects.exists()
    assert once.once("a-token", now=now, do=lambda: "/done/") == "/done/"


def test_of_two_organisers_who_leave_at_once_one_stays(race, now) -> None:
    world = make_world()
    roles = frozenset({communities.Role.ORGANISER})
    communities.appoint(actor=world.viewer("organiser"), now=now, person_id=world.people["second"], roles=roles)

    def part(who: str):
        return lambda: communities.part(actor=world.viewer(who), now=now, person_id=world.people[who])

    left = race(part("organiser"), part("second"))
    assert sorted(type(one).__name__ for one in left) == ["LastOrganiser", "NoneType"]


def test_permissions_know_how_far_they_reach(world) -> None:
    member = world.viewer("member")
    assert not member.may("communities.change")
    with pytest.raises(Http404):
        member.must("communities.change")
    with pytest.raises(KeyError):
        member.may("no.such_thing")
    assert world.viewer("host").roles >= {communities.Role.HOST, communities.Role.MEMBER}
    assert world.viewer("stranger").roles == {communities.Role.PERSON, communities.Role.VISITOR}
