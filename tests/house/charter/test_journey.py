"""A charter is chosen on the loom, written, adopted, changed; a stranger reads what changed."""

import pytest

from tests.house.journeys import check

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_loom_to_a_second_version(house, script: bool, tmp_path) -> None:
    page = house.page("organiser", script=script)
    look = check if script else (lambda *_: None)
    page.goto("/c/reading/")
    page.get_by_role("link", name="選一種樣板").click()
    look(page)
    page.get_by_label("習慣與公益").check(force=True)
    page.get_by_role("button", name="看這個樣板").click()
    page.get_by_role("heading", name="習慣 × 公益").wait_for()
    look(page)
    page.get_by_label("〔一件好事〕").fill("讀完一章書")
    page.get_by_role("button", name="開始寫草稿").click()
    page.wait_for_url("**/charter/draft/")
    look(page)
    assert "讀完一章書" in page.get_by_label("我們為什麼在一起").input_value()
    page.get_by_label("怎樣算留下").fill("")
    page.get_by_role("button", name="存起來，看改了什麼").click()
    page.wait_for_url("**/draft/adopt/")
    page.get_by_role("button", name="採用").click()
    page.get_by_role("alert").wait_for()
    assert "章程要說為什麼在一起" in page.get_by_role("alert").inner_text()
    look(page)
    page.goto("/c/reading/charter/draft/")
    page.get_by_label("怎樣算留下").fill("三個月裡來過一次。")
    page.get_by_role("button", name="存起來，看改了什麼").click()
    page.wait_for_url("**/draft/adopt/")
    page.get_by_role("button", name="採用", exact=True).click()
    page.wait_for_url("**/charter/")
    look(page)
    page.get_by_role("button", name="寫下一版").click()
    page.wait_for_url("**/charter/draft/")
    page.get_by_label("怎樣算留下").fill("兩個月裡來過兩次。")
    page.get_by_label("改了什麼，用一句話說").fill("改成兩個月")
    page.get_by_role("button", name="存起來，看改了什麼").click()
    page.wait_for_url("**/draft/adopt/")
    look(page)
    page.get_by_role("button", name="採用", exact=True).click()
    page.wait_for_url("**/charter/")
    stranger = house.page("visitor", script=script)
    stranger.goto("/c/reading/charter/")
    stranger.get_by_role("link", name="改了什麼").click()
    assert stranger.locator("del").first.inner_text().endswith("三個月")
    assert stranger.locator("ins").first.inner_text().endswith("兩個月")
    look(stranger)
