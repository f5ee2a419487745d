"""Somebody leaves and is forgotten: whatever the house keeps is taken apart and searched for her, on both databases."""

import base64
import gzip
import io
import json
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, connections

from closeknit.house.core import events, housekeeping, jobs, mail
from closeknit.house.core.jobs import worker
from closeknit.house.core.models import Job
from closeknit.house.features.api import api as openness
from closeknit.house.features.insights import workroom
from closeknit.house.features.insights.actions import uploads
from closeknit.house.features.insights.models import Seen
from closeknit.house.features.members.actions import faces
from closeknit.house.features.members.importing import running
from tests.house.api.test_own_data import MARK, lived_in
from tests.house.conftest import NOW, World, make_world
from tests.house.insights.conftest import _do_here
from tests.house.insights.making import line

FOLDED, SOUND, ADDRESS = "秘密七三一", "mimiqisanyi", "second@example.org"
SIGNS = (MARK, FOLDED, SOUND, ADDRESS)


def opened(data: bytes, depth: int = 3) -> Iterator[str]:
    """What bytes say: as they are, unescaped, unpacked, and what lies inside."""
    text = data.decode("utf-8", "replace")
    yield text
    yield data.decode("utf-16-le", "replace")
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text)
    if not depth:
        return
    if data[:4] == b"PAR1":
        yield str(parquet.read_table(io.BytesIO(data)).to_pydict())
    for unpack in (gzip.decompress, zlib.decompress, lambda d: base64.b64decode(d, validate=True)):
        try:
            inner = unpack(data)
        except (OSError, EOFError, ValueError, zlib.error):
            continue
        yield from opened(inner, depth - 1)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            for name in held.namelist():
                yield name
                yield from opened(held.read(name), depth - 1)


def told(what: object) -> Iterator[str]:
    """What a value of a column says."""
    data = bytes(what) if isinstance(what, bytes | memoryview) else str(what).encode()
    yield from opened(data)
    for part in str(what).split(":"):  # signed values have parts
        yield from opened(part.lstrip(".").encode() + b"=" * (-len(part) % 4))


def found(world: World, home: Path, signs: tuple[str, ...]) -> set[str]:
    """Where the signs stand: columns, files, the whole community's file."""
    places = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if any(sign in text for text in told(value) for sign in signs):
                        places.add(f"{table}.{column}")
    for folder in (home, Path(default_storage.location)):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            if any(sign in text for text in (str(path), *opened(path.read_bytes())) for sign in signs):
                places.add(path.relative_to(folder).parts[0])
    whole = b"".join(openness.pieces(world.here))
    if any(sign in text for text in opened(whole) for sign in signs):
        places.add("export")
    return places


def work() -> None:
    """Until nothing is left to do, also what waits for a while."""
    later = jobs.now()
    for _round in range(200):
        later += timedelta(seconds=30)
        if not worker.step("w", lambda later=later: later) and not Job.objects.filter(state="READY").exists():
            return
    raise AssertionError(list(Job.objects.filter(state="READY").values("task", "errors")))


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.LETTERS_FOLDER = str(settings.HOME / "mail")
    settings.MAILERS = {
        "default": {
            "BACKEND": "closeknit.house.core.maildir.EmailBackend",
            "OPTIONS": {"folder": settings.LETTERS_FOLDER},
        }
    }
    monkeypatch.setattr(workroom, "do", _do_here)
    monkeypatch.chdir(".")
    return Path(settings.HOME)


def full(home: Path) -> World:
    """She has left a trace in every room, and everybody's work is done."""
    world = make_world()
    second = lived_in(world)
    her, organiser, now = world.viewer("second"), world.viewer("organiser"), jobs.now()
    face = faces.claim_face(actor=her, now=NOW, person_id=second, carrier="line", handle=MARK)
    faces.confirm_face(actor=world.viewer("host"), now=NOW, face_id=face)
    said = line(MARK).decode().replace("誰讀了", f"{MARK}讀了，誰也讀了")
    uploads.receive(
        actor=organiser, now=now, files=[], text=said, whose="mine", ground="told",
        keep_until=now.date() + timedelta(days=9), me="", language="zh-hant", in_charge=[MARK],
    )  # fmt: skip
    work()
    running.upload(actor=organiser, now=now, data=f"姓名,手機\n{MARK},0912\n".encode())
    for key, at in (("waits", now + timedelta(days=400)), ("lies", now)):
        mail.write(key=key, to=ADDRESS, subject=MARK, body=MARK, now=at)
    assert mail.send_waiting(now) >= 1
    apps.get_model("accounts.Passkey").objects.create(
        person_id=second, name=MARK, credential="c", handle="h", public_key=b"k", sign_count=0, made_at=NOW
    )
    world.client("second").get("/")
    return world


def test_nothing_says_who_she_was_or_what_she_said(race: Any, home: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    world = full(home)
    before = found(world, home, SIGNS)
    assert {"export", "insights", "mail", "rosters", "core_letter.body", "insights_seen.labels", "members_field.text",
            "accounts_passkey.name", "api_token.label", "deeds_deed.title", "admission_application.answers",
            "insights_report.page", "members_profile.for_members"} <= before  # fmt: skip
    assert world.client("second").post("/members/forget/").status_code == 303
    work()
    work()
    assert Seen.objects.exists(), "the others are still there"
    assert found(world, home, SIGNS) == set()
    assert not [sign for sign in SIGNS if sign in caplog.text]
    if race.vendor == "sqlite":
        housekeeping.count.func()
        connections["default"].close()
        raw = b"".join(file.read_bytes() for file in Path(connection.settings_dict["NAME"]).parent.glob("*.sqlite3*"))
        for sign in SIGNS:
            assert sign.encode() not in raw, "erased, and still in the file"
            assert json.dumps(sign)[1:-1].encode() not in raw


def test_whoever_is_killed_before_the_rooms_hear_of_it(race: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies between the commit and the receivers: the rooms hear of it from a job."""
    world = full(home)
    with monkeypatch.context() as patched:
        patched.setattr(events, "_tell", lambda _event: [SystemExit("killed")])
        assert world.client("second").post("/members/forget/").status_code == 303
        assert "deeds_deed.title" in found(world, home, (MARK,))
    work()
    work()
    assert found(world, home, SIGNS) == set()


def test_a_receiver_that_breaks_is_asked_again_and_the_others_are_not_kept_waiting(
    race: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from closeknit.house.features.deeds import actions

    world = full(home)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "forget", lambda **_words: 1 / 0)
        assert world.client("second").post("/members/forget/").status_code == 303
        places = found(world, home, (MARK,))
        assert "deeds_deed.title" in places
        assert "admission_application.answers" not in places
    assert Job.objects.filter(task__endswith="tell_again", state="READY").count() == 1
    work()
    work()
    assert found(world, home, SIGNS) == set()
    assert not Job.objects.filter(state="FAILED").exists()
