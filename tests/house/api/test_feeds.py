"""Calendars and feeds by private links, and the feed of what everybody may read."""

import xml.etree.ElementTree as ElementTree

from django.test import Client
from django.utils import translation

from closeknit.house.core.features import in_words
from closeknit.house.core.permissions import the_house
from closeknit.house.features.api import rules
from closeknit.house.features.api.actions import keys
from closeknit.house.features.api.models import Token
from closeknit.house.features.communities import api as communities
from closeknit.house.features.deeds import api as deeds
from closeknit.house.features.members import api as members
from tests.house.api.programs import adopt, give, knocked, welcome
from tests.house.conftest import NOW

PAGE = "/c/reading/api/calendar/"
ATOM = "{http://www.w3.org/2005/Atom}"


def link(world, who: str, which: str) -> str:
    end = {"calendar": ".ics", "feed": ".atom"}[which]
    page = world.client(who).post(PAGE, {"which": which}).content.decode()
    begin = page.index(f"/api/{which}/")
    return page[begin : page.index(end, begin) + len(end)]


def titles(address: str, **words: str) -> list[str]:
    answer = Client(headers=words).get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "private" in answer["Cache-Control"]
    return [e.findtext(f"{ATOM}title") for e in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_a_calendar_shows_one_s_open_deeds(world, now) -> None:
    give(world, "帶茶來；兩包, 不要多\n謝謝" + "長" * 30)
    done = give(world, "做完了")
    deeds.done(actor=world.viewer("member"), now=now, deed_id=done)
    text = Client().get(link(world, "member", "calendar")).content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:帶茶來；兩包\\, 不要多 謝謝長" in unfolded
    assert "DTSTART;VALUE=DATE:20261110" in unfolded
    assert "做完了" not in unfolded


def test_a_link_ends_when_another_is_made_or_by_hand_and_with_the_membership(world, now) -> None:
    for which in ("calendar", "feed"):
        first, second = link(world, "member", which), link(world, "member", which)
        assert [Client().get(one).status_code for one in (first, second)] == [404, 200]
        world.client("member").post(PAGE, {"which": which, "end": "1"})
        assert Client().get(second).status_code == 404
        third = link(world, "member", which)
        assert Client().get(third).status_code == 200
    communities.part(actor=world.viewer("organiser"), now=now, person_id=world.people["member"])
    assert Client().get(third).status_code == 404
    assert Token.objects.filter(ended_at__isnull=True).count() == 2
    assert third.rpartition("/")[2].removesuffix(".atom") not in str(list(Token.objects.values()))


def test_one_kind_of_link_does_not_open_the_other(world) -> None:
    token = link(world, "member", "calendar").rpartition("/")[2].removesuffix(".ics")
    assert Client().get(f"/api/feed/{token}.atom").status_code == 404
    assert Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/community").status_code == 401


def test_a_member_reads_what_concerns_everybody_and_herself(world, now) -> None:
    welcome(world, "member", "second", "organiser")
    adopt(world)
    give(world, "祕密的事")
    other = give(world)
    deeds.done(actor=world.viewer("member"), now=now, deed_id=other)
    deeds.give(
        actor=world.viewer("organiser"), now=now, person_id=world.people["second"], title="別人的", text="", source="",
        due=now.date(),
    )  # fmt: skip
    knocked(world)
    told = titles(link(world, "member", "feed"), **{"accept-language": "en"})
    with translation.override("zh-hant"):
        given, welcomed = in_words("deeds.given"), in_words("members.welcomed")
    assert told.count(f"許立夏 {given} → 林白露") == 2, (
        "in the community's language, whatever a reader program asks for"
    )
    assert [title for title in told if welcomed in title]
    assert not [title for title in told if "祕密" in title], "who did what to whom, and no words"
    assert not [title for title in told if title.startswith("許立夏") and "吳霜降" in title], "not others' deeds"


def test_who_does_not_show_herself_is_not_named(world, now) -> None:
    welcome(world, "member", "second")
    hidden = world.people["second"]
    viewer = communities.viewer(world.here, hidden)
    card = members.profile(viewer, hidden, now.date())
    members.edit(
        actor=viewer, now=now, person_id=hidden, version=card.version, name="吳霜降", name_shown=1, fields={},
        agreed=False, wording="",
    )  # fmt: skip
    assert not [title for title in titles(link(world, "member", "feed")) if "吳霜降" in title]
    assert [title for title in titles(link(world, "organiser", "feed")) if "吳霜降" in title]


def test_an_organiser_reads_the_journal_and_nobody_reads_another_community_s(world, now) -> None:
    give(world)
    told = titles(link(world, "organiser", "feed"))
    assert any("林白露" in title for title in told)
    assert not [title for title in told if "葉芒種" in title]


def test_every_event_of_the_feed_is_said_in_words(world) -> None:
    for verb in (*rules.FOR_EVERYBODY, *rules.FOR_ONESELF, *rules.EVENTS, rules.TEST):
        assert str(in_words(verb)) != verb


def test_the_feed_costs_the_same_with_many_lines(world, query_count) -> None:
    welcome(world, "member")
    address = link(world, "member", "feed")
    Client().get(address)
    few = query_count(lambda: Client().get(address))
    for _ in range(20):
        give(world)
    assert query_count(lambda: Client().get(address)) == few <= 12


def test_who_guesses_links_is_stopped(world) -> None:
    guesser = Client()
    assert [guesser.get(f"/api/feed/{i}.atom").status_code for i in range(62)][-1] == 429


def test_a_key_is_shown_once(world) -> None:
    browser = world.client("organiser")
    form = {"label": "網站", "scopes": ["members"], "once": "x"}
    shown = browser.post("/c/reading/api/new/", form).content.decode()
    token = shown[shown.index(rules.MARK) :].split("<")[0]
    assert Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/members").status_code == 200
    again = browser.post("/c/reading/api/new/", form)
    assert (again.status_code, Token.objects.count()) == (303, 1)
    page = browser.get("/c/reading/api/").content.decode()
    assert token not in page
    assert "看成員，和成員彼此看到的一樣" in page


def test_a_feed_is_what_everybody_may_read(world) -> None:
    adopt(world)
    answer = Client().get("/c/reading/api/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "城南夜讀" in answer.content.decode()


def test_who_is_forgotten_opens_nothing_any_more(world, now) -> None:
    welcome(world, "member")
    address = link(world, "member", "feed")
    member = world.viewer("member")
    members.forget(actor=member, now=now, person_id=world.people["member"])
    keys.forget(actor=the_house(world.here), now=NOW, person_id=world.people["member"])
    assert Client().get(address).status_code == 404
    assert not Token.objects.filter(person_id=world.people["member"], ended_at__isnull=True).exists()
