"""Addresses of members."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from closeknit.house.core.permissions import the_house
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import chapters, claims, faces, profiles
from closeknit.house.features.members.importing import running, taking
from closeknit.house.features.members.rules import FIELDS
from tests.house.access import EVERYONE, MEMBERS, NOBODY_ELSE, ORGANISERS, ROLES, SIGNED_IN, row

TOKEN = "a-token-that-a-letter-carries"
TODAY = timezone.localdate()
PROFILE = {
    "name": "林白露", "name_shown": "2", "version": "1", "agreed": "on", **{f"t_{key}": "" for key in FIELDS},
    **{f"s_{key}": "1" for key in FIELDS}, "t_offer": "陪讀", "s_offer": "2",
}  # fmt: skip


def ready(world: Any) -> None:
    """Profiles for all, one made for somebody who never logs in, a chapter, a face that waits, a claim link."""
    now = timezone.now()
    for community_id in (world.here, world.other):
        for person_id in communities.memberships(community_id):
            profiles.ensure(actor=the_house(community_id), now=now, person_id=person_id)
    organiser = world.viewer("organiser")
    world.made["grandmother"] = profiles.make(
        actor=organiser, now=now, name="阿婆", fields={"email": ("newcomer@example.org", 1)}
    )
    world.made["chapter"] = chapters.open_chapter(actor=organiser, now=now, name="東門")
    claims.make_link(actor=organiser, now=now, person_id=world.made["grandmother"], token=TOKEN)
    world.made["face"] = faces.claim_face(
        actor=world.viewer("second"), now=now, person_id=world.people["second"], carrier="line", handle="霜降"
    )
    world.made["profile"] = profiles.Profile.objects.get(person_id=world.made["grandmother"]).id


def with_import(world: Any) -> None:
    """One roster looked at, one carried out."""
    ready(world)
    organiser = world.viewer("organiser")
    now = timezone.now()
    done = running.upload(actor=organiser, now=now, data="姓名\n阿一\n".encode())
    running.begin(actor=organiser, now=now, import_id=done, columns={0: "name"}, name_shown=2, same_name_is_same=True)
    taking.carry_out(done, now)
    world.made["done"] = {"import_id": done}
    world.made["draft"] = {"import_id": running.upload(actor=organiser, now=now, data="姓名\n阿二\n".encode())}


def with_faults(world: Any) -> None:
    """A roster of which some rows were left out."""
    ready(world)
    organiser, now = world.viewer("organiser"), timezone.now()
    data = "姓名,電話,加入日期\n阿一,0912,2026-13-45\n,0933,\n阿二,0955,昨天\n阿二,0955,\n".encode()
    ident = running.upload(actor=organiser, now=now, data=data)
    running.begin(
        actor=organiser, now=now, import_id=ident, columns={0: "name", 1: "phone", 2: "joined"}, name_shown=2,
        same_name_is_same=True,
    )  # fmt: skip
    taking.carry_out(ident, now)
    world.made["faulty"] = {"import_id": ident}


def member(world: Any) -> dict[str, int]:
    return {"person_id": world.people["member"]}


def made(world: Any) -> dict[str, int]:
    return {"person_id": world.made["grandmother"]}


def face(world: Any) -> dict[str, int]:
    return {"face_id": world.made["face"]}


def chapter(world: Any) -> dict[str, int]:
    return {"chapter_id": world.made["chapter"]}


MEMBER_AND = NOBODY_ELSE | {"member": 200}
GLIMPSE = dict.fromkeys(ROLES, 404) | dict.fromkeys(("member", "host", "organiser"), 200)
AWAY = {"since": TODAY.isoformat(), "until": (TODAY + timedelta(days=9)).isoformat(), "reason": ""}
GONE = dict.fromkeys(ROLES, 410)
ROWS = [
    row("members:directory", MEMBERS, make=ready),
    row("members:directory", MEMBERS, make=ready, query="?q=lbl&tab=give&role=backbone&carrier=line&chapter=x&page=9"),
    row("members:one", GLIMPSE, make=ready, words=member),
    row("members:make", ORGANISERS, make=ready, post=PROFILE | {"name": "阿公"}),
    row("members:edit", MEMBER_AND, make=ready, words=member, post=PROFILE),
    row("members:edit", ORGANISERS, make=ready, words=made, post=PROFILE | {"name": "阿婆"}, query="?made"),
    row("members:face", MEMBER_AND, make=ready, words=member, post={"carrier": "line", "handle": "白露"}),
    row("members:away", MEMBER_AND | {"organiser": 200}, make=ready, words=member, post=AWAY),
    row("members:come-back", MEMBER_AND | {"organiser": 200}, make=ready, words=member, only="post"),
    row("members:keep", ORGANISERS, make=ready, words=member, post={"level": "1", "chapter": "", "number": ""}),
    row("members:link", ORGANISERS, make=ready, words=made, post={}, posted=200),
    row("members:remove", ORGANISERS, make=ready, words=made, post={}),
    row("members:chapters", MEMBERS, make=ready),
    row("members:chapters", ORGANISERS, make=ready, only="post", post={"name": "西門"}, query="?open"),
    row("members:chapter", ORGANISERS, make=ready, words=chapter, post={"name": "東門", "place": "河邊"}),
    row("members:close-chapter", ORGANISERS, make=ready, words=chapter, post={}),
    row("members:data", MEMBERS, make=ready),
    row("members:data-file", MEMBERS, make=ready),
    row("members:leave", MEMBERS | {"organiser": 200}, make=ready),
    row("members:forget", MEMBERS, make=ready),
    row("members:imports", ORGANISERS, make=with_import, post={"pasted": "姓名\n阿三"}),
    row("members:import", ORGANISERS, make=with_import, words=lambda w: w.made["draft"],
        post={"c0": "name", "name_shown": "2"}),
    row("members:import", ORGANISERS, make=with_import, words=lambda w: w.made["done"], query="?done"),
    row("members:import", ORGANISERS, make=with_faults, words=lambda w: w.made["faulty"], query="?faults"),
    row("members:undo-import", ORGANISERS, make=with_import, words=lambda w: w.made["done"], post={}),
    row("members:drop-import", ORGANISERS, make=with_import, words=lambda w: w.made["draft"], only="post"),
    row("members:export", ORGANISERS, make=ready),
    row("members:export-csv", ORGANISERS, make=ready),
    row("members:export-lines", ORGANISERS, make=ready),
    row("members:accept", MEMBERS, make=ready, words=lambda _w: {"version": 1}, only="post", posted=409),
    row("members:confirm-face", MEMBERS, make=ready, words=face, only="post"),
    row("members:drop-face", ORGANISERS, make=ready, words=face, only="post"),
    row("members:claim", EVERYONE, make=ready, words=lambda _w: {"token": TOKEN}),
    row("members:claim", EVERYONE, make=ready, words=lambda _w: {"token": TOKEN}, post={}, query="?decline"),
    row("members:claim", GONE, words=lambda _w: {"token": TOKEN}, query="?spent"),
    row("members:removed", EVERYONE),
    row("members:waiting", SIGNED_IN),
    row("members:claim-by-mail", dict.fromkeys(ROLES, 404) | {"visitor": 302, "newcomer": 200}, make=ready,
        words=lambda w: {"profile_id": w.made["profile"]}, only="post"),
    row("members:forget-everywhere", SIGNED_IN),
]  # fmt: skip
