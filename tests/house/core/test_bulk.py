"""Many rows at once are the rows that one after another would have been, on both databases."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from closeknit.house.core import bulk
from closeknit.house.core.models import Job, Letter

AT = datetime(2026, 11, 9, 4, 0, 0, 123456, tzinfo=UTC)
ODD = "臉 😀 ' \" % %s \\ \u202e = 1"


def letters(count: int) -> list[tuple[object, ...]]:
    return [(f"a.b:{n}", "a@example.org", ODD, f"{n}", AT, AT) for n in range(count)]


COLUMNS = ("key", "to", "subject", "body", "written_at", "next_at")


def test_what_is_not_said_is_what_the_model_says(race) -> None:
    Letter.objects.create(**dict(zip(COLUMNS, letters(1)[0], strict=True)))
    wanted = model_to_dict(Letter.objects.get(), exclude=["id"])
    Letter.objects.all().delete()
    bulk.insert(Letter, COLUMNS, letters(1))
    assert model_to_dict(Letter.objects.get(), exclude=["id"]) == wanted
    bulk.insert(Letter, COLUMNS, [])


def test_lists_and_nothing_are_kept(race) -> None:
    columns = ("id", "task", "arguments", "run_at", "enqueued_at", "workers", "started_at")
    bulk.insert(Job, columns, [("a", "b", [[], {"臉": 1}], AT, AT, ["w"], None)])
    job = Job.objects.get()
    assert (job.arguments, job.workers, job.errors, job.started_at, job.run_at) == (
        [[], {"臉": 1}],
        ["w"],
        [],
        None,
        AT,
    )


def test_a_conflict_breaks_off_or_is_left_out(race) -> None:
    bulk.insert(Letter, COLUMNS, letters(2))
    with pytest.raises(IntegrityError):
        bulk.insert(Letter, COLUMNS, letters(3))
    bulk.insert(Letter, COLUMNS, letters(3), skip_conflicts=True)
    assert Letter.objects.count() == 3


def test_rows_are_changed_by_their_ids(race) -> None:
    bulk.insert(Letter, COLUMNS, letters(3))
    ids = dict(Letter.objects.values_list("key", "id"))
    bulk.update(Letter, ("body", "sent_at"), [(ids["a.b:1"], ODD, AT), (ids["a.b:2"], "", None)])
    assert list(Letter.objects.order_by("id").values_list("body", "sent_at")) == [("0", None), (ODD, AT), ("", None)]
