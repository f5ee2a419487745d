"""Two at the same moment: one of them, and never none or both."""

from closeknit.house.features.admission import errors
from closeknit.house.features.admission.actions import inviting, knocking, reviewing
from closeknit.house.features.admission.models import Application, Invitation
from closeknit.house.features.admission.selectors import knocked
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from tests.house.admission import making
from tests.house.admission.making import knock, reviewer, row, set_gate, viewer, vouched
from tests.house.conftest import make_world


def kinds(results) -> list[str]:
    return sorted(type(r).__name__ for r in results)


def test_the_same_application_twice(race, now) -> None:
    world = make_world()

    def again():
        return knocking.knock(
            actor=viewer(world, "visitor"), now=now, name="林", email="same@example.org", asked=making.ASKED,
            answers=making.ANSWERS, language="zh-hant", invitation=None, community="c", home=making.HOME,
        )  # fmt: skip

    assert kinds(race(again, again, again)) == ["NoneType", "NoneType", "int"]
    assert Application.objects.count() == 1


def test_the_same_person_twice(race, now) -> None:
    world = make_world()
    deed = lambda: knock(world, now, who="newcomer")  # noqa: E731
    assert kinds(race(deed, deed)) == ["KnockedAlready", "int"]
    assert Application.objects.count() == 1


def test_two_reviewers_decide_differently(race, now) -> None:
    world = make_world()
    reviewer(world, now)
    ident = knock(world, now)
    vouched(world, now, ident)
    results = race(
        lambda: reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t"),
        lambda: reviewing.refuse(
            actor=viewer(world, "host"), now=now, application_id=ident, reason="other", told="謝謝", days=0
        ),
    )
    assert kinds(results) == ["Decided", "str"]
    assert row(ident).state in results


def test_two_reviewers_admit(race, now) -> None:
    world = make_world()
    reviewer(world, now)
    ident = knock(world, now)
    vouched(world, now, ident)

    def admit(who: str):
        return lambda: reviewing.admit(actor=viewer(world, who), now=now, application_id=ident, token=who)

    assert kinds(race(admit("organiser"), admit("host"))) == ["Decided", "str"]
    assert len(deeds.of_source(world.here, f"admission.application:{ident}")) == 2, "one introduction, one meeting"


def test_two_votes_that_are_enough_only_together(race, now) -> None:
    world = make_world()
    reviewer(world, now)
    set_gate(world, now, votes_needed=2, asks_vouches=False)
    ident = knock(world, now)

    def admit(who: str):
        return lambda: reviewing.admit(actor=viewer(world, who), now=now, application_id=ident, token=who)

    assert sorted(race(admit("organiser"), admit("host"))) == ["admitted", "waiting"]
    assert row(ident).state == "admitted"


def test_the_last_place_is_given_once(race, now) -> None:
    world = make_world()
    set_gate(world, now, places=communities.count_members(world.here) + 1, asks_vouches=False)
    idents = [knock(world, now, email=f"{n}@example.org") for n in range(3)]

    def admit(ident: int):
        return lambda: reviewing.admit(
            actor=viewer(world, "organiser"), now=now, application_id=ident, token=str(ident)
        )

    assert sorted(race(*map(admit, idents))) == ["admitted", "listed", "listed"]


def test_an_invitation_used_twice_at_the_same_moment(race, now) -> None:
    world = make_world()
    held = knocked.invitation_of(world.here, making.invite(world, now), now)

    def use(email: str):
        return lambda: knock(world, now, email=email, invitation=held)

    assert kinds(race(use("a@example.org"), use("b@example.org"))) == ["InvitationSpent", "int"]
    assert Application.objects.count() == 1


def test_an_invitation_used_while_it_is_withdrawn(race, now) -> None:
    world = make_world()
    held = knocked.invitation_of(world.here, making.invite(world, now), now)
    results = race(
        lambda: knock(world, now, invitation=held),
        lambda: inviting.withdraw_invitation(actor=viewer(world, "member"), now=now, invitation_id=held[0]),
    )
    assert sum(isinstance(r, errors.InvitationSpent) for r in results) == 1
    assert (Invitation.objects.get().state == "used") == Application.objects.exists()


def test_a_member_vouches_twice_at_once(race, now) -> None:
    world = make_world()
    ident = knock(world, now)
    deed = lambda: reviewing.vouch(actor=viewer(world, "member"), now=now, application_id=ident)  # noqa: E731
    assert race(deed, deed) == [1, 1]
    assert row(ident).vouches.count() == 1


def test_the_letter_is_opened_twice_at_once(race, now) -> None:
    world = make_world()
    making.admitted(world, now)
    deed = lambda: knocking.enter_by_letter(actor=viewer(world, "visitor"), now=now, token="let-me-in")  # noqa: E731
    assert kinds(race(deed, deed)) == ["LetterSpent", "int"]


def test_she_withdraws_while_she_is_admitted(race, now) -> None:
    world = make_world()
    ident = knock(world, now, who="newcomer")
    vouched(world, now, ident)
    results = race(
        lambda: reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t"),
        lambda: knocking.withdraw(actor=viewer(world, "newcomer"), now=now, application_id=ident),
    )
    assert sum(isinstance(r, errors.Decided) for r in results) == 1
    member = world.people["newcomer"] in communities.member_ids(world.here)
    assert member == (row(ident).state == "admitted")
