"""A member leaves and is forgotten: no table and no file holds a word of hers, and the threads stand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from closeknit.house.core import journal, mail, rates
from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import actions as account_actions
from closeknit.house.features.accounts.models import Person
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import rules
from closeknit.house.features.members.actions import absences, chapters, claims, faces, leaving, profiles
from closeknit.house.features.members.importing import running
from closeknit.house.features.members.models import Profile
from tests.house.conftest import World

SIGN = "霽月"
"""In every word of hers."""
FOLDED, SOUND = "霁月", "jiyue"
"""As a search keeps it."""


def everywhere(*signs: str) -> Iterator[str]:
    """Where a sign stands in the database (every column of every table, as text) and in the kept files."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if any(sign in str(value) for sign in signs):
                        yield f"{table}.{column}: {value!r}"[:200]
    for path in Path(str(default_storage.location)).rglob("*"):
        if path.is_file() and any(sign.encode() in path.read_bytes() for sign in signs):
            yield str(path)


@pytest.fixture
def full(world: World, now, django_capture_on_commit_callbacks) -> World:
    """A member who has left a trace wherever this feature and the frame can keep one."""
    person_id, host = world.people["member"], world.viewer("host")
    me = world.viewer("member")
    account_actions.change_own(actor=me, now=now, name=f"林{SIGN}", language="zh-hant", time_zone="")
    account_actions.ask_for_link(
        actor=the_house(), now=now, email="member@example.org", token="x", link="https://x/", language="en"
    )
    rates.limit("accounts.enter:member@example.org", at_most=9, per=timedelta(hours=1), now=now)
    mail.write(key="k", to="member@example.org", subject=SIGN, body=SIGN, now=now)
    profiles.edit(
        actor=me, now=now, person_id=person_id, version=1, name=f"林{SIGN}", name_shown=3,
        fields={key: (f"{SIGN} {key}", 3) for key in rules.FIELDS}, agreed=True, wording=f"我同意 {SIGN}",
    )  # fmt: skip
    face = faces.claim_face(actor=me, now=now, person_id=person_id, carrier="line", handle=SIGN)
    faces.confirm_face(actor=host, now=now, face_id=face)
    today = timezone.localdate(now)
    absences.go_away(actor=me, now=now, person_id=person_id, today=today, since=today, until=today, reason=SIGN)
    organiser = world.viewer("organiser")
    east = chapters.open_chapter(actor=organiser, now=now, name="東門")
    chapters.place(actor=organiser, now=now, person_id=person_id, chapter_id=east)
    words = {"actor": organiser, "now": now, "chapter_id": east, "name": "東門", "place": "", "leads": [person_id]}
    chapters.change_chapter(**words)
    profiles.set_level(actor=organiser, now=now, person_id=person_id, level=2)
    profiles.set_number(actor=organiser, now=now, person_id=person_id, number=f"N{SIGN}")
    running.upload(actor=organiser, now=now, data=f"姓名,手機\n林{SIGN},0912\n".encode())
    running.upload(actor=organiser, now=now, data=("姓名\tLINE昵稱\n" + f"x\t{SIGN}\n").encode())
    profiles.welcome(actor=organiser, now=now, person_id=world.people["second"], name="吳霜降", invited_by=person_id)
    return world


def test_every_trace_is_there_before(full: World) -> None:
    told = list(everywhere(SIGN, FOLDED))
    for place in ("members_field", "members_face", "members_consent", "members_absence", "accounts_person",
                  "members_profile.for_members", "members_profile.number", "core_letter", "rosters/"):  # fmt: skip
        assert any(place in line for line in told), place
    assert any("core_rate" in line for line in everywhere("member@example.org"))


def test_forgotten_in_one_community(full: World, now, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        leaving.forget(actor=full.viewer("member"), now=now, person_id=full.people["member"])
    assert {line.partition(".")[0] for line in everywhere(SIGN, FOLDED, SOUND)} == {"accounts_person", "core_letter"}
    assert full.people["member"] not in communities.member_ids(full.here)


def test_forgotten_in_one_community_and_named_on_none_of_its_pages(
    full: World, now, django_capture_on_commit_callbacks
) -> None:
    name = Person.objects.get(id=full.people["member"]).name
    client = full.client("organiser")

    def naming() -> set[str]:
        pages = ("journal/", "members/", "deeds/?of=all", "charter/", "gate/applications/?show=decided", "api/")
        return {page for page in pages if name in client.get(f"/c/{full.slug}/{page}").content.decode()}

    assert {"journal/", "members/"} <= naming()
    with django_capture_on_commit_callbacks(execute=True):
        leaving.forget(actor=full.viewer("member"), now=now, person_id=full.people["member"])
    assert naming() == set()
    communities.join(actor=full.viewer("organiser"), now=now, person_id=full.people["member"])
    assert "journal/" in naming(), "who comes again is known again"


def test_forgotten_everywhere(full: World, now, django_capture_on_commit_callbacks) -> None:
    lines = len(journal.lines(community_id=full.here, whom_id=full.people["member"]))
    client = full.client("member")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/members/forget/").status_code == 303
    assert list(everywhere(SIGN, FOLDED, SOUND, "member@example.org")) == []
    assert len(journal.lines(community_id=full.here, whom_id=full.people["member"])) > lines
    assert client.get(f"/c/{full.slug}/").context["viewer"].person_id is None
    brought = Profile.objects.get(community_id=full.here, person_id=full.people["second"])
    assert brought.brought_by_id == full.people["member"]
    page = full.client("host").get(f"/c/{full.slug}/members/{full.people['second']}/")
    assert page.status_code == 200
    assert full.client("host").get(f"/c/{full.slug}/members/{full.people['member']}/").status_code == 404
    assert full.client("organiser").get(f"/c/{full.slug}/journal/").status_code == 200


def test_a_page_kept_open_by_one_who_was_forgotten_shows_nothing(full: World, now) -> None:
    client = full.client("member")
    leaving.forget_everywhere(actor=full.viewer("member"), now=now)
    assert client.get(f"/c/{full.slug}/members/").status_code == 302


def test_one_who_never_came_is_forgotten_by_her_link(
    world: World, now, visitor, django_capture_on_commit_callbacks
) -> None:
    ident = profiles.make(actor=world.viewer("organiser"), now=now, name=f"阿{SIGN}", fields={"phone": (SIGN, 1)})
    claims.make_link(actor=world.viewer("organiser"), now=timezone.now(), person_id=ident, token="t")
    with django_capture_on_commit_callbacks(execute=True):
        asked = visitor.get("/members/claim/t/?decline").content.decode()
        assert "刪除" in asked
        assert ident in communities.member_ids(world.here), "asking removes nothing"
        assert visitor.post("/members/claim/t/?decline").status_code == 303
    assert list(everywhere(SIGN, FOLDED, SOUND)) == []
    assert ident not in communities.member_ids(world.here)


def test_the_last_organiser_is_not_forgotten_before_another_is_there(world: World, organiser) -> None:
    answer = organiser.post(f"/c/{world.slug}/members/forget/")
    assert answer.status_code == 409
    assert "發起人" in answer.content.decode()
    row = Profile.objects.get(community_id=world.here, person_id=world.people["organiser"])
    assert (row.name, row.left_at) == ("許立夏", None)


def test_every_table_that_holds_a_person_is_known() -> None:
    """A new table of this feature that hangs on a profile has to be emptied: `leaving.empty` names them."""
    models = {m.__name__ for m in apps.get_app_config("members").get_models()}
    assert models == {
        "Absence", "Acceptance", "Chapter", "ChapterLead", "Claim", "ClaimLink", "Consent", "Face", "Field", "Import",
        "LevelChange", "Profile",
    }  # fmt: skip
    assert settings.AUTH_USER_MODEL == "accounts.Person"


def test_leaving_and_a_double_click(world: World, member) -> None:
    url = f"/c/{world.slug}/members/leave/"
    token = member.get(url).content.decode().partition('name="once" value="')[2].partition('"')[0]
    answers = [member.post(url, {"once": token}).status_code for _ in range(2)]
    assert answers[0] == 303
    assert answers[1] in (303, 404)
    assert world.people["member"] not in communities.member_ids(world.here)
