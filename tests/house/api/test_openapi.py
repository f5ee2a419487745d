"""The description is sound OpenAPI 3.1, and says what there is. That answers fit it is tried with every answer that
`programs.Program` gets."""

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.urls import resolve
from jsonschema import Draft202012Validator

from closeknit.house.features.api import rules
from closeknit.house.features.api.declared import BLANK
from closeknit.house.features.api.views.v1 import DECLARED
from tests.house.api.programs import description

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description()["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def refs(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key == "$ref":
                yield value
            yield from refs(value)
    elif isinstance(thing, list):
        for one in thing:
            yield from refs(one)


def test_it_is_served_to_everybody(db) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer["Content-Type"].startswith("application/json")
    told = answer.json()
    assert told["paths"] == description()["paths"]


def test_its_frame_is_as_the_standard_says() -> None:
    told = description()
    assert set(told) <= {"openapi", "info", "servers", "security", "tags", "paths", "components"}
    assert re.fullmatch(r"3\.1\.\d+", told["openapi"])
    assert {"title", "version"} <= set(told["info"])
    assert all(set(server) <= {"url", "description"} for server in told["servers"])
    assert len({tag["name"] for tag in told["tags"]}) == len(told["tags"])
    assert set(told["components"]) <= {"schemas", "responses", "securitySchemes"}
    assert all(re.fullmatch(r"[a-zA-Z0-9._-]+", name) for part in told["components"].values() for name in part)


def test_every_reference_leads_somewhere() -> None:
    told = description()
    for ref in set(refs(told)):
        there: Any = told
        for part in ref.removeprefix("#/").split("/"):
            there = there[part]
        assert there


def test_every_schema_is_a_schema() -> None:
    for schema in description()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for _path, _method, told in operations():
        for parameter in told["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])


def test_every_operation_is_whole() -> None:
    names = [told["operationId"] for _path, _method, told in operations()]
    assert len(set(names)) == len(names)
    known = {tag["name"] for tag in description()["tags"]}
    schemes = set(description()["components"]["securitySchemes"])
    for path, method, told in operations():
        assert path.startswith("/")
        assert method in METHODS
        assert told["summary"].endswith(".")
        assert set(told["tags"]) <= known
        assert all(set(need) <= schemes for need in told["security"])
        blanks = [p["name"] for p in told["parameters"] if p["in"] == "path"]
        assert blanks == BLANK.findall(path)
        assert all(p["required"] is True for p in told["parameters"] if p["in"] == "path")
        assert len({(p["name"], p["in"]) for p in told["parameters"]}) == len(told["parameters"])
        assert {p["in"] for p in told["parameters"]} <= {"path", "query", "header", "cookie"}
        for status, answer in told["responses"].items():
            assert re.fullmatch(r"[1-5]\d\d", status)
            assert "$ref" in answer or answer["description"]
        assert method != "get" or "requestBody" not in told


def test_it_says_what_there_is() -> None:
    assert set(description()["paths"]) == set(DECLARED)
    for path, methods in DECLARED.items():
        found = resolve(f"/api/v1{BLANK.sub('1', path)}")
        assert found.view_name == f"api:{next(iter(methods.values())).name}"
        assert {m.lower() for m in methods} == set(description()["paths"][path])
    wanted = {scope for _p, _m, told in operations() for need in told["security"] for scope in need["key"]}
    assert wanted == set(rules.SCOPES)


def test_changes_of_what_exists_need_the_state_that_they_change() -> None:
    for path, method, told in operations():
        needs = [p["name"] for p in told["parameters"] if p.get("required") and p["in"] == "header"]
        if method in {"patch", "delete"} and not path.endswith(("/absence", "}/members/{person_id}")):
            assert needs == ["If-Match"]
        assert ("Idempotency-Key" in [p["name"] for p in told["parameters"]]) == (method != "get")
