"""The carrier that CONTRIBUTING shows is a good one, and the command that checks it says so."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT

from closeknit.cli.main import run


@pytest.fixture
def pigeon(tmp_path: Path) -> tuple[Path, Path]:
    """The module and the sample that CONTRIBUTING shows, as files."""
    blocks = re.findall(r"```(?:text|python)\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    code = next(block for block in blocks if block.startswith('"""Pigeon'))
    export = next(block for block in blocks if block.startswith("Pigeon"))
    module, sample = tmp_path / "pigeon_carrier.py", tmp_path / "loft.txt"
    module.write_text(code, "utf-8")
    sample.write_text(export, "utf-8")
    return module, sample


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    def call(*arguments: Any) -> tuple[int, str]:
        monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
        with pytest.raises(SystemExit) as end:
            run(["carriers", "check", *map(str, arguments)])
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out + printed.err

    return call


def test_the_carrier_shown_conforms(pigeon: tuple[Path, Path], check: Callable[..., tuple[int, str]]) -> None:
    module, sample = pigeon
    line = ROOT / "tests/samples/line/synthetic_en_group.txt"
    code, said = check(module, sample, "--stranger", line, "--inputs", 200)
    assert (code, "nothing wrong" in said) == (0, True), said
    assert len(module.read_text("utf-8").splitlines()) < 70


def test_a_slip_is_told_once_with_how_often(pigeon: tuple[Path, Path], check: Callable[..., tuple[int, str]]) -> None:
    module, sample = pigeon
    module.write_text(module.read_text("utf-8").replace('"time": time,', '"time": head["when"],'), "utf-8")
    code, said = check(module, sample, "--inputs", 100)
    assert code == 2
    assert said.count("TypeError") == 1
    assert "(× " in said


def test_what_is_no_carrier_is_refused(check: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    empty = tmp_path / "empty_carrier.py"
    empty.write_text("x = 1\n", "utf-8")
    for module, words in (
        ("no.such.module", "cannot be loaded"),
        (empty, "has no CARRIER"),
        (tmp_path / "broken_carrier.py", "cannot be loaded"),
    ):
        code, said = check(module)
        assert (code, words in said) == (2, True), said
    assert check("line", tmp_path / "nothing.txt")[0] == 2
    code, said = check("line", "--inputs", 0)
    assert (code, "No sample was given" in said) == (0, True)
