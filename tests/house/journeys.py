"""A live house and a browser: `house.page("member")` is a phone in which a member is signed in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.house.saying import spoken
from tests.report.test_browser import RULES


class LiveHouse:
    """A house that answers at `url`, with the people of `world`."""

    def __init__(self, url: str, world: Any, browser: Any, lang: str = "zh-TW", width: int = 390) -> None:
        self.url, self.world, self.browser, self.lang, self.width = url, world, browser, lang, width
        self.asked: list[str] = []
        self.contexts: list[Any] = []

    def page(
        self, who: str = "visitor", *, script: bool = True, width: int = 0, lang: str = "", scheme: str = "light"
    ) -> Any:
        """A new browser window, on no page yet; every request that leaves the house is noted in `asked`.

        It is 390 px wide and in zh-Hant, unless CLOSEKNIT_JOURNEYS asks for others."""
        width, lang = width or self.width, lang or self.lang
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": 844}, locale=lang, java_script_enabled=script,
            color_scheme=scheme, reduced_motion="reduce", bypass_csp=False, service_workers="block",
        )  # fmt: skip
        self.contexts.append(context)
        if who != "visitor":
            client = self.world.client(who)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.url}])
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        return spoken(page, lang)

    def strangers(self) -> list[str]:
        """Requests to anybody else."""
        return [url for url in self.asked if not url.startswith((self.url, "data:", "blob:"))]


def check(page: Any, picture: Path | None = None) -> None:
    """The page as it stands, folds open: accessible, no sideways scrolling; perhaps a picture of it."""
    from axe_playwright_python.sync_playwright import Axe

    page = getattr(page, "_thing", page)
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} scrolls sideways"
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found] == [], page.url
    if picture:
        page.screenshot(path=str(picture), full_page=True)


def until(page: Any, holds: Callable[[], bool]) -> None:
    """Wait until it holds: a click comes back before the page is there to which it leads."""
    for _attempt in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.locator("main").inner_text())
