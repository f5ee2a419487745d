"""Fixtures for every feature of the house; docs/explanation/house.md says how to use them."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from closeknit.house.core.people import viewer_of
from closeknit.house.core.permissions import Role, Viewer, the_house
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from tests.house import databases, journeys

NOW = datetime(2026, 11, 9, 4, 0, tzinfo=UTC)
"""Monday noon in Taipei."""


@pytest.fixture
def now() -> datetime:
    """The time that actions get."""
    return NOW


@dataclass
class World:
    """Two communities and their people: `world.people["member"]`, `world.viewer("member")`, `world.client("member")`.

    `stranger` is the other community's member, `rival` its organiser, `newcomer` a person in no community.
    """

    here: int
    other: int
    people: dict[str, int]
    made: dict[str, Any] = field(default_factory=dict)
    """What features' access rows have made, by name."""

    slug: str = "reading"
    other_slug: str = "rowing"

    def viewer(self, who: str) -> Viewer:
        """The person with her roles in the first community; "visitor" is nobody."""
        return communities.viewer(self.here, self.people.get(who))

    def client(self, who: str, **words: Any) -> Client:
        """A browser in which she is signed in."""
        browser = Client(headers={"accept-language": "zh-TW"}, **words)
        if who != "visitor":
            browser.force_login(get_user_model().objects.get(id=self.people[who]))
        return browser


def make_world(now: datetime = NOW) -> World:
    """Everything through actions, as a person would have done it."""
    names = {
        "organiser": "許立夏", "second": "吳霜降", "host": "陳穀雨", "member": "林白露", "applicant": "林小寒",
        "rival": "周小滿", "stranger": "葉芒種", "newcomer": "何處暑",
    }  # fmt: skip
    people = {
        who: accounts.make_person(actor=the_house(), now=now, name=name, email=f"{who}@example.org")
        for who, name in names.items()
    }
    here = communities.found(
        actor=viewer_of(people["organiser"], keeper=True), now=now, name="城南夜讀", slug="reading"
    )
    other = communities.found(actor=viewer_of(people["rival"], keeper=True), now=now, name="河上划船", slug="rowing")
    organiser = communities.viewer(here, people["organiser"])
    for who, role in (
        ("second", Role.MEMBER),
        ("host", Role.MEMBER),
        ("member", Role.MEMBER),
        ("applicant", Role.APPLICANT),
    ):
        communities.join(actor=organiser, now=now, person_id=people[who], role=role)
    communities.appoint(actor=organiser, now=now, person_id=people["host"], roles=frozenset({Role.HOST}))
    communities.join(actor=communities.viewer(other, people["rival"]), now=now, person_id=people["stranger"])
    return World(here, other, people)


@pytest.fixture
def world(db: None) -> World:
    """Two communities and their people."""
    return make_world()


@pytest.fixture
def community(world: World) -> communities.Here:
    """The first community as its organiser sees it."""
    found = communities.here(world.slug, world.people["organiser"])
    assert found
    return found


@pytest.fixture
def organiser(world: World) -> Client:
    """The organiser's browser."""
    return world.client("organiser")


@pytest.fixture
def member(world: World) -> Client:
    """A member's browser."""
    return world.client("member")


@pytest.fixture
def visitor(world: World) -> Client:
    """The browser of somebody who is not signed in."""
    return world.client("visitor")


class QueryCount:
    """`with query_count.at_most(12): client.get(url)`, or `query_count(lambda: client.get(url))` for the number."""

    def __call__(self, do: Any) -> int:
        with CaptureQueriesContext(connection) as seen:
            do()
        return len(seen)

    def at_most(self, number: int) -> "_AtMost":
        return _AtMost(number)


class _AtMost(CaptureQueriesContext):
    def __init__(self, number: int) -> None:
        super().__init__(connection)
        self.number = number

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        super().__exit__(kind, value, trace)
        if kind is None and len(self) > self.number:
            told = "\n".join(q["sql"][:300] for q in self.captured_queries)
            pytest.fail(f"{len(self)} queries instead of at most {self.number}:\n{told}")


@pytest.fixture
def query_count() -> QueryCount:
    """Counts queries."""
    return QueryCount()


@pytest.fixture(autouse=True)
def _files(tmp_path: Any, settings: Any) -> Iterator[None]:
    """Each test keeps its uploads to itself."""
    from django.core.files.storage import storages

    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}
        },
    }  # fmt: skip
    yield
    storages._storages.clear()


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: Any, django_db_blocker: Any) -> Path:
    """A SQLite file with every table."""
    with django_db_blocker.unblock():
        return databases.migrated_file(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def cluster(django_db_blocker: Any) -> Iterator[databases.Cluster]:
    """A PostgreSQL server; the tests are skipped where Debian's is not installed. Its folder is its own: of
    pytest's only the last three runs are kept, and another run beside this one would take it away."""
    with tempfile.TemporaryDirectory(prefix="closeknit-postgres-", ignore_cleanup_errors=True) as folder:
        with django_db_blocker.unblock():
            started = databases.Cluster(Path(folder))
        yield started
        started.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def race(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[databases.Race]:
    """Functions run at the same moment, on a SQLite file and on PostgreSQL. Do not ask for `db` or `world` beside it;
    `make_world()` makes people in the race's own database."""
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            database = databases.copied(request.getfixturevalue("template_file"), tmp_path)
        else:
            database = request.getfixturevalue("cluster").fresh()
        with databases.using(database):
            yield databases.Race(request.param)


MATRIX = [(lang, width) for lang in ("zh-TW", "zh-CN", "en-GB") for width in (390, 1280)]


def pytest_generate_tests(metafunc: Any) -> None:
    """CLOSEKNIT_JOURNEYS=all: every journey in three languages at both widths; else as a phone in Taipei has it."""
    if "house" in metafunc.fixturenames and os.environ.get("CLOSEKNIT_JOURNEYS") == "all":
        asks = {"width", "scheme"} & set(metafunc.fixturenames)
        matrix = MATRIX[:1] if asks else MATRIX
        metafunc.parametrize("house", matrix, ids=lambda pair: f"{pair[0]}-{pair[1]}", indirect=True)


@pytest.fixture
def house(
    request: pytest.FixtureRequest, template_file: Path, tmp_path: Path, django_db_blocker: Any, browser: Any
) -> Iterator[journeys.LiveHouse]:
    """A live house with `house.world` and browser windows: `page = house.page("member", script=False)`."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    with django_db_blocker.unblock(), databases.using(databases.copied(template_file, tmp_path)):
        world = make_world(timezone.now())
        server = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        live = journeys.LiveHouse(
            f"http://localhost:{server.port}", world, browser, *getattr(request, "param", MATRIX[0])
        )
        yield live
        for context in live.contexts:
            context.close()
        server.terminate()
        assert live.strangers() == []
