"""Addresses of deeds."""

from datetime import timedelta

from closeknit.house.features.deeds import api as deeds
from tests.house.access import MEMBERS, NOBODY_ELSE, row
from tests.house.conftest import NOW


def given(world) -> None:
    world.made["deed"] = deeds.give(
        actor=world.viewer("organiser"), now=NOW, person_id=world.people["member"], title="跟葉芒種打招呼",
        text="他上週來的。", due=NOW.date() + timedelta(days=3), source="test:1",
    )  # fmt: skip


def ended(world) -> None:
    given(world)
    deeds.done(actor=world.viewer("member"), now=NOW, deed_id=world.made["deed"])


def words(world) -> dict[str, int]:
    return {"deed_id": world.made["deed"]}


OWNER = NOBODY_ELSE | {"member": 200, "organiser": 200}
PROMISE = {"title": "帶茶來", "text": "", "due": "2027-01-05"}
ROWS = [
    row("deeds:mine", MEMBERS),
    row("deeds:mine", MEMBERS, query="?of=all&show=ended", make=ended),
    row("deeds:promise", MEMBERS, post=PROMISE, posted=422),
    row("deeds:done", OWNER, words=words, make=given, only="post"),
    row("deeds:let-go", OWNER, words=words, make=given, only="post"),
    row("deeds:put-off", OWNER, words=words, make=given, only="post"),
    row("deeds:take-up", OWNER, words=words, make=ended, only="post"),
]
