"""examination.json says what the schema says, and nothing that was hidden."""

import json

import pytest
from jsonschema import Draft202012Validator

from closeknit.report import as_json
from tests.report import invented
from tests.report.tiny import TINY

SCHEMA = json.loads((invented.REPORT / "examination.schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("names", ["show", "hide"])
@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_a_circle_validates(circle, lang, names) -> None:
    found = json.loads(as_json.to_json(circle(lang), names=names))
    Draft202012Validator(SCHEMA).validate(found)
    assert found["language"] == lang


@pytest.mark.parametrize("make", TINY.values(), ids=TINY)
def test_next_to_nothing_validates(make) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(as_json.to_json(make())))


def test_it_holds_what_was_found(circle) -> None:
    made = circle("en")
    found = as_json.to_dict(made)
    assert found["messages"] == len(made.history.messages)
    assert found["people"] == len(made.subject.rows.people) - 1
    assert found["carriers"] == {"line": found["messages"]}
    assert found["set_aside"] == [{"name": "夜讀小幫手", "reason": "bot", "messages": 1}]
    assert found["window"]["from"] == "2026-08-10T00:00:00+08:00"
    assert found["window"]["until"] == "2026-11-08T00:00:00+08:00"
    assert found["zone"] == {"name": "Asia/Taipei", "assumed": True}
    mesh = next(m for m in found["measures"] if m["slug"] == "mesh-share")
    assert (mesh["value"], mesh["n"], mesh["past"]) == (0.41, 1864, 0.33)
    assert next(m for m in found["measures"] if m["slug"] == "survival")["value"] is None
    assert {i["code"]: i["count"] for i in found["issues"]} == {"bad-time": 1, "no-author": 1, "ambiguous-time": 12}
    assert found["rows_lost"] == 1
    first = found["remedies"][0]
    assert [m["author"] for m in first["messages"]] == first["people"]
    assert all(m["sent_at"].endswith("+08:00") for m in first["messages"])


def test_the_same_twice(circle) -> None:
    assert as_json.to_json(circle("zh-Hant")) == as_json.to_json(circle("zh-Hant"))
