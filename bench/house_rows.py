"""The people of a community that was lived in for years, written straight into the features' tables."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SURNAMES = "林陳許周張吳葉何杜簡王宋羅鄭高程沈石趙孫李黃郭梁謝韓唐馮董蕭"
GIVEN = "白露立夏穀雨小滿芒種驚蟄霜降清明處暑大雪寒露春分秋水冬至明遠書琴硯舟南枝北辰青山如海"
WORDS = ("陪讀，每週六早上", "會修書背，帶來就好", "舊書架一座，自取", "第一本該讀什麼都可以問我", "借《白河誌》兩週",
         "一起讀完一本長篇", "搬家要人幫手半天", "教祖母用手機付款")  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How many rows of each kind a community gets; two members make the small one."""

    members: int
    applications: int
    months: int

    def some(self, most: int) -> int:
        """As many as `most` in the large community, two in the small."""
        return most if self.members > 2 else 2


class People:
    """Its people; every method is one feature's rows."""

    def __init__(self, slug: str, size: Size, *, now: datetime, seed: int) -> None:
        from closeknit.house.core.people import viewer_of
        from closeknit.house.core.permissions import the_house
        from closeknit.house.features.accounts import api as accounts
        from closeknit.house.features.communities import api as communities

        self.slug, self.size, self.now, self.luck = slug, size, now, random.Random(f"{seed}.{slug}")
        self.shown: dict[str, Mapping[str, Any]] = {}
        self.founded = self.now - timedelta(days=3000)
        self.organiser = accounts.make_person(
            actor=the_house(), now=self.founded, name="許立夏", email=f"organiser@{slug}.invalid"
        )
        founder = viewer_of(self.organiser, keeper=True)
        self.id = communities.found(actor=founder, now=self.founded, name=f"{slug} 城南夜讀", slug=slug)

    def at(self, days: float) -> datetime:
        """A time up to so many days ago."""
        return self.now - timedelta(days=self.luck.uniform(0, days))

    def name(self) -> str:
        """Somebody's name; some are namesakes."""
        return self.luck.choice(SURNAMES) + "".join(self.luck.sample(GIVEN, 2))

    def accounts(self) -> None:
        """People, their memberships and duties."""
        from closeknit.house.core.permissions import BACKBONE
        from closeknit.house.features.accounts.models import Person
        from closeknit.house.features.communities.models import Duty, Membership

        made = Person.objects.bulk_create(
            Person(name=self.name(), email=f"m{i}@{self.slug}.invalid", created_at=self.at(2900), password="!")
            for i in range(self.size.members)
        )
        made[0].name = "林白露"  # whoever searches finds somebody in either community
        made[0].save()
        self.people = [person.id for person in made]
        self.names = {person.id: person.name for person in made} | {self.organiser: "許立夏"}
        self.held = Membership.objects.bulk_create(
            Membership(community_id=self.id, person_id=i, role="member", joined_at=self.at(2900)) for i in self.people
        )
        Duty.objects.bulk_create(
            Duty(membership=one, role=BACKBONE[i % 4], since=self.now)
            for i, one in enumerate(self.held[1 : self.size.some(40)])
        )
        self.member = self.people[0]

    def members(self) -> None:
        """Profiles with fields, faces, consents, chapters, leaves, steps; imports."""
        from closeknit.house.features.communities.models import Membership
        from closeknit.house.features.members import models
        from closeknit.house.features.members.actions.kept import refresh

        chapters = models.Chapter.objects.bulk_create(
            models.Chapter(community_id=self.id, name=f"分會 {i}", founded_at=self.founded)
            for i in range(self.size.some(12))
        )
        profiles = models.Profile.objects.bulk_create(
            models.Profile(
                community_id=self.id, person_id=i, name=self.names[i], number=f"{self.id}-{i}", joined_at=self.at(2900),
                changed_at=self.now, claimed_at=self.now if self.luck.random() < 0.8 else None, level=self.luck.randrange(4),
                chapter=chapters[n % len(chapters)] if n % 5 < 4 else None, brought_by_id=self.luck.choice(self.people),
            )
            for n, i in enumerate(self.people)
        )  # fmt: skip
        profiles = [models.Profile.objects.get(community_id=self.id, person_id=self.organiser), *profiles]
        for membership, profile in zip(self.held, profiles[1:], strict=True):
            membership.chapter_id = profile.chapter_id
        Membership.objects.bulk_update(self.held, ["chapter_id"], batch_size=500)
        one = {"set_at": self.now, "shown": 2}
        models.Field.objects.bulk_create(
            models.Field(profile=profile, key=key, text=self.luck.choice(WORDS), **one)
            for profile in profiles for key in ("offer", "need", "introduction") if self.luck.random() < 0.7
        )  # fmt: skip
        faces = models.Face.objects.bulk_create(
            models.Face(
                profile=profile, community_id=self.id, carrier=carrier, handle=f"u{profile.id}", claimed_at=self.now,
                folded=f"u{profile.id}", confirmed_at=self.now if carrier == "line" else None,
            )
            for profile in profiles for carrier in ("line", "telegram")
        )  # fmt: skip
        models.LevelChange.objects.bulk_create(
            models.LevelChange(profile=p, was=0, is_now=1, at=self.now) for p in profiles
        )
        models.Consent.objects.bulk_create(
            models.Consent(profile=p, key="offer", shown=2, wording="我同意。", given_at=self.now) for p in profiles
        )
        models.Absence.objects.bulk_create(
            models.Absence(
                profile=p, since=self.now.date(), until=self.now.date() + timedelta(days=30), asked_at=self.now
            )
            for p in profiles[2 : 2 + self.size.some(50)]
        )
        models.ChapterLead.objects.bulk_create(
            models.ChapterLead(chapter=chapter, profile=profiles[-1 - i], since=self.now)
            for i, chapter in enumerate(chapters)
        )
        brought = models.Import.objects.bulk_create(
            models.Import(
                community_id=self.id, state="done", made_at=self.at(900), ended_at=self.now, digest=f"{i:064}", rows=300,
                made=290, columns={"0": "name"},
            )
            for i in range(self.size.some(60))
        )  # fmt: skip
        refresh(profile.id for profile in profiles)
        self.profiles = profiles
        self.shown |= {
            "members:one": {"person_id": self.people[-1]}, "members:edit": {"person_id": "self"},
            "members:face": {"person_id": "self"}, "members:away": {"person_id": "self"},
            "members:keep": {"person_id": self.people[-1]}, "members:link": {"person_id": self.people[-1]},
            "members:remove": {"person_id": self.people[-1]}, "members:chapter": {"chapter_id": chapters[0].id},
            "members:close-chapter": {"chapter_id": chapters[0].id}, "members:import": {"import_id": brought[0].id},
            "members:undo-import": {"import_id": brought[0].id}, "members:drop-import": {"import_id": brought[0].id},
            "members:confirm-face": {"face_id": faces[1].id}, "members:drop-face": {"face_id": faces[1].id},
            "members:come-back": {"person_id": profiles[2].person_id},
        }  # fmt: skip
