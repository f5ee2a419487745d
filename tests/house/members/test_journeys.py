"""On a phone, with and without script: a roster comes in and is claimed; a member leaves and is forgotten."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from closeknit.house.core.jobs import worker
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.models import Claim, Import, Profile
from tests.house import journeys
from tests.house.members.conftest import give_profiles
from tests.house.members.test_forgetting import everywhere

pytestmark = pytest.mark.browser
SURNAMES, GIVEN = "王李張劉陳楊黃趙吳周徐孫馬朱胡", "明華文玉英秀麗芳國志偉建軍立夏白露雪寒霜"


def check(page: Any, script: bool, heading: str = "") -> None:
    """Wait for a heading, then look. The accessibility rules are a script of their own, and need one."""
    if heading:
        page.get_by_role("heading", name=heading, exact=True).first.wait_for()
    page.wait_for_load_state()
    if script:
        journeys.check(page)


def roster(folder: Path, people: int = 300) -> Path:
    """A list as an office keeps it: Big5, with a title above the header."""
    rows = ["城南夜讀成員名冊", "姓名,會員編號,電郵,LINE昵稱,能給"]
    for n in range(people):
        name = SURNAMES[n % 15] + GIVEN[n // 15 % 20] + GIVEN[n * 7 % 20]
        rows.append(f"{name},{n + 1},reader{n + 1}@example.org,讀者{n + 1},{'舊書一本' if n % 3 else ''}")
    path = folder / "名冊.csv"
    path.write_bytes("\r\n".join(rows).encode("big5"))
    return path


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_roster_of_300_comes_in_and_three_claim_their_profiles(house, tmp_path, script: bool) -> None:
    give_profiles(house.world, timezone.now())
    page = house.page("organiser", script=script)
    page.goto("/c/reading/members/")
    page.get_by_role("link", name="匯入名冊").click()
    check(page, script, "匯入名冊")
    page.get_by_label("成員名冊：CSV 或 .xlsx").set_input_files(roster(tmp_path))
    page.get_by_role("button", name="先看看").click()
    page.get_by_text("300 列").wait_for()
    check(page, script, "名冊裡有什麼")
    assert page.get_by_label("會員編號").input_value() == "number"
    page.get_by_label("成員", exact=True).check()
    page.get_by_role("button", name="收進來").click()
    check(page, script, "匯入")
    while worker.step("w"):
        pass
    assert Import.objects.get().state == "done"
    if script:
        page.get_by_text("份新建的成員檔").wait_for(timeout=20_000)
    else:
        page.get_by_role("link", name="再看一次").click()
    journeys.until(page, lambda: page.locator(".fig .value").first.inner_text() == "300")
    check(page, script)
    page.get_by_role("link", name="去看成員").click()
    check(page, script, "成員")
    for number, who in ((7, "newcomer"), (8, "stranger"), (9, "rival")):
        link = _link(page, number, script)
        claimer = house.page(who, script=script)
        claimer.goto(link)
        check(claimer, script)
        claimer.get_by_role("button", name="對，是我的").click()
        claimer.wait_for_url(f"**/members/{house.world.people[who]}/")
        check(claimer, script, "在聊天工具上的帳號")
    stranger = house.page(script=script)
    stranger.goto(link)
    assert "用過了" in stranger.content()
    assert Claim.objects.count() == 3
    assert Import.objects.get().made == 300
    assert communities.count_members(house.world.here) == 304
    page.goto("/c/reading/members/?tab=unclaimed")
    assert "找到 297 人" in page.content()
    page.goto("/c/reading/members/?q=讀者17")
    check(page, script)


def _link(page: Any, number: int, script: bool) -> str:
    ident = Profile.objects.get(number=str(number)).person_id
    page.goto(f"/c/reading/members/{ident}/")
    check(page, script)
    page.get_by_role("link", name="把連結交給本人").click()
    check(page, script, "認領連結")
    page.get_by_role("button", name="顯示連結").click()
    page.get_by_label("連結", exact=True).wait_for()
    check(page, script)
    return page.get_by_label("連結", exact=True).input_value()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_member_leaves_and_is_forgotten(house, script: bool) -> None:
    give_profiles(house.world, timezone.now())
    page = house.page("member", script=script)
    page.goto("/c/reading/")
    page.get_by_role("link", name="寫你的成員檔").click()
    check(page, script, "你的成員檔")
    page.get_by_label("名字", exact=True).fill("林霽月")
    page.get_by_label("能給", exact=True).fill("陪讀，霽月之夜")
    page.get_by_role("button", name="儲存").click()
    page.get_by_role("alert").wait_for()
    assert "同意" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("能給", exact=True).input_value() == "陪讀，霽月之夜"
    page.get_by_label("我同意讓我選的那些人").check()
    page.get_by_role("button", name="儲存").click()
    page.get_by_role("heading", name="林霽月").wait_for()
    page.get_by_role("link", name="加一個帳號").click()
    page.get_by_label("在那裡的名字或帳號").fill("霽月")
    page.get_by_role("button", name="儲存").click()
    page.get_by_text("還沒有人確認").wait_for()
    check(page, script)
    host = house.page("host", script=script)
    host.goto("/c/reading/members/?q=jy")
    host.goto("/c/reading/members/?q=ljy")
    host.get_by_role("link", name="林霽月").click()
    host.get_by_role("button", name="我確定是這個人").click()
    host.get_by_text("已確認").wait_for()
    page.get_by_role("link", name="我的資料").click()
    check(page, script, "我的資料")
    assert "我同意讓我選的那些人看到" in page.content()
    page.get_by_role("link", name="在所有地方被遺忘").click()
    check(page, script, "要在所有社群裡被遺忘嗎？")
    page.get_by_role("button", name="全部忘了我").click()
    page.wait_for_url(house.url + "/")
    host.goto("/c/reading/members/")
    assert "霽月" not in host.content()
    host.goto(f"/c/reading/members/{house.world.people['member']}/")
    assert "這裡什麼都沒有" in host.content()
    assert list(everywhere("霽月", "member@example.org")) == []
