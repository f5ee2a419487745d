"""A form that is sent twice: the browser keeps the second answer only, so the second one must let in as well."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import actions
from closeknit.house.features.accounts.models import Key, Person

TOKEN, ONCE = "a-token-that-a-letter-carries", "the-token-of-one-page"


def who(browser: Client) -> str:
    return str(browser.session.get("_auth_user_id", ""))


@pytest.fixture
def letter(world) -> None:
    actions.ask_for_link(
        actor=the_house(), now=timezone.now(), email="member@example.org", token=TOKEN, link="/", language="en"
    )


@pytest.mark.usefixtures("letter")
def test_behind_a_letter(world) -> None:
    first, second = Client(), Client()  # one browser that lost the first answer, and with it its session
    assert first.post(f"/enter/{TOKEN}/", {"once": ONCE}).status_code == 303
    assert second.post(f"/enter/{TOKEN}/", {"once": ONCE}).status_code == 303
    assert who(first) == who(second) == str(world.people["member"])


@pytest.mark.usefixtures("letter")
def test_a_link_that_was_used_lets_in_no_other_page_and_not_later(world) -> None:
    assert Client().post(f"/enter/{TOKEN}/", {"once": ONCE}).status_code == 303
    for once in ("", "the-token-of-another-page"):
        other = Client()
        assert other.post(f"/enter/{TOKEN}/", {"once": once}).status_code == 410
        assert not who(other)
    Key.objects.update(used_at=timezone.now() - timedelta(minutes=2))
    assert Client().post(f"/enter/{TOKEN}/", {"once": ONCE}).status_code == 410


def test_with_a_password(world, now) -> None:
    actions.set_password(actor=world.viewer("member"), now=now, password="一句很長很長的密碼吧")
    typed = {"email": "member@example.org", "password": "一句很長很長的密碼吧", "once": ONCE}
    first, second = Client(), Client()
    assert [browser.post("/enter/", typed).status_code for browser in (first, second)] == [303, 303]
    assert who(first) == who(second) == str(world.people["member"])
    third = Client()
    third.post("/enter/", typed | {"password": "another"})
    assert not who(third)


def test_the_house_is_claimed_once(db) -> None:
    actions.make_first_key(actor=the_house(), now=timezone.now(), token=TOKEN)
    typed = {"name": "許立夏", "email": "keeper@example.org", "password": "一句很長很長的密碼吧", "once": ONCE}
    first, second = Client(), Client()
    assert [browser.post(f"/first/{TOKEN}/", typed).status_code for browser in (first, second)] == [303, 303]
    assert who(first) == who(second) == str(Person.objects.get(keeper=True).id)


def test_a_letter_is_asked_for_once(world) -> None:
    browser = Client()
    for _click in range(2):
        assert browser.post("/enter/", {"email": "member@example.org", "once": ONCE}).status_code == 303
    assert Key.objects.count() == 1
