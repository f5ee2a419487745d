"""What every program meets: keys and scopes, pages, ETags, refusals in words, replays, limits."""

import pytest
from django.test import Client

from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.api import errors, rules, selectors, shapes
from closeknit.house.features.api.actions import keys
from closeknit.house.features.api.declared import BLANK
from closeknit.house.features.api.models import Token
from closeknit.house.features.api.views.v1 import DECLARED
from closeknit.house.features.communities import api as communities
from closeknit.house.features.members import api as members
from tests.house.api.programs import Program, give, knocked, program, soon, welcome

EVERY = [one for methods in DECLARED.values() for one in methods.values()]
IDS = [f"{one.method} {one.path}" for one in EVERY]


def address(one) -> str:
    return BLANK.sub("1", one.path)


@pytest.mark.parametrize("one", EVERY, ids=IDS)
def test_nothing_is_open_without_a_key(world, one) -> None:
    for asker in (Program(), Program(headers={"authorization": "Bearer closeknit_guess"})):
        answer = asker.send(one.method, address(one))
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    signed_in = world.client("organiser").generic(one.method, f"/api/v1{address(one)}")
    assert signed_in.status_code == 401, "a browser's cookie is no key"


@pytest.mark.parametrize("one", [one for one in EVERY if one.scope], ids=[i for i in IDS if "/community" not in i])
def test_a_key_opens_what_it_says(world, one) -> None:
    others = [s for s in rules.SCOPES if not rules.opens([s], one.scope)]
    answer = program(world, *others).send(one.method, address(one))
    assert (answer.status_code, answer.json()["code"]) == (403, "api.scope")
    assert one.scope in answer.json()["title"]


def test_writing_includes_reading_and_not_the_other_way() -> None:
    assert rules.opens(["deeds.write"], "deeds")
    assert not rules.opens(["deeds"], "deeds.write")


def test_every_key_reads_the_card(world) -> None:
    card = program(world, "deeds").read("/community")
    assert (card["slug"], card["name"], card["members"]) == ("reading", "城南夜讀", 4)


def test_only_a_hash_is_kept(world) -> None:
    program(world)
    assert "closeknit_t" not in str(Token.objects.values())


def test_a_key_ends_with_its_maker_s_office_and_by_hand(world, now) -> None:
    reader = program(world, "deeds")
    organiser = world.viewer("organiser")
    communities.appoint(
        actor=organiser, now=now, person_id=world.people["second"], roles=frozenset({communities.Role.ORGANISER})
    )
    communities.appoint(actor=organiser, now=now, person_id=world.people["organiser"], roles=frozenset())
    assert reader.send("GET", "/deeds").status_code == 401
    (card,) = selectors.tokens(world.viewer("second"))
    keys.end_token(actor=world.viewer("second"), now=now, token_id=card.id)
    assert selectors.tokens(world.viewer("second")) == []


def test_no_more_keys_than_anybody_can_oversee(world, now) -> None:
    for i in range(rules.MOST):
        program(world, token=f"t{i}")
    with pytest.raises(errors.TooMany):
        program(world, token="one more")


def test_who_guesses_is_stopped(world) -> None:
    guesser = Client(headers={"authorization": "Bearer closeknit_guess"})
    told = [guesser.get("/api/v1/community").status_code for _ in range(62)]
    assert (told[0], told[-1]) == (401, 429)


def test_who_asks_too_often_is_told_when_to_come_back(world, monkeypatch) -> None:
    monkeypatch.setattr(rules, "MOST_READS", 2)
    reader = program(world)
    answers = [reader.get("/api/v1/community") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 900
    assert answers[-1].json()["code"] == "house.too_often"
    assert reader.send("POST", "/deeds").status_code == 415, "changes are counted for themselves"


def test_what_is_the_same_is_not_sent_again(world) -> None:
    reader = program(world, "deeds")
    first = reader.get("/api/v1/deeds")
    again = reader.get("/api/v1/deeds", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    give(world)
    assert reader.get("/api/v1/deeds", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_head_alone(world) -> None:
    reader = program(world)
    head, whole = reader.head("/api/v1/community"), reader.get("/api/v1/community")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])


def test_pages_lead_on(world) -> None:
    for i in range(26):
        give(world, f"第 {i} 件", i)
    reader = program(world, "deeds")
    first = reader.read("/deeds")
    assert (len(first["items"]), first["pages"]) == (25, 2)
    second = reader.get(first["next"]).json()
    assert ([d["title"] for d in second["items"]], second["next"]) == (["第 25 件"], None)
    assert reader.read("/deeds?state=ended")["items"] == []
    for wrong in ("page=nonsense", "page=0", "state=lost", "stat=open"):
        answer = reader.get(f"/api/v1/deeds?{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (422, "api.shape")


def test_another_method_and_another_address_are_problems_too(world) -> None:
    reader = program(world)
    answer = reader.send("DELETE", "/community")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    for path in ("/nothing", "/deeds/1/nothing", "/deeds/999", "/deeds/99999999999999999999999"):
        answer = reader.get(f"/api/v1{path}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_another_community_s_is_not_there(world, now) -> None:
    ident = give(world)
    there = world.people["rival"]
    keys.make_token(
        actor=communities.viewer(world.other, there), now=now, token="theirs", label="", scopes=list(rules.SCOPES)
    )
    rival = Program(headers={"authorization": "Bearer theirs"})
    welcome(world, "member")
    for path in (f"/deeds/{ident}", f"/members/{world.people['member']}", f"/applications/{knocked(world)}"):
        assert rival.get(f"/api/v1{path}").status_code == 404
    changed = rival.send("PATCH", f"/deeds/{ident}", {"state": "done"}, match="*")
    assert changed.status_code == 404


def test_members_are_those_who_show_themselves(world, now) -> None:
    welcome(world, "member", "second")
    reader, writer = program(world, "members"), program(world, "members.write", token="w")
    assert {item["name"] for item in reader.read("/members")["items"]} == {"林白露", "吳霜降"}
    hidden = world.people["second"]
    card = members.profile(communities.viewer(world.here, hidden), hidden, now.date())
    members.edit(
        actor=communities.viewer(world.here, hidden), now=now, person_id=hidden, version=card.version, name="吳霜降",
        name_shown=1, fields={"phone": ("0912", 1)}, agreed=True, wording="",
    )  # fmt: skip
    assert [item["name"] for item in reader.read("/members")["items"]] == ["林白露"]
    assert reader.get(f"/api/v1/members/{hidden}").status_code == 404
    assert writer.read(f"/members/{hidden}")["fields"]["phone"] == {"text": "0912", "shown": 1}


@pytest.mark.parametrize("body", [b" ", b"{", b"[]", b"\xff", b'{"title": "\\ud800"}', b"[" * 5000, b"1e999", b"null"])
def test_a_body_that_cannot_be_read_is_refused_with_a_word(world, body) -> None:
    answer = program(world).send("POST", "/deeds", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.shape")
    assert answer.json()["title"] == "這個請求和說明不符。"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": " "}, "title"), ({"title": "字" * 201}, "title"), ({"title": 7}, "title"),
        ({"person_id": 2**70}, "person_id"), ({"person_id": 0}, "person_id"), ({"due": "tomorrow"}, "due"),
        ({"more": 1}, "more"), ({"text": "\0"}, "U+0000"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(world, change, said) -> None:
    body = {"title": "帶茶來", "person_id": world.people["member"], "due": soon()} | change
    answer = program(world).send("POST", "/deeds", body)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_a_body_of_another_kind_or_without_end_is_refused(world) -> None:
    writer = program(world)
    assert writer.send("POST", "/deeds", b"a=1", content_type="application/x-www-form-urlencoded").status_code == 415
    huge = writer.send("POST", "/deeds", b'"' + b"a" * 11_000_000 + b'"')
    assert (huge.status_code, huge.json()["code"]) == (413, "api.too_long")


def test_a_refusal_has_the_words_of_the_pages(world) -> None:
    body = {"title": "帶茶來", "person_id": world.people["stranger"], "due": soon()}
    answer = program(world).send("POST", "/deeds", body)
    told = answer.json()
    assert (answer.status_code, told["code"], told["field"]) == (422, "deeds.not_here", "person_id")
    assert told["title"] == "要做這件事的人不是這個社群的成員。"
    english = program(world, token="en")
    english.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert english.send("POST", "/deeds", body).json()["title"].startswith("Whoever is to do it")


@pytest.mark.parametrize(
    "path",
    ["/community", "/members", "/deeds", "/charter/versions", "/applications", "/histories", "/roles", "/chapters"],
)
def test_queries_do_not_grow(world, query_count, now, path: str) -> None:
    reader = program(world)
    give(world)
    knocked(world)
    reader.read(path)  # the first one of all opens a window in which requests are counted
    few = query_count(lambda: reader.read(path))
    for i in range(7):
        person = accounts.make_person(actor=the_house(), now=now, name=f"人{i}", email=f"p{i}@example.org")
        communities.join(actor=world.viewer("organiser"), now=now, person_id=person)
        give(world)
        knocked(world, f"客{i}")
    assert query_count(lambda: reader.read(path)) == few <= 12


def test_the_words_of_the_wire_are_the_words_of_the_rooms() -> None:
    from typing import get_args

    from closeknit.house.features.admission import api as admission
    from closeknit.house.features.insights import api as insights

    for wire, room in (
        (shapes.FieldKey, members.FIELDS), (shapes.Reason, admission.REASONS), (shapes.Whose, insights.WHOSE),
        (shapes.Ground, insights.GROUNDS), (shapes.KeptDays, insights.KEPT_DAYS),
    ):  # fmt: skip
        assert set(get_args(wire.__value__)) == set(room)
