"""Takes the pictures of the documents: the examples' reports and the demonstration's pages on a phone.

Needs Debian's chromium and a CJK font.

python docs/make_pictures.py [FOLDER]
"""

import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from closeknit.examination import examine
from closeknit.report.html import render

ROOT = Path(__file__).parents[1]
LANGUAGES = {"reading-circle": "zh-Hant", "shop": "zh-Hans", "alumni": "zh-Hant"}


PORT = 8765
HOUSE = f"http://localhost:{PORT}"
PAGES = (("house-home", "organiser", ""), ("house-application", "organiser", "gate/applications/"),
         ("house-door", "visitor", "gate/"))  # fmt: skip
"""Name, role, page of the community; of the applications the first is opened."""


def of_house(browser: Any, folder: Path) -> None:
    """Three pages of the demonstration, which is opened for it and closed again."""
    served = subprocess.Popen([ROOT / "closeknit", "demo", "--port", str(PORT)])
    try:
        for _second in range(120):
            try:
                urllib.request.urlopen(f"{HOUSE}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(1)
        home = ""
        for name, role, path in PAGES:
            page = browser.new_context(
                viewport={"width": 390, "height": 844}, device_scale_factor=1.5, locale="zh-TW"
            ).new_page()
            page.goto(HOUSE)
            if role != "visitor":
                page.locator(f"form[action='/play/{role}/'] button").click()
                page.locator("main ul.people a").first.click()
                page.wait_for_url("**/c/*/")
                home = page.url
            page.goto(home + path)
            if path.endswith("applications/"):
                page.locator("main ul.people a").first.click()
                page.wait_for_url("**/applications/*/")
            page.screenshot(path=folder / f"{name}-390.png")
    finally:
        served.terminate()
        served.wait(30)


def main(folder: Path) -> None:
    """One picture an example and a page: the first screen at 390 × 844."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play, tempfile.TemporaryDirectory() as scratch:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=1.5)
        for name, tag in LANGUAGES.items():
            report = Path(scratch) / f"{name}.html"
            found = examine(ROOT / "examples" / name, timezone="Asia/Taipei", lang=tag)
            report.write_text(render(found), encoding="utf-8")
            page.goto(report.as_uri())
            page.screenshot(path=folder / f"{name}-390.png")
        of_house(browser, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
