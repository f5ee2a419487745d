"""The three examples' whole reports, in three languages, as they stand in this folder.

`just golden` writes them anew: read the diff as the group's organiser would before committing it.
"""

import os
from pathlib import Path

import pytest
from tests.conftest import ROOT

from closeknit import language
from closeknit.examination import examine, read
from closeknit.report.terminal import screenful
from closeknit.report.writing import write

HERE = Path(__file__).parent
WORDS = {"reading-circle": "community", "shop": "broadcast", "alumni": "silent"}
CASES = [(name, tag) for name in WORDS for tag in language.LANGUAGES]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Every example's report in every language, as a folder of files."""
    folders = {}
    for name in WORDS:
        history = read(ROOT / "examples" / name, timezone="Asia/Taipei")
        for tag in language.LANGUAGES:
            found = examine(history, timezone="Asia/Taipei", lang=tag)
            folder = (
                HERE / name / tag if os.environ.get("CLOSEKNIT_GOLDEN") == "write" else tmp_path_factory.mktemp(name)
            )
            write(found, folder)
            with language.using(tag):
                (folder / "terminal.txt").write_text(screenful(found, width=80) + "\n", encoding="utf-8")
            folders[name, tag] = folder
    return folders


@pytest.mark.parametrize(("name", "tag"), CASES)
def test_the_report_is_the_one_that_was_read(written: dict[tuple[str, str], Path], name: str, tag: str) -> None:
    made = {p.name: p.read_text(encoding="utf-8") for p in written[name, tag].iterdir()}
    golden = {p.name: p.read_text(encoding="utf-8") for p in (HERE / name / tag).iterdir()}
    assert sorted(made) == sorted(golden)
    for file, text in golden.items():
        assert made[file] == text, f"{name}/{tag}/{file}: read the difference, then `just golden`"


@pytest.mark.parametrize("name", list(WORDS))
def test_the_word_is_the_one_that_the_story_tells(written: dict[tuple[str, str], Path], name: str) -> None:
    import json

    found = {
        json.loads((written[name, tag] / "examination.json").read_text())["verdict"]["word"]
        for tag in language.LANGUAGES
    }
    assert found == {WORDS[name]}
