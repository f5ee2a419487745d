"""Who sees what, who is found, and what a person agreed to."""

from datetime import timedelta

import pytest
from django.http import Http404

from closeknit.house.core.refusals import Stale
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api, errors, rules
from closeknit.house.features.members.actions import absences, acceptances, chapters, leaving, profiles
from closeknit.house.features.members.models import Consent, Field, Profile
from closeknit.house.features.members.rules import Shown
from closeknit.house.features.members.selectors import profile
from tests.house.members.making import DAY, found, write


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("林白露", "林白露"), ("白露", "林白露"), ("lbl", "林白露"), ("linbai", "林白露"), ("LBL", "林白露"),
        ("ｌｂｌ", "林白露"), ("陈谷雨", "陳穀雨"), ("吳霜降", "吳霜降"), ("吴霜降", "吳霜降"), (" 立夏 ", "許立夏"),
        ("修书", "林白露"), ("修書", "林白露"), ("書 lbl", "林白露"), ("白\u200b露", "林白露"),
    ],
)  # fmt: skip
def test_people_are_found_in_both_scripts_and_by_sound(world, now, typed: str, name: str) -> None:
    write(world, "member", now, {"offer": ("會修書背", Shown.MEMBERS)})
    assert found(world, typed, "second") == [name]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", '"', "lbl%", "\x00", "a" * 10_000, "林 霜"])
def test_signs_of_the_database_find_nobody(world, organiser, typed: str) -> None:
    assert found(world, typed) in ([], sorted(found(world, ""), key=rules.sorting)) or typed == "\x00"
    assert organiser.get(f"/c/{world.slug}/members/", {"q": typed}).status_code == 200


def test_each_field_is_seen_by_those_for_whom_it_is_shown(world, now) -> None:
    fields = {"phone": ("1", 0), "email": ("a@b.c", 1), "offer": ("陪讀", 2), "introduction": ("你好", 3)}
    write(world, "member", now, fields, shown=Shown.PUBLIC)
    seen = {
        who: {f.key for f in card.fields} if (card := profile.profile(world.viewer(who), world.people["member"], DAY))
        else None
        for who in ("member", "organiser", "host", "applicant", "visitor")
    }  # fmt: skip
    assert seen == {
        "member": {"phone", "email", "offer", "introduction"}, "organiser": {"email", "offer", "introduction"},
        "host": {"offer", "introduction"}, "applicant": {"introduction"}, "visitor": {"introduction"},
    }  # fmt: skip
    assert "你好" in world.client("visitor").get(f"/c/reading/members/{world.people['member']}/").content.decode()
    assert found(world, "a@b.c", "host") == []
    assert found(world, "a@b.c", "organiser") == ["林白露"]


def test_a_search_does_not_tell_what_is_not_shown(world, now) -> None:
    write(world, "member", now, {"phone": ("0912", 0), "need": ("想離職", 1)})
    assert found(world, "0912", "organiser") == []
    assert found(world, "離職", "host") == []
    assert found(world, "", "host", tab="need") == []
    write(world, "member", now, {}, shown=Shown.ORGANISERS)
    assert found(world, "白露", "host") == []
    assert found(world, "白露", "organiser") == ["林白露"]
    assert found(world, "白露", "member") == []
    assert "林白露" in found(world, "", "member")


def test_more_is_shown_only_after_a_consent_that_is_kept(world, now) -> None:
    with pytest.raises(errors.NeedsConsent):
        write(world, "member", now, {"phone": ("0912", 2)}, agreed=False)
    write(world, "member", now, {"phone": ("0912", 1)}, agreed=False)
    assert not Consent.objects.exists()
    write(world, "member", now, {"phone": ("0912", 2)})
    consent = Consent.objects.get()
    assert (consent.key, consent.shown, consent.wording, consent.given_at, consent.given_by_id) == (
        "phone", 2, "我同意", now, world.people["member"],
    )  # fmt: skip
    later = now + timedelta(days=1)
    write(world, "member", later, {"phone": ("0912", 1)}, agreed=False)
    consent.refresh_from_db()
    assert consent.withdrawn_at == later
    assert api.channels(world.here) == {}


def test_nobody_writes_in_anothers_profile(world, now) -> None:
    for who in ("organiser", "host"):
        with pytest.raises((errors.Claimed, Http404)):
            write(world, "member", now, {"offer": ("…", 2)}, by=who)
    with pytest.raises(Http404):
        profiles.edit(
            actor=communities.viewer(world.other, world.people["rival"]), now=now, person_id=world.people["member"],
            version=1, name="x", name_shown=2, fields={}, agreed=True, wording="",
        )  # fmt: skip


def test_a_form_of_yesterday_is_stale(world, member, now) -> None:
    write(world, "member", now, {"offer": ("新", 2)})
    with pytest.raises(Stale):
        profiles.edit(
            actor=world.viewer("member"), now=now, person_id=world.people["member"], version=1, name="林白露",
            name_shown=2, fields={"offer": ("舊", 2)}, agreed=True, wording="",
        )  # fmt: skip


class TestWelcome:
    def test_admission_makes_or_completes_a_profile(self, world, now) -> None:
        person_id = world.people["newcomer"]
        organiser = world.viewer("organiser")
        communities.join(actor=organiser, now=now, person_id=person_id)
        words = {"actor": organiser, "now": now, "person_id": person_id, "name": "何處暑"}
        ident = api.welcome(**words, invited_by=world.people["member"], introduction="愛讀詩")
        assert api.welcome(**words, introduction="另一句") == ident
        card = api.profiles(world.here, [person_id])[person_id]
        assert (card.name, card.fields, card.is_claimed) == ("何處暑", {"introduction": "愛讀詩"}, True)
        assert api.brought_by(world.here) == {person_id: world.people["member"]}
        assert [c.name for c in api.search(world.viewer("member"), "hcs")] == ["何處暑"]

    def test_whoever_joins_otherwise_gets_a_profile(self, world, now, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            communities.join(actor=world.viewer("organiser"), now=now, person_id=world.people["newcomer"])
        assert "何處暑" in found(world, "")
        with django_capture_on_commit_callbacks(execute=True):
            communities.part(actor=world.viewer("organiser"), now=now, person_id=world.people["newcomer"])
        assert "何處暑" not in found(world, "")

    def test_one_who_returns_gets_her_profile_back(self, world, now) -> None:
        write(world, "member", now, {"offer": ("陪讀", 2)})
        leaving.leave(actor=world.viewer("member"), now=now)
        assert "林白露" not in found(world, "", "host")
        organiser = world.viewer("organiser")
        communities.join(actor=organiser, now=now, person_id=world.people["member"])
        api.welcome(actor=organiser, now=now, person_id=world.people["member"], name="林白露")
        assert found(world, "陪讀", "host") == ["林白露"]


def test_the_charter_is_accepted_on_the_home_page(world, now, monkeypatch) -> None:
    from types import SimpleNamespace

    card = SimpleNamespace(id=7, number=2, material_since=2, summary="改了會費", adopted_at=now)
    for module in (acceptances, profile):
        monkeypatch.setattr(module.charter, "current", lambda _community: card)
    client = world.client("member")
    with_panel = client.get(f"/c/{world.slug}/").content.decode()
    assert f"/c/{world.slug}/members/accept/7/" in with_panel
    assert client.post(f"/c/{world.slug}/members/accept/6/").status_code == 409
    for _double in range(2):
        assert client.post(f"/c/{world.slug}/members/accept/7/").status_code == 303
    assert "members/accept" not in client.get(f"/c/{world.slug}/").content.decode()
    assert api.acceptances(world.here) == {
        world.people["member"]: (2, api.acceptances(world.here)[world.people["member"]][1])
    }
    card.material_since, card.number, card.id = 3, 3, 8
    assert "members/accept/8" in client.get(f"/c/{world.slug}/").content.decode()


class TestQueries:
    """The same number of queries at 0, 1, 7 and 1,000 rows."""

    PAGES = ("", "?q=lbl", "?tab=away", "?tab=give&role=backbone", "chapters/", "import/", "data/")

    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize("who", ["organiser", "member"])
    def test_pages_cost_the_same(self, world, now, query_count, page: str, who: str) -> None:
        if page == "import/" and who == "member":
            return
        client = world.client(who)
        url = f"/c/{world.slug}/members/{page}"
        told = []
        for more in (0, 1, 6, 993):
            self._fill(world, now, more)
            client.get(url)
            with query_count.at_most(12):
                told.append(query_count(lambda: client.get(url)))
        assert len(set(told[1:])) == 1, told

    def test_a_profile_costs_the_same(self, world, now, query_count) -> None:
        client = world.client("organiser")
        self._fill(world, now, 3)
        write(world, "member", now, dict.fromkeys(rules.FIELDS, ("x", 2)))
        url = f"/c/{world.slug}/members/{world.people['member']}/"
        client.get(url)
        with query_count.at_most(12):
            client.get(url)

    def _fill(self, world, now, more: int) -> None:
        from closeknit.house.features.members.importing import taking
        from closeknit.house.features.members.models import Import

        run = Import.objects.create(
            community_id=world.here, made_at=now, digest=f"{Import.objects.count()}", state="done", name_shown=2
        )
        from closeknit.house.features.members.importing.reading import Entry

        taking._make(
            run,
            [
                Entry(
                    n,
                    f"林白露{run.id}{n}",
                    "",
                    {"offer": "書", "need": "筆"},
                    (("line", f"露{run.id}-{n}"),),
                    None,
                    True,
                )
                for n in range(more)
            ],
            now,
        )
        if more:
            chapters.open_chapter(actor=world.viewer("organiser"), now=now, name=f"分會{run.id}")
            Field.objects.filter(run=run)
            last = Profile.objects.filter(community_id=world.here).order_by("-id").first()
            absences.go_away(
                actor=world.viewer("organiser"), now=now, person_id=last.person_id, today=DAY, since=DAY, until=DAY
            )
