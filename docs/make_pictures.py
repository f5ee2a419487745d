"""Takes the pictures of the README: the examples' reports on a phone. Needs Debian's chromium and a CJK font.

python docs/make_pictures.py [FOLDER]
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from closeknit.examination import examine
from closeknit.report.html import render

ROOT = Path(__file__).parents[1]
LANGUAGES = {"reading-circle": "zh-Hant", "shop": "zh-Hans", "alumni": "zh-Hant"}


def main(folder: Path) -> None:
    """One picture an example: the first screen at 390 × 844."""
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
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
