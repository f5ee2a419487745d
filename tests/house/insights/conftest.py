"""Each test has a home of its own, and a worker that can be told to work."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from closeknit.house.core.jobs import worker
from tests.conftest import ROOT

EXPORT = next((ROOT / "examples" / "reading-circle").glob("*.txt"))
TOLD = {"whose": "everybody", "ground": "told", "keep": 365, "me": "", "text": ""}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "home").mkdir()
    settings.HOME = tmp_path / "home"


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
