"""The members of the demonstration: some who wrote much, some who wrote nothing, a grandmother who never logs in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from closeknit.house.core.demo import World
from closeknit.house.core.permissions import Role, the_house
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members.actions import absences, chapters, faces, profiles
from closeknit.house.features.members.rules import Shown


@dataclass(frozen=True)
class _Person:
    name: str
    days: int
    """How long ago she came."""
    offer: str = ""
    need: str = ""
    by: str = ""
    """The key of the one who brought her."""
    level: int = 1
    on_line: bool = True
    """Whether she wrote her LINE account into her profile, by the name that she has in the chat too."""


_KNOWN: Final = {
    "organiser": _Person("許立夏", 730, "每月第二個週六帶一場夜讀", "有人一起整理舊書目", level=3),
    "host": _Person("陳穀雨", 600, "新來的可以找我聊第一本書", "", "organiser", 3),
    "member": _Person("林白露", 350, "陪讀，每週六早上", "《渡船記事》第三冊", "host", 2),
}
_OTHERS: Final = {
    "mangzhong": _Person("葉芒種", 320, "《南窗筆談》可換", "《白河誌》借兩週", "host"),
    "jingzhe": _Person("張驚蟄", 300, "舊書架一座，自取", "", "organiser"),
    "zhuming": _Person("杜朱明", 260, "會修書背", "可以認領的舊書", "member", 2),
    "xiaoman": _Person("周小滿", 210, "東門二手書店的時間表", "週末的讀伴", "member", 2),
    "baizang": _Person("簡白藏", 150, "印刷問題都可以問", "第一本該讀什麼", "xiaoman"),
    "shuangjiang": _Person("吳霜降", 90, "", "", "host", on_line=False),
    "chushu": _Person("何處暑", 20, "", "一起讀完一本長篇", "zhuming", 0),
    "qingming": _Person("宋清明", 9, "拍書影", "", "xiaoman", 0),
}


def seed(world: World) -> None:
    """A directory that is lived in: offers and needs, accounts confirmed and waiting, a chapter, a leave."""
    organiser = world.viewers["organiser"]
    for key, person in _OTHERS.items():
        at = world.now - timedelta(days=person.days)
        world.people[key] = accounts.make_person(
            actor=the_house(), now=at, name=person.name, email=f"{key}@demo.invalid"
        )
        communities.join(actor=organiser, now=at, person_id=world.people[key], role=Role.MEMBER)
    for key, person in {**_KNOWN, **_OTHERS}.items():
        _live_in(world, key, person)
    opened = world.now - timedelta(days=120)
    east = chapters.open_chapter(actor=organiser, now=opened, name="東門", place="東門二手書店")
    for key in ("xiaoman", "baizang", "zhuming"):
        chapters.place(actor=organiser, now=opened, person_id=world.people[key], chapter_id=east)
    chapters.change_chapter(
        actor=organiser, now=opened, chapter_id=east, name="東門", place="東門二手書店",
        leads=[world.people["xiaoman"]],
    )  # fmt: skip
    today = timezone.localdate(world.now)
    absences.go_away(
        actor=communities.viewer(world.community_id, world.people["jingzhe"]), now=world.now,
        person_id=world.people["jingzhe"], today=today, since=today, until=today + timedelta(days=30),
        reason="回南部收成",
    )  # fmt: skip
    world.people["grandmother"] = profiles.make(
        actor=organiser, now=world.now - timedelta(days=60), name="許阿婆",
        fields={"offer": ("講老街的故事", Shown.MEMBERS)}, agreed=True,
        wording="許立夏當面問過阿婆，她同意給成員看。",
    )  # fmt: skip


def _live_in(world: World, key: str, person: _Person) -> None:
    ident, at = world.people[key], world.now - timedelta(days=person.days)
    me = communities.viewer(world.community_id, ident)
    profiles.welcome(
        actor=world.viewers["organiser"], now=at, person_id=ident, name=person.name,
        invited_by=world.people.get(person.by),
    )  # fmt: skip
    said = {"offer": (person.offer, Shown.MEMBERS), "need": (person.need, Shown.MEMBERS)}
    profiles.edit(
        actor=me, now=at, person_id=ident, version=1, name=person.name, name_shown=Shown.MEMBERS, fields=said,
        agreed=True, wording="我同意讓我選的那些人看到我寫的內容，直到我改變選擇。",
    )  # fmt: skip
    if person.on_line:
        face = faces.claim_face(actor=me, now=at, person_id=ident, carrier="line", handle=person.name)
        if key != "qingming":
            witness = world.viewers["host" if key != "host" else "organiser"]
            faces.confirm_face(actor=witness, now=at, face_id=face)
    if person.level:
        risen = at + timedelta(days=80)
        profiles.set_level(actor=world.viewers["organiser"], now=risen, person_id=ident, level=person.level)
