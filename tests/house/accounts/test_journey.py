"""Coming in: the house is claimed, a link by mail is used, a community is founded; with and without script."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox

from closeknit.house.core import jobs, mail
from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import actions
from tests.house.journeys import check

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_stranger_comes_in_by_a_letter(house, script: bool) -> None:
    page = house.page(script=script)
    page.goto("/enter/")
    if script:
        check(page)
    page.get_by_label("電子郵件").fill("new@example.org")
    page.get_by_role("button", name="繼續").click()
    page.wait_for_url("**/enter/sent/")
    outbox.outbox = []
    mail.send_waiting(jobs.now() + timedelta(seconds=1))
    (letter,) = outbox.outbox
    page.goto(re.search(r"http://\S+", letter.body)[0])
    page.get_by_label("怎麼稱呼你").fill("新來的人")
    page.get_by_role("button", name="登入").click()
    page.wait_for_url("**/communities/")
    assert page.get_by_role("heading", level=1).inner_text() == "你的社群"
    if script:
        check(page)


def test_the_first_organiser_claims_the_house_and_founds_a_community(house) -> None:
    actions.make_first_key(actor=the_house(), now=jobs.now(), token="first-token")
    page = house.page()
    page.goto("/first/first-token/")
    check(page)
    page.get_by_label("怎麼稱呼你").fill("許立夏")
    page.get_by_label("電子郵件").fill("keeper@example.org")
    page.get_by_label("密碼").fill("12345")
    page.get_by_role("button", name="繼續").click()
    page.get_by_role("alert").wait_for()
    check(page)
    page.get_by_label("密碼").fill("一句很長很長的密碼吧")
    page.get_by_role("button", name="繼續").click()
    page.wait_for_url("**/communities/new/")
    page.get_by_label("社群叫什麼名字").fill("山腰讀書會")
    page.get_by_role("button", name="成立").click()
    page.wait_for_url(re.compile(r"/c/[^/]+/"))
    check(page)


def test_a_passkey_is_made_lets_in_and_is_removed(house) -> None:
    page = house.page("member")
    devices = page.context.new_cdp_session(page.context.pages[-1])
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    held = devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})["authenticatorId"]
    page.goto("/me/")
    page.get_by_label("要叫它什麼").fill("我的手機")
    page.get_by_role("button", name="加入通行密鑰").click()
    page.get_by_role("heading", name="我的手機").wait_for()
    check(page)
    page.get_by_role("button", name="加入通行密鑰").click()  # the device holds one already
    page.get_by_text("已經有你的通行密鑰").wait_for()
    page.get_by_role("button", name="登出").click()
    page.wait_for_url(f"{house.url}/")
    page.goto("/enter/?next=/c/reading/")
    check(page)
    page.get_by_role("button", name="用通行密鑰登入").click()
    page.wait_for_url(f"{house.url}/c/reading/")
    page.goto("/me/")
    page.get_by_role("link", name="移除這把密鑰").click()
    page.wait_for_url("**/remove/")
    check(page)
    page.get_by_role("button", name="移除這把密鑰").click()
    page.wait_for_url("**/me/")
    page.get_by_role("button", name="登出").click()
    page.wait_for_url(f"{house.url}/")
    page.goto("/enter/")
    page.get_by_role("button", name="用通行密鑰登入").click()  # the device still offers it, the house knows it no more
    page.get_by_role("alert").wait_for()
    check(page)
    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": held})


def test_without_script_nobody_is_offered_a_passkey(house) -> None:
    page = house.page("member", script=False)
    page.goto("/me/")
    assert not page.get_by_role("button", name="加入通行密鑰").is_visible()
    visitor = house.page(script=False)
    visitor.goto("/enter/")
    assert not visitor.get_by_role("button", name="用通行密鑰登入").is_visible()
    assert visitor.get_by_role("button", name="繼續").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "light")])
def test_the_pages_of_the_frame_are_accessible(house, width: int, scheme: str) -> None:
    page = house.page("organiser", width=width, scheme=scheme)
    for path in (
        "/",
        "/communities/",
        "/me/",
        "/c/reading/",
        "/c/reading/settings/",
        "/c/reading/journal/",
        "/nothing/",
    ):
        page.goto(path)
        check(page)
