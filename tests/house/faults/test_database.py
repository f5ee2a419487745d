"""The database goes away and comes back; the disk is full: a clear page, nothing lost, nothing doubled."""

import errno
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections
from django.test import Client
from django.urls import reverse

from closeknit.house.core import housekeeping, uploads
from closeknit.house.core.jobs.worker import work
from closeknit.house.core.models import Job, JournalLine
from tests.house import databases
from tests.house.conftest import World, make_world

SAID = "有東西壞了"


@pytest.fixture
def postgres(cluster: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A world on a server that can be restarted."""
    with django_db_blocker.unblock(), databases.using(cluster.fresh()):
        yield cluster


def browser_of(world: World, who: str = "organiser") -> Client:
    return world.client(who, raise_request_exception=False)


def test_a_page_of_a_database_that_was_cut_off_says_so_and_the_next_one_is_there(postgres) -> None:
    world = make_world()
    browser = browser_of(world)
    assert browser.get("/me/").status_code == 200
    postgres.restart()
    broken = browser.get("/me/")
    assert (broken.status_code, SAID in broken.content.decode()) == (500, True)
    connections["default"].close()  # as a server does after each request
    assert browser.get("/me/").status_code == 200
    assert browser.get("/healthz").status_code == 200
    postgres.restart()
    assert browser.get("/healthz").status_code == 503


def test_the_worker_goes_on_when_the_database_is_back(postgres, monkeypatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(ended, "wait", lambda seconds: time.sleep(min(seconds, 0.2)))
    worker = threading.Thread(target=work, args=(ended,), kwargs={"pause": 0.05})
    worker.start()
    try:
        time.sleep(0.3)
        postgres.restart()
        connections["default"].close()
        ident = housekeeping.tidy.enqueue().id
        for _look in range(100):
            if Job.objects.get(id=ident).state == "SUCCESSFUL":
                break
            time.sleep(0.2)
        assert Job.objects.get(id=ident).state == "SUCCESSFUL"
    finally:
        ended.set()
        worker.join(20)


def test_a_full_disk_saves_all_or_nothing(template_file: Path, tmp_path: Path, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), databases.using(databases.copied(template_file, tmp_path)):
        world = make_world()
        browser, lines = browser_of(world), JournalLine.objects.count()
        typed = {"name": "許立夏", "language": "zh-hant", "time_zone": "Asia/Taipei"}
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        answers = [browser.post("/me/", {**typed, "name": f"許立夏 {n}"}) for n in range(300)]
        full = [answer for answer in answers if answer.status_code == 500]
        assert full
        assert all(SAID in answer.content.decode() for answer in full)
        done = sum(answer.status_code == 303 for answer in answers)
        assert done + len(full) == 300
        assert JournalLine.objects.count() == lines + done
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000")
        assert browser.post("/me/", typed).status_code == 303
        assert JournalLine.objects.count() == lines + done + 1


def test_a_full_disk_of_the_server_saves_all_or_nothing(postgres) -> None:
    """PostgreSQL says so in the middle of an action; a trigger stands in for the disk."""
    world = make_world()
    browser, lines = browser_of(world), JournalLine.objects.count()
    typed = {"name": "許立春", "language": "zh-hant", "time_zone": "Asia/Taipei"}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END$$"
        )
        cursor.execute("CREATE TRIGGER full_disk AFTER INSERT ON core_journalline EXECUTE FUNCTION full_disk()")
    answer = browser.post("/me/", typed)
    assert (answer.status_code, SAID in answer.content.decode()) == (500, True)
    assert JournalLine.objects.count() == lines
    assert "許立春" not in browser.get("/me/").content.decode()
    with connections["default"].cursor() as cursor:
        cursor.execute("DROP TRIGGER full_disk ON core_journalline")
    assert browser.post("/me/", typed).status_code == 303
    assert "許立春" in browser.get("/me/").content.decode()


def half_of_it(storage: FileSystemStorage, name: str, content: Any) -> str:
    """A disk that takes the first bytes."""
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.read()[:7])
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_that_finds_no_room_is_refused_in_words_and_leaves_no_half(world, organiser, monkeypatch) -> None:
    monkeypatch.setattr(FileSystemStorage, "_save", half_of_it)
    before = JournalLine.objects.count()
    answer = organiser.post(
        reverse("members:imports", kwargs={"slug": "reading"}), {"pasted": "姓名\t城市\n王小明\t台北\n"}
    )
    assert answer.status_code == 507
    assert "沒有空間" in answer.content.decode()
    monkeypatch.undo()
    assert JournalLine.objects.count() == before
    assert not [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


def test_half_a_file_that_a_killed_process_left_is_written_anew(db) -> None:
    name = uploads.keep(b"all of it", folder="rosters", suffix=".csv")
    Path(default_storage.path(name)).write_bytes(b"all")
    assert uploads.keep(b"all of it", folder="rosters", suffix=".csv") == name
    assert uploads.fetch(name) == b"all of it"
