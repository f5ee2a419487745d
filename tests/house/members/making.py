"""What tests of members do again and again."""

from datetime import date

from closeknit.house.features.members.actions import profiles
from closeknit.house.features.members.models import Profile
from closeknit.house.features.members.selectors import directory, reach

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
