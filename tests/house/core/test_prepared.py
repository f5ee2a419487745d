"""A prepared query answers as the same query does when Django writes it anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from closeknit.house.core.prepared import given, prepared
from closeknit.house.features.communities.models import Community, Duty, Membership
from tests.house.conftest import make_world


def _since(community, at):
    led = Duty.objects.filter(membership=OuterRef("pk"), until__isnull=True)
    rows = Membership.objects.filter(community_id=community, joined_at__gte=at, left_at__isnull=True)
    rows = rows.annotate(duties_held=Count("duties"), leads=Exists(led)).order_by("joined_at", "id")
    return rows.values_list("person_id", "role", "joined_at", "duties_held", "leads")


def test_rows_are_those_of_the_query_times_and_truths_too(race, now) -> None:
    """On a SQLite file and on PostgreSQL, where times and truths are kept in other ways."""
    world = make_world()
    asked = prepared(lambda: _since(given("community"), given("at")))
    for ident in (world.here, 10**9):
        for at in (now - timedelta(days=9999), now + timedelta(days=9999)):
            with CaptureQueriesContext(
                connection,
            ) as told:
                rows = asked(community=ident, at=at)
            assert rows == list(_since(ident, at))
            assert len(told) == 1
    assert asked(community=world.here, at=now - timedelta(days=9999))


def test_what_is_asked_is_a_value_and_never_a_statement(world) -> None:
    asked = prepared(lambda: Community.objects.filter(slug=given("slug")).values_list("id"))
    assert asked(slug="reading' OR '1'='1") == []
    assert asked.first(slug="no-such") is None
    assert asked.first(slug=world.slug) == (world.here,)


def test_a_value_that_was_not_told_is_a_bug(db) -> None:
    asked = prepared(lambda: Community.objects.filter(slug=given("slug")).values_list("id"))
    with pytest.raises(KeyError):
        asked(name="reading")
