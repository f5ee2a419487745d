"""The description of `/api/v1`: OpenAPI 3.1, written by hand, held to the views by tests."""

from typing import Any, Final

_TIME: Final = {"type": "string", "format": "date-time"}
_DAY: Final = {"type": "string", "format": "date"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _or_null(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


SCHEMAS: Final[dict[str, Any]] = {
    "Community": _object(
        id={"type": "integer"}, slug={"type": "string"}, name={"type": "string"}, kind={"type": "string"},
        sector={"type": "string"}, language={"type": "string"}, time_zone={"type": "string"}, founded_at=_TIME,
        members={"type": "integer"},
    ),
    "Member": _object(
        id={"type": "integer"}, name={"type": "string"}, level={"type": "integer", "minimum": 0, "maximum": 3},
        joined_at=_TIME, is_claimed={"type": "boolean"},
        fields={"type": "object", "additionalProperties": {"type": "string"}},
    ),
    "Charter": _object(
        number={"type": "integer"}, adopted_at=_TIME, summary={"type": "string"}, kind={"type": "string"},
        sector={"type": "string"}, language={"type": "string"},
        fields={"type": "object", "additionalProperties": {"type": "string"}},
    ),
    "Deed": _object(
        id={"type": "integer"}, person_id={"type": "integer"}, title={"type": "string"}, text={"type": "string"},
        due=_DAY, state={"enum": ["open", "done", "let_go"]}, given_by_id=_or_null("integer"), given_at=_TIME,
        ended_at={"type": ["string", "null"], "format": "date-time"},
    ),
}  # fmt: skip


def _page_of(name: str) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    return _object(items=items, page={"type": "integer"}, pages={"type": "integer"}, next=_or_null("string"))


def _get(summary: str, schema: dict[str, Any], *parameters: dict[str, Any], scope: str = "") -> dict[str, Any]:
    told = f"{summary} Needs the scope `{scope}`." if scope else summary
    return {
        "get": {
            "summary": told,
            "parameters": [*parameters, {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}],
            "responses": {
                "200": {
                    "description": "Here it is.",
                    "headers": {"ETag": {"schema": {"type": "string"}}},
                    "content": {"application/json": {"schema": schema}},
                },
                "304": {"description": "The same as the one whose ETag was sent."},
                "401": {"description": "No token, or one that opens nothing."},
                "403": {"description": "The token does not open this part."},
                "404": {"description": "There is none."},
                "429": {"description": "Too many tokens were tried from here."},
            },
        }
    }


_PAGE: Final = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}}
_STATE: Final = {"name": "state", "in": "query", "schema": {"enum": ["open", "ended"], "default": "open"}}


def document(version: str, address: str) -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Closeknit",
            "version": "1",
            "description": f"Read a community of this house. Served by closeknit {version}.",
        },
        "servers": [{"url": f"{address}/api/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/community": _get("The community.", {"$ref": "#/components/schemas/Community"}),
            "/members": _get("Members who show themselves to members.", _page_of("Member"), _PAGE, scope="members"),
            "/charter": _get("The charter in force.", {"$ref": "#/components/schemas/Charter"}, scope="charter"),
            "/deeds": _get("Everybody's deeds.", _page_of("Deed"), _PAGE, _STATE, scope="deeds"),
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
        },
    }
