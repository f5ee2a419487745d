"""`closeknit answers` as a person calls it."""

import json
from pathlib import Path

import pytest

from closeknit.cli.main import run
from tests.scoring.test_answers import lines, write


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        run(words)
    code = ended.value.code
    return code if isinstance(code, int) else 1


def test_score_prints_flat_json(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = write(tmp_path / "a.jsonl", lines(2))
    assert call("answers", "score", str(path), "--json", "--without", "time", "--without", "mentions") == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert found["without"] == ["mentions", "time"]
    assert all(v is None or isinstance(v, int | float | str | list | dict) for v in found.values())


def test_score_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("answers", "score", str(write(tmp_path / "a.jsonl", lines(2))), "--inference", "quick") == 0
    assert "link_f" in capsys.readouterr().out


def test_check_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("answers", "check") == 0
    assert "two-clusters.vi" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("score", "absent.jsonl"),
        ("score", "absent.jsonl", "--model", "absent.npz"),
        ("train", "absent.jsonl", "--out", "nowhere/at/all.npz"),
        ("train", "absent.jsonl", "--out", "m.npz"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_writes_nothing(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("answers", *words) == 2
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
