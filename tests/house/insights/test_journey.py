"""An organiser uploads a history, reads the verdict, turns remedies into deeds; on a phone, with and without script."""

import re
from typing import Any

import pytest
from django.utils import timezone

from closeknit.house.core.jobs import worker
from closeknit.house.features.insights import receiving, workroom
from closeknit.house.features.insights.models import Store
from tests.house.insights import making
from tests.house.insights.conftest import EXPORT
from tests.house.journeys import check

pytestmark = pytest.mark.browser


def work() -> None:
    for _round in range(40):
        if not worker.step("w"):
            return


def fill(page: Any, file: Any = EXPORT) -> None:
    page.goto("/c/reading/insights/uploads/new/")
    page.get_by_label("把匯出檔放在這裡，或點一下選檔案").set_input_files(str(file))
    page.get_by_label("群裡每個人的").check()
    page.get_by_label("我在群裡說過，沒有人反對").check()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_organiser_reads_the_verdict_and_turns_remedies_into_deeds(house, script: bool) -> None:
    page = house.page("organiser", script=script)
    page.goto("/c/reading/")
    page.get_by_role("link", name="上傳聊天紀錄").click()
    page.wait_for_url("**/uploads/new/")
    if script:
        check(page)
    fill(page)
    if script:  # the net breaks once; the script tries again
        page.route("**/files/*", lambda route: (page.unroute("**/files/*"), route.abort()))
    page.get_by_role("button", name="送出").click()
    page.wait_for_url(re.compile(r"/uploads/\d+/$"))
    if script:
        page.get_by_text("可以離開這一頁").wait_for()
        check(page)
    work()
    if not script:
        page.reload()
    page.get_by_role("link", name="看判斷").click()
    page.wait_for_url("**/insights/")
    if script:
        check(page)
    first = page.locator("ol.deeds > li").first
    title = first.locator("h3").inner_text()
    if not script:  # the accessibility check has opened every fold
        first.locator("summary").click()
    first.get_by_label("誰來做？").select_option(label="陳穀雨")
    first.get_by_role("button", name="變成待辦").click()
    first.get_by_text("陳穀雨").wait_for()
    first.get_by_role("button").first.wait_for(state="detached")
    page.get_by_role("link", name="讀整份報告").click()
    page.wait_for_url("**/report/")
    assert page.locator(".verdict .word").inner_text() == "社群"
    if script:
        check(page)
    host = house.page("host", script=script)
    host.goto("/c/reading/")
    assert title in host.locator("section", has=host.get_by_role("heading", name="等你做的事")).inner_text()
    host.goto("/c/reading/insights/report/")
    told = host.locator("main").inner_text()
    assert "社群" in told
    assert "許立夏" not in told, "nobody is named to members"


def test_half_an_upload_goes_on_where_it_stopped(house) -> None:
    data = EXPORT.read_bytes()
    number = making.begun(house.world, names=(EXPORT.name,), size=len(data), now=timezone.now())
    folder = workroom.incoming(Store.objects.get().folder, number)
    receiving.append(folder, EXPORT.name, len(data), 0, data[:1000])
    page = house.page("organiser")
    page.goto(f"/c/reading/insights/uploads/{number}/")
    check(page)
    page.get_by_label("同樣的檔案").set_input_files({"name": "別的.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.get_by_role("button", name="接著傳").click()
    page.get_by_text("這不是同樣的檔案").wait_for()
    page.get_by_label("同樣的檔案").set_input_files(str(EXPORT))
    page.get_by_role("button", name="接著傳").click()
    page.get_by_text("可以離開這一頁").wait_for()
    assert (folder / "files" / EXPORT.name).read_bytes() == data


def test_every_page_is_accessible(house) -> None:
    organiser = house.page("organiser")
    fill(organiser)
    organiser.get_by_role("button", name="送出").click()
    organiser.wait_for_url(re.compile(r"/uploads/\d+/$"))
    work()
    for width, scheme in ((320, "dark"), (1280, "light")):
        for who in ("organiser", "member"):
            page = house.page(who, width=width, scheme=scheme)
            for path in ("", "months/", "report/2026-05/", "uploads/", "uploads/1/", "people/", "uploads/1/remove/"):
                if who == "organiser" or path.split("/")[0] in {"", "months", "report"}:
                    page.goto(f"/c/reading/insights/{path}")
                    check(page)
