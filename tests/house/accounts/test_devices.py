"""A device on which somebody signs in speaks her language and keeps her time."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from closeknit.house.features.accounts import actions


@pytest.fixture
def traveller(world, now) -> int:
    ident = world.people["member"]
    viewer = world.viewer("member")
    actions.change_own(actor=viewer, now=now, name="林白露", language="zh-hans", time_zone="Europe/Vienna")
    actions.set_password(actor=viewer, now=now, password="一句很長很長的密碼吧")
    return ident


def enter(device: Client) -> None:
    typed = {"email": "member@example.org", "password": "一句很長很長的密碼吧"}
    assert device.post("/enter/", typed).status_code == 303


def test_a_new_device_keeps_her_time_and_language(traveller: int) -> None:
    device = Client(headers={"accept-language": "en"})
    enter(device)
    assert (device.cookies["zone"].value, device.cookies["language"].value) == ("Europe/Vienna", "zh-hans")
    assert '<html lang="zh-Hans"' in device.get("/communities/").content.decode()


def test_a_device_that_speaks_a_language_goes_on_speaking_it(traveller: int) -> None:
    device = Client()
    device.cookies["language"] = "en"
    enter(device)
    assert device.cookies["language"].value == "en"


def test_who_is_refused_leaves_no_trace(traveller: int) -> None:
    device = Client()
    assert device.post("/enter/", {"email": "member@example.org", "password": "wrong"}).status_code == 422
    assert "zone" not in device.cookies
    assert get_user_model().objects.get(id=traveller).time_zone == "Europe/Vienna"
