"""Everything that a house can hold goes from SQLite to PostgreSQL and back, or the other way, and stays what it was."""

import re
import shutil
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from closeknit.house.config import seeding
from closeknit.house.core import jobs, uploads
from closeknit.house.core.jobs import worker
from closeknit.house.core.models import Job
from closeknit.house.core.people import viewer_of
from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.admission.actions import keeping, reviewing
from closeknit.house.features.api import api
from closeknit.house.features.api.portable import shape
from closeknit.house.features.insights import workroom
from closeknit.house.features.insights.actions import remedies
from closeknit.house.features.members.actions import acceptances, claims
from closeknit.house.features.members.importing import running
from tests.house import databases
from tests.house.api.test_portable import entries, exported
from tests.house.insights.conftest import _do_here

PAGES = ("", "charter/", "gate/", "gate/applications/", "members/", "members/chapters/", "deeds/?of=all", "insights/",
         "insights/report/", "insights/uploads/", "insights/people/", "journal/")  # fmt: skip
"""What an organiser reads; keys and links of programs stay behind."""


def work() -> None:
    """Until nothing is left to do."""
    for _round in range(100):
        if not worker.step("w", lambda: jobs.now() + timedelta(minutes=2)):
            return
    raise AssertionError(list(Job.objects.filter(state="READY").values("task", "errors")))


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    monkeypatch.setattr(workroom, "do", _do_here)
    monkeypatch.chdir(".")
    return Path(settings.HOME)


def lived_in() -> Any:
    """The demonstration, with its history read, and what it has none of."""
    world = seeding.seed()
    work()
    organiser, now = world.viewers["organiser"], world.now
    rest(world, organiser, now)
    work()
    store = apps.get_model("insights.Store").objects.get()
    apps.get_model("insights.Forgetting").objects.create(store=store, labels=["line:外人"], asked_at=now)
    return world


def rest(world: Any, organiser: Any, now: Any) -> None:
    """What a demonstration has none of."""
    picture = uploads.keep(b"a code", folder="passages", suffix=".webp")
    keeping.set_passage(
        actor=organiser, now=now, tool="line", name="夜讀 LINE", link="", picture=picture, expires_on=None
    )
    ident = running.upload(actor=organiser, now=now, data="姓名,會員編號,手機\n王小明,7,0912\n".encode())
    running.begin(
        actor=organiser, now=now, import_id=ident, columns={0: "name", 1: "number", 2: "phone"}, name_shown=2,
        same_name_is_same=True,
    )  # fmt: skip
    running.upload(actor=organiser, now=now, data="姓名\n李大華\n".encode())
    for application in apps.get_model("admission.Application").objects.filter(state="waiting")[:1]:
        reviewing.vouch(actor=world.viewers["member"], now=now, application_id=application.id)
    keeping.own_questions(actor=organiser, now=now)
    version = apps.get_model("charter.Version").objects.filter(number__isnull=False).latest("number")
    acceptances.accept(actor=world.viewers["member"], now=now, version=version.id)
    claims.make_link(actor=organiser, now=now, person_id=world.people["grandmother"], token="t")
    granny = accounts.make_person(actor=the_house(), now=now, name="許阿婆", email="granny@demo.invalid")
    claims.claim(actor=viewer_of(granny), now=now, token="t")
    report = apps.get_model("insights.Report").objects.get(month="")
    remedies.take(
        actor=organiser, now=now, report_id=report.id, slug=report.facts["remedies"][0]["slug"],
        person_id=world.people["host"], due=now.date() + timedelta(days=7),
    )  # fmt: skip


def shown(slug: str, person_id: int) -> dict[str, list[str]]:
    """The pages as the organiser sees them, without what differs each time."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    browser = Client(headers={"accept-language": "zh-TW"})
    browser.force_login(get_user_model().objects.get(id=person_id))
    told = {}
    for page in PAGES:
        answer = browser.get(f"/c/{slug}/{page}")
        assert answer.status_code == 200, page
        lines = answer.content.decode().splitlines()
        told[page] = [re.sub(r'value="[\w-]{18,}"', "", line) for line in lines if 'id="offline"' not in line]
    return told


def test_a_lived_in_community_goes_there_and_back(
    race: Any, home: Path, cluster: Any, tmp_path: Path, template_file: Path, settings: Any
) -> None:
    world = lived_in()
    first = exported(world.community_id)
    held, before = entries(first), shown(world.slug, world.people["organiser"])
    bare = [label for label in shape.tables() if not held.get(f"rows/{label}.jsonl")]
    assert " ".join(bare) == "", "tables without a row"
    assert [name for name in held if name.startswith("histories/")]
    assert [name for name in held if name.startswith("files/rosters/")]
    data = first
    for number in range(2):
        file, there = tmp_path / f"{number}.zip", tmp_path / f"there{number}"
        file.write_bytes(data)
        there.mkdir()
        shutil.rmtree(home / "insights")
        from django.core.files.storage import default_storage

        shutil.rmtree(default_storage.location)
        to_sqlite = (race.vendor == "postgres") == (number == 0)
        empty = databases.copied(template_file, there) if to_sqlite else cluster.fresh()
        with databases.using(empty):
            assert api.read(file) == world.community_id
            data = exported(world.community_id)
            assert entries(data) == held
            assert data == first
            after = shown(world.slug, world.people["organiser"])
            changed = [line for page in PAGES for line in unified_diff(before[page], after[page], page, n=0)]
            assert "\n".join(changed) == ""


def test_a_full_disk_leaves_nothing_of_a_community_behind(
    home: Path, tmp_path: Path, template_file: Path, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are undone by the database; files that had come by then go too, and a second try is whole."""
    from django.core.files.storage import FileSystemStorage, default_storage

    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    file = tmp_path / "out.zip"
    with django_db_blocker.unblock(), databases.using(databases.copied(template_file, tmp_path / "here")):
        world = lived_in()
        first = exported(world.community_id)
        file.write_bytes(first)
    shutil.rmtree(home / "insights")
    shutil.rmtree(default_storage.location)
    with django_db_blocker.unblock(), databases.using(databases.copied(template_file, tmp_path / "there")):
        save, saved = FileSystemStorage._save, []

        def half(storage: FileSystemStorage, name: str, content: Any) -> str:
            saved.append(name)
            if len(saved) == 2:
                Path(storage.path(name)).parent.mkdir(parents=True, exist_ok=True)
                Path(storage.path(name)).write_bytes(b"half")
                raise OSError(28, "No space left on device")
            return str(save(storage, name, content))

        with monkeypatch.context() as patched:
            patched.setattr(FileSystemStorage, "_save", half)
            with pytest.raises(api.Unreadable, match="No space left"):
                api.read(file)
        assert len(saved) == 2
        for folder in (home / "insights", Path(default_storage.location)):
            assert not [path for path in folder.rglob("*") if path.is_file()]
        assert not shape.model_of(shape.PERSON).objects.exists()
        assert exported(api.read(file)) == first
