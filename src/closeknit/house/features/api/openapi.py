"""The description of `/api/v1`: OpenAPI 3.1, made from what is declared and from the shapes."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from closeknit.house.features.api import shapes
from closeknit.house.features.api.declared import BLANK, Operation

_REFUSALS: Final = {
    "401": "No key, or one that opens nothing.",
    "403": "The key does not open this part.",
    "404": "There is none, or it is not open to whoever made the key.",
    "409": "A rule says no: `code` and `title` say which.",
    "412": "It was changed since the state that `If-Match` names.",
    "413": "More bytes than one request may have.",
    "415": "Another kind of body.",
    "422": "The request does not fit this description, or what it says cannot be.",
    "428": "A change of what exists needs `If-Match`.",
    "429": "Too often: wait as long as `Retry-After` says.",
}
_TEXT: Final = {"type": "string"}
_TAGS: Final = {"examination": "histories"}


def document(paths: Mapping[str, Mapping[str, Operation]], version: str, address: str) -> dict[str, Any]:
    """The whole description, for a house of this version at this address."""
    operations = [one for methods in paths.values() for one in methods.values()]
    named = [one.answers for one in operations if one.answers is not None]
    named += [one.body for one in operations if one.body not in (None, bytes)]
    _refs, schemas = msgspec.json.schema_components(
        list(dict.fromkeys([*named, shapes.Problem])), ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Closeknit", "version": "1",
            "description": f"Read and change one community of this house. Served by closeknit {version}.",
        },
        "servers": [{"url": f"{address}/api/v1"}],
        "security": [{"key": []}],
        "tags": [{"name": name} for name in dict.fromkeys(_tag(one) for one in operations)],
        "paths": {
            path: {method.lower(): _operation(one) for method, one in methods.items()}
            for path, methods in paths.items()
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
            "responses": {
                status: {
                    "description": told,
                    "content": {"application/problem+json": {"schema": _ref(shapes.Problem)}},
                }
                for status, told in _REFUSALS.items()
            },
        },
    }  # fmt: skip


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.ident,
        "tags": [_tag(one)],
        "summary": one.summary,
        "description": f"Needs the scope `{one.scope}`." if one.scope else "Open to every key.",
        "security": [{"key": [one.scope] if one.scope else []}],
        "parameters": _parameters(one),
        "responses": _responses(one),
    }
    if one.body is bytes:
        told["requestBody"] = {"required": True, "content": {"application/octet-stream": {"schema": {}}}}
    elif one.body is not None:
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(one.body)}}}
    return told


def _parameters(one: Operation) -> list[dict[str, Any]]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
        for name in BLANK.findall(one.path)
    ]
    if one.query is not None:
        schema = msgspec.json.schema_components([one.query])[1][one.query.__name__]
        needed = schema.get("required", ())
        found += [
            {"name": name, "in": "query", "required": name in needed, "schema": kind}
            for name, kind in schema["properties"].items()
        ]
    if not one.writes:
        found.append({"name": "If-None-Match", "in": "header", "schema": _TEXT})
    if one.guarded:
        found.append({"name": "If-Match", "in": "header", "required": one.match_needed, "schema": _TEXT})
    if one.writes:
        found.append({"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 128}})
    return found


def _responses(one: Operation) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Here it is." if one.answers is not None else "Done."}
    if one.answers is not None:
        good["headers"] = {"ETag": {"schema": _TEXT}}
        if one.status == 201:
            good["headers"]["Location"] = {"schema": _TEXT}
        good["content"] = {"application/json": {"schema": _ref(one.answers)}}
    refusals = {"401", "403", "404", "429"}
    if not one.writes:
        good_ones = {str(one.status): good, "304": {"description": "The same as the one whose ETag was sent."}}
        refusals |= {"422"} if one.query is not None else set()
    else:
        good_ones = {str(one.status): good}
        refusals |= {"409", "422"}
        refusals |= {"413", "415"} if one.body is not None else set()
        refusals |= {"412"} if one.guarded else set()
        refusals |= {"428"} if one.match_needed else set()
    return good_ones | {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(refusals)}


def _ref(shape: Any) -> dict[str, Any]:
    (found,), _schemas = msgspec.json.schema_components([shape], ref_template="#/components/schemas/{name}")
    return found


def _tag(one: Operation) -> str:
    first = one.path.split("/")[1]
    return _TAGS.get(first, first)
