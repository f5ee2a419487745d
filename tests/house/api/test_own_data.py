"""What is kept about a person: all of it in one file, and nothing of her words after she was forgotten."""

import json

from django.apps import apps
from django.db import connection

from closeknit.house.core.features import installed
from closeknit.house.features.api.actions import hooks, keys
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members
from closeknit.house.features.members.actions import leaving
from tests.house import databases
from tests.house.api.programs import Program, adopt, hook, knocked, program, welcome
from tests.house.conftest import NOW, make_world

MARK = "祕密七三一"
"""Something that only the person herself typed."""


def lived_in(world) -> int:
    """The second member has left traces everywhere; her id. She is an organiser, so that she may keep keys."""
    second = world.people["second"]
    welcome(world, "second", "organiser", "member")
    roles = frozenset({communities.Role.ORGANISER})
    communities.appoint(actor=world.viewer("organiser"), now=NOW, person_id=second, roles=roles)
    her = world.viewer("second")
    card = members.profile(her, second, NOW.date())
    members.edit(
        actor=her, now=NOW, person_id=second, version=card.version, name=MARK, name_shown=2, agreed=True, wording="",
        fields={"introduction": (MARK, 2), "phone": (MARK, 1)},
    )  # fmt: skip
    keys.make_token(actor=her, now=NOW, token="closeknit_hers", label=MARK, scopes=["members.write", "deeds.write"])
    keys.make_link(actor=her, now=NOW, kind="feed", token="f")
    hooks.add(actor=her, now=NOW, address="https://example.org/in", events=["deeds.done"], nonce="n")
    asker = Program(headers={"authorization": "Bearer closeknit_hers"})
    assert asker.send("PATCH", f"/members/{second}", {"number": "7"}, match="*", key="k").status_code == 200
    deeds.give(
        actor=world.viewer("organiser"), now=NOW, person_id=second, title=MARK, text=MARK, source="", due=NOW.date()
    )  # fmt: skip
    applied = apps.get_model("admission.Application").objects.filter(id=knocked(world, MARK))
    applied.update(person_id=second, answers=[{"text": "為什麼？", "answer": MARK, "fits": None}], state="withdrawn",
                   decided_at=NOW)  # fmt: skip
    apps.get_model("admission.Invitation").objects.create(
        community_id=world.here, inviter_id=second, label=MARK, nonce="x", made_at=NOW, expires_at=NOW
    )
    apps.get_model("admission.Vouch").objects.create(application_id=knocked(world), person_id=second, at=NOW)
    version = adopt(world)
    apps.get_model("charter.Version").objects.filter(id=version).update(adopted_by_id=second)
    return int(second)


def test_one_file_holds_what_every_room_keeps(world) -> None:
    lived_in(world)
    answer = world.client("second").get("/c/reading/members/data/file/")
    told = json.loads(answer.content)
    assert told["account"]["account"][0]["email"] == "second@example.org"
    assert told["membership"]["memberships"][0]["role"] == "organiser"
    assert told["deeds"]["to_do"][0]["title"] == MARK
    assert told["gate"]["applications"][0]["answers"][0]["answer"] == MARK
    assert told["gate"]["invitations"][0]["label"] == MARK
    assert len(told["gate"]["vouches"]) == 1
    assert {row["kind"] for row in told["programs"]["keys"]} == {"program", "feed"}
    assert told["programs"]["events"][0]["address"] == "https://example.org/in"
    assert told["charter"]["adopted"][0]["number"] == 1


def test_another_s_file_holds_nothing_of_hers(world) -> None:
    lived_in(world)
    answer = world.client("member").get("/c/reading/members/data/file/").content.decode()
    assert MARK not in answer
    assert "second@example.org" not in answer


def test_the_page_counts_it_in_bounded_queries(world, query_count) -> None:
    lived_in(world)
    browser = world.client("second")
    with query_count.at_most(12):
        page = browser.get("/c/reading/members/data/").content.decode()
    for label in ("待辦", "鑰匙、私人連結與事件", "帳號與登入方式", "你寫的章程"):
        assert label in page


def everything() -> dict[str, str]:
    """Every row of every room, as text. The journal holds numbers only."""
    models = [model for feature in installed() for model in feature.get_models()]
    return {model._meta.label: str(list(model._base_manager.values())) for model in models}


def test_nothing_of_her_words_is_left(template_file, tmp_path, django_db_blocker) -> None:
    file = databases.copied(template_file, tmp_path)
    with django_db_blocker.unblock(), databases.using(file):
        world = make_world()
        second = lived_in(world)
        where = {label for label, text in everything().items() if MARK in text or "second@" in text}
        assert {"api.Token", "api.Answered", "deeds.Deed", "members.Field", "admission.Application"} <= where
        leaving.forget_everywhere(actor=world.viewer("second"), now=NOW)
        assert connection.in_atomic_block is False
        assert {label for label, text in everything().items() if MARK in text or "second@" in text} == set()
        for queries in members.told(world.here, second).values():
            assert MARK not in str([list(rows) for rows in queries.values()])


def test_her_keys_open_nothing_any_more(template_file, tmp_path, django_db_blocker) -> None:
    file = databases.copied(template_file, tmp_path)
    with django_db_blocker.unblock(), databases.using(file):
        world = make_world()
        lived_in(world)
        assert program(world, "deeds", who="second", token="t2").send("GET", "/deeds").status_code == 200
        leaving.forget_everywhere(actor=world.viewer("second"), now=NOW)
        for token in ("closeknit_hers", "t2"):
            asker = Program(headers={"authorization": f"Bearer {token}"})
            assert asker.send("GET", "/deeds").status_code == 401
        assert hook(world, "https://example.org/in")
