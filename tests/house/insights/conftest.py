"""Each test has a home of its own, and a worker that can be told to work."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from closeknit.house.core.jobs import worker
from closeknit.house.features.insights import workroom
from closeknit.house.features.insights.examining.__main__ import answer
from tests.conftest import ROOT

EXPORT = next((ROOT / "examples" / "reading-circle").glob("*.txt"))
ALONE = threading.Lock()
TOLD = {"whose": "everybody", "ground": "told", "keep": 365, "me": "", "text": ""}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "home").mkdir()
    settings.HOME = tmp_path / "home"


@pytest.fixture(autouse=True)
def _near(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader works in this process, where everything is loaded; those that ask for `far` start the real one."""
    if {"house", "far"} & set(request.fixturenames):
        return
    monkeypatch.chdir(".")
    monkeypatch.setattr(workroom, "do", _do_here)


def _do_here(deed: str, order: dict[str, Any], tell: Callable[[dict[str, Any]], None] = lambda _told: None) -> Any:
    with ALONE:
        told = json.loads(json.dumps(order))
        return json.loads(json.dumps(answer(deed, told, lambda said: tell(json.loads(json.dumps(said))))))


@pytest.fixture
def far() -> None:
    """The reader works in a process of its own, as in a real house."""


@pytest.fixture
def work(django_capture_on_commit_callbacks: Any) -> Callable[[], None]:
    """Work until nothing is left to do; what happens after a commit happens too."""

    def until_done() -> None:
        for _round in range(40):
            with django_capture_on_commit_callbacks(execute=True):
                busy = worker.step("w")
            if not busy:
                return
        raise AssertionError("there is no end of work")

    return until_done


@pytest.fixture
def send(world: Any, work: Callable[[], None], django_capture_on_commit_callbacks: Any) -> Callable[..., int]:
    """Upload files through the plain form, as the organiser; the upload's id, after everything was done."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    def sent(*files: tuple[str, bytes], who: str = "organiser", done: bool = True, **told: Any) -> int:
        browser = world.client(who)
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(
                f"/c/{world.slug}/insights/uploads/new/",
                {**TOLD, "files": [SimpleUploadedFile(name, data) for name, data in files], **told},
            )
        assert answer.status_code == 303, answer.content.decode()[:3000]
        if done:
            work()
        return int(answer.headers["Location"].rstrip("/").rpartition("/")[2])

    return sent
