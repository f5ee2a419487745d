"""An organiser makes a key, a member a calendar link; in a real browser."""

import pytest

from tests.house.journeys import check

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
    page.get_by_label("章程", exact=True).check()
    page.get_by_role("button", name="做一把鑰匙").click()
    assert "closeknit_" in page.get_by_label("鑰匙", exact=True).input_value()
    if script:
        check(page)
    page.get_by_role("link", name="返回").click()
    page.get_by_role("button", name="停用這把鑰匙").click()
    page.get_by_text("沒有程式在讀。").wait_for()


def test_a_member_makes_a_calendar_link(house) -> None:
    page = house.page("member")
    page.goto("/c/reading/")
    page.get_by_role("link", name="待辦放進日曆").click()
    check(page)
    page.get_by_role("button", name="做連結").or_(page.get_by_role("button", name="產生連結")).click()
    assert page.get_by_label("連結", exact=True).input_value().endswith(".ics")
    check(page)
