"""The page in a browser: no violation of accessibility, no sideways scrolling, nothing asked of the network."""

from pathlib import Path

import pytest

from closeknit.report import comparing, member
from closeknit.report.html import render
from tests.report import invented
from tests.report.tiny import TINY

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def opened(browser, file: Path, width: int, scheme: str = "light"):
    """The page with every fold open, and what it asked of the network."""
    asked: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    return page, [url for url in asked if not url.startswith("file:")]


@pytest.fixture
def file(circle, tmp_path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(render(circle("zh-Hant")), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_violation(browser, file, width, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, asked = opened(browser, file, width, scheme)
    told = Axe().run(page, options=RULES).response
    assert len(told["passes"]) > 30
    assert [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in told["violations"]] == []
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_no_violation_in_other_languages(browser, circle, tmp_path, lang) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "report.html"
    path.write_text(render(circle(lang), names="hide"), encoding="utf-8")
    page, _asked = opened(browser, path, 390)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found] == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "page_of", [member.render, lambda made: comparing.render([made, made, made])], ids=["member", "compare"]
)
def test_no_violation_in_the_other_pages(browser, circle, tmp_path, page_of, width, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "report.html"
    path.write_text(page_of(circle("zh-Hant")), encoding="utf-8")
    page, asked = opened(browser, path, width, scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found] == []
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_hostile_names_neither_run_nor_widen_the_page(browser, tmp_path) -> None:
    people = ("<script>document.title='x'</script>", "W" * 400, "\u202eabc", *(f"=1+{i}" for i in range(3, 40)))
    path = tmp_path / "report.html"
    path.write_text(render(invented.examination("en", people=people)), encoding="utf-8")
    page, _asked = opened(browser, path, 320)
    assert page.title() != "x"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


@pytest.mark.parametrize("make", TINY.values(), ids=TINY)
def test_next_to_nothing_fits_a_phone(browser, make, tmp_path) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(make()), encoding="utf-8")
    page, _asked = opened(browser, path, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def test_a_name_opens_the_fold_that_holds_its_row(browser, file) -> None:
    page, _asked = opened(browser, file, 390)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false })")
    page.locator("#d1 h3 a").first.click()
    assert page.locator("#d1 details").evaluate("d => d.open")
    page.context.close()


def test_the_content_policy_lets_the_styles_through(browser, file) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    assert complaints == []
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--measure')").strip() == "34em"
    context.close()
