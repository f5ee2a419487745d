"""Passkeys: what holds, what does not, and what comes of a challenge that is answered twice."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from closeknit.house.core import journal
from closeknit.house.core.permissions import Viewer
from closeknit.house.features.accounts import actions, errors, passkeys, selectors
from tests.house.accounts.device import Device
from tests.house.conftest import make_world

HERE = passkeys.Party("localhost", "http://localhost:8000")


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://house.example", ("house.example", "https://house.example")),
        ("https://House.Example:443/", ("house.example", "https://house.example")),
        ("https://house.example:8443", ("house.example", "https://house.example:8443")),
        ("https://社群.example", ("xn--45q.example", "")),
        ("http://localhost:8000", ("localhost", "http://localhost:8000")),
        ("http://reading.localhost", ("reading.localhost", "http://reading.localhost")),
        ("http://house.example", None),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]", None),
        ("https://", None),
        ("https://a..b", None),
        ("https://house.example:tea", None),
        ("", None),
    ],
)
def test_browsers_give_passkeys_to_named_houses_behind_https_or_on_this_machine(address: str, wanted: Any) -> None:
    found = passkeys.party(address)
    if wanted is None or found is None:
        assert found is wanted
    elif wanted[1]:
        assert (found.id, found.origin) == wanted
    else:
        assert found.id.startswith("xn--")


@given(st.one_of(st.text(max_size=60), st.recursive(st.none() | st.text(), st.lists).map(json.dumps)))
def test_what_no_device_answers_is_refused(answer: str) -> None:
    for check in (
        lambda: passkeys.registered(answer, HERE, passkeys.Challenge("YWJj")),
        lambda: passkeys.named(answer),
        lambda: passkeys.authenticated(
            answer, HERE, passkeys.Challenge("YWJj"), public_key=b"", sign_count=0, handle=""
        ),
    ):
        with pytest.raises(errors.PasskeyRefused):
            check()


def ask(browser: Client, path: str) -> Any:
    answer = browser.post(path)
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def phone() -> Device:
    return Device("http://localhost", "localhost")


@pytest.fixture
def local(settings: Any) -> None:
    settings.ADDRESS = "http://localhost"


def add(browser: Client, device: Device, name: str = "我的手機") -> Any:
    return browser.post(
        "/me/passkeys/", {"key_name": name, "answer": device.register(ask(browser, "/me/passkeys/challenge/"))}
    )


def enter(browser: Client, device: Device, query: str = "") -> Any:
    return browser.post(
        f"/enter/passkey/{query}", {"answer": device.authenticate(ask(browser, "/enter/passkey/challenge/"))}
    )


def who(browser: Client) -> str:
    return str(browser.session.get("_auth_user_id", ""))


@pytest.mark.usefixtures("local")
class TestOneDevice:
    def test_is_added_named_shown_and_brings_its_owner_in(self, world, phone) -> None:
        browser = world.client("member")
        assert add(browser, phone)["Location"] == "/me/"
        assert "我的手機" in browser.get("/me/").content.decode()
        stranger = Client()
        entered = enter(stranger, phone, "?next=/c/reading/")
        assert (entered.status_code, entered["Location"]) == (303, "/c/reading/")
        assert who(stranger) == str(world.people["member"])
        (card,) = selectors.own_passkeys(Viewer(person_id=world.people["member"], roles=world.viewer("member").roles))
        assert card.used_at

    def test_asks_any_device_for_a_key_that_names_its_owner_and_does_not_insist_on_a_pin(self, world, phone) -> None:
        asked = ask(Client(), "/enter/passkey/challenge/")
        assert (asked["rpId"], asked["userVerification"], asked.get("allowCredentials", [])) == (
            "localhost",
            "preferred",
            [],
        )
        browser = world.client("member")
        asked = ask(browser, "/me/passkeys/challenge/")
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["user"]["id"] != ask(browser, "/me/passkeys/challenge/")["user"]["id"]  # says nothing of her
        add(browser, phone)
        again = ask(browser, "/me/passkeys/challenge/")
        assert again["user"]["id"] == phone.handle  # one person has one name on her devices
        assert [known["id"] for known in again["excludeCredentials"]] == [selectors.Passkey.objects.get().credential]

    def test_without_a_name_gets_one(self, world, phone) -> None:
        add(world.client("member"), phone, "\u202e ")
        assert selectors.Passkey.objects.get().name == "通行密鑰 1"

    def test_is_removed_and_lets_nobody_in(self, world, phone) -> None:
        browser = world.client("member")
        add(browser, phone)
        path = f"/me/passkeys/{selectors.Passkey.objects.get().id}/remove/"
        assert world.client("host").post(path).status_code == 404
        assert browser.post(path).status_code == 303
        assert browser.post(path).status_code == 404
        assert enter(Client(), phone).status_code == 422
        verbs = [line.verb for line in journal.lines(community_id=None, whom_id=world.people["member"])]
        assert verbs[:2] == ["accounts.passkey_removed", "accounts.passkey_added"]

    def test_belongs_to_one_account(self, world, phone) -> None:
        add(world.client("member"), phone)
        assert add(world.client("host"), phone).status_code == 409

    def test_of_another_house_is_refused(self, world) -> None:
        browser = world.client("member")
        assert add(browser, Device("https://other.example", "other.example")).status_code == 422
        assert add(browser, Device("https://other.example", "localhost")).status_code == 422
        assert not selectors.Passkey.objects.exists()

    def test_that_is_a_copy_counts_backwards_and_is_refused(self, world) -> None:
        phone = Device("http://localhost", "localhost", count=7)
        add(world.client("member"), phone)
        assert enter(Client(), phone).status_code == 303
        phone.count = 7
        assert enter(Client(), phone).status_code == 422

    def test_of_a_closed_account_lets_nobody_in(self, world, phone) -> None:
        add(world.client("member"), phone)
        get_user_model().objects.filter(id=world.people["member"]).update(is_active=False)
        assert enter(Client(), phone).status_code == 422

    def test_that_names_another_person_is_refused(self, world, phone) -> None:
        add(world.client("member"), phone)
        phone.handle = "c29tZWJvZHkgZWxzZQ"
        assert enter(Client(), phone).status_code == 422

    def test_is_forgotten_with_the_account(self, world, phone, now) -> None:
        add(world.client("member"), phone)
        actions.erase(actor=world.viewer("member"), now=now, person_ids=[world.people["member"]])
        assert not selectors.Passkey.objects.exists()


@pytest.mark.usefixtures("local")
class TestTheChallenge:
    def test_is_answered_once(self, world, phone) -> None:
        add(world.client("member"), phone)
        browser = Client()
        answer = phone.authenticate(ask(browser, "/enter/passkey/challenge/"))
        assert browser.post("/enter/passkey/", {"answer": answer}).status_code == 303
        browser.logout()
        assert browser.post("/enter/passkey/", {"answer": answer}).status_code == 410

    def test_of_another_browser_is_not_mine(self, world, phone) -> None:
        add(world.client("member"), phone)
        answer = phone.authenticate(ask(Client(), "/enter/passkey/challenge/"))
        assert Client().post("/enter/passkey/", {"answer": answer}).status_code == 410
        mine = Client()
        ask(mine, "/enter/passkey/challenge/")
        assert mine.post("/enter/passkey/", {"answer": answer}).status_code == 422

    def test_holds_for_five_minutes(self, world, phone, monkeypatch) -> None:
        add(world.client("member"), phone)
        browser = Client()
        monkeypatch.setattr(passkeys, "LASTS", timedelta(minutes=-1))
        assert enter(browser, phone).status_code == 410

    def test_is_asked_for_sixty_times_in_a_quarter_of_an_hour(self, db) -> None:
        browser = Client()
        for _time in range(60):
            ask(browser, "/enter/passkey/challenge/")
        assert browser.post("/enter/passkey/challenge/").status_code == 429


@pytest.mark.usefixtures("local")
@pytest.mark.parametrize("whose", ["visitor", "newcomer", "applicant", "rival"])
def test_only_who_is_signed_in_adds_a_key(world, phone, whose: str) -> None:
    browser = world.client(whose)
    assert browser.post("/me/passkeys/challenge/").status_code == (302 if whose == "visitor" else 200)
    assert browser.post("/me/passkeys/", {"answer": "{}"}).status_code == (302 if whose == "visitor" else 422)


@pytest.mark.usefixtures("local")
def test_the_account_costs_the_same_for_one_key_and_for_seven(world, query_count) -> None:
    browser = world.client("member")
    costs = []
    for keys in (0, 1, 6):
        for _key in range(keys):
            add(browser, Device("http://localhost", "localhost"))
        costs.append(query_count(lambda: browser.get("/me/")))
    assert costs[0] == costs[1] == costs[2] <= 12


@pytest.mark.usefixtures("local")
def test_nobody_needs_more_than_twenty(world, monkeypatch) -> None:
    monkeypatch.setattr(passkeys, "MOST", 2)
    browser = world.client("member")
    statuses = [add(browser, Device("http://localhost", "localhost")).status_code for _key in range(3)]
    assert statuses == [303, 303, 409]


def test_a_house_at_a_number_does_not_speak_of_passkeys(world) -> None:
    assert "data-passkey" not in world.client("visitor").get("/enter/", headers={"host": "127.0.0.1"}).content.decode()
    assert world.client("visitor").post("/enter/passkey/challenge/", headers={"host": "127.0.0.1"}).status_code == 404


def test_one_challenge_answered_twice_at_once_lets_in_once(race, now) -> None:
    world = make_world()
    me, phone = world.viewer("member"), Device("http://localhost:8000", "localhost")
    first = passkeys.Challenge("Zmlyc3Q", "aGFuZGxl")
    options = passkeys.options_to_register(HERE, first, house="家", person="me", known=[])
    made = phone.register(options)
    added = race(
        *[lambda: actions.add_passkey(actor=me, now=now, name="", answer=made, party=HERE, challenge=first)] * 2
    )
    assert sorted(type(result).__name__ for result in added) == ["ChallengeSpent", "int"]
    second = passkeys.Challenge("c2Vjb25k")
    answer = phone.authenticate(passkeys.options_to_authenticate(HERE, second))
    entered = race(
        *[lambda: actions.use_passkey(actor=Viewer(), now=now, answer=answer, party=HERE, challenge=second)] * 2
    )
    assert sorted(type(result).__name__ for result in entered) == ["ChallengeSpent", "int"]
    assert world.people["member"] in entered


def test_a_device_that_counts_is_believed_once_a_number(race, now) -> None:
    world = make_world()
    phone = Device("http://localhost:8000", "localhost", count=3)
    first = passkeys.Challenge("Zmlyc3Q", "aGFuZGxl")
    made = phone.register(passkeys.options_to_register(HERE, first, house="家", person="me", known=[]))
    actions.add_passkey(actor=world.viewer("member"), now=now, name="", answer=made, party=HERE, challenge=first)

    def use(word: str) -> Any:
        challenge = passkeys.Challenge(word)
        phone.count = 3
        answer = phone.authenticate(passkeys.options_to_authenticate(HERE, challenge))
        return lambda: actions.use_passkey(actor=Viewer(), now=now, answer=answer, party=HERE, challenge=challenge)

    results = race(use("b25l"), use("dHdv"))
    assert sorted(type(result).__name__ for result in results) == ["PasskeyRefused", "int"]
