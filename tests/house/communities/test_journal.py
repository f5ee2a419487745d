"""The journal as a page: whoever is not named did not therefore do it as the house."""

import re
from datetime import timedelta

from closeknit.house.core.models import JournalLine
from tests.house.conftest import NOW, World


def test_who_knocks_and_who_was_forgotten_is_somebody_and_not_the_house(world: World) -> None:
    told = (("insights.examined", None), ("admission.knocked", None), ("charter.accepted", 987_654))
    for minute, (verb, actor) in enumerate(told):
        JournalLine.objects.create(
            at=NOW + timedelta(minutes=minute), community_id=world.here, actor_id=actor, verb=verb, kind="x",
            object_id="1",
        )  # fmt: skip
    page = world.client("organiser").get(f"/c/{world.slug}/journal/").content.decode()
    lines = [re.sub(r"<[^>]+>", " ", line) for line in page.split("<li>") if "chip" in line and "<time" in line]
    newest = [" ".join(line.split()) for line in lines[:3]]
    assert [line.split()[1] for line in newest] == ["有人", "有人", "社群之家"]
