"""What a feature of the house must look like."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT

FEATURES = ROOT / "src" / "closeknit" / "house" / "features"
NAME = "closeknit.house.features."
FILES = sorted(p for p in FEATURES.rglob("*.py") if p.parent.name != "migrations")
PURE = "closeknit.house.core.questions"
"""What the rules of several features share."""


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_what_rules_share_is_pure() -> None:
    shared = ROOT / "src" / "closeknit" / "house" / "core" / f"{PURE.rpartition('.')[2]}.py"
    assert not [n for n in imported(shared) if n.startswith(("django", "closeknit"))]


def test_a_feature_is_entered_by_its_api_only() -> None:
    broken = []
    for path in (ROOT / "src" / "closeknit").rglob("*.py"):
        own = path.relative_to(FEATURES).parts[0] if path.is_relative_to(FEATURES) else ""
        for name in imported(path):
            feature, _dot, rest = name.removeprefix(NAME).partition(".")
            if name.startswith(NAME) and feature != own and rest and rest.partition(".")[0] != "api":
                broken.append(f"{path.relative_to(ROOT)}: {name}")
    assert not broken, broken


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(FEATURES)))
def test_layers_keep_to_their_work(path: Path) -> None:
    names = set(imported(path))
    if path.stem in {"views", "panels", "urls", "forms"}:
        assert not [n for n in names if ".models" in n or n.startswith("django.db")], "rows are below"
    if path.stem == "rules":
        others = [n for n in names if not n.startswith(PURE)]
        assert not [n for n in others if n.startswith(("django", "closeknit.house"))], "rules are pure"
    if path.stem != "models":
        assert not [n for n in names if n.startswith("closeknit.house.core.models")], "the core's tables have doors"


@pytest.mark.parametrize("path", [p for p in FILES if p.stem == "actions"], ids=lambda p: p.parent.name)
def test_every_public_function_of_actions_is_an_action(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            marks = [ast.unparse(mark) for mark in node.decorator_list]
            assert any(mark.startswith("action(") for mark in marks), node.name


@pytest.mark.parametrize("folder", sorted(p.parent for p in FEATURES.glob("*/apps.py")), ids=lambda p: p.name)
def test_a_feature_says_what_it_is(folder: Path) -> None:
    assert (ROOT / "tests" / "house" / folder.name / "access.py").is_file() or not (folder / "urls.py").exists()
    assert all(path.name == folder.name for path in folder.glob("templates/*")), "templates stand in templates/FEATURE"
