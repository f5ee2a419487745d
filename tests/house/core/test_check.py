"""`closeknit house check` says each thing that is misconfigured, in a sentence, and never a traceback."""

import shutil
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail

from closeknit.house.core import checks, jobs
from closeknit.house.core.models import Clock, JournalLine
from tests.house.core.test_server import closeknit, environment


def ids(found: Any) -> list[str]:
    return [message.id for message in found]


def checked(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        closeknit("house", "check"), env=environment(home) | variables, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("variable", "said", "sentence"),
    [
        ("CLOSEKNIT_TIME_ZONE", "Nowhere/Nothing", "CLOSEKNIT_TIME_ZONE says Nowhere/Nothing, which is no time zone."),
        (
            "CLOSEKNIT_ADDRESS",
            "house.example.org",
            "CLOSEKNIT_ADDRESS says house.example.org, which is not the address",
        ),
        ("CLOSEKNIT_ADDRESS", "https://example.org/house", "CLOSEKNIT_ADDRESS says https://example.org/house, which"),
        ("CLOSEKNIT_HOME", "/proc/nothing", "The house's folder /proc/nothing cannot be used"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    tmp_path: Path, variable: str, said: str, sentence: str
) -> None:  # fmt: skip
    ran = checked(tmp_path, **{variable: said})
    assert ran.returncode == 2
    assert ran.stderr.startswith(sentence), ran.stderr


def test_a_house_with_many_faults_hears_of_each(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = free.getsockname()[1]
    ran = checked(
        tmp_path, CLOSEKNIT_ADDRESS="https://house.example.org", CLOSEKNIT_SECRET_KEY="short",
        CLOSEKNIT_MAIL_URL=f"smtp://127.0.0.1:{nobody}",
    )  # fmt: skip
    assert ran.returncode == 2
    for code in ("house.E004", "house.E005", "house.E006", "house.W005"):
        assert code in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("command", [("house", "check"), ("serve", "--port", "1")])
def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    pytest.importorskip("psycopg")
    ran = subprocess.run(
        closeknit(*command), capture_output=True, text=True, check=False,
        env=environment(tmp_path) | {"CLOSEKNIT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"},
    )  # fmt: skip
    assert ran.returncode == 2
    assert "The database does not answer" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_mail_server_that_lets_the_house_in_is_no_finding(settings: Any) -> None:
    settings.LETTERS_FOLDER = ""
    assert checks.mail_server() == []
    assert mail.outbox == [], "nothing is sent to try it"


@pytest.mark.parametrize(("free", "told"), [(100 << 20, ["house.E007"]), (500 << 20, ["house.W006"]), (9 << 30, [])])
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, free: int, told: list[str]) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    assert ids(checks.disk()) == told


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(jobs, "now", lambda: at)
    return at


@pytest.mark.django_db
def test_a_worker_that_does_not_run_is_told(now: datetime) -> None:
    assert ids(checks.database(databases=["default"])) == ["house.W007"]
    Clock.objects.create(task="tidy", next_at=now + timedelta(hours=3))
    assert ids(checks.database(databases=["default"])) == []
    Clock.objects.create(task="look_after", next_at=now - timedelta(hours=1))
    [found] = checks.database(databases=["default"])
    assert found.id == "house.W007"
    assert "2026-11-23 07:00 UTC" in found.msg


@pytest.mark.django_db
def test_a_clock_that_is_behind_what_happened_is_told(now: datetime) -> None:
    Clock.objects.create(task="tidy", next_at=now + timedelta(hours=3))
    JournalLine.objects.create(at=now + timedelta(days=2), verb="x.done", kind="x", object_id="1")
    assert ids(checks.database(databases=["default"])) == ["house.E009"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("root may write everywhere, but not below a file")
    ran = checked(tmp_path / "file" / "home")
    assert ran.returncode == 2
    assert "cannot be used" in ran.stderr
