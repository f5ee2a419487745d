"""What the tree must look like, whoever adds to it."""

import ast
import subprocess
from pathlib import Path

import pytest
from tests.conftest import ROOT

SOURCE = sorted((ROOT / "src" / "closeknit").rglob("*.py"))


def test_no_file_is_past_three_hundred_lines() -> None:
    written = [path for path in SOURCE if path.parent.name != "migrations"]  # Django writes those
    long = {
        str(p.relative_to(ROOT)): n for p in written if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long


def test_nobody_calls_a_file_utils() -> None:
    assert not [p for p in SOURCE if p.stem in {"utils", "helpers", "common", "misc"}]


@pytest.mark.parametrize("path", SOURCE, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_what_is_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.parent.name == "migrations":  # Django writes them
        return
    assert ast.get_docstring(tree) or not tree.body, "the module has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_the_launcher_is_short_and_runs_through_a_symlink(tmp_path: Path) -> None:
    launcher = ROOT / "closeknit"
    assert len(launcher.read_text().splitlines()) <= 50
    (tmp_path / "knit").symlink_to(launcher)
    (tmp_path / "again").symlink_to("knit")
    run = subprocess.run([tmp_path / "again", "--version"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.stdout.startswith("closeknit "), run.stderr


def test_every_dependency_has_its_decision() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    written = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs" / "decisions").glob("*.md"))
    needed = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    missing = [d for d in needed if d.split(">")[0].split("[")[0] not in written]
    assert not missing


def test_nothing_reads_the_clock_but_the_command_line() -> None:
    late = []
    for path in SOURCE:
        if path.parent.name == "cli":
            continue
        clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic"}
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        late += [
            f"{path}:{node.lineno}" for node in tree if isinstance(node, ast.Attribute) and ast.unparse(node) in clocks
        ]
    assert not late
