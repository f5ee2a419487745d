"""What programs change: through the rooms' own actions, once for each key, on the state that they read."""

from datetime import timedelta

import pytest
from django.apps import apps

from closeknit.house.core import journal
from closeknit.house.features.api import replays
from closeknit.house.features.api.models import Answered
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members
from tests.house.api.programs import Program, adopt, give, knocked, program, soon, welcome
from tests.house.conftest import NOW, make_world


def verbs(world) -> list[str]:
    return [line.verb for line in journal.lines(community_id=world.here)]


def test_a_deed_is_asked_and_done(world) -> None:
    writer = program(world, "deeds.write")
    body = {"title": "帶茶來", "person_id": world.people["organiser"], "due": soon(), "text": "兩包"}
    made = writer.send("POST", "/deeds", body)
    assert made.status_code == 201, made.content.decode()
    assert writer.get(made["Location"]).content == made.content
    assert made.json()["given_by_id"] == world.people["organiser"]
    path = f"/deeds/{made.json()['id']}"
    for change, state in (({"state": "done"}, "done"), ({"state": "open"}, "open"), ({"state": "let_go"}, "let_go")):
        changed = writer.send("PATCH", path, change, match=writer.tag(path))
        assert (changed.status_code, changed.json()["state"]) == (200, state)
    assert {"deeds.given", "deeds.done", "deeds.taken_up", "deeds.let_go"} <= set(verbs(world))
    assert journal.lines(community_id=world.here)[0].actor_id == world.people["organiser"]


def test_a_deed_is_put_off_by_a_week(world) -> None:
    writer, ident = program(world, "deeds.write"), give(world, days=400)
    path = f"/deeds/{ident}"
    before = writer.read(path)["due"]
    after = writer.send("PATCH", path, {"put_off": True}, match="*").json()["due"]
    assert after == (NOW.date() + timedelta(days=407)).isoformat() != before
    for wrong in ({}, {"put_off": True, "state": "done"}):
        assert writer.send("PATCH", path, wrong, match="*").status_code == 422


def test_a_change_says_which_state_it_was_made_from(world) -> None:
    writer, ident = program(world, "deeds.write"), give(world)
    path = f"/deeds/{ident}"
    tag = writer.tag(path)
    assert writer.send("PATCH", path, {"state": "done"}).status_code == 428
    packed = writer.get(f"/api/v1{path}", headers={"accept-encoding": "gzip"})["ETag"]
    assert writer.send("PATCH", path, {"state": "done"}, match='"other"').status_code == 412
    assert writer.read(path)["state"] == "open"
    changed = writer.send("PATCH", path, {"state": "done"}, match=packed)
    assert (changed.status_code, changed["ETag"] != tag) == (200, True)
    assert writer.send("PATCH", path, {"state": "open"}, match=tag).json()["code"] == "api.changed"
    assert writer.send("PATCH", path, {"state": "open"}, match=changed["ETag"]).status_code == 200
    assert writer.send("PATCH", "/deeds/999", {"state": "done"}, match=tag).status_code == 404


def test_a_member_is_made_changed_and_removed(world) -> None:
    writer = program(world, "members.write")
    made = writer.send(
        "POST", "/members",
        {"name": "韓立春", "number": "017", "agreed": True, "fields": {"offer": {"text": "校稿", "shown": 2}}},
    )  # fmt: skip
    assert made.status_code == 201, made.content.decode()
    told = made.json()
    assert (told["name"], told["number"], told["fields"]["offer"]["text"]) == ("韓立春", "017", "校稿")
    path = f"/members/{told['id']}"
    assert writer.get(made["Location"]).content == made.content
    changed = writer.send(
        "PATCH", path, {"name": "韓 立春", "level": 2, "fields": {"offer": {"text": "", "shown": 2}}},
        match=made["ETag"],
    )  # fmt: skip
    assert changed.status_code == 200, changed.content.decode()
    assert (changed.json()["name"], changed.json()["level"], changed.json()["fields"]) == ("韓 立春", 2, {})
    stale = writer.send("PATCH", path, {"name": "x"}, match=made["ETag"])
    assert stale.status_code == 412
    assert writer.send("DELETE", path).status_code == 428
    for _ in range(2):  # a retry is not refused because the first one worked
        gone = writer.send("DELETE", path, match=changed["ETag"], key="away")
        assert (gone.status_code, gone.content) == (204, b"")
    assert writer.get(f"/api/v1{path}").status_code == 404
    assert {"members.made", "members.edited", "members.levelled", "members.forgotten"} <= set(verbs(world))


def test_what_a_page_refuses_a_program_is_refused(world) -> None:
    welcome(world, "member", "organiser")
    writer, hers = program(world, "members.write"), f"/members/{world.people['member']}"
    answer = writer.send("PATCH", hers, {"name": "別名"}, match="*")
    assert (answer.status_code, answer.json()["code"]) == (409, "members.claimed")
    assert writer.send("DELETE", hers, match="*").json()["code"] == "members.claimed"
    assert writer.send("PATCH", hers, {"level": 3}, match="*").json()["level"] == 3
    unagreed = {"name": "韓立春", "fields": {"phone": {"text": "0912", "shown": 2}}}
    answer = writer.send("POST", "/members", unagreed)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422, "members.needs_consent", "agreed",
    )  # fmt: skip
    assert writer.send("POST", "/members", {"name": "\u200b"}).json()["code"] == "members.no_name"
    own = writer.send("DELETE", f"/members/{world.people['organiser']}", match="*")
    assert own.status_code == 409, "the last organiser stays"


def test_a_leave_of_absence_begins_and_ends(world) -> None:
    welcome(world, "member")
    writer, hers = program(world, "members.write"), f"/members/{world.people['member']}"
    body = {"since": soon(0), "until": soon(9), "reason": "回老家"}
    away = writer.send("PUT", f"{hers}/absence", body)
    assert (away.status_code, away.json()["absence"]["reason"]) == (200, "回老家")
    assert program(world, "members", token="r").read(hers)["absence"]["reason"] == ""
    assert writer.send("PUT", f"{hers}/absence", body).json()["code"] == "members.already_away"
    assert writer.send("DELETE", f"{hers}/absence").json()["absence"] is None


def test_applications_are_decided(world) -> None:
    welcome(world)
    apps.get_model("admission.Gate").objects.create(community_id=world.here, asks_vouches=False)
    writer, first, second = program(world, "applications.write"), knocked(world), knocked(world, "丁秋分")
    assert {row["name"] for row in writer.read("/applications")["items"]} == {"田小滿", "丁秋分"}
    path = f"/applications/{first}"
    read = writer.read(path)
    assert read["answers"] == [{"text": "為什麼？", "answer": "想找人一起讀完", "fits": None}]
    admitted = writer.send("POST", f"{path}/admit", match=writer.tag(path))
    assert (admitted.status_code, admitted.json()["state"]) == (200, "admitted")
    assert writer.send("POST", f"{path}/admit").json()["code"] == "admission.decided"
    body = {"reason": "no_fit", "told": "謝謝你來敲門。", "days": 90}
    refused = writer.send("POST", f"/applications/{second}/refuse", body)
    assert (refused.json()["state"], refused.json()["told"]) == ("refused", "謝謝你來敲門。")
    assert len(writer.read("/applications?state=decided")["items"]) == 2
    assert {"admission.admitted", "admission.refused"} <= set(verbs(world))


def test_the_charter_is_accepted_by_oneself(world) -> None:
    welcome(world, "organiser", "member")
    version, writer = adopt(world), program(world, "charter.write")
    assert writer.read("/charter")["id"] == version
    assert writer.send("PUT", "/charter/acceptance", {"version": version}).status_code == 200
    assert writer.send("PUT", "/charter/acceptance", {"version": version}).status_code == 200
    (told,) = writer.read("/charter/acceptances")["items"]
    assert (told["person_id"], told["number"]) == (world.people["organiser"], 1)
    old = writer.send("PUT", "/charter/acceptance", {"version": version + 1})
    assert (old.status_code, old.json()["code"]) == (409, "members.not_current")
    assert [line["number"] for line in writer.read("/charter/versions")["items"]] == [1]


def test_a_history_is_announced_sent_in_stretches_and_removed(world, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    writer, data = program(world, "histories.write"), "2026-11-01 07:00 林白露: 早安\n".encode() * 50
    body = {
        "files": [{"name": "../../群.txt", "size": len(data)}], "whose": "everybody", "ground": "told",
        "keep_days": 90, "run_by": ["林白露", " 林白露 ", "何處暑, 副團長"],
    }  # fmt: skip
    assert writer.send("POST", "/histories", body | {"run_by": [""]}).status_code == 422
    made = writer.send("POST", "/histories", body)
    assert made.status_code == 201, made.content.decode()
    run_by = apps.get_model("insights.InCharge").objects.values_list("word", flat=True)
    assert set(run_by) == {"林白露", "何處暑, 副團長"}
    (file,) = made.json()["files"]
    path = f"/histories/{made.json()['id']}"
    there = f"{path}/files/{file['id']}"
    stretch = {"content_type": "application/octet-stream"}
    assert writer.send("PUT", f"{there}?at=0", data[:100], **stretch).json() == {"come": 100}
    assert writer.send("PUT", f"{there}?at=7", data[7:], **stretch).json() == {"come": 100}
    assert writer.send("POST", f"{path}/finish").json()["code"] == "insights.unfinished"
    assert writer.send("PUT", f"{there}?at=100", data[100:], **stretch).json() == {"come": len(data)}
    assert writer.read(path)["files"][0]["come"] == len(data)
    finished = writer.send("POST", f"{path}/finish")
    assert (finished.status_code, finished.json()["state"]) == (200, "waiting")
    assert writer.send("DELETE", path, match="*").status_code == 204
    assert "insights.removed" in verbs(world)


def test_pasted_text_and_what_was_asked(world, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    writer = program(world, "histories.write")
    body = {"text": "林白露 07:00\n早安", "whose": "mine", "ground": "agreed", "keep_days": 30}
    made = writer.send("POST", "/histories", body)
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    both = body | {"files": [{"name": "a", "size": 1}]}
    assert writer.send("POST", "/histories", both).status_code == 422
    path = f"/histories/{made.json()['id']}/answer"
    assert writer.send("POST", path, {"carrier": "line"}).json()["code"] == "insights.not_waiting"
    rows = apps.get_model("insights.Upload").objects.filter(id=made.json()["id"])
    rows.update(state="asking", answer={"ask": {"kind": "carrier", "options": ["line", "wechat"]}})
    assert writer.send("POST", path, {"carrier": "irc"}).status_code == 422
    assert writer.send("POST", path, {"chats": []}).status_code == 422
    assert writer.send("POST", path, {"carrier": "line"}).json()["state"] == "waiting"


def test_the_same_key_twice_is_one_effect(world) -> None:
    writer = program(world)
    body = {"title": "帶茶來", "person_id": world.people["organiser"], "due": soon()}
    first = writer.send("POST", "/deeds", body, key="7f3a")
    again = writer.send("POST", "/deeds", body, key="7f3a")
    assert (again.status_code, again.content, again["Location"]) == (201, first.content, first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    assert len(writer.read("/deeds")["items"]) == 1
    other = writer.send("POST", "/deeds", body | {"title": "帶書來"}, key="7f3a")
    assert (other.status_code, other.json()["code"]) == (422, "api.key_used")
    assert program(world, token="u").send("POST", "/deeds", body, key="7f3a").status_code == 201, "keys are a program's"
    assert writer.send("POST", "/deeds", body, key="ü" * 3).status_code == 422
    assert writer.send("POST", "/deeds", body, key="k" * 200).status_code == 422


def test_a_refusal_leaves_the_key_to_another_try(world) -> None:
    writer = program(world)
    body = {"title": "帶茶來", "person_id": world.people["newcomer"], "due": soon()}
    assert writer.send("POST", "/deeds", body, key="k").status_code == 422
    assert not Answered.objects.exists()
    from closeknit.house.features.communities import api as communities

    communities.join(actor=world.viewer("organiser"), now=NOW, person_id=world.people["newcomer"])
    assert writer.send("POST", "/deeds", body, key="k").status_code == 201


def test_a_retried_change_is_not_refused_for_its_own_effect(world) -> None:
    writer, ident = program(world), give(world)
    path = f"/deeds/{ident}"
    tag = writer.tag(path)
    for _ in range(2):
        assert writer.send("PATCH", path, {"state": "done"}, match=tag, key="k").status_code == 200
    assert verbs(world).count("deeds.done") == 1


def test_what_was_answered_is_forgotten_in_time_and_with_a_person(world, now) -> None:
    writer = program(world)
    made = writer.send("POST", "/members", {"name": "韓立春"}, key="k")
    assert replays.forget_words(world.other) == 0
    assert replays.forget_words(world.here) == 1
    assert "韓立春" not in str(list(Answered.objects.values()))
    again = writer.send("POST", "/members", {"name": "韓立春"}, key="k")
    assert (again.status_code, again.json()["code"]) == (409, "api.key_spent")
    assert len([m for m in writer.read("/members")["items"] if m["name"] == "韓立春"]) == 1
    assert replays.forget_old(now + timedelta(days=400)) == 1
    assert made.status_code == 201


def asker() -> Program:
    return Program(headers={"authorization": "Bearer closeknit_t"})


def test_one_key_at_the_same_moment_is_one_deed(race) -> None:
    world = make_world()
    program(world)
    body = {"title": "帶茶來", "person_id": world.people["organiser"], "due": soon()}
    answers = race(*(lambda: asker().send("POST", "/deeds", body, key="7f3a") for _ in range(4)))
    assert [a.status_code for a in answers] == [201] * 4
    assert len({a.content for a in answers}) == 1
    assert sum("Idempotency-Replayed" not in a for a in answers) == 1
    assert len(deeds.mine(world.viewer("organiser"))) == 1


def test_two_changes_of_one_state_are_one_change(race) -> None:
    world = make_world()
    writer = program(world)
    ident = members.make(actor=world.viewer("organiser"), now=NOW, name="韓立春")
    path = f"/members/{ident}"
    tag = writer.tag(path)
    answers = race(
        lambda: asker().send("PATCH", path, {"level": 1}, match=tag),
        lambda: asker().send("PATCH", path, {"level": 2}, match=tag),
        lambda: asker().send("PATCH", path, {"name": "韓春立"}, match=tag),
    )
    assert sorted(a.status_code for a in answers) == [200, 412, 412]
    (good,) = [a for a in answers if a.status_code == 200]
    assert writer.read(path) == good.json()


def test_two_decisions_at_once_are_one(race) -> None:
    world = make_world()
    program(world)
    apps.get_model("admission.Gate").objects.create(community_id=world.here, asks_vouches=False)
    path = f"/applications/{knocked(world)}"
    body = {"reason": "no_fit", "told": "謝謝"}
    answers = race(lambda: asker().send("POST", f"{path}/admit"), lambda: asker().send("POST", f"{path}/refuse", body))
    assert sorted(a.status_code for a in answers) == [200, 409]


@pytest.mark.parametrize("scope", ["deeds", "members", "applications", "charter", "histories"])
def test_what_can_be_changed_can_be_read(scope) -> None:
    from closeknit.house.features.api.views.v1 import DECLARED

    for path, methods in DECLARED.items():
        for one in methods.values():
            if one.scope == f"{scope}.write" and one.answers is not None and one.body is not bytes:
                readers = [m["GET"] for m in DECLARED.values() if "GET" in m and m["GET"].answers == one.answers]
                assert readers, path
