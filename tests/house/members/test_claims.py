"""Faces on carriers, and profiles that somebody takes over."""

from datetime import timedelta

import pytest
from django.http import Http404

from closeknit.house.core.people import viewer_of
from closeknit.house.core.permissions import Role
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api, errors
from closeknit.house.features.members.actions import chapters, claims, faces, leaving, profiles
from closeknit.house.features.members.models import Claim, Face, Profile
from tests.house.conftest import make_world
from tests.house.members.conftest import give_profiles
from tests.house.members.making import found


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
