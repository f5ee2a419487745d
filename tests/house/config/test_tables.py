"""A fresh house gets at once what an old one got step by step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from closeknit.house.config import tables
from closeknit.house.core.models import JournalLine
from tests.house import databases

QUESTIONS = {
    "sqlite": [
        "SELECT name, sql FROM sqlite_master",  # tables in pieces: the order in which constraints came is no matter
    ],
    "postgresql": [
        (
            "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
            " is_identity FROM information_schema.columns WHERE table_schema = 'public'"
        ),
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    ],
}


def in_pieces(word: str) -> list[str]:
    """What a definition says, in whatever order; brackets close at the end of the last piece, so they are left out."""
    return sorted(word.replace("(", " ").replace(")", " ").replace(",", " ").split())


def told() -> list[Any]:
    """Everything that a database says of its tables, and what stands in them from the beginning."""
    connection = connections["default"]
    found: list[Any] = []
    with connection.cursor() as cursor:
        for question in QUESTIONS[connection.vendor]:
            cursor.execute(question)
            found.append(sorted([in_pieces(str(word)) for word in row] for row in cursor.fetchall()))
    found.append(set(MigrationRecorder(connection).applied_migrations()))
    found.append(set(Permission.objects.values_list("codename", "content_type__model")))
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def pair(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[tuple[Any, Any]]:
    """A database that was migrated, and an empty one."""
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            old = databases.copied(request.getfixturevalue("template_file"), tmp_path)
            empty = {**old, "NAME": str(tmp_path / "empty.sqlite3")}
        else:
            cluster = request.getfixturevalue("cluster")
            old = cluster.fresh()
            cluster.sql(f"CREATE DATABASE {old['NAME']}_empty")
            empty = cluster.database(f"{old['NAME']}_empty")
        yield old, empty


def test_a_fresh_house_is_what_an_old_one_became(pair: tuple[Any, Any]) -> None:
    old, empty = pair
    with databases.using(old):
        wanted = told()
    with databases.using(empty):
        tables.bring_up_to_date()
        for made, words in zip(told(), wanted, strict=True):
            assert made == words
        executor = MigrationExecutor(connections["default"])
        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        tables.bring_up_to_date()
        JournalLine.objects.create(at="2026-11-09T04:00Z", verb="a.b", kind="a", object_id="1")
        with pytest.raises(IntegrityError), transaction.atomic():
            JournalLine.objects.update(verb="c.d")


def test_what_breaks_off_leaves_an_empty_house(pair: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(*_words: object) -> None:
        raise OSError("no space left on device")

    with databases.using(pair[1]):
        with monkeypatch.context() as patch:
            patch.setattr(MigrationRecorder, "record_applied", torn)
            with pytest.raises(OSError, match="no space"):
                tables.bring_up_to_date()
        assert connections["default"].introspection.table_names() == ["django_migrations"]
        tables.bring_up_to_date()
        assert len(connections["default"].introspection.table_names()) > 30
