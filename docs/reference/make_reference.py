"""Writes the reference pages that come from the code: `python docs/reference/make_reference.py`.

A test says when a page is no longer what the code says.
"""

import inspect
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MEASURES = """
Each is one pure function of a [subject](../explanation/design.md): the rows, who answers whom, who runs the group
and which part is judged. Each says its **n**, its **coverage** (days of the window with data), how much of it is
**inferred**, the group's **own past** where three earlier windows of the same length can be had, and what it would
be if only links of at least 0.5, 0.7 and 0.9 counted. Fewer than 30 events give a list, not a rate. What cannot be
known is no value with a reason, never 0.

T0 needs a roster only, T1 also attendance, forms, offers, decisions or money, T2 a chat history. Measures of T1
stand here as far as a chat, a roster and records show them; where they do not, the measure says what would. Numbers
are those of the project's list of 26; a dash marks one of our own.

| no. | slug | measure | unit | range | needs | source |
|---|---|---|---|---|---|---|
"""
GENERATED = "<!-- Made by make_reference.py from the code; edit the code. -->\n\n"


def carriers() -> str:
    """The table of carriers: what each export carries, and how a layman gets it, in three languages."""
    from closeknit import language
    from closeknit.carriers.contract import CAN_GIVE
    from closeknit.carriers.registry import load_all
    from closeknit.language import _

    found = load_all()
    kinds = [(carrier, gives) for carrier in found for gives in carrier.gives.values()]
    beside = sum(1 for _carrier, gives in kinds if {"roster", "exchanges"} & set(gives))
    lines = ["# Carriers", ""]
    lines += [f"{len(kinds)} kinds of export, read by {len(found)} carriers:"]
    lines += [f"{len(kinds) - beside} of chats and {beside} of what is no chat (rosters, attendance, sign-ups,"]
    lines += ["calendars, payments). A line of the table is a kind: one shape of file, however it is encoded or"]
    lines += ["packed; programs that write the same shape share a line."]
    lines += ["", "What each can carry beyond author, time and text:", ""]
    lines += [f"| carrier | export | {' | '.join(CAN_GIVE)} |", f"|---|---|{'---|' * len(CAN_GIVE)}"]
    for carrier in found:
        for flavour, gives in carrier.gives.items():
            marks = " | ".join("✓" if g in gives else "–" for g in CAN_GIVE)
            lines.append(f"| {carrier.name} | {flavour} | {marks} |")
    for carrier in found:
        lines += ["", f"## {carrier.title}"]
        for tag in language.LANGUAGES:
            with language.using(tag):
                lines += ["", f"**{tag}**", ""]
                lines += [f"- {_(way)}" for way in carrier.how_to_export]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Every command's help, as it prints it."""
    from closeknit.cli.main import COMMANDS

    lines = ["# Commands", ""]
    for words in ([], *([name] for name in COMMANDS)):
        title = " ".join(["closeknit", *words])
        lines += [f"## {title}", "", "```text", help_of(words), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def help_of(words: list[str]) -> str:
    """What `closeknit WORDS --help` prints in English, at a width of its own."""
    environment = {**os.environ, "LC_ALL": "en_GB.UTF-8", "COLUMNS": "100"}
    command = [sys.executable, "-m", "closeknit", *words, "--help"]
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    return "\n".join(line.rstrip() for line in out.rstrip().splitlines())


def tables() -> str:
    """The tables, field by field."""
    from closeknit.records.exchange import EXCHANGE, EXCHANGE_KINDS, RECORDED, RECORDED_KINDS, STATES
    from closeknit.records.issue import CODES
    from closeknit.records.message import EVENTS, KINDS, MESSAGE
    from closeknit.records.roster import ROLES, ROSTER

    lines = ["# Tables", "", "Arrow schemas; every carrier fills the first."]
    shown = (("Messages", MESSAGE), ("Exchanges", EXCHANGE), ("Rosters", ROSTER), ("Recorded exchanges", RECORDED))
    for title, schema in shown:
        lines += ["", f"## {title}", "", "| field | type | meaning |", "|---|---|---|"]
        lines += [f"| `{f.name}` | {_type(f.type)} | {(f.metadata or {}).get(b'doc', b'').decode()} |" for f in schema]
    lines += ["", "## Words", "", f"- kinds of messages: {_list(KINDS)}", f"- kinds of event rows: {_list(EVENTS)}"]
    lines += [f"- kinds of exchanges: {_list(EXCHANGE_KINDS)}", f"- roles: {_list(ROLES)}"]
    lines += [f"- kinds of recorded exchanges: {_list(RECORDED_KINDS)}", f"- their states: {_list(STATES)}", ""]
    lines += [
        "## Issues",
        "",
        "Rows that could not be used, or only with a doubt.",
        "",
        "| code | meaning |",
        "|---|---|",
    ]
    lines += [f"| `{code}` | {text} |" for code, text in CODES.items()]
    return "\n".join(lines) + "\n"


def _type(kind: object) -> str:
    words = str(kind)
    return "word (dictionary)" if words.startswith("dictionary") else words.replace("|", "\\|")


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{w}`" for w in words)


def examination() -> str:
    """The keys of examination.json, from its schema."""
    import json

    import closeknit.report

    path = Path(closeknit.report.__file__).with_name("examination.schema.json")
    schema = json.loads(path.read_text(encoding="utf-8"))
    lines = ["# examination.json", "", schema["description"], ""]
    lines += ["The [JSON Schema](../../src/closeknit/report/examination.schema.json) is the contract; its keys:"]
    lines += ["", "| key | type | meaning |", "|---|---|---|", *_keys(schema, schema, "")]
    return "\n".join(lines) + "\n"


def _keys(schema: dict[str, Any], whole: dict[str, Any], front: str) -> list[str]:
    def resolved(part: dict[str, Any]) -> dict[str, Any]:
        return {**whole["$defs"][part["$ref"].rpartition("/")[2]], **part} if "$ref" in part else part

    lines = []
    for key, part in schema.get("properties", {}).items():
        value = resolved(part)
        kind = value.get("type", "")
        words = value.get("enum") or ([value["const"]] if "const" in value else [])
        shown = ", ".join(f"`{w}`" for w in words) or (" or ".join(kind) if isinstance(kind, list) else kind)
        name = f"{front}{key}" + ("[]" if kind == "array" else "")
        lines.append(f"| `{name}` | {shown} | {value.get('description', '')} |")
        lines += _keys(resolved(value.get("items", value)), whole, name + ".")
    return lines


def measures() -> str:
    """The page: a table of all measures, then each with what its function says about itself."""
    from closeknit.vitality.catalogue import CATALOGUE, LINKED, REMEMBERED

    lines = ["# Measures", "", MEASURES.strip()]
    for one in CATALOGUE:
        low, high = ("" if bound is None else f"{bound:g}" for bound in (one.low, one.high))
        number = one.number or "–"
        lines.append(
            f"| {number} | `{one.slug}` | {one.title} | {one.unit} | {low}–{high} | {one.needs} | {one.source} |"
        )
    for one in CATALOGUE:
        beside = [text for group, text in ((REMEMBERED, "own past"), (LINKED, "surer links")) if one in group]
        given = f" Given beside it: {', '.join(beside)}." if beside else ""
        text = re.sub(r"\s*\n\s*\n\s*", "\n\n", inspect.cleandoc(one.compute.__doc__ or ""))
        paragraphs = "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
        lines += ["", f"## {one.title}", "", f"`{one.slug}`: … {one.reading}.{given}", "", paragraphs]
    return "\n".join(lines) + "\n"


def api() -> str:
    """The operations of `/api/v1` by part, and the shapes, from the description that the house serves."""
    described = _description()
    lines = [
        "# The API",
        "",
        "What `/api/v1` of a house can do; [how to use it](../how-to/use-the-api.md). Every house",
    ]
    lines += ["serves the whole description (OpenAPI 3.1) at `/api/v1/openapi.json`. Refusals are `Problem`s, whatever"]
    lines += ["else is read. A change takes an `Idempotency-Key`; one of what exists needs `If-Match`."]
    for tag in described["tags"]:
        lines += ["", f"## {tag['name']}", "", "| | needs | what it does | takes | gives |", "|---|---|---|---|---|"]
        for path, methods in described["paths"].items():
            for method, told in methods.items():
                if tag["name"] in told["tags"]:
                    lines.append(f"| `{method.upper()} {path}` | {_needs(told)} | {told['summary']} | {_asked(told)} |")
    lines += ["", "## Shapes"]
    for name, schema in sorted(described["components"]["schemas"].items()):
        if not name.startswith("Page_"):
            lines += ["", f"### {name}", "", " ".join(schema.get("description", "").split())]
            lines += ["", "| field | type | meaning |", "|---|---|---|"]
            for field, kind in schema["properties"].items():
                mark = "" if field in schema.get("required", ()) else " (may be left out)"
                lines.append(f"| `{field}`{mark} | {_kind(kind)} | {kind.get('description', '')} |")
    return "\n".join(lines) + "\n"


def _description() -> dict[str, Any]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closeknit.house.config.settings")
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("CLOSEKNIT_HOME", home)
        django.setup()
    from closeknit.house.features.api.openapi import document
    from closeknit.house.features.api.views.v1 import DECLARED

    return document(DECLARED, "", "")


def _needs(told: dict[str, Any]) -> str:
    scopes = [scope for need in told["security"] for scope in need["key"]]
    headers = [p["name"] for p in told["parameters"] if p["in"] == "header" and p.get("required")]
    return ", ".join(f"`{word}`" for word in [*scopes, *headers]) or "any key"


def _asked(told: dict[str, Any]) -> str:
    """What goes in and what comes out, as two cells."""
    query = [f"`?{p['name']}`" for p in told["parameters"] if p["in"] == "query"]
    body = [_kind(content["schema"]) for content in told.get("requestBody", {}).get("content", {}).values()]
    status, good = next(iter(told["responses"].items()))
    given = [_kind(content["schema"]) for content in good.get("content", {}).values()]
    return f"{' '.join([*query, *body])} | {status} {' '.join(given)}"


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        inner = name.removeprefix("Page_").rstrip("_")
        return f"{'a page of ' if inner != name else ''}[{inner}](#{inner.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if schema.get("type") == "array":
        return f"a list of {_kind(schema['items'])}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_kind(schema['additionalProperties'])}"
    low, high = schema.get("minimum", schema.get("minLength")), schema.get("maximum", schema.get("maxLength"))
    limits = " ".join([*([f"from {low}"] if low is not None else []), *([f"to {high}"] if high is not None else [])])
    return f"{schema.get('format', schema.get('type', 'bytes'))} {limits}".strip()


PAGES: dict[str, Callable[[], str]] = {
    "api.md": api,
    "carriers.md": carriers,
    "commands.md": commands,
    "tables.md": tables,
    "examination.md": examination,
    "measures.md": measures,
}


def page(name: str) -> str:
    """What the page should hold."""
    head, _newline, rest = PAGES[name]().partition("\n")
    return f"{head}\n\n{GENERATED}{rest.lstrip()}"


if __name__ == "__main__":
    for name in PAGES:
        (HERE / name).write_text(page(name), encoding="utf-8")
