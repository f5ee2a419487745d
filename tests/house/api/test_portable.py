"""A community goes out as one file and comes into an empty house as it was."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from closeknit.house.core import uploads
from closeknit.house.features.api import api
from closeknit.house.features.api.actions import hooks, keys
from closeknit.house.features.api.portable import shape
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members
from tests.house import databases
from tests.house.api.programs import hook, program, soon
from tests.house.conftest import NOW, make_world


def exported(community_id: int) -> bytes:
    return b"".join(api.pieces(community_id))


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert made.testzip() is None
        return {name: made.read(name) for name in made.namelist()}


SECRET = "closeknit_secret"


def secretive(world) -> None:
    """Keys, links, what was answered to a program, and an address that heard of an event."""
    writer = program(world, token=SECRET)
    made = {"title": "帶書來", "person_id": world.people["organiser"], "due": soon()}
    assert writer.send("POST", "/deeds", made, key="idempotent").status_code == 201
    keys.make_link(actor=world.viewer("member"), now=NOW, kind="feed", token="a link")
    ident = hook(world, "https://events.example.org/in")
    hooks.try_out(actor=world.viewer("organiser"), now=NOW, hook_id=ident, ident="msg_1")


def lived_in():
    """A community with something of every feature that keeps files, or words that are not ASCII."""
    world = make_world()
    organiser = world.viewer("organiser")
    deeds.give(
        actor=organiser, now=NOW, person_id=world.people["member"], title="帶茶來 🍵", text="兩包\n", source="test:1",
        due=NOW.date() + timedelta(days=3),
    )  # fmt: skip
    name = uploads.keep(b"a code", folder="passages", suffix=".webp")
    shape.model_of("admission.Passage").objects.create(
        community_id=world.here, tool="line", picture=name, set_at=NOW, set_by_id=world.people["organiser"]
    )
    shape.model_of("admission.Question").objects.create(
        community_id=world.here, position=1, kind="text", text="為什麼？", fits=[{"b": 1, "aa": 2.50, "a": None}]
    )
    secretive(world)
    store = shape.model_of("insights.Store").objects.create(community_id=world.here, folder="abc_123-x", salt="s")
    return world, store


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path / "home"
    histories = settings.HOME / "insights" / "abc_123-x" / "whole-0"
    histories.mkdir(parents=True)
    (histories / "part.bin").write_bytes(b"\0\1" * 700_000)
    return settings.HOME


def test_every_table_of_a_feature_belongs_to_a_community_or_is_left_behind() -> None:
    assert shape.belongs_to_none() == []


def test_what_comes_in_goes_out_again_the_same(race, home: Path, cluster, tmp_path: Path, template_file) -> None:
    world, _store = lived_in()
    first = exported(world.here)
    assert first == exported(world.here)
    file = tmp_path / "there.zip"
    file.write_bytes(first)
    for path in (home / "insights").rglob("*.bin"):
        path.unlink()
    default_storage.delete(next(n for n in entries(first) if n.startswith("files/")).removeprefix("files/"))
    (tmp_path / "other").mkdir()
    # from either database into the other one
    empty = databases.copied(template_file, tmp_path / "other") if race.vendor == "postgres" else cluster.fresh()
    with databases.using(empty):
        ident = api.read(file)
        assert entries(exported(ident)) == entries(first)
        assert exported(ident) == first
        again = members.names(ident, [world.people["member"]])
        assert list(again.values()) in ([], ["林白露"])
        organiser = communities.viewer(ident, world.people["organiser"])
        new = deeds.give(
            actor=organiser, now=NOW, person_id=world.people["member"], title="t", text="", source="", due=NOW.date()
        )
        assert len(deeds.cards(ident, [new])) == 1
        with pytest.raises(api.NotEmpty):
            api.read(file)


def test_who_is_of_another_community_stays_behind(db, home: Path) -> None:
    world, _store = lived_in()
    held = entries(exported(world.here))
    everything = b"".join(held.values()).decode(errors="ignore")
    assert "葉芒種" not in everything
    assert "河上划船" not in everything
    person = json.loads(held["rows/accounts.Person.jsonl"].splitlines()[0])
    assert "password" not in person
    assert held["histories/abc_123-x/whole-0/part.bin"] == b"\0\1" * 700_000


def test_no_secret_goes_along(db, home: Path) -> None:
    world, _store = lived_in()
    held = entries(exported(world.here))
    assert not [name for name in held if name.startswith("rows/api.")]
    everything = b"".join(held.values()).decode(errors="ignore")
    for word in (SECRET, "events.example.org", "n0nce", "idempotent", "msg_1", *tokens()):
        assert word not in everything
    assert "帶書來" in everything


def tokens() -> list[str]:
    return list(shape.model_of("api.Token").objects.values_list("digest", flat=True))


def test_who_left_is_named_without_an_address(db, home: Path, now) -> None:
    world, _store = lived_in()
    communities.part(actor=world.viewer("organiser"), now=now, person_id=world.people["second"])
    rows = [json.loads(line) for line in entries(exported(world.here))["rows/accounts.Person.jsonl"].splitlines()]
    emails = {row["name"]: row["email"] for row in rows}
    assert (emails["吳霜降"], emails["林白露"]) == (None, "member@example.org")


@pytest.fixture
def written(home: Path, template_file: Path, tmp_path: Path, django_db_blocker) -> Iterator[bytes]:
    """A community's file; the house is then an empty one."""
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    with django_db_blocker.unblock():
        with databases.using(databases.copied(template_file, tmp_path / "here")):
            data = exported(lived_in()[0].here)
        with databases.using(databases.copied(template_file, tmp_path / "there")):
            yield data


def changed(data: bytes, name: str, to: bytes | None) -> bytes:
    held, out = entries(data) | ({name: to} if to is not None else {}), io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for entry, content in held.items():
            if entry != name or to is not None:
                made.writestr(entry, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "break_it",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: changed(data, "manifest.json", None),
        lambda data: changed(data, "manifest.json", b'{"format": "closeknit-community", "version": 99}'),
        lambda data: changed(data, "manifest.json", b"[]"),
        lambda data: changed(data, "rows/communities.Membership.jsonl", None),
        lambda data: changed(data, "rows/deeds.Deed.jsonl", b'{"no": "column"}\n'),
        lambda data: changed(data, "rows/deeds.Deed.jsonl", b"[1]\n"),
        lambda data: changed(data, "rows/communities.Community.jsonl", b'{"id": 1, "founded_at": "never"}\n'),
        lambda data: changed(
            data,
            "rows/insights.Store.jsonl",
            entries(data)["rows/insights.Store.jsonl"].replace(b"abc_123-x", b"../../up"),
        ),
    ],
)
def test_what_is_damaged_does_not_come_in_by_halves(written: bytes, tmp_path: Path, break_it) -> None:
    file = tmp_path / "there.zip"
    file.write_bytes(break_it(written))
    with pytest.raises(api.Unreadable):
        api.read(file)
    assert not shape.model_of(shape.PERSON).objects.exists()


def test_a_name_that_leads_elsewhere_is_not_followed(written: bytes, tmp_path: Path) -> None:
    for name in ("../evil", "histories/abc_123-x/../../evil", "/evil", "files/passages/not-named", "histories/other/x"):
        written = changed(written, name, b"evil")
    file = tmp_path / "there.zip"
    file.write_bytes(written)
    api.read(file)
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.read_bytes() == b"evil"]
