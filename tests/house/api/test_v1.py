"""What programs read by a token: scopes, pages, ETags, the description, calendars, feeds."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from closeknit.house.core.permissions import the_house
from closeknit.house.features.accounts import api as accounts
from closeknit.house.features.api import actions, errors, openapi, rules, selectors
from closeknit.house.features.api.models import Token
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members
from tests.house.conftest import NOW


def program(world, *scopes: str, token: str = "closeknit_t") -> Client:
    actions.make_token(actor=world.viewer("organiser"), now=NOW, token=token, label="網站", scopes=list(scopes))
    return Client(headers={"authorization": f"Bearer {token}"})


def give(world, title: str = "帶茶來", days: int = 1) -> int:
    return deeds.give(
        actor=world.viewer("organiser"), now=NOW, person_id=world.people["member"], title=title, text="", source="",
        due=NOW.date() + timedelta(days=days),
    )  # fmt: skip


@pytest.mark.parametrize("part", ["members", "charter", "deeds"])
def test_a_token_opens_what_it_says(world, part: str) -> None:
    assert program(world, part).get(f"/api/v1/{part}").status_code == (404 if part == "charter" else 200)
    others = [p for p in rules.SCOPES if p != part]
    closed = program(world, *others, token="closeknit_u").get(f"/api/v1/{part}")
    assert (closed.status_code, closed.json()) == (403, {"error": "scope", "needs": part})


def test_every_token_reads_the_card(world) -> None:
    card = program(world).get("/api/v1/community").json()
    assert (card["slug"], card["name"], card["members"]) == ("reading", "城南夜讀", 4)


def test_only_a_hash_is_kept(world) -> None:
    program(world)
    assert "closeknit_t" not in str(Token.objects.values())


def test_a_token_ends_with_its_maker_s_office_and_by_hand(world, now) -> None:
    reader = program(world, "deeds")
    organiser = world.viewer("organiser")
    communities.appoint(
        actor=organiser, now=now, person_id=world.people["second"], roles=frozenset({communities.Role.ORGANISER})
    )
    communities.appoint(actor=organiser, now=now, person_id=world.people["organiser"], roles=frozenset())
    assert reader.get("/api/v1/deeds").status_code == 401
    (card,) = selectors.tokens(world.viewer("second"))
    actions.end_token(actor=world.viewer("second"), now=now, token_id=card.id)
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


def test_what_is_the_same_is_not_sent_again(world) -> None:
    reader = program(world, "deeds")
    first = reader.get("/api/v1/deeds")
    again = reader.get("/api/v1/deeds", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    give(world)
    assert reader.get("/api/v1/deeds", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_pages_lead_on(world) -> None:
    for i in range(26):
        give(world, f"第 {i} 件", i)
    reader = program(world, "deeds")
    first = reader.get("/api/v1/deeds").json()
    assert (len(first["items"]), first["pages"]) == (25, 2)
    second = reader.get(first["next"]).json()
    assert ([d["title"] for d in second["items"]], second["next"]) == (["第 25 件"], None)
    assert reader.get("/api/v1/deeds?page=nonsense&state=ended").json()["items"] == []


def test_members_are_those_who_show_themselves(world, now) -> None:
    for who, name in (("member", "林白露"), ("second", "吳霜降")):
        members.welcome(actor=the_house(world.here), now=now, person_id=world.people[who], name=name)
    reader = program(world, "members")
    assert {item["name"] for item in reader.get("/api/v1/members").json()["items"]} == {"林白露", "吳霜降"}
    profiles = apps.get_model("members.Profile").objects.filter(person_id=world.people["second"])
    profiles.update(name_shown=members.Shown.ORGANISERS)
    (item,) = reader.get("/api/v1/members").json()["items"]
    assert set(item) == set(openapi.SCHEMAS["Member"]["required"])


def test_the_description_describes_what_is_sent(world) -> None:
    give(world)
    reader = program(world, *rules.SCOPES)
    described = reader.get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for path, name in (("/community", "Community"), ("/deeds", "Deed")):
        assert path in described["paths"]
        sent = reader.get(f"/api/v1{path}").json()
        thing = sent["items"][0] if "items" in sent else sent
        assert set(thing) == set(openapi.SCHEMAS[name]["required"])


@pytest.mark.parametrize("part", ["community", "members", "deeds"])
def test_queries_do_not_grow(world, query_count, now, part: str) -> None:
    reader = program(world, *rules.SCOPES)
    give(world)
    few = query_count(lambda: reader.get(f"/api/v1/{part}"))
    for i in range(7):
        person = accounts.make_person(actor=the_house(), now=now, name=f"人{i}", email=f"p{i}@example.org")
        communities.join(actor=world.viewer("organiser"), now=now, person_id=person)
        give(world)
    assert query_count(lambda: reader.get(f"/api/v1/{part}")) == few <= 12


def test_a_calendar_shows_one_s_open_deeds(world, now) -> None:
    give(world, "帶茶來；兩包, 不要多\n謝謝" + "長" * 30)
    done = give(world, "做完了")
    deeds.done(actor=world.viewer("member"), now=now, deed_id=done)
    page = world.client("member").post("/c/reading/api/calendar/").content.decode()
    link = page[page.index("/api/calendar/") : page.index(".ics") + 4]
    text = Client().get(link).content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:帶茶來；兩包\\, 不要多 謝謝長" in unfolded
    assert "DTSTART;VALUE=DATE:20261110" in unfolded
    assert "做完了" not in unfolded
    world.client("member").post("/c/reading/api/calendar/")
    assert Client().get(link).status_code == 404


def test_a_key_is_shown_once(world) -> None:
    browser = world.client("organiser")
    shown = browser.post("/c/reading/api/new/", {"label": "網站", "scopes": ["members"], "once": "x"}).content.decode()
    token = shown[shown.index(rules.MARK) :].split("<")[0]
    assert Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/members").status_code == 200
    again = browser.post("/c/reading/api/new/", {"label": "網站", "scopes": ["members"], "once": "x"})
    assert (again.status_code, Token.objects.count()) == (303, 1)
    assert token not in browser.get("/c/reading/api/").content.decode()


def test_a_feed_is_what_everybody_may_read(world) -> None:
    answer = Client().get("/c/reading/api/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "城南夜讀" in answer.content.decode()
