"""The command line as a person uses it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from closeknit.cli.main import run


@dataclass(frozen=True)
class Ended:
    """How a run ended: exit code, what it printed, what it complained about."""

    code: int
    out: str
    err: str


@pytest.fixture
def closeknit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ended]:
    """Run `closeknit ARGUMENTS` in an empty folder, in English unless `--lang` is among them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("TZ", "Asia/Taipei")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))  # a run hides packages that tests after it want

    def call(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as end:
            run([str(a) for a in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Ended(int(end.value.code or 0), printed.out, printed.err)

    return call
