"""The whole pipeline as a library, and what must hold for any group."""

import json
from pathlib import Path

import pytest

import closeknit
from closeknit.errors import BadOption, CloseknitError
from closeknit.records.history import History
from tests.conftest import ROOT, SAMPLES

CIRCLE = ROOT / "examples" / "reading-circle"


@pytest.fixture(scope="module")
def circle() -> History:
    return closeknit.read(CIRCLE, timezone="Asia/Taipei")


def test_it_is_typed_shown_and_turned_into_other_things(circle: History) -> None:
    found = closeknit.examine(circle, timezone="Asia/Taipei", lang="en")
    assert json.dumps(found.to_dict())
    assert found.to_networkx().number_of_nodes() > 10
    assert "<table>" in found._repr_html_()
    assert len(circle.to_pandas()) == len(circle.to_polars()) == len(circle.messages)


def test_the_language_is_the_one_that_the_history_is_written_in(circle: History) -> None:
    assert closeknit.examine(circle).language == "zh-Hant"
    assert closeknit.examine(closeknit.read(ROOT / "examples" / "shop")).language == "zh-Hans"


@pytest.mark.parametrize("name", ["reading-circle", "shop", "alumni"])
def test_with_names_hidden_no_file_holds_a_name_or_a_word_that_was_said(name: str, tmp_path: Path) -> None:
    history = closeknit.read(ROOT / "examples" / name, timezone="Asia/Taipei")
    people = set(history.messages["author"].combine_chunks().dictionary.to_pylist()) - {None}
    said = {t for t in history.messages["text"].to_pylist() if t and len(t) > 8}
    found = closeknit.examine(history, timezone="Asia/Taipei", names="hide")
    for path in found.write(tmp_path, names="hide"):
        text = path.read_text(encoding="utf-8")
        assert not [p for p in people if p in text], path
        assert not [t for t in said if t in text], path
        assert not [c for c in history.channels() if c in text], path


def test_hiding_names_changes_no_judgement(circle: History) -> None:
    shown, hidden = (closeknit.examine(circle, timezone="Asia/Taipei", names=mode) for mode in ("show", "hide"))
    assert shown.verdict.word == hidden.verdict.word
    assert [c.state for c in shown.conditions] == [c.state for c in hidden.conditions]
    assert {k: m.value for k, m in shown.measures.items()} == {k: m.value for k, m in hidden.measures.items()}


@pytest.mark.parametrize("path", sorted(p for p in SAMPLES.rglob("*") if p.is_file()), ids=lambda p: p.name)
def test_every_sample_is_examined_or_refused_in_one_sentence(path: Path, tmp_path: Path) -> None:
    try:
        found = closeknit.examine(path, chats=["*"], timezone="Asia/Taipei", lang="zh-Hant")
    except CloseknitError as refusal:
        assert refusal.message  # noqa: PT017 - most are examined
    else:
        assert found.verdict.word == "cannot-tell", "a few invented lines are no ground for a word"
        assert found.write(tmp_path)


def test_a_chat_that_is_not_there_is_refused(circle: History) -> None:
    with pytest.raises(BadOption):
        closeknit.examine(circle, chats=["nobody"])
