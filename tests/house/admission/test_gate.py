"""Knocking, vouching, deciding, and what follows."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox

from closeknit.house.core import mail
from closeknit.house.core.permissions import Role, the_house
from closeknit.house.features.admission import errors
from closeknit.house.features.admission.actions import arriving, inviting, keeping, knocking, reviewing
from closeknit.house.features.admission.models import Application, Vote, Vouch
from closeknit.house.features.admission.selectors import gate, knocked, review
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members
from tests.house.admission import making
from tests.house.admission.making import admitted, invite, knock, reviewer, row, set_gate, viewer, vouched
from tests.house.charter.making import adopted


def letters(now) -> list:
    outbox.outbox = []
    mail.send_waiting(now + timedelta(seconds=1))
    return outbox.outbox


def test_a_stranger_becomes_a_member(world, now) -> None:
    adopted(world, now)
    ident = knock(world, now)
    assert row(ident).person_id is None, "no account is made for somebody who only knocked"
    with pytest.raises(errors.NotVouched):
        reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t")
    assert row(ident).state == "waiting"
    vouched(world, now, ident)
    assert (
        reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="secret") == "admitted"
    )
    person = row(ident).person_id
    assert Role.MEMBER in communities.viewer(world.here, person).roles
    assert members.profiles(world.here, [person])[person].name == "林小寒"
    assert row(ident).host_id == world.people["host"]
    titles = [d.title for d in deeds.of_source(world.here, f"admission.application:{ident}")]
    assert titles == ["向成員介紹自己", "和搭檔約好第一次的日子", "做一次，報一次", "招呼新來的林小寒"]
    subjects = [letter.subject for letter in letters(now)]
    assert subjects == ["城南夜讀：你的回答收到了", "城南夜讀：請進"]
    assert "陳穀雨會帶你認識大家" in outbox.outbox[1].body
    assert f"{making.HOME}letter/secret/" in outbox.outbox[1].body


def test_the_letter_works_once_and_not_for_ever(world, now) -> None:
    ident = admitted(world, now)
    with pytest.raises(errors.LetterSpent):
        knocking.enter_by_letter(actor=viewer(world, "visitor"), now=now + timedelta(days=15), token="let-me-in")
    assert knocking.enter_by_letter(actor=viewer(world, "visitor"), now=now, token="let-me-in") == row(ident).person_id
    with pytest.raises(errors.LetterSpent):
        knocking.enter_by_letter(actor=viewer(world, "visitor"), now=now, token="let-me-in")


def test_an_introduction_goes_into_the_profile_and_ends_its_deed(world, now) -> None:
    ident = admitted(world, now)
    person = row(ident).person_id
    actor = communities.viewer(world.here, person)
    arriving.introduce(actor=actor, now=now, words="會修書，想找人讀《紅樓夢》。")
    assert members.profiles(world.here, [person])[person].fields["introduction"] == "會修書，想找人讀《紅樓夢》。"
    assert [d.key for d in deeds.mine(actor)] == []
    assert row(ident).introduced_at == now


def test_answers_are_kept_as_they_were_asked(world, now) -> None:
    ident = knock(world, now, answers={**making.ANSWERS, "q2": "yes"})
    kept = row(ident).answers
    assert [a["fits"] for a in kept] == [None, True, False]
    assert kept[1]["answer"] == "想有人等"
    reviewing.refuse(
        actor=viewer(world, "organiser"), now=now, application_id=ident, reason="no_fit", told="謝謝你來。", days=30
    )
    assert review.application(viewer(world, "organiser"), ident).answers == kept


def test_a_refusal_says_why_and_when_to_come_back(world, now) -> None:
    ident = knock(world, now)
    reviewing.refuse(
        actor=viewer(world, "organiser"), now=now, application_id=ident, reason="no_fit", told="謝謝你來。", days=30
    )
    letter = letters(now)[-1]
    assert letter.subject == "城南夜讀：這一次沒有通過"
    assert "謝謝你來。" in letter.body
    assert "2026年12月9日起可以再來敲門" in letter.body
    assert "no_fit" not in letter.body
    again = knocking.knock(
        actor=viewer(world, "visitor"), now=now, name="林小寒", email="XIAOHAN@example.org", asked=making.ASKED,
        answers=making.ANSWERS, language="zh-hant", invitation=None, community="城南夜讀", home=making.HOME,
    )  # fmt: skip
    assert again is None, "the page tells a stranger nothing of an address"
    assert "起可以再來敲門" in letters(now)[-1].body
    assert knock(world, now + timedelta(days=31)) > ident


def test_the_page_says_the_same_for_addresses_that_are_known(world, now) -> None:
    knock(world, now)
    for email in ("xiaohan@example.org", "member@example.org"):
        told = knocking.knock(
            actor=viewer(world, "visitor"), now=now, name="某人", email=email, asked=making.ASKED,
            answers=making.ANSWERS, language="zh-hant", invitation=None, community="城南夜讀", home=making.HOME,
        )  # fmt: skip
        assert told is None
    bodies = [letter.body for letter in letters(now)]
    assert sum("你已經敲過門了" in body for body in bodies) == 1
    assert sum("你已經是成員了" in body for body in bodies) == 1
    assert Application.objects.count() == 1


def test_one_who_is_signed_in_stands_at_the_gate_until_it_is_decided(world, now) -> None:
    ident = knock(world, now, who="newcomer")
    assert Role.APPLICANT in viewer(world, "newcomer").roles
    with pytest.raises(errors.KnockedAlready):
        knock(world, now, who="newcomer")
    knocking.withdraw(actor=viewer(world, "newcomer"), now=now, application_id=ident)
    assert Role.APPLICANT not in viewer(world, "newcomer").roles
    with pytest.raises(errors.Decided):
        knocking.withdraw(actor=viewer(world, "newcomer"), now=now, application_id=ident)
    assert knock(world, now, who="newcomer") > ident
    with pytest.raises(errors.InAlready):
        knock(world, now, who="member")


def test_an_applicant_of_the_frame_may_knock_too(world, now) -> None:
    ident = knock(world, now, who="applicant")
    vouched(world, now, ident)
    reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t")
    assert Role.MEMBER in viewer(world, "applicant").roles


def test_one_with_an_account_elsewhere_is_not_made_twice(world, now) -> None:
    ident = knock(world, now, email="newcomer@example.org")
    vouched(world, now, ident)
    reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t")
    assert row(ident).person_id == world.people["newcomer"]


def test_enough_reviewers_have_to_say_yes(world, now) -> None:
    set_gate(world, now, votes_needed=2, asks_vouches=False)
    reviewer(world, now)
    ident = knock(world, now)
    say = lambda who: reviewing.admit(actor=viewer(world, who), now=now, application_id=ident, token="t")  # noqa: E731
    assert say("organiser") == "waiting"
    assert say("organiser") == "waiting", "a second yes of the same reviewer is not a second yes"
    no = {"reason": "unknown", "told": "…", "days": 0}
    assert reviewing.refuse(actor=viewer(world, "host"), now=now, application_id=ident, **no) == "waiting"
    assert say("host") == "admitted", "her last word counts"
    with pytest.raises(errors.Decided):
        say("organiser")


def test_without_a_place_people_wait_in_order(world, now) -> None:
    set_gate(world, now, places=5, asks_vouches=False)
    actor = viewer(world, "organiser")
    first, second, third = (knock(world, now, email=f"{n}@example.org", name=n) for n in ("a", "b", "c"))
    say = lambda ident, at: reviewing.admit(actor=actor, now=at, application_id=ident, token=str(ident))  # noqa: E731
    assert say(first, now) == "admitted"
    assert say(third, now + timedelta(hours=1)) == "listed"
    assert say(second, now + timedelta(hours=2)) == "listed"
    assert reviewing.fill(actor=the_house(world.here), now=now, tokens=["x", "y"]) == 0
    set_gate(world, now, places=6, asks_vouches=False)
    assert reviewing.fill(actor=the_house(world.here), now=now, tokens=["x", "y"]) == 1
    assert [row(i).state for i in (second, third)] == ["listed", "admitted"]


def test_an_invitation_brings_the_inviters_word(world, now) -> None:
    token = invite(world, now)
    held = knocked.invitation_of(world.here, token, now)
    ident = knock(world, now, invitation=held)
    assert row(ident).inviter_id == world.people["member"]
    assert list(row(ident).vouches.values_list("person_id", flat=True)) == [world.people["member"]]
    assert knocked.invitation_of(world.here, token, now) is None
    with pytest.raises(errors.InvitationSpent):
        knock(world, now, invitation=held, email="other@example.org")
    vouched(world, now, ident)
    reviewing.admit(actor=viewer(world, "organiser"), now=now, application_id=ident, token="t")
    assert members.brought_by(world.here)[row(ident).person_id] == world.people["member"]


def test_an_invitation_ends(world, now) -> None:
    token = invite(world, now)
    assert knocked.invitation_of(world.here, token, now + timedelta(days=15)) is None
    assert knocked.invitation_of(world.other, token, now) is None
    assert knocked.invitation_of(world.here, token[:-2] + "xx", now) is None
    (card,) = knocked.invitations(viewer(world, "member"), now)
    inviting.withdraw_invitation(actor=viewer(world, "member"), now=now, invitation_id=card.id)
    assert knocked.invitation_of(world.here, token, now) is None
    with pytest.raises(errors.InvitationSpent):
        inviting.withdraw_invitation(actor=viewer(world, "member"), now=now, invitation_id=card.id)


def test_a_member_has_ten_open_invitations_at_most(world, now) -> None:
    for at in range(10):
        inviting.invite(actor=viewer(world, "member"), now=now, label=str(at), nonce=str(at))
    with pytest.raises(errors.TooManyInvitations):
        inviting.invite(actor=viewer(world, "member"), now=now, label="", nonce="n")
    inviting.invite(actor=viewer(world, "member"), now=now + timedelta(days=15), label="", nonce="n")


def test_a_closed_gate_opens_for_the_invited(world, now) -> None:
    token = invite(world, now)
    set_gate(world, now, is_open=False)
    with pytest.raises(errors.Closed):
        knock(world, now)
    assert knock(world, now, invitation=knocked.invitation_of(world.here, token, now))


def test_words_of_those_not_admitted_are_removed_in_thirty_days(world, now) -> None:
    gone, stays = knock(world, now), knock(world, now, email="b@example.org")
    reviewing.refuse(
        actor=viewer(world, "organiser"), now=now, application_id=gone, reason="other", told="謝謝", days=365
    )
    assert keeping.forget_old(actor=the_house(), now=now + timedelta(days=29)) == 0
    assert keeping.forget_old(actor=the_house(), now=now + timedelta(days=31)) == 1
    left = row(gone)
    assert (left.name, left.email, left.answers, left.told, left.state) == ("", "", [], "", "refused")
    assert row(stays).name == "林小寒"
    later = now + timedelta(days=40)
    assert knocking.knock(
        actor=viewer(world, "visitor"), now=later, name="林", email="xiaohan@example.org", asked=making.ASKED,
        answers=making.ANSWERS, language="zh-hant", invitation=None, community="c", home=making.HOME,
    ) is None, "the way back opens after a year, though nothing is known of her any more"  # fmt: skip


def test_a_profile_that_is_claimed_takes_its_knocking_along(world, now) -> None:
    ident = knock(world, now, who="newcomer")
    vouched(world, now, ident, "member", "second")
    keeping.hand_over(actor=the_house(world.here), now=now, before=world.people["member"], after=world.people["second"])
    assert Vouch.objects.filter(person_id=world.people["second"]).count() == 1
    keeping.hand_over(actor=the_house(world.here), now=now, before=world.people["newcomer"], after=999)
    assert row(ident).person_id == 999
    keeping.forget(actor=the_house(world.here), now=now, person_id=999)
    assert (row(ident).name, row(ident).answers) == ("", [])
    assert not Vote.objects.exists()


def test_questions_come_from_the_charter_until_organisers_write_their_own(world, now) -> None:
    assert [q.kind for q in gate.questions(world.here)] == ["text"]
    adopted(world, now)
    assert [q.kind for q in gate.questions(world.here)] == ["text", "number", "yes_no"]
    actor = viewer(world, "organiser")
    keeping.own_questions(actor=actor, now=now)
    keeping.own_questions(actor=actor, now=now)
    ident = keeping.write_question(
        actor=actor, now=now, question_id=None, kind="choice", text="你住哪裡？",
        options=["城南", "", "城北"], fits=[0], least=None, wanted="",
    )  # fmt: skip
    keeping.raise_question(actor=actor, now=now, question_id=ident)
    assert [q.kind for q in gate.questions(world.here)] == ["text", "number", "choice", "yes_no"]
    with pytest.raises(errors.NoSuchOption):
        keeping.write_question(
            actor=actor, now=now, question_id=ident, kind="several", text="?", options=["一"], fits=[], least=None,
            wanted="",
        )  # fmt: skip
    keeping.remove_question(actor=actor, now=now, question_id=ident)
    assert len(gate.questions(world.here)) == 3


def test_the_funnel_counts_and_lists(world, now) -> None:
    admitted(world, now - timedelta(days=40))
    knock(world, now, email="b@example.org", invitation=knocked.invitation_of(world.here, invite(world, now), now))
    steps = {s.slug: s for s in review.funnel(viewer(world, "organiser"), now)}
    assert {slug: s.count for slug, s in steps.items()} == {
        "knocked": 2, "invited": 1, "admitted": 1, "introduced": 0, "month": 1, "stayed": 1, "waiting": 1, "listed": 0,
        "refused": 0, "withdrawn": 0,
    }  # fmt: skip
    assert steps["knocked"].names == ["林小寒", "林小寒"]
    assert {s.slug: s.count for s in review.funnel(viewer(world, "organiser"), now, days=30)}["knocked"] == 1


def test_letters_hold_no_second_line_in_their_subject(world, now) -> None:
    knock(world, now, name="林\r\nBcc: x@example.org\u202e")
    assert row(Application.objects.get().id).name == "林 Bcc: x@example.org"
    assert not re.search(r"[\r\n]", letters(now)[0].subject)
