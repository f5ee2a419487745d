"""Who sees what, who is found, and what a person agreed to."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from closeknit.house.core.people import viewer_of
from closeknit.house.core.permissions import Role
from closeknit.house.core.refusals import Stale
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api, errors, rules
from closeknit.house.features.members.actions import absences, acceptances, chapters, claims, faces, leaving, profiles
from closeknit.house.features.members.models import Claim, Consent, Face, Field, LevelChange, Profile
from closeknit.house.features.members.rules import Shown
from closeknit.house.features.members.selectors import directory, profile, reach
from tests.house.conftest import make_world
from tests.house.members.conftest import give_profiles

DAY = date(2026, 11, 9)


def write(world, who: str, now, fields, *, name: str = "", shown: int = 2, agreed: bool = True, **words) -> None:
    person_id = world.people[who]
    row = Profile.objects.get(community_id=world.here, person_id=person_id)
    profiles.edit(
        actor=world.viewer(words.pop("by", who)), now=now, person_id=person_id, version=row.version,
        name=name or row.name, name_shown=shown, fields=fields, agreed=agreed, wording="我同意",
    )  # fmt: skip


def found(world, text: str, who: str = "member", **words) -> list[str]:
    viewer = world.viewer(who)
    ours = reach.led(viewer)
    query = directory.found(viewer, directory.Filter(text=text, **words), DAY, ours)
    return [row.card.name for row in directory.rows_of(viewer, query, ours)]


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


@pytest.mark.parametrize(
    ("one", "other"),
    [("林白露", "林白露"), ("林白露", "林 白露"), ("Anna", "Аnnа"), ("Ivan", "lvan"), ("李末", "李未"), ("rn", "m"),
     ("ＡＢ", "ab"), ("張三", "张三"), ("O2", "02"), ("小明", "小明\u200d")],
)  # fmt: skip
def test_names_that_look_the_same_are_shown_as_such(world, now, one: str, other: str) -> None:
    assert rules.skeleton(one) == rules.skeleton(other)
    write(world, "member", now, {}, name=one)
    write(world, "second", now, {}, name=other)
    page = world.client("host").get(f"/c/{world.slug}/members/{world.people['second']}/")
    assert "notice due" in page.content.decode()
    told = api.profiles(world.here, [world.people["member"], world.people["host"]])
    assert (told[world.people["member"]].look_alikes, told[world.people["host"]].look_alikes) == (1, 0)


@pytest.mark.parametrize("one", ["林白露", "陳穀雨", "Anna"])
def test_other_names_do_not_look_the_same(one: str) -> None:
    assert rules.skeleton(one) not in {rules.skeleton(n) for n in ("林白霧", "陳毅雨", "Hanna", "林")}


@pytest.mark.parametrize("typed", ["", " ", "\u200b\u200d", "\u202e", "\u00ad", "\x00", "\ufeff"])
def test_a_name_that_cannot_be_seen_is_none(world, member, typed: str) -> None:
    body = {"name": typed, "name_shown": 2, "version": 1, "agreed": "on"}
    body |= {f"{p}_{k}": "1" if p == "s" else "" for k in rules.FIELDS for p in "ts"}
    assert member.post(f"/c/{world.slug}/members/{world.people['member']}/edit/", body).status_code == 422


@pytest.mark.parametrize(
    "typed", ["x" * 10_000_000, "👩‍👩‍👧‍👦" * 40, "<script>alert(1)</script>", "\u202eevil", '"><img src=x>']
)
def test_odd_names_are_tidied_and_escaped(world, member, typed: str) -> None:
    body = {"name": typed[:200], "name_shown": 2, "version": 1}
    body |= {f"{p}_{k}": "1" if p == "s" else "" for k in rules.FIELDS for p in "ts"}
    member.post(f"/c/{world.slug}/members/{world.people['member']}/edit/", body)
    page = member.get(f"/c/{world.slug}/members/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert len(rules.tidy_name(typed)) <= 80


@given(st.text(max_size=300))
def test_tidying_settles_at_once(text: str) -> None:
    tidy = rules.tidy_name(text)
    assert rules.tidy_name(tidy) == tidy
    assert rules.tidy_text(rules.tidy_text(text)) == rules.tidy_text(text)
    assert len(rules.skeleton(text)) <= 80
    assert rules.skeleton(rules.tidy_name(text)) == rules.skeleton(text)


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


class TestFaces:
    def test_a_face_is_claimed_by_one_and_confirmed_by_another(self, world, now) -> None:
        ident = faces.claim_face(
            actor=world.viewer("member"), now=now, person_id=world.people["member"], carrier="line", handle="@白露"
        )
        assert api.faces(world.here) == {}
        for who in ("member",):
            with pytest.raises(errors.OwnFace):
                faces.confirm_face(actor=world.viewer(who), now=now, face_id=ident)
        assert faces.confirm_face(actor=world.viewer("second"), now=now, face_id=ident) == world.people["member"]
        assert api.faces(world.here) == {("line", "@白露"): world.people["member"]}
        assert found(world, "", carrier="line") == ["林白露"]
        assert found(world, "", carrier="wechat") == []

    def test_a_confirmed_face_is_nobody_elses(self, world, now) -> None:
        def claim(who: str) -> int:
            return faces.claim_face(
                actor=world.viewer(who), now=now, person_id=world.people[who], carrier="line", handle="白露"
            )

        first, second = claim("member"), claim("second")
        with pytest.raises(errors.FaceTwice):
            claim("member")
        faces.confirm_face(actor=world.viewer("host"), now=now, face_id=first)
        with pytest.raises(errors.FaceTaken):
            faces.confirm_face(actor=world.viewer("host"), now=now, face_id=second)
        with pytest.raises(errors.FaceTaken):
            claim("host")
        with pytest.raises(Http404):
            faces.drop_face(actor=world.viewer("second"), now=now, face_id=first)
        faces.drop_face(actor=world.viewer("member"), now=now, face_id=first)
        faces.confirm_face(actor=world.viewer("host"), now=now, face_id=second)

    def test_two_confirm_at_once_one_account_of_two(self, race, now) -> None:
        world = give_profiles(make_world())
        idents = [
            faces.claim_face(
                actor=world.viewer(who), now=now, person_id=world.people[who], carrier="line", handle="白露"
            )
            for who in ("member", "second")
        ]
        host = world.viewer("host")
        results = race(*[lambda i=i: faces.confirm_face(actor=host, now=now, face_id=i) for i in idents])
        assert sorted(type(r).__name__ for r in results) == ["FaceTaken", "int"]
        assert Face.objects.filter(confirmed_at__isnull=False).count() == 1


class TestClaims:
    @pytest.fixture
    def grandmother(self, world, now) -> int:
        ident = profiles.make(
            actor=world.viewer("organiser"), now=now, name="阿婆", fields={"email": ("Newcomer@Example.org", 1)}
        )
        claims.make_link(actor=world.viewer("organiser"), now=now, person_id=ident, token="t")
        return ident

    def test_a_link_gives_the_profile_to_whoever_it_was_made_for(self, world, now, grandmother: int) -> None:
        chapter = chapters.open_chapter(actor=world.viewer("organiser"), now=now, name="東門")
        chapters.place(actor=world.viewer("organiser"), now=now, person_id=grandmother, chapter_id=chapter)
        communities.appoint(
            actor=world.viewer("organiser"), now=now, person_id=grandmother, roles=frozenset({Role.HOST})
        )
        api.claim(actor=viewer_of(world.people["newcomer"]), now=now, token="t")
        here = world.viewer("newcomer")
        assert (Role.HOST in here.roles, here.chapter_id) == (True, chapter)
        assert grandmother not in communities.member_ids(world.here)
        assert api.is_now([grandmother]) == {grandmother: world.people["newcomer"]}
        assert api.names(world.here, [grandmother, world.people["newcomer"]]) == {world.people["newcomer"]: "阿婆"}
        assert Claim.objects.get().how == "link"
        with pytest.raises(errors.ClaimSpent):
            api.claim(actor=viewer_of(world.people["stranger"]), now=now, token="t")

    def test_a_link_ends_after_thirty_days_or_with_the_next_one(self, world, now, grandmother: int) -> None:
        with pytest.raises(errors.ClaimSpent):
            api.claim(actor=viewer_of(world.people["newcomer"]), now=now + timedelta(days=30), token="t")
        claims.make_link(actor=world.viewer("organiser"), now=now, person_id=grandmother, token="u")
        with pytest.raises(errors.ClaimSpent):
            api.claim(actor=viewer_of(world.people["newcomer"]), now=now, token="t")

    def test_a_member_takes_no_second_profile(self, world, now, grandmother: int) -> None:
        with pytest.raises(errors.AlreadyHere):
            api.claim(actor=viewer_of(world.people["member"]), now=now, token="t")
        api.claim(actor=viewer_of(world.people["newcomer"]), now=now, token="t")

    def test_the_same_mail_address_claims_after_a_question(self, world, grandmother: int) -> None:
        client = world.client("newcomer")
        assert "/members/waiting/" in client.get("/communities/").content.decode()
        assert "/members/waiting/" not in world.client("stranger").get("/communities/").content.decode()
        assert "阿婆" in client.get("/members/waiting/").content.decode()
        assert "阿婆" not in world.client("stranger").get("/members/waiting/").content.decode()
        ident = Profile.objects.get(person_id=grandmother).id
        assert world.client("stranger").post(f"/members/waiting/{ident}/").status_code == 404
        assert client.post(f"/members/waiting/{ident}/").status_code == 303
        assert "阿婆" in client.get(f"/c/{world.slug}/members/{world.people['newcomer']}/").content.decode()

    def test_the_link_goes_by_mail(self, world, organiser, grandmother: int) -> None:
        from closeknit.house.core.models import Letter

        page = organiser.post(f"/c/{world.slug}/members/{grandmother}/link/", {"mail": "1"})
        assert page.status_code == 200
        letter = Letter.objects.get()
        assert letter.to == "newcomer@example.org"
        assert "/members/claim/" in letter.body
        organiser.post(f"/c/{world.slug}/members/{world.people['member']}/link/", {"mail": "1"})
        assert Letter.objects.count() == 1

    def test_two_claim_at_once(self, race, now) -> None:
        world = give_profiles(make_world())
        ident = profiles.make(actor=world.viewer("organiser"), now=now, name="阿婆")
        claims.make_link(actor=world.viewer("organiser"), now=now, person_id=ident, token="t")
        results = race(
            lambda: claims.claim(actor=viewer_of(world.people["newcomer"]), now=now, token="t"),
            lambda: claims.claim(actor=viewer_of(world.people["stranger"]), now=now, token="t"),
        )
        assert sorted(type(r).__name__ for r in results) == ["ClaimSpent", "int"]
        inside = communities.member_ids(world.here)
        assert (world.people["newcomer"] in inside) + (world.people["stranger"] in inside) == 1
        assert Claim.objects.count() == 1

    def test_one_claims_and_the_organiser_removes_at_once(self, race, now) -> None:
        world = give_profiles(make_world())
        ident = profiles.make(actor=world.viewer("organiser"), now=now, name="阿婆")
        claims.make_link(actor=world.viewer("organiser"), now=now, person_id=ident, token="t")
        claimed, removed = race(
            lambda: claims.claim(actor=viewer_of(world.people["newcomer"]), now=now, token="t"),
            lambda: leaving.forget(actor=world.viewer("organiser"), now=now, person_id=ident),
        )
        row = Profile.objects.get(id=Profile.objects.order_by("-id").first().id)
        inside = world.people["newcomer"] in communities.member_ids(world.here)
        assert isinstance(claimed, int) == inside
        assert "Operational" not in f"{claimed!r}{removed!r}"
        assert (row.forgotten_at is None) == isinstance(claimed, int)


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
