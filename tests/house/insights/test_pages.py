"""What is shown, to whom, in how many queries; remedies become deeds once; the demonstration."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from closeknit.house.core.demo import World
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.insights import demo, errors, rules, selectors, tasks, words
from closeknit.house.features.insights.actions import remedies, uploads
from closeknit.house.features.insights.models import Report, Seen, Taken, Upload
from closeknit.house.features.insights.views.pulse import spark
from tests.house.conftest import NOW, make_world
from tests.house.insights import making


def shown(world, path: str = "", who: str = "organiser") -> str:
    return world.client(who).get(f"/c/{world.slug}/insights/{path}").content.decode()


@pytest.mark.parametrize("n", [0, 1, 7, 300])
def test_queries_stay_the_same(world, query_count, n: int) -> None:
    making.examined(world, n=n, months=min(n, 60))
    for _upload in range(min(n, 30)):
        making.kept(world)
    number, person = (
        Upload.objects.latest("id").id,
        Seen.objects.order_by("id").values_list("id", flat=True).first() or 0,
    )
    for who in ("organiser", "member"):
        browser = world.client(who)
        paths = (
            "", "report/", "months/", "uploads/", "people/", f"uploads/{number}/", "uploads/new/",
            f"people/{person}/forget/",
        )  # fmt: skip
        for path in paths if who == "organiser" else paths[:3]:
            with query_count.at_most(12):
                assert browser.get(f"/c/{world.slug}/insights/{path}").status_code == 200 or not person


def test_organisers_read_names_and_members_do_not(world) -> None:
    making.examined(world)
    assert "給發起人" in shown(world, "report/")
    assert "林&lt;b&gt;白露" in shown(world)
    for path in ("", "report/", "months/"):
        told = shown(world, path, "host")
        assert "林&lt;b&gt;白露" not in told
        assert '<p class="who">' not in told
        assert "處方" not in told


def test_a_member_sees_herself_and_nobody_else(world) -> None:
    making.examined(world)
    assert "你說了 5 則" in shown(world, "", "member")
    assert "還沒有確認是你的帳號" in shown(world, "", "host")


def test_names_are_shown_as_they_are_written(world) -> None:
    making.examined(world)
    told = shown(world)
    assert "林&lt;b&gt;白露" in told
    assert "<b>白露" not in told


def test_who_is_on_leave_has_not_gone_quiet(world) -> None:
    people = [{"name": "甲", "id": 1}, {"name": "乙", "id": 2}, {"name": "丙", "id": None}]
    quiet, away = rules.spared(people, {2})
    assert [p["name"] for p in quiet] == ["甲", "丙"]
    assert [p["name"] for p in away] == ["乙"]


def test_a_condition_is_called_by_its_name_in_the_readers_language() -> None:
    for tag, title in (("zh-hant", "共同的需要"), ("zh-hans", "共同的需要"), ("en", "A shared need")):
        with override(tag):
            assert words.condition("shared-need", "?") == title
            assert words.condition("c0", "條件0") == "條件0"


def test_what_moved_is_said_by_condition() -> None:
    before, now = making.facts(states=("missing", "holds")), making.facts(states=("holds", "holds"))
    assert rules.moved(before, now) == [{"slug": "c0", "title": "條件0", "before": "missing", "after": "holds"}]
    assert rules.moved(None, now) == []
    assert rules.is_old("2026-10-01", date(2026, 11, 9))
    assert not rules.is_old("2026-11-07", date(2026, 11, 9))


@pytest.mark.parametrize("weeks", [[], [3], [0, 0], [1, 2, 3]])
def test_a_curve_stays_in_its_frame(weeks: list[int]) -> None:
    points = [tuple(map(float, p.split(","))) for p in spark(weeks).split()]
    assert all(2 <= x <= 94 and 2 <= y <= 22 for x, y in points)


def take(world, who: str = "organiser", slug: str = "introduce", **words) -> int:
    told = {"person_id": world.people[who], "due": NOW.date() + timedelta(days=7), **words}
    return remedies.take(
        actor=world.viewer("organiser"), now=NOW, report_id=Report.objects.get(month="").id, slug=slug, **told
    )


def test_a_remedy_becomes_a_deed_of_somebody_by_a_day(world, organiser) -> None:
    making.examined(world)
    take(world, "host")
    (deed,) = deeds.mine(world.viewer("host"))
    assert (deed.title, deed.due) == ("處方introduce", NOW.date() + timedelta(days=7))
    assert "陳穀雨" in shown(world)
    assert deeds.of_source(world.here, "insights.remedy:introduce") == [deed]
    with pytest.raises(errors.Taken):
        take(world, "organiser")
    assert deeds.mine(world.viewer("organiser")) == []
    with pytest.raises(deeds.NotHere):
        take(world, "stranger", slug="ask-need")


def test_a_form_of_yesterday_makes_no_second_deed(world, organiser) -> None:
    report = making.examined(world)
    url = f"/c/{world.slug}/insights/remedies/{report.id}/introduce/"
    typed = {"person_id": world.people["organiser"], "due": "2026-12-01"}
    assert organiser.post(url, typed).status_code == 303
    answer = organiser.post(url, {**typed, "person_id": world.people["host"]})
    assert answer.status_code == 409
    assert "已經有人把這件事變成待辦了" in answer.content.decode()
    assert organiser.post(url, {**typed, "person_id": world.people["stranger"]}).status_code == 422
    assert organiser.post(f"/c/{world.slug}/insights/remedies/{report.id}/nothing/", typed).status_code == 404


def test_two_who_press_at_once_make_one_deed(race) -> None:
    world = make_world()
    making.examined(world)
    listed = selectors.months(world.viewer("organiser"), "zh-hant")
    assert [card.word for card, _before in listed.object_list] == ["becoming-one"] * 2
    results = race(lambda: take(world, "host"), lambda: take(world, "organiser"))
    assert sorted(type(r).__name__ for r in results) == ["Taken", "int"]
    assert Taken.objects.count() == 1
    assert len(deeds.of_source(world.here, "insights.remedy:introduce")) == 1


def test_searching_for_a_person_finds_her(world, organiser) -> None:
    making.examined(world, n=120)
    assert "林白露77" in shown(world, "people/?q=露77")
    assert "林白露77" not in shown(world, "people/?q=%00%27")
    assert "?q=" in shown(world, "people/?q=白露"), "pages keep the question"


def test_the_demonstration_uploads_its_history_through_the_form(world, work) -> None:
    people = {key: world.people[key] for key in ("organiser", "host", "member", "applicant")}
    demo.seed(World(timezone.now(), random.Random(7), people, {}, world.here, world.slug))
    number = Upload.objects.get().id
    assert "還沒有讀過什麼" not in shown(world)
    tasks.read.enqueue(upload_id=number)
    tasks.examine.enqueue(community_id=world.here)
    work()
    tasks.examine.enqueue(community_id=world.here)
    work()
    before = shown(world)
    assert "社群" in before
    assert Seen.objects.filter(name="石立冬").exists()
    assert "石立冬" in before.partition("誰安靜了")[2], "the demonstration has somebody who went quiet"
    uploads.remove(actor=world.viewer("organiser"), now=timezone.now(), upload_id=number)
    tasks.rebuild.enqueue(community_id=world.here)
    work()
    assert "還沒有讀過什麼" in shown(world), "without the upload there is nothing to show"


def test_the_demonstrations_history_is_the_same_from_the_same_luck() -> None:
    told = [demo.history(random.Random(3), NOW, ["甲", "乙", "丙", "丁"], "群") for _again in range(2)]
    assert told[0] == told[1]
