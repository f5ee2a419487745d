"""The demonstration as a stranger meets it: nobody stands in it twice, and its journal tells of the past in order."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from closeknit.house.config import seeding
from closeknit.house.core import jobs, journal
from closeknit.house.features.communities import api as communities

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> Any:
    settings.HOME = tmp_path
    return seeding.seed()


def test_no_two_bear_one_name(world: Any) -> None:
    inside = communities.names(world.community_id, communities.member_ids(world.community_id)).values()
    knocking = apps.get_model("admission.Application").objects.filter(state="waiting").values_list("name", flat=True)
    everybody = [*inside, *knocking]
    assert sorted(set(everybody)) == sorted(everybody)


def test_the_journal_tells_what_happened_in_order(world: Any) -> None:
    lines = journal.lines(community_id=world.community_id)
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert lines[0].at <= jobs.now()
    assert len({line.at.date() for line in lines}) > 10, "not all of it happened when it was written"
