"""A stranger knocks, answers, is vouched for, admitted, and introduces herself: on a phone, with and without script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone

from closeknit.house.core import jobs, mail
from closeknit.house.features.admission import forms, rules
from closeknit.house.features.admission.actions import keeping
from tests.house.admission import making
from tests.house.charter.making import adopted
from tests.house.journeys import check

pytestmark = pytest.mark.browser
DOOR = "/c/reading/gate/"


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test types faster than anybody reads."""
    monkeypatch.setattr(rules, "HURRIED", timedelta(0))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_stranger_becomes_a_member_who_introduces_herself(house: Any, unhurried: None, script: bool) -> None:
    look = check if script else (lambda _page: None)
    adopted(house.world, timezone.now())
    keeping.set_passage(
        actor=making.viewer(house.world, "organiser"), now=timezone.now(), tool="line", name="夜讀群",
        link="https://line.me/R/ti/g/abc", picture="", expires_on=timezone.localdate() + timedelta(days=3),
    )  # fmt: skip

    stranger = house.page(script=script)
    stranger.goto("/c/reading/")
    look(stranger)
    stranger.get_by_role("link", name="敲門").click()
    stranger.wait_for_url(f"**{DOOR}")
    look(stranger)
    stranger.get_by_role("button", name="送出").click()
    stranger.get_by_role("alert").first.wait_for()
    look(stranger)
    stranger.get_by_label("怎麼稱呼你").fill("林小寒")
    stranger.get_by_label("你上次是怎麼斷的").fill("每次都停在第三章，想有人等我讀完。")
    stranger.get_by_label("一個月你打算做幾次").fill("4")
    stranger.get_by_label("是", exact=True).check()
    stranger.get_by_label("結果寄到哪裡").fill("xiaohan@example.org")
    stranger.get_by_role("button", name="送出").click()
    stranger.wait_for_url("**/gate/sent/")
    look(stranger)

    for who in ("member", "host"):
        friend = house.page(who, script=script)
        friend.goto("/c/reading/")
        assert "林小寒" in friend.locator("main").inner_text()
        friend.goto(f"{DOOR}desk/")
        look(friend)
        friend.get_by_role("button", name="我作保").click()
        friend.get_by_text("入口沒有人等你作保").wait_for()

    organiser = house.page("organiser", script=script)
    organiser.goto(f"{DOOR}desk/")
    look(organiser)
    organiser.get_by_role("link", name="讀申請", exact=True).click()
    look(organiser)
    organiser.get_by_role("link", name="林小寒").click()
    organiser.get_by_role("heading", name="林小寒").wait_for()
    told = organiser.locator("main").inner_text()
    assert "林白露" in told
    assert "陳穀雨" in told
    look(organiser)
    organiser.get_by_role("button", name="請進來").click()
    organiser.get_by_text("已通過").first.wait_for()
    look(organiser)

    outbox.outbox = []
    mail.send_waiting(jobs.now() + timedelta(seconds=1))
    letter = next(told for told in outbox.outbox if "/letter/" in told.body)
    stranger.goto(re.search(r"http://\S+/letter/\S+", letter.body)[0])
    look(stranger)
    stranger.get_by_role("button", name="請進").click()
    stranger.wait_for_url("**/gate/in/")
    look(stranger)
    assert "陳穀雨" in stranger.locator("main").inner_text()
    stranger.get_by_label("你是誰").fill("會修書，想找人讀《紅樓夢》。")
    stranger.get_by_role("button", name="告訴成員").click()
    stranger.get_by_text("成員讀得到你的自我介紹了").wait_for()
    look(stranger)
    assert stranger.get_by_role("link", name="打開聊天工具").get_attribute("href") == "https://line.me/R/ti/g/abc"

    organiser.goto(f"{DOOR}funnel/")
    look(organiser)
    assert "林小寒" in organiser.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_invitation_and_a_polite_refusal(house: Any, unhurried: None, script: bool) -> None:
    look = check if script else (lambda _page: None)
    member = house.page("member", script=script)
    member.goto(f"{DOOR}invitations/")
    look(member)
    member.get_by_label("給誰").fill("表妹")
    member.get_by_role("button", name="產生連結").click()
    member.wait_for_url("**/invitations/*/")
    look(member)
    link = member.get_by_label("傳給一個人").input_value()

    guest = house.page("newcomer", script=script)
    guest.goto(link)
    guest.get_by_text("林白露邀請你來").wait_for()
    look(guest)
    guest.get_by_label("你需要什麼").fill("想加入")
    guest.get_by_role("button", name="送出").click()
    guest.wait_for_url("**/gate/mine/")
    look(guest)

    organiser = house.page("organiser", script=script)
    organiser.goto(f"{DOOR}applications/")
    organiser.get_by_role("link", name="何處暑").click()
    organiser.get_by_text("說得太少").wait_for()
    organiser.get_by_role("link", name="這一次沒有通過").click()
    organiser.get_by_role("button", name="寄出").wait_for()
    look(organiser)
    organiser.get_by_role("button", name="寄出").click()
    organiser.wait_for_url(re.compile(r"/applications/\d+/$"))
    look(organiser)
    guest.goto(f"{DOOR}mine/")
    assert "謝謝你來敲門" in guest.locator("main").inner_text()
    look(guest)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible(house: Any, width: int, scheme: str) -> None:
    now, world = timezone.now(), house.world
    adopted(world, now)
    ident = making.knock(world, now, answers={**making.ANSWERS, "q2": "yes"})
    keeping.own_questions(actor=making.viewer(world, "organiser"), now=now)
    organiser = house.page("organiser", width=width, scheme=scheme)
    for path in (
        "", "desk/", "in/", "invitations/", "applications/", "applications/?list=decided", f"applications/{ident}/",
        f"applications/{ident}/refuse/", "funnel/", "settings/", "questions/", "questions/new/", "passages/", "mine/",
    ):  # fmt: skip
        organiser.goto(DOOR + path)
        check(organiser)
    stranger = house.page(width=width, scheme=scheme)
    for path in ("", "sent/"):
        stranger.goto(DOOR + path)
        check(stranger)
    assert forms.opened("forged") is None
