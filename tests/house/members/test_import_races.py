"""Rosters that are taken in, taken back and edited at the same time."""

from closeknit.house.core.permissions import Viewer
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import claims, profiles
from closeknit.house.features.members.importing import returning, running, taking
from closeknit.house.features.members.models import Profile
from tests.house.conftest import make_world
from tests.house.members.conftest import give_profiles


def ready(now):
    world = give_profiles(make_world())
    return world, world.viewer("organiser")


def begun(actor: Viewer, now, text: str) -> int:
    return running.upload(actor=actor, now=now, data=text.encode())


def test_two_imports_at_once(race, now) -> None:
    _world, organiser = ready(now)
    idents = [begun(organiser, now, f"姓名,會員編號\n阿{n},{n}\n") for n in (1, 2)]

    def begin(ident: int):
        return lambda: running.begin(
            actor=organiser, now=now, import_id=ident, columns={0: "name"}, name_shown=2, same_name_is_same=True
        )

    results = race(*map(begin, idents))
    assert sorted(type(r).__name__ for r in results) == ["ImportRunning", "NoneType"]


def test_a_double_click_begins_once_and_two_workers_take_each_row_once(race, now) -> None:
    _world, organiser = ready(now)
    ident = begun(organiser, now, "姓名\n" + "".join(f"人{n}\n" for n in range(900)))
    words = {"columns": {0: "name"}, "name_shown": 2, "same_name_is_same": True}
    results = race(*[lambda: running.begin(actor=organiser, now=now, import_id=ident, **words)] * 2)
    assert sorted(type(r).__name__ for r in results) == ["Http404", "NoneType"]
    race(*[lambda: taking.carry_out(ident, now)] * 2)
    taking.carry_out(ident, now)
    assert Profile.objects.filter(run_id=ident).count() == 900


def test_an_edit_and_the_undoing_at_once(race, now) -> None:
    _world, organiser = ready(now)
    ident = begun(organiser, now, "姓名,手機\n阿一,1\n")
    running.begin(
        actor=organiser, now=now, import_id=ident, columns={0: "name", 1: "phone"}, name_shown=2,
        same_name_is_same=True,
    )  # fmt: skip
    taking.carry_out(ident, now)
    profile = Profile.objects.get(run_id=ident)
    running.undo(actor=organiser, now=now, import_id=ident)
    edited, _back = race(
        lambda: profiles.edit(
            actor=organiser, now=now, person_id=profile.person_id, version=1, name="阿一一", name_shown=2,
            fields={}, agreed=False, wording="",
        ),
        lambda: returning.carry_back(ident, now),
    )  # fmt: skip
    profile.refresh_from_db()
    if edited is None:
        assert (profile.name, profile.left_at) == ("阿一一", None)
    else:
        assert type(edited).__name__ in {"Stale", "Http404"}
        assert (profile.name, profile.forgotten_at is not None) == ("", True)


def test_a_claim_and_the_undoing_at_once(race, now) -> None:
    world, organiser = ready(now)
    ident = begun(organiser, now, "姓名\n阿一\n")
    running.begin(actor=organiser, now=now, import_id=ident, columns={0: "name"}, name_shown=2, same_name_is_same=True)
    taking.carry_out(ident, now)
    profile = Profile.objects.get(run_id=ident)
    claims.make_link(actor=organiser, now=now, person_id=profile.person_id, token="t")
    running.undo(actor=organiser, now=now, import_id=ident)
    from closeknit.house.core.people import viewer_of

    claimed, back = race(
        lambda: claims.claim(actor=viewer_of(world.people["newcomer"]), now=now, token="t"),
        lambda: returning.carry_back(ident, now),
    )
    assert back is None
    profile.refresh_from_db()
    here = communities.member_ids(world.here)
    if isinstance(claimed, int):
        assert profile.person_id == world.people["newcomer"]
        assert (profile.left_at, profile.name) == (None, "阿一")
        assert world.people["newcomer"] in here
    else:
        assert profile.forgotten_at is not None
        assert world.people["newcomer"] not in here
