"""Chapters, leaves of absence, and how far somebody has grown in."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api, errors
from closeknit.house.features.members.actions import absences, chapters, profiles
from closeknit.house.features.members.models import LevelChange
from tests.house.conftest import make_world
from tests.house.members.conftest import give_profiles
from tests.house.members.making import DAY, found


class TestChaptersAndAbsences:
    def test_a_chapter_has_organisers_of_its_own(self, world, now) -> None:
        organiser = world.viewer("organiser")
        east = chapters.open_chapter(actor=organiser, now=now, name="東門")
        with pytest.raises(errors.ChapterThere):
            chapters.open_chapter(actor=organiser, now=now, name="東門")
        made = profiles.make(actor=organiser, now=now, name="阿婆", name_shown=1, fields={"phone": ("0912", 1)})
        for person_id in (made, world.people["member"]):
            chapters.place(actor=organiser, now=now, person_id=person_id, chapter_id=east)
        words = {"actor": organiser, "now": now, "chapter_id": east, "name": "東門", "place": "河邊"}
        chapters.change_chapter(**words, leads=[world.people["member"], world.people["host"]])
        [card] = api.chapters(world.here)
        assert (card.members, card.leads) == (2, ((world.people["member"], "林白露"),))
        assert found(world, "0912") == ["阿婆"]
        assert found(world, "0912", "host") == []
        write_ = {"now": now, "person_id": made, "version": 1, "name": "阿婆婆", "name_shown": 1, "fields": {}}
        profiles.edit(actor=world.viewer("member"), **write_, agreed=False, wording="")
        lines = world.client("member").get(f"/c/{world.slug}/members/export/members.jsonl")
        assert b"".join(lines.streaming_content).count(b"\n") == 2
        assert world.client("host").get(f"/c/{world.slug}/members/export/").status_code == 404
        chapters.place(actor=organiser, now=now, person_id=world.people["member"], chapter_id=None)
        assert found(world, "0912") == []
        chapters.close_chapter(actor=organiser, now=now, chapter_id=east)
        assert api.chapters(world.here) == []

    def test_a_chapter_of_another_community_is_not_there(self, world, now) -> None:
        rival = communities.viewer(world.other, world.people["rival"])
        west = chapters.open_chapter(actor=rival, now=now, name="西門")
        for do in (
            lambda: chapters.place(
                actor=world.viewer("organiser"), now=now, person_id=world.people["member"], chapter_id=west
            ),
            lambda: chapters.close_chapter(actor=world.viewer("organiser"), now=now, chapter_id=west),
        ):
            with pytest.raises(Http404):
                do()

    def test_a_leave_has_its_days_and_its_reason_is_not_gossip(self, world, now) -> None:
        person_id, today = world.people["member"], timezone.localdate()
        words = {"actor": world.viewer("member"), "now": now, "person_id": person_id, "today": today}
        absences.go_away(**words, since=today, until=today + timedelta(9), reason="家裡有事")
        with pytest.raises(errors.AlreadyAway):
            absences.go_away(**words, since=today, until=today + timedelta(9))
        assert api.away(world.here, today) == {person_id}
        assert api.away(world.here, today + timedelta(10)) == frozenset()
        assert "林白露" in world.client("host").get(f"/c/{world.slug}/members/?tab=away").content.decode()
        texts = {
            who: world.client(who).get(f"/c/{world.slug}/members/{person_id}/").content.decode()
            for who in ("member", "organiser", "host")
        }
        assert ["家裡有事" in texts[who] for who in ("member", "organiser", "host")] == [True, True, False]
        with pytest.raises(Http404):
            absences.come_back(actor=world.viewer("host"), now=now, person_id=person_id)
        absences.come_back(actor=world.viewer("member"), now=now, person_id=person_id)
        assert "林白露" not in world.client("host").get(f"/c/{world.slug}/members/?tab=away").content.decode()

    @pytest.mark.parametrize(("since", "until"), [(0, -1), (-60, 5), (0, 400), (-5, -1)])
    def test_days_that_do_not_fit_are_refused(self, world, now, since: int, until: int) -> None:
        with pytest.raises(errors.AbsenceDays):
            absences.go_away(
                actor=world.viewer("member"), now=now, person_id=world.people["member"], today=DAY,
                since=DAY + timedelta(since), until=DAY + timedelta(until),
            )  # fmt: skip

    def test_two_leaves_at_once_are_one(self, race, now) -> None:
        world = give_profiles(make_world())
        words = {"actor": world.viewer("member"), "now": now, "person_id": world.people["member"], "today": DAY}
        results = race(*[lambda: absences.go_away(**words, since=DAY, until=DAY)] * 2)
        assert sorted(type(r).__name__ for r in results) == ["AlreadyAway", "int"]

    def test_levels_are_kept_with_their_steps(self, world, now) -> None:
        for level in (1, 1, 3):
            profiles.set_level(actor=world.viewer("organiser"), now=now, person_id=world.people["member"], level=level)
        assert list(LevelChange.objects.values_list("was", "is_now")) == [(0, 1), (1, 3)]
