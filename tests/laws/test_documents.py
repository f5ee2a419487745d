"""What is listed in code is listed in the documents, and nothing in them leads nowhere."""

import importlib.util
import re
from pathlib import Path

import pytest
from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "reference" / "make_reference.py")
assert spec is not None
assert spec.loader is not None
make_reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_reference)

DOCUMENTS = [p for p in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if ".venv" not in p.parts]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|(?:src|href)=\"([^\"#]+)\"")


@pytest.mark.parametrize("name", list(make_reference.PAGES))
def test_a_reference_page_says_what_the_code_says(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == make_reference.page(name), "run: just reference"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_link_leads_nowhere(path: Path) -> None:
    links = [one or other for one, other in LINK.findall(path.read_text(encoding="utf-8"))]
    broken = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not broken


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert not [p.name for p in folder.glob("0*.md") if p.name not in listed]


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "explanation").glob("*.zh-Hant.md")), ids=lambda p: p.name)
def test_a_page_in_chinese_stands_in_three_languages_that_lead_to_each_other(page: Path) -> None:
    stem = page.name.removesuffix(".zh-Hant.md")
    names = {f"{stem}.md", f"{stem}.zh-Hant.md", f"{stem}.zh-Hans.md"}
    for name in names:
        head = "\n".join((page.parent / name).read_text(encoding="utf-8").splitlines()[:4])
        assert {one for one, _other in LINK.findall(head)} == names - {name}


def test_the_readmes_say_the_same_in_three_languages() -> None:
    shapes = []
    for name in ("README.md", "README.zh-Hant.md", "README.zh-Hans.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        shapes.append([len(re.findall(pattern, text)) for pattern in (r"^# ", r"<img ", r"^\| ", r"```sh")][:3])
    assert shapes[1] == shapes[2]
    assert shapes[0][:2] == shapes[1][:2]
