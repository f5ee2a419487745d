"""Without a net: what was read is there with a line that says so, and nothing of it after signing out."""

import json
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SAYS_SO = "沒有網路。這是你上次讀到時的樣子"
NEVER_READ = "這一頁以前沒讀過"
NAMES = """(async () => {
    const inside = async name => (await (await caches.open(name)).keys()).map(page => page.url);
    return (await Promise.all((await caches.keys()).map(inside))).flat();
})()"""


class Phone:
    """A browser that keeps its service worker, signed in as somebody."""

    def __init__(self, house: Any, who: str) -> None:
        self.house = house
        self.context = house.browser.new_context(
            base_url=house.url, viewport={"width": 390, "height": 844}, locale="zh-TW", service_workers="allow"
        )
        house.contexts.append(self.context)
        self.sign_in(who)
        self.page = self.context.new_page()
        self.open()

    def open(self) -> None:
        """Until the worker is there that keeps pages."""
        self.page.goto("/")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")

    def sign_in(self, who: str) -> None:
        cookie = self.house.world.client(who).cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.house.url}])

    def read(self, path: str) -> str:
        self.page.goto(path)
        return str(self.page.inner_text("main"))

    def without_net(self, path: str) -> str:
        """What stands there; "" where the browser itself says that there is no net."""
        from playwright.sync_api import Error

        self.context.set_offline(True)
        try:
            return self.read(path)
        except Error:
            return ""
        finally:
            self.context.set_offline(False)

    def kept(self) -> list[str]:
        return [url.removeprefix(self.house.url) for url in self.page.evaluate(NAMES)]

    def wait_until_kept(self, path: str) -> None:
        self.page.wait_for_function(
            "path => caches.match(path, {cacheName: 'read'}).then(found => !!found)", arg=path, polling=50
        )


@pytest.fixture
def phone(house: Any) -> Phone:
    return Phone(house, "member")


def test_what_was_read_is_shown_with_a_line_that_says_so(phone: Phone) -> None:
    assert SAYS_SO not in phone.read("/c/reading/members/")
    phone.wait_until_kept("/c/reading/members/")
    told = phone.without_net("/c/reading/members/")
    assert SAYS_SO in told
    assert "成員" in told
    assert phone.page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    assert phone.page.evaluate("document.styleSheets.length") >= 3, "the look is there too"
    assert NEVER_READ in phone.without_net("/c/reading/charter/")
    assert SAYS_SO not in phone.read("/c/reading/members/")


def test_nothing_that_was_read_stays_after_signing_out(phone: Phone) -> None:
    for path in ("/c/reading/members/", "/me/"):
        phone.read(path)
        phone.wait_until_kept(path)
    phone.page.get_by_role("button", name="登出").click()
    phone.page.wait_for_url(lambda url: not url.endswith("/me/"))
    phone.page.wait_for_function(f"{NAMES}.then(urls => !urls.some(url => url.includes('/c/')))", polling=50)
    assert not [path for path in phone.kept() if path.startswith(("/c/", "/me"))]
    for path in ("/c/reading/members/", "/me/"):
        assert "林白露" not in phone.without_net(path)


def test_the_next_reader_of_a_phone_sees_nothing_of_the_one_before(phone: Phone) -> None:
    phone.read("/me/")
    phone.wait_until_kept("/me/")
    phone.context.clear_cookies()
    phone.sign_in("organiser")
    phone.read("/c/reading/")
    phone.wait_until_kept("/c/reading/")
    assert "/me/" not in phone.kept()
    assert NEVER_READ in phone.without_net("/me/")


def test_the_way_back_after_signing_out_leads_to_no_private_page(phone: Phone) -> None:
    phone.read("/me/")
    phone.page.get_by_role("button", name="登出").click()
    phone.page.wait_for_url(lambda url: not url.endswith("/me/"))
    phone.page.go_back()
    phone.page.wait_for_function("!document.body.innerText.includes('member@example.org')", timeout=5000)


def test_the_house_can_be_installed(phone: Phone) -> None:
    browser = phone.context.new_cdp_session(phone.page)
    told = browser.send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert (manifest["display"], manifest["start_url"], manifest["lang"]) == ("standalone", "/", "zh-Hant")
    errors = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
    for icon in manifest["icons"]:
        width = phone.page.evaluate(
            "src => new Promise(r => { const i = new Image(); i.onload = () => r(i.naturalWidth); i.src = src })",
            icon["src"],
        )
        assert icon["sizes"] == f"{width}x{width}"
        assert icon["type"] == "image/png"
