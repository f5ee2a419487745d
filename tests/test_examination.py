"""The whole pipeline as a library, and what must hold for any group."""

import json
from datetime import date
from pathlib import Path

import pytest

import closeknit
from closeknit.errors import BadOption, CloseknitError
from closeknit.records.history import History
from closeknit.vitality.comparison import compare_with
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


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2020, 1, 1), None), (date(2026, 1, 1), date(2026, 12, 31)), (None, date(9999, 12, 31))],
)
def test_days_that_the_history_does_not_reach_are_unknown_and_not_quiet(since: date | None, until: date | None) -> None:
    found = closeknit.examine(CIRCLE, timezone="Asia/Taipei", since=since, until=until)
    assert found.verdict.word == "community"
    assert found.subject.window.days < 140


def test_a_day_after_everything_leaves_nothing_to_judge() -> None:
    found = closeknit.examine(CIRCLE, timezone="Asia/Taipei", since=date(9999, 12, 31))
    assert found.verdict.word == "cannot-tell"


def test_what_is_hidden_stays_hidden_when_it_is_passed_on(tmp_path: Path) -> None:
    found = closeknit.examine(CIRCLE, timezone="Asia/Taipei", names="hide")
    told = found.to_dict()
    assert told["names"] == "hide"
    quotes = [one["text"] for c in told["conditions"] for e in c["evidence"] for one in e["messages"]]
    assert quotes
    assert not any(quotes)
    found.write(tmp_path)
    assert "主角那時候" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="hidden"):
        closeknit.examine(CIRCLE, names="hidden")


def test_a_notebook_shows_it_in_one_language_and_a_prompt_in_one_line(circle: History) -> None:
    found = closeknit.examine(circle, lang="zh-Hant")
    assert "成立" in found._repr_html_()
    assert "holds" not in found._repr_html_()
    assert len(repr(found)) < 120


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_the_deeds_of_a_report_without_names_are_found_whatever_it_spoke(lang: str) -> None:
    old = closeknit.examine(CIRCLE, timezone="Asia/Taipei", names="hide", lang="zh-Hant", until=date(2026, 5, 15))
    new = closeknit.examine(CIRCLE, timezone="Asia/Taipei", lang=lang)
    again = compare_with(new, old.to_dict())
    assert "cannot-tell" not in {one.state for one in again.done}
    assert again.same
    assert ("成員" in again.done[0].title) == (lang == "zh-Hant")


def test_names_that_were_told_and_nobody_bears_are_said(circle: History) -> None:
    found = closeknit.examine(circle, bots=["@nobody"], people={"小滿": ["line:x", "y"]}, lang="en")
    assert any("@nobody" in note for note in found.notes)
    assert any("nobody was joined" in note for note in found.notes)
    busiest = found.subject.rows.people[0].name
    told = closeknit.examine(circle, bots=f" {busiest}", organisers=busiest, lang="en")
    assert len(told.subject.set_aside) == 1
    assert not any("No sender" in note or "Nobody in this history" in note for note in told.notes)
    hidden = closeknit.examine(circle, bots=["@nobody"], names="hide", lang="en")
    assert not any("@nobody" in note for note in hidden.notes)
