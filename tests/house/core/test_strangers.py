"""What a stranger tries at the door: hosts, ways out, sessions, names, and the time that an answer takes."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from closeknit.house.core.models import Letter, Rate
from closeknit.house.core.people import viewer_of
from closeknit.house.features.accounts import actions
from closeknit.house.features.accounts.models import Key, Person
from tests.house.conftest import NOW
from tests.house.core.test_server import environment

ENTER, PASSWORD = "/enter/", "一支夠長的通關密語吧吧"


@pytest.mark.parametrize("path", ["/", ENTER, "/c/reading/", "/healthz", "/api/v1/community", "/nothing/"])
def test_another_host_is_not_answered(world, path: str) -> None:
    for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example:80", ""):
        assert Client().get(path, headers={"host": host}).status_code == 400, host
    answer = Client().get(path, headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in answer.content


def test_a_letter_leads_to_the_house_whoever_asked_for_it(world, settings) -> None:
    settings.ADDRESS = "https://house.example.org"
    Client().post(ENTER, {"email": "member@example.org"}, headers={"x-forwarded-host": "evil.example"})
    assert re.findall(r"https?://[^/]+", Letter.objects.get().body) == ["https://house.example.org"]


AWAY = (
    "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "\t//evil.example",
    "https:evil.example", "///evil.example", "http:///evil.example", "javascript:alert(1)", "data:text/html,x",
    "https://localhost@evil.example", "https://testserver.evil.example/", " //evil.example", "/%2f%2fevil.example\n//x",
)  # fmt: skip


@pytest.mark.parametrize("away", AWAY)
def test_no_address_leads_out_of_the_house(world, away: str) -> None:
    actions.set_password(actor=viewer_of(world.people["member"]), now=NOW, password=PASSWORD)
    came = Client().post(
        ENTER, {"email": "member@example.org", "password": PASSWORD}, query_params={"next": away}
    )  # fmt: skip
    spoke = Client().post("/language/", {"language": "en", "next": away})
    for answer in (came, spoke):
        assert answer.status_code in {302, 303, 204}
        assert "evil" not in answer.headers.get("Location", "").replace("%2f%2fevil", "")
        assert not answer.headers.get("Location", "/").startswith(("//", "java", "data"))


def test_a_session_that_somebody_left_in_a_browser_is_worth_nothing_after_signing_in(world) -> None:
    actions.set_password(actor=viewer_of(world.people["member"]), now=NOW, password=PASSWORD)
    browser = Client(enforce_csrf_checks=False)
    browser.post(ENTER, {"email": "other@example.org"})  # leaves a session before anybody is signed in
    left = browser.cookies["sessionid"].value
    browser.post(ENTER, {"email": "member@example.org", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != left
    other = Client()
    other.cookies["sessionid"] = left
    assert other.get("/me/").status_code == 302
    elsewhere = Client()
    elsewhere.force_login(Person.objects.get(id=world.people["member"]))
    assert browser.post("/me/password/", {"password": PASSWORD + "二"}).status_code == 303
    assert browser.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302, "a new password signs every other device out"


def test_what_a_house_behind_https_tells_browsers(tmp_path: Path) -> None:
    names = [
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "DEBUG",
    ]  # fmt: skip
    told = f"{{name: getattr(s, name) for name in {names}}}"
    say = f"import json\nfrom closeknit.house.config import settings as s\nprint(json.dumps({told}))"
    found = {}
    for address in ("https://house.example.org", "https://[2001:db8::1]", "http://house.example.org:8080"):
        ran = subprocess.run(
            [sys.executable, "-c", say], env=environment(tmp_path) | {"CLOSEKNIT_ADDRESS": address}, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        found[address] = json.loads(ran.stdout)
    secure = found["https://house.example.org"]
    assert [secure[name] for name in names[:7]] == [True, True, True, True, True, "Lax", 31_536_000]
    assert secure["ALLOWED_HOSTS"][-1] == "house.example.org"
    assert found["https://[2001:db8::1]"]["ALLOWED_HOSTS"][-1] == "[2001:db8::1]"
    open_ = found["http://house.example.org:8080"]
    assert (open_["SESSION_COOKIE_SECURE"], open_["ALLOWED_HOSTS"][-1], open_["DEBUG"]) == (
        False, "house.example.org", False,
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/enter/", "/nothing/", "/c/reading/gate/", "/api/v1/community", "/healthz"])
def test_no_page_runs_what_is_not_of_the_house(world, path: str) -> None:
    for answer in (Client().get(path), Client().head(path), world.client("organiser").get(path)):
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


KNOWN, UNKNOWN, WITHOUT = "member@example.org", "nobody@example.org", "second@example.org"


def bare(answer: Any) -> str:
    """The page without what differs each time."""
    text = re.sub(r'value="[\w-]{18,}"|<time.*?</time>', "", answer.content.decode())
    return re.sub(r"\w+@example\.org", "", text)


def test_asking_for_a_letter_tells_nobody_who_is_here(world, query_count) -> None:
    Client().post(ENTER, {"email": WITHOUT})  # the first from this address opens its window
    answers, counts = [], []
    for email in (KNOWN, UNKNOWN):
        browser = Client()
        counts.append(query_count(lambda b=browser, e=email: answers.append(b.post(ENTER, {"email": e}))))
    assert len({(a.status_code, a.headers["Location"], bare(a)) for a in answers}) == 1
    assert counts[0] == counts[1]
    assert Letter.objects.count() == Key.objects.count() == 3


def test_a_wrong_password_tells_nobody_who_is_here(world, monkeypatch) -> None:
    actions.set_password(actor=viewer_of(world.people["member"]), now=NOW, password=PASSWORD)
    encoded, encode = [0], MD5PasswordHasher.encode

    def counted(*args: Any) -> str:
        encoded[0] += 1
        return encode(*args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    seen = set()
    for email in (KNOWN, UNKNOWN, WITHOUT):
        encoded[0] = 0
        answer = Client().post(ENTER, {"email": email, "password": "wrong-and-long"})
        seen.add((answer.status_code, bare(answer), encoded[0]))
    assert len(seen) == 1
    assert next(iter(seen))[2] == 1, "as much work for an address that nobody has"


@pytest.mark.parametrize(
    "written", ["ſecond@example.org", "second@ｅxample.org", "SECOND@example.org ", "second@EXAMPLE.ORG"]
)
def test_an_address_written_otherwise_is_no_other_address(world, written: str) -> None:
    """Ten tries for one mailbox, however its address is spelled."""
    for _try in range(10):
        assert Client().post(ENTER, {"email": "second@example.org"}).status_code == 303
    assert Client().post(ENTER, {"email": written}).status_code == 429
    assert Letter.objects.count() == 10


def test_a_key_of_any_length_and_with_anything_in_it_is_counted(world) -> None:
    for tried in ("x" * 5000, "a\0b", "x" * 5000):
        assert Client().post(ENTER, {"email": tried}).status_code == 422
    assert sorted(Rate.objects.exclude(key__contains="127.0.0.1").values_list("count", flat=True)) == [1, 2]
    assert all(len(key) <= 120 for key in Rate.objects.values_list("key", flat=True))


@pytest.mark.parametrize("who", ["visitor", "newcomer", "member"])
@pytest.mark.parametrize("name", ["communities:home", "members:directory", "deeds:mine", "communities:settings"])
def test_not_yours_and_not_there_take_as_long(world, query_count, who: str, name: str) -> None:
    """The same answer, and as many questions to the database."""
    answers: dict[str, Any] = {}
    counts = {}
    for slug in (world.other_slug, "nowhere"):
        browser = world.client(who)
        url = reverse(name, kwargs={"slug": slug})
        browser.get(url)
        counts[slug] = query_count(lambda b=browser, u=url, s=slug: answers.setdefault(s, b.get(u)))
    if answers[world.other_slug].status_code == 200:  # what everybody may see
        return
    assert counts[world.other_slug] == counts["nowhere"]
    assert answers[world.other_slug].status_code == answers["nowhere"].status_code
    assert bare(answers[world.other_slug]).replace(world.other_slug, "nowhere") == bare(answers["nowhere"])
