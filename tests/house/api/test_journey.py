"""An organiser makes a key and has events sent, a member makes links; in a real browser."""

import pytest
from django.utils import timezone, translation

from closeknit.house.core.features import in_words
from closeknit.house.core.jobs import worker
from closeknit.house.features.api import rules
from closeknit.house.features.api.actions import hooks, keys
from tests.house.api.receiver import receiving
from tests.house.journeys import check, until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_key_is_made_and_ended(house, script: bool) -> None:
    page = house.page("organiser", script=script)
    page.goto("/c/reading/api/")
    if script:
        check(page)
    page.get_by_role("link", name="做一把鑰匙").click()
    page.get_by_label("給哪個程式用？").fill("我們的網站")
    page.get_by_role("button", name="做一把鑰匙").click()
    page.get_by_label("看大家的待辦").check()
    page.get_by_role("button", name="做一把鑰匙").click()
    assert "closeknit_" in page.get_by_label("鑰匙", exact=True).input_value()
    if script:
        check(page)
    page.get_by_role("link", name="返回").click()
    page.get_by_role("button", name="停用這把鑰匙").click()
    page.get_by_text("沒有程式在讀。").wait_for()


def test_a_member_makes_links(house) -> None:
    page = house.page("member")
    page.goto("/c/reading/")
    page.get_by_role("link", name="我的日曆與訂閱").click()
    page.get_by_role("button", name="產生連結").first.wait_for()
    check(page)
    page.get_by_role("button", name="產生連結").first.click()
    assert page.get_by_label("連結", exact=True).input_value().endswith(".ics")
    check(page)
    page.get_by_role("button", name="產生連結").click()
    until(page, lambda: page.get_by_label("連結", exact=True).input_value().endswith(".atom"))
    page.get_by_role("button", name="停用連結").first.click()
    until(page, lambda: page.get_by_role("button", name="停用連結").count() == 1)
    check(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_organiser_has_events_sent(house, settings, script: bool) -> None:
    settings.DEBUG = True
    page = house.page("organiser", script=script)
    with receiving() as receiver:
        page.goto("/c/reading/api/")
        page.get_by_role("link", name="新增位址").click()
        page.get_by_label("事件送到哪裡？").fill("https://10.0.0.1/in")
        page.get_by_role("button", name="加入這個位址").click()
        if script:
            check(page)
        page.get_by_label("事件送到哪裡？").fill(receiver.address)
        with translation.override("zh-hant"):
            page.get_by_label(in_words("deeds.done"), exact=True).check()
        page.get_by_role("button", name="加入這個位址").click()
        assert page.get_by_label("密鑰", exact=True).input_value().startswith("whsec_")
        if script:
            check(page)
        page.get_by_role("link", name="接著試送").click()
        receiver.answers = [(500, {}, "櫃子滿了".encode())]
        page.get_by_role("button", name="送一個測試").click()
        for _ in range(40):
            worker.step("w")
        page.reload()
        page.get_by_text("對方沒有收下。").wait_for()
        page.get_by_text("櫃子滿了").wait_for()
        if script:
            check(page)
        page.get_by_role("button", name="再送一次").click()
        for _ in range(40):
            worker.step("w")
        page.reload()
        page.get_by_text("已送達").wait_for()
        assert len(set(receiver.ids())) == 1
        page.get_by_role("link", name="停用").click()
        page.get_by_role("button", name="停用").click()
        page.get_by_text("還沒有通知任何程式").wait_for()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["zh-TW", "zh-CN", "en-GB"])
def test_every_page_in_every_language(house, settings, lang: str, width: int) -> None:
    settings.DEBUG = True
    organiser = house.world.viewer("organiser")
    words = {"actor": organiser, "now": timezone.now()}
    keys.make_token(**words, token="t", label="網站" * 20, scopes=list(rules.SCOPES))
    long = "http://127.0.0.1:9/" + "very-long-and-without-a-blank" * 8
    ident = hooks.add(**words, address=long, events=list(rules.EVENTS), nonce="n")
    hooks.try_out(**words, hook_id=ident, ident="msg_1")
    for _ in range(40):
        worker.step("w")
    page = house.page("organiser", width=width, lang=lang)
    one = f"hooks/{ident}/"
    for path in ("", "new/", "hooks/new/", one, f"{one}change/", f"{one}end/", "calendar/"):
        page.goto(f"/c/reading/api/{path}")
        check(page)
    hooks.switch_off(**words, hook_id=ident, why="hook_failed")
    page.goto(f"/c/reading/api/hooks/{ident}/")
    check(page)
